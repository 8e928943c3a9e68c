// Expressions: calls in Calcite's manner.
#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/sql/syntax_builder.h"

#include <algorithm>
#include <array>

namespace drey {

namespace {

using Parser = SyntaxBuilder::Parser;
using ItemKind = OperatorItem::Kind;

// The words of consecutive tokens in capitals: "SIMILAR TO".
std::string Words(const std::vector<antlr4::tree::TerminalNode*>& nodes) {
  std::string words;
  for (auto* node : nodes) {
    if (node == nullptr) continue;
    Append(words, words.empty() ? "" : " ", ToUpper(node->getText()));
  }
  return words;
}

std::string ChildWords(antlr4::ParserRuleContext* context) {
  std::string words;
  for (auto* child : context->children) Append(words, words.empty() ? "" : " ", ToUpper(child->getText()));
  return words;
}

bool TakesEscape(std::string_view operator_name) { return operator_name.ends_with("LIKE") || operator_name.ends_with("SIMILAR TO"); }

// What an error at the suffix expects: behind a column of SELECT there may be its name.
std::vector<std::string> BehindWhichNamesStand(Parser::ExpressionSuffixContext* suffix) {
  const bool is_column = dynamic_cast<Parser::SelectItemContext*>(suffix->parent->parent) != nullptr;
  return is_column ? std::vector<std::string>{"<IDENTIFIER>"} : std::vector<std::string>{};
}

template <typename Node>
Node* FirstOf(const std::vector<Node*>& nodes) {
  return nodes.empty() ? nullptr : nodes.front();
}

// What Flink 1.20 takes as the unit of TIMESTAMPADD and TIMESTAMPDIFF.
bool IsTimestampUnitOf120(std::string_view word) {
  constexpr std::string_view kUnits[] = {"YEAR",   "QUARTER",     "MONTH",      "WEEK",        "DAY",      "HOUR",
                                         "MINUTE", "SECOND",      "MICROSECOND", "NANOSECOND", "FRAC_SECOND"};
  if (word.starts_with("SQL_TSI_")) word.remove_prefix(8);
  return std::find(std::begin(kUnits), std::end(kUnits), word) != std::end(kUnits);
}

}  // namespace

Expression SyntaxBuilder::MakeCall(std::string name, SourceRange name_range, SourceRange range, CallSyntax syntax,
                                   std::vector<Expression> operands) {
  Expression call;
  call.kind = ExpressionKind::kCall;
  call.range = range;
  call.name = std::move(name);
  call.name_range = name_range;
  call.syntax = syntax;
  call.operands = std::move(operands);
  return call;
}

Expression SyntaxBuilder::MakeSubquery(Query query, SourceRange range) {
  Expression subquery;
  subquery.kind = ExpressionKind::kSubquery;
  subquery.range = range;
  subquery.query = std::make_unique<Query>(std::move(query));
  return subquery;
}

Expression SyntaxBuilder::MakeSymbol(std::string symbol, SourceRange range) {
  Expression expression;
  expression.kind = ExpressionKind::kSymbol;
  expression.range = range;
  expression.symbol = std::move(symbol);
  return expression;
}

Expression SyntaxBuilder::MakeTimeUnit(Parser::TimeUnitContext* context) {
  const std::string text = context->identifier() != nullptr ? BuildPart(context->identifier()).text : context->start->getText();
  std::string symbol = ToUpper(text);
  if (context->weekday() != nullptr) Append(symbol, "(", ToUpper(context->weekday()->getText()), ")");
  return MakeSymbol(std::move(symbol), RangeOf(context));
}

std::unique_ptr<Expression> SyntaxBuilder::NewExpression(Parser::ExpressionContext* context) {
  return context == nullptr ? nullptr : std::make_unique<Expression>(BuildExpression(context));
}

std::vector<Expression> SyntaxBuilder::BuildExpressions(const std::vector<Parser::ExpressionContext*>& contexts) {
  std::vector<Expression> expressions;
  expressions.reserve(contexts.size());
  for (auto* context : contexts) expressions.push_back(BuildExpression(context));
  return expressions;
}

// Operators ---------------------------------------------------------------------------------------------------------------

Expression SyntaxBuilder::BuildExpression(Parser::ExpressionContext* context) {
  std::vector<OperatorItem> items;
  AddTerm(items, context->expressionTerm());
  for (auto* suffix : context->expressionSuffix()) AddSuffix(items, suffix);
  absl::StatusOr<Expression> ordered = OrderOperators(std::move(items));
  if (ordered.ok()) return *std::move(ordered);
  Fail(ordered.status());
  return {};
}

void SyntaxBuilder::AddTerm(std::vector<OperatorItem>& items, Parser::ExpressionTermContext* context) {
  for (auto* prefix : context->prefixOperator()) {
    const size_t type = prefix->start->getType();
    std::string name = type == Parser::PLUS ? "+/1" : type == Parser::DASH ? "-/1" : TextInCapitals(prefix->start);
    items.push_back({.kind = ItemKind::kPrefix, .name = std::move(name), .range = RangeOf(prefix)});
  }
  items.push_back({.kind = ItemKind::kOperand, .operand = BuildPrimary(context->primary())});
}

void SyntaxBuilder::AddField(std::vector<OperatorItem>& items, Parser::FieldAccessContext* context) {
  OperatorItem item{.kind = ItemKind::kPostfix, .name = "DOT", .range = RangeOf(context)};
  Expression& field = item.operands.emplace_back();
  field.range = RangeBetween(context->identifier()->start, context->stop);
  Identifier name = SimpleIdentifier(context->identifier());
  if (context->LPAREN() == nullptr) {
    field.kind = ExpressionKind::kIdentifier;
    field.identifier = std::move(name);
  } else {
    field = MakeCall(name.first(), name.range, field.range, CallSyntax::kFunction, {});
    field.function = std::move(name);
    AddArguments(field, context->callArguments());
  }
  items.push_back(std::move(item));
}

Expression SyntaxBuilder::WithFields(Expression value, const std::vector<Parser::FieldAccessContext*>& fields) {
  if (fields.empty()) return value;
  std::vector<OperatorItem> items;
  items.push_back({.kind = ItemKind::kOperand, .operand = std::move(value)});
  for (auto* field : fields) AddField(items, field);
  return *OrderOperators(std::move(items));
}

void SyntaxBuilder::AddIs(std::vector<OperatorItem>& items, Parser::ExpressionSuffixContext* context) {
  const std::string_view is = context->NOT() != nullptr ? "IS NOT " : "IS ";
  if (context->DISTINCT() != nullptr) {
    items.push_back({.kind = ItemKind::kBinary,
                     .name = Concat(is, "DISTINCT FROM"),
                     .range = RangeBetween(context->start, context->FROM()->getSymbol())});
    AddTerm(items, context->expressionTerm());
    return;
  }
  std::string test = ChildWords(context->truthTest());
  if (test == "JSON") test = "JSON VALUE";
  items.push_back({.kind = ItemKind::kPostfix, .name = Concat(is, test), .range = RangeOf(context)});
}

void SyntaxBuilder::AddSuffix(std::vector<OperatorItem>& items, Parser::ExpressionSuffixContext* context) {
  const SourceRange range = RangeOf(context);
  if (context->IS() != nullptr) return AddIs(items, context);
  if (context->LBRACKET() != nullptr) {
    if (auto* kind = context->OFFSET() != nullptr        ? context->OFFSET()
                     : context->ORDINAL() != nullptr     ? context->ORDINAL()
                     : context->SAFE_OFFSET() != nullptr ? context->SAFE_OFFSET()
                                                         : context->SAFE_ORDINAL()) {
      FailUnsupported(Concat("[", ToUpper(kind->getText()), " …]"), RangeOf(kind));
    }
    OperatorItem item{.kind = ItemKind::kPostfix,
                      .name = "ITEM",
                      .range = RangeBetween(context->start, context->RBRACKET()->getSymbol())};
    item.operands.push_back(BuildExpression(context->expression()));
    items.push_back(std::move(item));
    for (auto* field : context->fieldAccess()) AddField(items, field);
    return;
  }
  if (context->FORMAT() != nullptr) {
    items.push_back({.kind = ItemKind::kPostfix, .name = Concat("FORMAT ", ChildWords(context->jsonRepresentation())), .range = range});
    return;
  }
  if (context->MULTISET() != nullptr) {
    const auto quantifier = Words({context->ALL(), context->DISTINCT()});
    const auto name = Words({context->MULTISET(), context->UNION(), context->INTERSECT(), context->EXCEPT()});
    items.push_back({.kind = ItemKind::kBinary,
                     .name = quantifier.empty() ? name : Concat(name, " ", quantifier),
                     .range = RangeBetween(context->start, context->expressionTerm()->start)});
    AddTerm(items, context->expressionTerm());
    return;
  }
  const bool negated = context->NOT() != nullptr;
  if (context->parenthesized() != nullptr) {
    // IN, NOT IN, = SOME …
    std::string name = context->IN() != nullptr
                           ? (negated ? "NOT IN" : "IN")
                           : Concat(context->comparison()->getText(), " ",
                                    context->ALL() != nullptr ? "ALL" : "SOME");
    if (context->comparison() != nullptr && context->comparison()->BANG_EQUAL() != nullptr) name = "<> SOME";
    OperatorItem item{.kind = ItemKind::kPostfix, .name = std::move(name), .range = range};
    item.operands = BuildList(context->parenthesized());
    if (item.operands.empty()) FailAt(context->parenthesized()->stop, {});
    items.push_back(std::move(item));
    return;
  }
  // A binary operator: its words end before the term.
  std::string name;
  const antlr4::Token* last = text_.tokens[context->expressionTerm()->start->getTokenIndex() - 1];
  if (context->comparison() != nullptr) {
    name = context->comparison()->getText();
    if (context->comparison()->BANG_EQUAL() != nullptr) {
      Fail(ParseFailure("Bang equal '!=' is not allowed under the current SQL conformance level", RangeOf(context->comparison()),
                        kCalciteException));
    }
  } else if (context->binaryOperator() != nullptr) {
    name = ChildWords(context->binaryOperator());
  } else if (context->BETWEEN() != nullptr) {
    name = Concat(negated ? "NOT " : "", "BETWEEN ", context->SYMMETRIC() != nullptr ? "SYMMETRIC" : "ASYMMETRIC");
  } else if (context->likeOperator() != nullptr) {
    name = Concat(negated ? "NOT " : "", ChildWords(context->likeOperator()));
  } else if (context->SUBMULTISET() != nullptr) {
    name = "NOT SUBMULTISET OF";
  } else {
    name = "ESCAPE";
    const bool has_pattern = std::any_of(items.begin(), items.end(), [](const OperatorItem& item) { return TakesEscape(item.name); });
    if (!has_pattern) return FailAt(context->start, BehindWhichNamesStand(context));
  }
  items.push_back({.kind = ItemKind::kBinary, .name = std::move(name), .range = RangeBetween(context->start, last)});
  AddTerm(items, context->expressionTerm());
}

// What stands in parentheses ----------------------------------------------------------------------------------------------

Expression SyntaxBuilder::BuildListElement(Parser::ListElementContext* context) {
  if (context->DEFAULT() != nullptr) {
    return MakeCall("DEFAULT", RangeOf(context), RangeOf(context), CallSyntax::kSpecial, {});
  }
  if (context->orderDirection() != nullptr) FailAt(context->orderDirection()->start, {"\")\"", "\",\""});
  return BuildExpression(context->expression());
}

std::vector<Expression> SyntaxBuilder::BuildList(Parser::ParenthesizedContext* parenthesized) {
  auto* context = parenthesized->parenthesizedContent();
  std::vector<Expression> values;
  if (context == nullptr) return values;
  const SourceRange range = RangeOf(context);
  if (context->queryStart() != nullptr) {
    values.push_back(MakeSubquery(
        Assemble(BuildStart(context->queryStart()), context->setOperation(), context->orderByLimit()), range));
    return values;
  }
  for (auto* element : context->listElement()) values.push_back(BuildListElement(element));
  if (context->setOperation().empty() && context->orderByLimit() == nullptr) return values;
  if (values.front().kind != ExpressionKind::kSubquery) {
    Fail(ParseFailure("Non-query expression encountered in illegal context", values.front().range,
                      kCalciteException));
    return values;
  }
  Query query = Assemble(std::move(*values.front().query), context->setOperation(), context->orderByLimit());
  values.front() = MakeSubquery(std::move(query), range);
  return values;
}

Expression SyntaxBuilder::BuildParenthesized(Parser::ParenthesizedContext* context) {
  std::vector<Expression> values = BuildList(context);
  if (values.size() == 1) return std::move(values.front());
  if (values.empty() && !empty_list_) FailAt(context->stop, {});
  return MakeCall("ROW", RangeOf(context), RangeOf(context), CallSyntax::kSpecial, std::move(values));
}

// Primaries ---------------------------------------------------------------------------------------------------------------

Expression SyntaxBuilder::BuildPrimary(Parser::PrimaryContext* context) {
  const SourceRange range = RangeOf(context);
  const SourceRange first = RangeOf(context->start);
  if (context->columnOrCall() != nullptr) return BuildColumnOrCall(context->columnOrCall());
  if (context->literal() != nullptr) return WithFields(BuildLiteral(context->literal()), context->fieldAccess());
  if (context->caseExpression() != nullptr) return WithFields(BuildCase(context->caseExpression()), context->fieldAccess());
  if (context->builtinCall() != nullptr) return WithFields(BuildBuiltin(context->builtinCall()), context->fieldAccess());
  if (context->routineCall() != nullptr) {
    std::vector<Expression> operands;
    operands.push_back(BuildRoutineCall(context->routineCall()));
    return MakeCall("NEW", first, range, CallSyntax::kPrefix, std::move(operands));
  }
  std::vector<Expression> operands;
  switch (context->start->getType()) {
    case Parser::LPAREN: {
      Expression value = BuildParenthesized(context->parenthesized());
      if (context->differenceQualifier() == nullptr) return WithFields(std::move(value), context->fieldAccess());
      // (a - b) DAY
      const SourceRange unit_range = RangeOf(context->differenceQualifier());
      operands.push_back(std::move(value));
      operands.push_back(MakeSymbol(ReplaceAll(ChildWords(context->differenceQualifier()), " (", "("), unit_range));
      return MakeCall("MINUS_DATE", unit_range, range, CallSyntax::kSpecial, std::move(operands));
    }
    case Parser::QUESTION:
      return MakeCall("?", first, range, CallSyntax::kSpecial, {});
    case Parser::PERIOD:
      return MakeCall("PERIOD", first, range, CallSyntax::kSpecial, BuildExpressions(context->expression()));
    case Parser::CURSOR:
      Fail(ParseFailure("CURSOR expression encountered in illegal context", range, kCalciteException));
      return {};
    case Parser::NEXT:
    case Parser::CURRENT_VALUE: {
      Expression sequence;
      sequence.kind = ExpressionKind::kIdentifier;
      sequence.identifier = BuildIdentifier(context->compoundIdentifier());
      sequence.range = sequence.identifier.range;
      operands.push_back(std::move(sequence));
      return MakeCall(Concat(TextInCapitals(context->start), " VALUE"), first, range, CallSyntax::kSpecial, std::move(operands));
    }
    default:
      break;
  }
  // ROW, ARRAY, MAP, MULTISET
  if (context->STRING_LITERAL() != nullptr) FailUnsupported("an ARRAY literal in a string", range);
  if (context->bracketedList() != nullptr) operands = BuildExpressions(context->bracketedList()->expression());
  if (context->parenthesized() != nullptr) operands = BuildList(context->parenthesized());
  if (context->parenthesized() != nullptr && context->start->getType() != Parser::ROW) RefuseListInParentheses(context, operands);
  const bool is_empty_row = context->start->getType() == Parser::ROW && operands.empty();
  if (is_empty_row && !empty_list_) FailAt(context->parenthesized()->stop, {});
  const bool is_query = operands.size() == 1 && operands.front().kind == ExpressionKind::kSubquery;
  const bool is_function = context->parenthesized() != nullptr && context->start->getType() != Parser::ROW && !is_query;
  Expression call = MakeCall(TextInCapitals(context->start), first, range, is_function ? CallSyntax::kFunction : CallSyntax::kSpecial,
                             std::move(operands));
  if (context->parenthesized() != nullptr) call.range = RangeBetween(context->start, context->parenthesized()->stop);
  if (context->bracketedList() != nullptr) call.range = RangeBetween(context->start, context->bracketedList()->stop);
  return WithFields(std::move(call), context->fieldAccess());
}

// ARRAY(…), MAP(…) and MULTISET(…) take a query; of 2.3 the first two are names of functions, too.
void SyntaxBuilder::RefuseListInParentheses(Parser::PrimaryContext* context, const std::vector<Expression>& operands) {
  const size_t type = context->start->getType();
  const bool is_query = operands.size() == 1 && operands.front().kind == ExpressionKind::kSubquery;
  const bool is_function = type != Parser::MULTISET && (!is_1_20() || (type == Parser::MAP && operands.empty()));
  if (is_query || is_function) return;
  if (operands.empty()) return FailAt(context->parenthesized()->stop, {});
  Fail(ParseFailure("Non-query expression encountered in illegal context", operands.front().range, "org.apache.calcite.runtime.CalciteException"));
}

Expression SyntaxBuilder::BuildColumnOrCall(Parser::ColumnOrCallContext* context) {
  Identifier identifier = BuildIdentifier(context->identifier(), context->dotPart());
  if (context->callSuffix() == nullptr) {
    if (context->SPECIFIC() != nullptr) FailAt(text_.tokens[context->stop->getTokenIndex() + 1], {"\"(\""});
    Expression column;
    column.kind = ExpressionKind::kIdentifier;
    column.range = identifier.range;
    column.identifier = std::move(identifier);
    return column;
  }
  if (identifier.is_star) FailAt(context->callSuffix()->start, {});
  Expression call = MakeCall(identifier.ToString(), identifier.range, RangeBetween(context->start, context->callSuffix()->stop),
                             CallSyntax::kFunction, {});
  call.function = std::move(identifier);
  AddCallSuffix(call, context->callSuffix());
  return WithFields(std::move(call), context->fieldAccess());
}

Expression SyntaxBuilder::BuildFunctionCall(Parser::FunctionCallContext* context) {
  Identifier name;
  std::string text;
  if (context->identifier() != nullptr) {
    name = BuildIdentifier(context->identifier(), context->dotPart());
    text = name.ToString();
  } else {
    const antlr4::Token* word = context->reservedFunctionName()->start;
    name.range = RangeOf(word);
    name.parts.push_back({.text = word->getText(), .range = name.range});
    text = TextInCapitals(word);
  }
  Expression call = MakeCall(std::move(text), name.range, RangeOf(context), CallSyntax::kFunction, {});
  call.function = std::move(name);
  AddCallSuffix(call, context->callSuffix());
  return call;
}

Expression SyntaxBuilder::BuildRoutineCall(Parser::RoutineCallContext* context) {
  Identifier name = BuildIdentifier(context->compoundIdentifier());
  Expression call = MakeCall(name.ToString(), name.range, RangeOf(context), CallSyntax::kFunction, {});
  call.function = std::move(name);
  for (auto* argument : context->argument()) call.operands.push_back(BuildArgument(argument));
  return call;
}

Expression SyntaxBuilder::BuildCase(Parser::CaseExpressionContext* context) {
  std::vector<Parser::ExpressionContext*> outer = context->expression();
  Expression call = MakeCall("CASE", RangeOf(context->CASE()), RangeOf(context), CallSyntax::kSpecial, {});
  const bool has_else = context->ELSE() != nullptr;
  call.has_case_value = outer.size() > (has_else ? 1u : 0u);
  if (call.has_case_value) call.operands.push_back(BuildExpression(outer.front()));
  for (auto* branch : context->caseBranch()) {
    std::vector<Expression> parts = BuildExpressions(branch->expression());
    Expression then = std::move(parts.back());
    parts.pop_back();
    if (parts.size() == 1) {
      call.operands.push_back(std::move(parts.front()));
    } else {
      // WHEN 1, 2 THEN …: any of them.
      const SourceRange range = Cover(parts.front().range, parts.back().range);
      call.operands.push_back(MakeCall("WHEN LIST", range, range, CallSyntax::kSpecial, std::move(parts)));
    }
    call.operands.push_back(std::move(then));
  }
  if (has_else) {
    call.operands.push_back(BuildExpression(outer.back()));
  } else {
    Expression missing;
    missing.literal.text = "NULL";
    missing.range = RangeOf(context->END());
    call.operands.push_back(std::move(missing));
  }
  return call;
}

// Arguments and what follows a call ---------------------------------------------------------------------------------------

CallDecorations& SyntaxBuilder::DecorationsOf(Expression& call) {
  if (call.decorations == nullptr) {
    call.decorations = std::make_unique<CallDecorations>();
    call.decorations->range = call.range;
  }
  return *call.decorations;
}

Expression SyntaxBuilder::BuildArgumentValue(Parser::ArgumentValueContext* context) {
  if (context->expression() != nullptr) return BuildExpression(context->expression());
  const SourceRange range = RangeOf(context);
  if (context->DEFAULT() != nullptr) return MakeCall("DEFAULT", range, range, CallSyntax::kSpecial, {});
  std::vector<Expression> operands;
  Expression& name = operands.emplace_back();
  name.kind = ExpressionKind::kIdentifier;
  name.identifier = BuildIdentifier(context->compoundIdentifier());
  name.range = name.identifier.range;
  return MakeCall(TextInCapitals(context->start), RangeOf(context->start), range, CallSyntax::kSpecial, std::move(operands));
}

Expression SyntaxBuilder::BuildArgument(Parser::ArgumentContext* context) {
  Expression value = BuildArgumentValue(context->argumentValue().back());
  if (context->identifierOrList() != nullptr) {
    for (IdentifierPart& part : BuildParts(context->identifierOrList())) {
      Expression& column = value.partition_by.emplace_back();
      column.kind = ExpressionKind::kIdentifier;
      column.range = column.identifier.range = part.range;
      column.identifier.parts.push_back(std::move(part));
    }
  }
  if (context->orderItem() != nullptr) value.order_by.push_back(BuildOrderItem(context->orderItem()));
  value.range = Cover(value.range, RangeBetween(context->argumentValue().back()->start, context->stop));
  if (context->ARROW() == nullptr) return value;
  Expression name = BuildArgumentValue(context->argumentValue(0));
  if (name.kind != ExpressionKind::kIdentifier || !name.identifier.simple()) FailAt(context->ARROW()->getSymbol(), {});
  std::vector<Expression> operands;
  operands.push_back(std::move(name));
  operands.push_back(std::move(value));
  return MakeCall("=>", RangeOf(context->ARROW()), RangeOf(context), CallSyntax::kSpecial, std::move(operands));
}

void SyntaxBuilder::AddArguments(Expression& call, Parser::CallArgumentsContext* context) {
  if (context == nullptr) return;
  if (context->STAR() != nullptr) {
    Expression& star = call.operands.emplace_back();
    star.kind = ExpressionKind::kIdentifier;
    star.range = star.identifier.range = RangeOf(context->STAR());
    star.identifier.is_star = true;
    star.identifier.parts.push_back({.range = star.range});
    return;
  }
  if (context->argument().empty()) {
    Query query = context->select() != nullptr   ? BuildSelect(context->select())
                  : context->values() != nullptr ? BuildValues(context->values())
                                                 : BuildTerm(context->queryTerm());
    if (context->withClause() != nullptr) AddWith(query, context->withClause());
    call.operands.push_back(MakeSubquery(Assemble(std::move(query), context->setOperation(), context->orderByLimit()), RangeOf(context)));
    return;
  }
  for (auto* argument : context->argument()) call.operands.push_back(BuildArgument(argument));
  if (context->DISTINCT() != nullptr) DecorationsOf(call).distinct = true;
  if (context->ALL() != nullptr) DecorationsOf(call).all = true;
}

void SyntaxBuilder::AddWithin(Expression& call, Parser::WithinPartContext* context) {
  if (context->DISTINCT() != nullptr) return FailUnsupported("WITHIN DISTINCT", RangeOf(context));
  DecorationsOf(call).within_group = BuildOrder(context->orderBy());
}

void SyntaxBuilder::AddOver(Expression& call, Parser::OverContext* context) {
  CallDecorations& decorations = DecorationsOf(call);
  decorations.has_over = true;
  if (context->identifier() != nullptr) {
    decorations.over_name = SimpleIdentifier(context->identifier());
  } else {
    decorations.over = BuildWindow(context->windowSpecification());
  }
}

void SyntaxBuilder::AddCallSuffix(Expression& call, Parser::CallSuffixContext* context) {
  AddArguments(call, context->callArguments());
  if (context->nullTreatment() != nullptr) DecorationsOf(call).null_treatment = ChildWords(context->nullTreatment());
  if (context->withinPart() != nullptr) AddWithin(call, context->withinPart());
  if (context->FILTER() != nullptr) DecorationsOf(call).filter = NewExpression(context->expression());
  if (context->over() != nullptr) AddOver(call, context->over());
}

// Calls with words inside -------------------------------------------------------------------------------------------------

bool SyntaxBuilder::RefuseTrimFromNothing(Parser::BuiltinCallContext* context) {
  const antlr4::Token* word = text_.tokens[context->start->getTokenIndex() + 2];
  if (word->getType() != Parser::FROM) return false;
  Fail(ParseFailure("'FROM' without operands preceding it is illegal", RangeOf(word), "org.apache.calcite.runtime.CalciteException"));
  return true;
}

Expression SyntaxBuilder::BuildTrim(Parser::BuiltinCallContext* context) {
  std::string flag = Words({context->BOTH(), context->LEADING(), context->TRAILING()});
  std::vector<Expression> values = BuildExpressions(context->expression());
  if (RefuseTrimFromNothing(context)) return {};
  if (values.empty()) {
    // TRIM() and TRIM(BOTH): Flink's validator falls over them.
    Fail(WithFlinkClass(InvalidError("Cannot invoke \"org.apache.calcite.sql.SqlNode.getKind()\" because \"operand\" is null", RangeOf(context),
                                     "TRIM takes a text"),
                        "java.lang.NullPointerException"));
    return {};
  }
  std::vector<Expression> operands;
  operands.push_back(MakeSymbol(flag.empty() ? "BOTH" : std::move(flag), RangeOf(context->start)));
  if (values.size() == 2) {
    operands.push_back(std::move(values.front()));
  } else {
    Expression& blank = operands.emplace_back();
    blank.literal.kind = LiteralKind::kString;
    blank.literal.text = " ";
    blank.range = RangeOf(context->start);
  }
  operands.push_back(std::move(values.back()));
  return MakeCall("TRIM", RangeOf(context->start), RangeOf(context), CallSyntax::kFunction, std::move(operands));
}

JsonBehavior SyntaxBuilder::BuildJsonBehavior(Parser::JsonBehaviorContext* context) {
  JsonBehavior behavior;
  behavior.range = RangeOf(context);
  behavior.symbol = TextInCapitals(context->start);
  if (behavior.symbol == "EMPTY") behavior.symbol = context->ARRAY() != nullptr ? "EMPTY_ARRAY" : "EMPTY_OBJECT";
  behavior.default_value = NewExpression(context->expression());
  return behavior;
}

std::unique_ptr<JsonClauses> SyntaxBuilder::BuildJsonClauses(Parser::BuiltinCallContext* context) {
  auto clauses = std::make_unique<JsonClauses>();
  bool any = false;
  if (context->dataType() != nullptr) {
    clauses->returning = std::make_unique<TypeSyntax>(BuildType(context->dataType()));
    any = true;
  }
  if (auto* wrapper = context->jsonWrapper()) {
    clauses->wrapper = wrapper->WITHOUT() != nullptr       ? "WITHOUT_ARRAY"
                       : wrapper->CONDITIONAL() != nullptr ? "WITH_CONDITIONAL_ARRAY"
                                                           : "WITH_UNCONDITIONAL_ARRAY";
    clauses->wrapper_range = RangeBetween(wrapper->start, context->WRAPPER()->getSymbol());
    any = true;
  }
  for (auto* behavior : context->jsonBehavior()) {
    // The two functions share the rule, not the clauses.
    const bool is_query = context->start->getType() == Parser::JSON_QUERY;
    if (is_query ? behavior->DEFAULT() != nullptr : behavior->start->getType() == Parser::EMPTY) FailAt(behavior->start, {});
    const bool on_error = behavior->stop->getType() == Parser::ERROR;
    // Of several, the last one counts, as in Flink.
    (on_error ? clauses->on_error : clauses->on_empty) = BuildJsonBehavior(behavior);
    any = true;
  }
  if (auto* null_clause = context->jsonNullClause()) {
    clauses->on_null = null_clause->ABSENT() != nullptr ? "ABSENT_ON_NULL" : "NULL_ON_NULL";
    clauses->on_null_range = RangeOf(null_clause);
    any = true;
  }
  // JSON_EXISTS has its one clause written out.
  if (context->start->getType() == Parser::JSON_EXISTS && context->ON() != nullptr) {
    const antlr4::Token* symbol = text_.tokens[context->ON()->getSymbol()->getTokenIndex() - 1];
    clauses->on_error = JsonBehavior{.symbol = TextInCapitals(symbol), .range = RangeBetween(symbol, context->ON()->getSymbol())};
    any = true;
  }
  return any ? std::move(clauses) : nullptr;
}

namespace {

// Whether a call begins here that has nothing but values in its parentheses, or a CASE: what Flink does not take for the first key of a
// JSON_OBJECT without KEY.
bool BeginsPlainCall(const antlr4::Token& token, const antlr4::Token& next) {
  if (token.getType() == Parser::CASE) return true;
  if (next.getType() != Parser::LPAREN) return false;
  switch (token.getType()) {
    case Parser::IDENTIFIER:
    case Parser::QUOTED_IDENTIFIER:
    case Parser::REPLACE:
    case Parser::RESERVED_FUNCTION_NAME:
    case Parser::LEFT:
    case Parser::RIGHT:
    case Parser::TRUNCATE:
    case Parser::YEAR:
    case Parser::MONTH:
    case Parser::HOUR:
    case Parser::MINUTE:
    case Parser::SECOND:
      return true;
    default:
      return false;
  }
}

}  // namespace

void SyntaxBuilder::RefuseCallAsFirstKey(Parser::JsonPairContext* pair) {
  const antlr4::Token* token = pair->start;
  if (pair->JSON_KEY() != nullptr || !BeginsPlainCall(*token, *text_.tokens[token->getTokenIndex() + 1])) return;
  Fail(UnexpectedTokenError(text_, token->getTokenIndex(), {"\"KEY\"", "<QUOTED_STRING>", "<IDENTIFIER>"}, 2));
}

Expression SyntaxBuilder::BuildJsonCall(Parser::BuiltinCallContext* context) {
  Expression call = MakeCall(TextInCapitals(context->start), RangeOf(context->start), RangeOf(context), CallSyntax::kFunction, {});
  if (auto* arguments = context->jsonArguments()) {
    call.operands = BuildExpressions(arguments->expression());
    if (arguments->PASSING() != nullptr) FailUnsupported(Concat("PASSING in ", call.name), RangeOf(arguments->PASSING()));
  }
  if (context->start->getType() == Parser::JSON_OBJECT && !context->jsonPair().empty()) RefuseCallAsFirstKey(context->jsonPair(0));
  for (auto* pair : context->jsonPair()) {
    for (auto* part : pair->expression()) call.operands.push_back(BuildExpression(part));
  }
  for (auto* element : context->expression()) call.operands.push_back(BuildExpression(element));
  call.json = BuildJsonClauses(context);
  const std::vector<Parser::OrderByContext*> orders = context->orderBy();
  for (auto* order : orders) {
    const bool within = context->WITHIN() != nullptr && order == orders.back();
    (within ? DecorationsOf(call).within_group : DecorationsOf(call).order_by) = BuildOrder(order);
  }
  return call;
}

// {fn F(…)}: the functions of JDBC that Calcite knows by the same name are those functions; the others are not defined.
Expression SyntaxBuilder::BuildJdbcFunction(Parser::BuiltinCallContext* context) {
  static constexpr std::array<std::string_view, 29> kKnown = {
      "ABS",   "ACOS", "ASCII", "ASIN", "ATAN",    "ATAN2", "CONCAT", "COS",     "COT",   "DEGREES", "EXP",  "FLOOR", "LEFT", "LOG10", "LTRIM",
      "MOD",   "PI",   "POWER", "RADIANS", "RAND", "REPEAT", "REPLACE", "RIGHT", "ROUND", "RTRIM",   "SIGN", "SIN",   "SQRT", "TAN"};
  const antlr4::Token* word = text_.tokens[context->LPAREN(0)->getSymbol()->getTokenIndex() - 1];
  const std::string name = TextInCapitals(word);
  if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
    Fail(ParseFailure(Concat("Function '{fn ", name, "}' is not defined"), RangeOf(context),
                      "org.apache.calcite.sql.validate.SqlValidatorException"));
    return {};
  }
  Expression call = MakeCall(name, RangeOf(word), RangeOf(context), CallSyntax::kFunction, {});
  call.function.range = call.name_range;
  call.function.parts.push_back({.text = word->getText(), .range = call.name_range});
  if (context->callArguments() != nullptr) AddArguments(call, context->callArguments());
  // That of JDBC is the operator.
  if (name == "CONCAT" && call.operands.size() == 2) {
    call = MakeCall("||", call.name_range, call.range, CallSyntax::kBinary, std::move(call.operands));
  }
  call.jdbc_function = name;
  return call;
}

