// Queries: SELECT, set operations, ORDER BY, the tables of FROM.
#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/sql/syntax_builder.h"

namespace drey {

namespace {

using Parser = SyntaxBuilder::Parser;

constexpr std::string_view kNotAllowed = " is not allowed under the current SQL conformance level";

// INTERSECT binds tighter than UNION and EXCEPT.
int PrecedenceOf(SetOperator set_operator) { return set_operator == SetOperator::kIntersect ? 2 : 1; }

bool OwnsOrder(const Query& query) {
  return !query.order_by.empty() || query.limit != nullptr || query.offset != nullptr || !query.with.empty();
}

std::unique_ptr<TableReference> NewTable(TableReference table) { return std::make_unique<TableReference>(std::move(table)); }

}  // namespace

// Queries -----------------------------------------------------------------------------------------------------------------

Query SyntaxBuilder::BuildQuery(Parser::OrderedQueryContext* context) {
  Parser::QueryBodyContext* body = context->queryBody();
  Query query = BuildTerm(body->queryTerm());
  if (body->withClause() != nullptr) {
    // WITH covers the whole of what follows, also its set operations.
    Query whole = Assemble(std::move(query), body->setOperation(), nullptr);
    AddWith(whole, body->withClause());
    if (context->orderByLimit() != nullptr) AddOrder(whole, context->orderByLimit());
    whole.range = RangeOf(context);
    return whole;
  }
  query = Assemble(std::move(query), body->setOperation(), context->orderByLimit());
  return query;
}

std::unique_ptr<Query> SyntaxBuilder::NewQuery(Parser::OrderedQueryContext* context) {
  return std::make_unique<Query>(BuildQuery(context));
}

Query SyntaxBuilder::BuildStart(Parser::QueryStartContext* context) {
  if (context->select() != nullptr) return BuildSelect(context->select());
  if (context->values() != nullptr) return BuildValues(context->values());
  if (context->explicitTable() != nullptr) return BuildExplicitTable(context->explicitTable());
  Query query = BuildTerm(context->queryTerm());
  AddWith(query, context->withClause());
  return query;
}

Query SyntaxBuilder::BuildTerm(Parser::QueryTermContext* context) {
  if (context->select() != nullptr) return BuildSelect(context->select());
  if (context->values() != nullptr) return BuildValues(context->values());
  if (context->explicitTable() != nullptr) return BuildExplicitTable(context->explicitTable());
  return BuildQuery(context->orderedQuery());
}

Query SyntaxBuilder::Assemble(Query first, const std::vector<Parser::SetOperationContext*>& operations,
                              Parser::OrderByLimitContext* order) {
  if (!operations.empty()) {
    // WITH of the first term belongs to the whole.
    std::vector<CommonTableExpression> with = std::move(first.with);
    const bool recursive = first.recursive;
    first.with.clear();
    struct Pending {
      SetOperator set_operator;
      bool all;
      SourceRange range;
    };
    std::vector<Query> operands;
    std::vector<Pending> pending;
    const auto reduce = [&] {
      Query combined;
      combined.kind = QueryKind::kSetOperation;
      combined.set_operator = pending.back().set_operator;
      combined.all = pending.back().all;
      combined.operator_range = pending.back().range;
      combined.right = std::make_unique<Query>(std::move(operands.back()));
      operands.pop_back();
      combined.left = std::make_unique<Query>(std::move(operands.back()));
      combined.range = Cover(combined.left->range, combined.right->range);
      operands.back() = std::move(combined);
      pending.pop_back();
    };
    operands.push_back(std::move(first));
    for (auto* operation : operations) {
      const size_t word = operation->setOperator()->start->getType();
      const SetOperator set_operator = word == Parser::UNION       ? SetOperator::kUnion
                                       : word == Parser::INTERSECT ? SetOperator::kIntersect
                                                                   : SetOperator::kExcept;
      if (word == Parser::MINUS_WORD) Fail(ParseFailure(Concat("MINUS", kNotAllowed), RangeOf(operation->setOperator()), kCalciteException));
      while (!pending.empty() && PrecedenceOf(pending.back().set_operator) >= PrecedenceOf(set_operator)) reduce();
      pending.push_back({set_operator, operation->ALL() != nullptr, RangeOf(operation->setOperator())});
      operands.push_back(BuildTerm(operation->setOperand()->queryTerm()));
    }
    while (!pending.empty()) reduce();
    first = std::move(operands.back());
    first.with = std::move(with);
    first.recursive = recursive;
  }
  if (order != nullptr) AddOrder(first, order);
  return first;
}

void SyntaxBuilder::AddWith(Query& query, Parser::WithClauseContext* context) {
  if (OwnsOrder(query)) {
    Query inner = std::move(query);
    query = Query();
    query.kind = QueryKind::kParenthesized;
    query.range = inner.range;
    query.left = std::make_unique<Query>(std::move(inner));
  }
  query.recursive = context->RECURSIVE() != nullptr;
  query.range = Cover(RangeOf(context), query.range);
  for (auto* item : context->commonTableExpression()) {
    CommonTableExpression& table = query.with.emplace_back();
    table.name = BuildPart(item->identifier());
    table.columns = BuildParts(item->identifierList());
    table.query = NewQuery(item->orderedQuery());
    table.range = RangeOf(item);
  }
}

void SyntaxBuilder::AddOrder(Query& query, Parser::OrderByLimitContext* context) {
  if (!query.order_by.empty() || query.limit != nullptr || query.offset != nullptr) {
    Query inner = std::move(query);
    query = Query();
    query.kind = QueryKind::kParenthesized;
    query.range = inner.range;
    query.left = std::make_unique<Query>(std::move(inner));
  }
  query.range = Cover(query.range, RangeOf(context));
  if (context->orderBy() != nullptr) {
    query.order_by = BuildOrder(context->orderBy());
    query.order_by_range = RangeOf(context->orderBy());
  }
  if (context->limitOffset() != nullptr) AddLimit(query, context->limitOffset());
}

std::unique_ptr<Expression> SyntaxBuilder::BuildLimitValue(Parser::LimitValueContext* context) {
  if (context == nullptr) return nullptr;
  if (context->unsignedNumber() != nullptr) return std::make_unique<Expression>(BuildNumber(context->unsignedNumber()));
  return std::make_unique<Expression>(MakeCall("?", RangeOf(context), RangeOf(context), CallSyntax::kSpecial, {}));
}

void SyntaxBuilder::AddLimit(Query& query, Parser::LimitOffsetContext* context) {
  if (context->COMMA() != nullptr) {
    Fail(ParseFailure(Concat("'LIMIT start, count'", kNotAllowed), RangeOf(context), kCalciteException));
  }
  auto* offset = context->offsetClause();
  if (offset != nullptr) query.offset = BuildLimitValue(offset->limitValue());
  if (context->fetchClause() != nullptr) query.limit = BuildLimitValue(context->fetchClause()->limitValue());
  if (context->LIMIT() == nullptr) return;
  if (offset != nullptr && offset->start->getTokenIndex() < context->LIMIT()->getSymbol()->getTokenIndex()) {
    Fail(ParseFailure(Concat("'OFFSET start LIMIT count'", kNotAllowed), RangeOf(context), kCalciteException));
  }
  if (!context->limitValue().empty()) query.limit = BuildLimitValue(context->limitValue().front());
}

std::vector<OrderItem> SyntaxBuilder::BuildOrder(Parser::OrderByContext* context) {
  std::vector<OrderItem> items;
  for (auto* item : context->orderItem()) items.push_back(BuildOrderItem(item));
  return items;
}

OrderItem SyntaxBuilder::BuildOrderItem(Parser::OrderItemContext* context) {
  OrderItem item;
  item.value = NewExpression(context->expression());
  item.range = RangeOf(context);
  if (context->orderDirection() != nullptr) SetDirection(item, context->orderDirection());
  return item;
}

void SyntaxBuilder::SetDirection(OrderItem& item, Parser::OrderDirectionContext* context) {
  item.descending = context->DESC() != nullptr;
  if (context->nullOrder() == nullptr) return;
  item.nulls = context->nullOrder()->FIRST() != nullptr ? NullOrder::kFirst : NullOrder::kLast;
}

Query SyntaxBuilder::BuildValues(Parser::ValuesContext* context) {
  if (context->VALUE() != nullptr && is_1_20()) FailAt(context->start, {});
  Query query;
  query.kind = QueryKind::kValues;
  query.range = RangeOf(context);
  query.rows = BuildExpressions(context->expression());
  return query;
}

Query SyntaxBuilder::BuildExplicitTable(Parser::ExplicitTableContext* context) {
  Query query;
  query.kind = QueryKind::kTable;
  query.range = RangeOf(context);
  query.table = BuildIdentifier(context->compoundIdentifier());
  return query;
}

Query SyntaxBuilder::BuildSelect(Parser::SelectContext* context) {
  Query query;
  query.kind = QueryKind::kSelect;
  query.range = RangeOf(context);
  query.select = std::make_unique<Select>();
  Select& select = *query.select;
  if (context->hints() != nullptr) select.hints = BuildHints(context->hints());
  select.stream = context->STREAM() != nullptr;
  select.distinct = context->DISTINCT() != nullptr;
  select.all = context->ALL() != nullptr;
  for (auto* item : context->selectItem()) select.items.push_back(BuildSelectItem(item));
  Parser::FromClauseContext* from = context->fromClause();
  if (from == nullptr) return query;
  select.from = NewTable(BuildTables(from->tableReferences()));
  if (from->where() != nullptr) select.where = NewExpression(from->where()->expression());
  if (auto* group_by = from->groupBy()) {
    select.has_group_by = true;
    select.group_by_distinct = group_by->DISTINCT() != nullptr;
    select.group_by_range = RangeOf(group_by);
    for (auto* element : group_by->groupingElement()) select.group_by.push_back(BuildGrouping(element));
  }
  if (from->having() != nullptr) select.having = NewExpression(from->having()->expression());
  if (from->windowClause() != nullptr) {
    for (auto* window : from->windowClause()->namedWindow()) {
      select.windows.push_back({BuildPart(window->identifier()), BuildWindow(window->windowSpecification())});
    }
  }
  if (from->qualify() != nullptr) select.qualify = NewExpression(from->qualify()->expression());
  return query;
}

SelectItem SyntaxBuilder::BuildSelectItem(Parser::SelectItemContext* context) {
  SelectItem item;
  item.range = RangeOf(context);
  if (context->STAR() != nullptr) {
    item.value = std::make_unique<Expression>();
    item.value->kind = ExpressionKind::kIdentifier;
    item.value->range = item.value->identifier.range = RangeOf(context->STAR());
    item.value->identifier.is_star = true;
    item.value->identifier.parts.push_back({.range = item.value->range});
  } else {
    item.value = NewExpression(context->expression());
  }
  if (context->identifier() != nullptr) item.alias = BuildPart(context->identifier());
  if (context->STRING_LITERAL() != nullptr) {
    Fail(ParseFailure("Expecting alias, found character literal", RangeOf(context->STRING_LITERAL()),
                      "org.apache.calcite.sql.validate.SqlValidatorException"));
  }
  return item;
}

GroupingElement SyntaxBuilder::BuildGrouping(Parser::GroupingElementContext* context) {
  GroupingElement element;
  element.range = RangeOf(context);
  if (context->GROUPING_SETS() != nullptr) {
    element.kind = GroupingKind::kSets;
    for (auto* inner : context->groupingElement()) element.elements.push_back(BuildGrouping(inner));
    return element;
  }
  if (context->ROLLUP() != nullptr || context->CUBE() != nullptr) {
    element.kind = context->ROLLUP() != nullptr ? GroupingKind::kRollup : GroupingKind::kCube;
    for (auto* expression : context->expression()) {
      GroupingElement& inner = element.elements.emplace_back();
      inner.expressions.push_back(BuildExpression(expression));
      inner.range = inner.expressions.back().range;
    }
    return element;
  }
  empty_list_ = true;
  element.expressions.push_back(BuildExpression(context->expression(0)));
  empty_list_ = false;
  const Expression& only = element.expressions.front();
  if (only.IsCall("ROW") && only.operands.empty()) {
    element.kind = GroupingKind::kEmpty;
    element.expressions.clear();
  }
  return element;
}

WindowSpecification SyntaxBuilder::BuildWindow(Parser::WindowSpecificationContext* context) {
  WindowSpecification window;
  window.range = RangeOf(context);
  if (context->identifier() != nullptr) window.base = SimpleIdentifier(context->identifier());
  window.partition_by = BuildExpressions(context->expression());
  if (context->orderBy() != nullptr) window.order_by = BuildOrder(context->orderBy());
  if (auto* frame = context->windowFrame()) {
    window.has_frame = true;
    window.rows = frame->ROWS() != nullptr;
    window.lower = BuildBound(frame->windowBound(0));
    if (frame->BETWEEN() != nullptr) window.upper = BuildBound(frame->windowBound(1));
  }
  if (context->PARTIAL() != nullptr) window.allow_partial = context->ALLOW() != nullptr;
  return window;
}

FrameBound SyntaxBuilder::BuildBound(Parser::WindowBoundContext* context) {
  FrameBound bound;
  bound.range = RangeOf(context);
  const bool preceding = context->PRECEDING() != nullptr;
  if (context->expression() != nullptr) {
    bound.kind = preceding ? FrameBoundKind::kPreceding : FrameBoundKind::kFollowing;
    bound.distance = NewExpression(context->expression());
  } else if (context->UNBOUNDED() != nullptr) {
    bound.kind = preceding ? FrameBoundKind::kUnboundedPreceding : FrameBoundKind::kUnboundedFollowing;
  }
  return bound;
}

std::vector<Hint> SyntaxBuilder::BuildHints(Parser::HintsContext* context) {
  std::vector<Hint> hints;
  for (auto* hint_context : context->hint()) {
    Hint& hint = hints.emplace_back();
    hint.name = BuildPart(hint_context->identifier());
    hint.range = RangeOf(hint_context);
    for (auto* argument : hint_context->hintArgument()) {
      StringSyntax text{.range = RangeOf(argument->start)};
      const bool has_key_string = argument->stringLiteral().size() > (argument->EQUAL() != nullptr ? 1u : 0u);
      if (argument->identifier() != nullptr) {
        text.text = BuildPart(argument->identifier()).text;
      } else if (has_key_string) {
        text = BuildStringSyntax(argument->stringLiteral(0));
      } else {
        text.text = argument->signedNumber()->getText();
      }
      if (argument->EQUAL() == nullptr) {
        hint.arguments.push_back(std::move(text));
      } else {
        hint.options.push_back({std::move(text), BuildStringSyntax(argument->stringLiteral().back()), RangeOf(argument)});
      }
    }
  }
  return hints;
}

// Tables ------------------------------------------------------------------------------------------------------------------

TableReference SyntaxBuilder::BuildTables(Parser::TableReferencesContext* context) {
  TableReference table = BuildTable(context->tableReference());
  for (size_t i = 1; i < context->children.size(); ++i) {
    if (auto* join = dynamic_cast<Parser::JoinPartContext*>(context->children[i])) {
      table = Join(std::move(table), join);
    } else {
      table = CommaJoin(std::move(table), static_cast<Parser::CommaPartContext*>(context->children[i]));
    }
  }
  return table;
}

TableReference SyntaxBuilder::CommaJoin(TableReference left, Parser::CommaPartContext* context) {
  TableReference join;
  join.kind = TableReferenceKind::kJoin;
  join.join = JoinKind::kComma;
  join.join_range = RangeOf(context->COMMA());
  join.range = Cover(left.range, RangeOf(context));
  join.left = NewTable(std::move(left));
  join.right = NewTable(BuildTable(context->tableReference()));
  return join;
}

TableReference SyntaxBuilder::Join(TableReference left, Parser::JoinPartContext* context) {
  TableReference join;
  join.kind = TableReferenceKind::kJoin;
  join.natural = context->NATURAL() != nullptr;
  join.join = context->CROSS() != nullptr   ? JoinKind::kCross
              : context->LEFT() != nullptr  ? JoinKind::kLeft
              : context->RIGHT() != nullptr ? JoinKind::kRight
              : context->FULL() != nullptr  ? JoinKind::kFull
                                            : JoinKind::kInner;
  if (context->APPLY() != nullptr) {
    Fail(ParseFailure(Concat("APPLY operator", kNotAllowed), RangeOf(context->APPLY()), kCalciteException));
  }
  TableReference right = BuildTable(context->tableReference());
  const size_t right_begin = context->tableReference()->start->getTokenIndex();
  join.join_range = RangeBetween(context->start, text_.tokens[right_begin - 1]);
  join.range = Cover(left.range, RangeOf(context));
  join.left = NewTable(std::move(left));
  join.right = NewTable(std::move(right));
  if (auto* condition = context->joinCondition()) {
    join.on = NewExpression(condition->expression());
    join.using_columns = BuildParts(condition->identifierList());
  }
  return join;
}

TableAlias SyntaxBuilder::BuildAlias(Parser::TableAliasContext* context) {
  return {.name = BuildPart(context->identifier()), .columns = BuildParts(context->identifierList()), .range = RangeOf(context)};
}

TableReference SyntaxBuilder::Wrap(TableReference input, TableReferenceKind kind, SourceRange range) {
  TableReference table;
  table.kind = kind;
  table.range = Cover(input.range, range);
  table.left = NewTable(std::move(input));
  return table;
}

TableReference SyntaxBuilder::BuildTable(Parser::TableReferenceContext* context) {
  TableReference table = BuildPrimaryTable(context->tablePrimary());
  if (context->pivot() != nullptr) table = Wrap(std::move(table), TableReferenceKind::kPivot, RangeOf(context->pivot()));
  if (context->unpivot() != nullptr) table = Wrap(std::move(table), TableReferenceKind::kPivot, RangeOf(context->unpivot()));
  if (context->tableAlias() != nullptr) {
    if (table.kind == TableReferenceKind::kJoin) {
      Fail(ParseFailure("Join expression encountered in illegal context", table.range, kCalciteException));
    }
    table.alias = BuildAlias(context->tableAlias());
    table.range = Cover(table.range, table.alias->range);
  }
  if (context->tableSample() != nullptr) {
    table.unsupported_feature = "TABLESAMPLE";
    table.unsupported_range = RangeOf(context->tableSample());
  }
  return table;
}

TableReference SyntaxBuilder::BuildPrimaryTable(Parser::TablePrimaryContext* context) {
  TableReference table;
  if (context->compoundIdentifier() != nullptr) {
    table = BuildNamedTable(context);
  } else if (context->parenthesizedTable() != nullptr) {
    table = BuildParenthesizedTable(context->parenthesizedTable());
  } else if (context->unnest() != nullptr) {
    if (context->LATERAL() != nullptr && is_1_20()) FailAt(context->unnest()->start, {"\"(\"", "\"TABLE\""});
    table = BuildUnnest(context->unnest());
  } else {
    table.kind = TableReferenceKind::kFunction;
    table.function = std::make_unique<Expression>(BuildRoutineCall(context->tableFunction()->routineCall()));
    if (context->tableFunction()->SPECIFIC() != nullptr) FailUnsupported("SPECIFIC", RangeOf(context->tableFunction()->SPECIFIC()));
  }
  table.lateral = context->LATERAL() != nullptr;
  table.range = RangeOf(context);
  if (context->matchRecognize() != nullptr) {
    table = Wrap(std::move(table), TableReferenceKind::kMatchRecognize, RangeOf(context->matchRecognize()));
  }
  return table;
}

TableReference SyntaxBuilder::BuildNamedTable(Parser::TablePrimaryContext* context) {
  TableReference table;
  Identifier name = BuildIdentifier(context->compoundIdentifier());
  if (name.is_star) FailAt(context->compoundIdentifier()->stop, {"<IDENTIFIER>"});
  if (auto* arguments = context->implicitTableFunction()) {
    // FROM f(…) came with 2.x; before, a parenthesis behind a table lists columns.
    if (is_1_20()) {
      const size_t parenthesis = arguments->start->getTokenIndex();
      FailAt(text_.tokens[std::min(parenthesis + 2, text_.tokens.size() - 1)], {});
    }
    table.kind = TableReferenceKind::kFunction;
    Expression call = MakeCall(name.ToString(), name.range, RangeOf(context), CallSyntax::kFunction, {});
    call.function = std::move(name);
    for (auto* argument : arguments->argument()) call.operands.push_back(BuildArgument(argument));
    table.function = std::make_unique<Expression>(std::move(call));
    return table;
  }
  table.name = std::move(name);
  if (context->tableHints() != nullptr) table.hints = BuildHints(context->tableHints()->hints());
  if (context->timeTravel() != nullptr) table.system_time = NewExpression(context->timeTravel()->expression());
  if (context->extendedColumns() != nullptr) {
    table.unsupported_feature = "EXTEND";
    table.unsupported_range = RangeOf(context->extendedColumns());
  }
  return table;
}

TableReference SyntaxBuilder::BuildUnnest(Parser::UnnestContext* context) {
  TableReference table;
  table.kind = TableReferenceKind::kUnnest;
  table.unnest = BuildList(context->parenthesized());
  table.with_ordinality = context->ORDINALITY() != nullptr;
  if (table.unnest.empty()) FailAt(context->parenthesized()->stop, {});
  return table;
}

TableReference SyntaxBuilder::BuildParenthesizedTable(Parser::ParenthesizedTableContext* context) {
  TableReference table;
  if (context->queryStart() != nullptr) {
    table.kind = TableReferenceKind::kSubquery;
    table.query = std::make_unique<Query>(
        Assemble(BuildStart(context->queryStart()), context->setOperation(), context->orderByLimit()));
    return table;
  }
  table = BuildTable(context->tableReference());
  for (auto* join : context->joinPart()) table = Join(std::move(table), join);
  const bool is_query = table.kind == TableReferenceKind::kSubquery && !table.alias;
  if (table.kind != TableReferenceKind::kJoin && !is_query) {
    Fail(ParseFailure("Expected query or join", table.range, kCalciteException));
    return table;
  }
  if (context->setOperation().empty()) return table;
  // ((SELECT …) UNION …): what looked like a table is a query.
  if (!is_query) {
    FailAt(context->setOperation(0)->start, {"\")\""});
    return table;
  }
  table.query = std::make_unique<Query>(Assemble(std::move(*table.query), context->setOperation(), nullptr));
  return table;
}

}  // namespace drey