Expression SyntaxBuilder::BuildBuiltin(Parser::BuiltinCallContext* context) {
  const size_t first = context->start->getType();
  if (context->functionCall() != nullptr) {
    // RUNNING and FINAL stand before aggregates of MATCH_RECOGNIZE.
    std::vector<Expression> operands;
    operands.push_back(BuildFunctionCall(context->functionCall()));
    return MakeCall(TextInCapitals(context->start), RangeOf(context->start), RangeOf(context), CallSyntax::kPrefix, std::move(operands));
  }
  if (first == Parser::JDBC_FUNCTION_BEGIN) {
    return BuildJdbcFunction(context);
  }
  switch (first) {
    case Parser::TRIM:
      return BuildTrim(context);
    case Parser::JSON_EXISTS:
    case Parser::JSON_VALUE:
    case Parser::JSON_QUERY:
    case Parser::JSON_OBJECT:
    case Parser::JSON_OBJECTAGG:
    case Parser::JSON_ARRAY:
    case Parser::JSON_ARRAYAGG:
      return BuildJsonCall(context);
    default:
      break;
  }
  Expression call = MakeCall(TextInCapitals(context->start), RangeOf(context->start), RangeOf(context), CallSyntax::kFunction, {});
  call.function.range = call.name_range;
  call.function.parts.push_back({.text = context->start->getText(), .range = call.name_range});
  if (auto* suffix = context->callSuffix()) {
    AddCallSuffix(call, suffix);
    return call;
  }
  if (context->contextVariable() != nullptr) {
    if (context->LPAREN().empty()) call.syntax = CallSyntax::kSpecial;
    AddArguments(call, context->callArguments());
    return call;
  }
  if (auto* needle = context->positionTerm()) call.operands.push_back(BuildPrimary(needle->primary()));
  for (auto* argument : context->argument()) call.operands.push_back(BuildArgument(argument));
  Parser::TimeUnitContext* unit = context->timeUnit();
  const bool unit_last = first == Parser::FLOOR || first == Parser::CEIL || first == Parser::CEILING;
  if ((first == Parser::TIMESTAMPADD || first == Parser::TIMESTAMPDIFF) && is_1_20() && !IsTimestampUnitOf120(TextInCapitals(unit->start))) {
    FailAt(unit->start, {});
  }
  if (unit != nullptr && !unit_last) call.operands.push_back(MakeTimeUnit(unit));
  for (auto* argument : context->expression()) call.operands.push_back(BuildExpression(argument));
  if (unit != nullptr && unit_last) call.operands.push_back(MakeTimeUnit(unit));
  if (first == Parser::CEILING) call.name = call.function.parts.front().text = "CEIL";
  if (context->dataType() != nullptr) {
    call.syntax = CallSyntax::kSpecial;
    interval_type_ = true;  // CAST(… AS INTERVAL DAY)
    call.type = std::make_unique<TypeSyntax>(BuildType(context->dataType()));
    interval_type_ = false;
  }
  if ((first == Parser::CONVERT || first == Parser::TRANSLATE) && !context->identifier().empty()) {
    FailUnsupported(Concat(call.name, " with character sets"), call.range);
  }
  if (first == Parser::ARRAY_AGG || first == Parser::ARRAY_CONCAT_AGG) {
    if (context->DISTINCT() != nullptr) DecorationsOf(call).distinct = true;
    if (context->ALL() != nullptr) DecorationsOf(call).all = true;
    // FILTER's condition is the last expression.
    if (context->FILTER() != nullptr) {
      DecorationsOf(call).filter = std::make_unique<Expression>(std::move(call.operands.back()));
      call.operands.pop_back();
    }
    if (auto* order = FirstOf(context->orderBy())) DecorationsOf(call).order_by = BuildOrder(order);
    if (context->SEPARATOR() != nullptr) FailUnsupported("SEPARATOR", RangeOf(context->SEPARATOR()));
    if (context->nullTreatment() != nullptr) DecorationsOf(call).null_treatment = ChildWords(context->nullTreatment());
    if (context->withinPart() != nullptr) AddWithin(call, context->withinPart());
  }
  if (context->over() != nullptr) AddOver(call, context->over());
  return call;
}

}  // namespace drey
