#include "engine/plan/query_planner.h"

#include <algorithm>
#include <set>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"
#include "engine/expression/binder.h"
#include "engine/plan/table_lookup.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

std::string ItemName(const SelectItem& item, size_t index) {
  if (item.alias) return item.alias->text;
  const Expression& value = *item.value;
  if (value.kind == ExpressionKind::kIdentifier) return value.identifier.last();
  // CURRENT_DATE and its kin are written without parentheses and so are named like columns.
  if (value.kind == ExpressionKind::kCall && value.operands.empty() && value.range == value.name_range) {
    return value.name;
  }
  return Concat("EXPR$", index);
}

const Expression* FindAggregate(const Expression& expression, FlinkVersion version) {
  if (expression.kind != ExpressionKind::kCall) return nullptr;
  if (expression.syntax == CallSyntax::kFunction && IsAggregateFunction(expression.name, version)) return &expression;
  for (const Expression& operand : expression.operands) {
    if (const Expression* found = FindAggregate(operand, version)) return found;
  }
  return nullptr;
}

absl::Status CheckCondition(const BoundExpression& condition) {
  if (condition.type.Is(TypeRoot::kBoolean) || condition.type.Is(TypeRoot::kNull)) return absl::OkStatus();
  return SqlValidatorError("WHERE clause must be a condition", condition.range);
}

// TABLE t is SELECT * FROM t.
LogicalPlanPointer AllColumns(LogicalPlanPointer table) {
  std::vector<BoundExpressionPointer> columns;
  std::vector<std::string> names;
  for (size_t i = 0; i < table->schema.size(); ++i) {
    const SchemaColumn& column = table->schema.columns[i];
    columns.push_back(MakeInput(i, column.name, column.type, table->range));
    names.push_back(column.name);
  }
  const SourceRange range = table->range;
  return MakeProject(std::move(table), std::move(columns), std::move(names), range);
}

LogicalPlanPointer OneEmptyRow() {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->rows.emplace_back();
  return plan;
}

// Queries of WITH and views make plans deeper than any one statement is; what walks them calls itself for each level.
constexpr size_t kDeepestPlan = 500;

size_t DepthOf(const LogicalPlan& plan) {
  size_t depth = 0;
  for (std::set<const LogicalPlan*> level = {&plan}; !level.empty(); ++depth) {
    std::set<const LogicalPlan*> below;
    for (const LogicalPlan* node : level) {
      for (const LogicalPlanPointer& input : node->inputs) below.insert(input.get());
    }
    level = std::move(below);
  }
  return depth;
}

absl::StatusOr<LogicalPlanPointer> CheckDepth(LogicalPlanPointer plan, SourceRange range) {
  if (DepthOf(*plan) <= kDeepestPlan) return plan;
  return UnsupportedError(Concat("a query that is nested more than ", kDeepestPlan, " levels deep through the names it uses"), range);
}

std::string SetOperationName(const Query& query) {
  std::string_view name = "EXCEPT";
  if (query.set_operator == SetOperator::kUnion) name = "UNION";
  if (query.set_operator == SetOperator::kIntersect) name = "INTERSECT";
  return Concat(name, query.all ? " ALL" : "");
}

// The plan with columns of the types of `schema`.
absl::StatusOr<LogicalPlanPointer> CastTo(LogicalPlanPointer plan, const Schema& schema, FlinkVersion version) {
  std::vector<BoundExpressionPointer> expressions;
  std::vector<std::string> names;
  bool is_identity = true;
  for (size_t i = 0; i < schema.size(); ++i) {
    const SchemaColumn& column = plan->schema.columns[i];
    auto cast = ImplicitCast(MakeInput(i, column.name, column.type, plan->range), schema.type(i), version);
    if (!cast.ok()) return cast.status();
    is_identity &= (*cast)->kind == BoundExpression::Kind::kInput;
    expressions.push_back(*std::move(cast));
    names.push_back(column.name);
  }
  if (is_identity) return plan;
  const SourceRange range = plan->range;
  return MakeProject(std::move(plan), std::move(expressions), std::move(names), range);
}

absl::Status AliasesDoNotFit(const std::vector<SchemaColumn>& columns, const TableAlias& alias) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : columns) names.push_back(Concat("'", column.name, "'"));
  return SqlValidatorError(Concat("List of column aliases must have same degree as table; table has ", columns.size(), " columns (",
                                  Join(names, ", "), "), whereas alias list has ", alias.columns.size(), " columns"),
                           alias.range);
}

absl::Status ApplyOptionsHint(const Hint& hint, CatalogTable& table) {
  for (const OptionSyntax& option : hint.options) {
    table.options.Set({.key = option.key.text,
                       .value = option.value.text,
                       .key_range = option.key.range,
                       .value_range = option.value.range,
                       .origin = "OPTIONS hint"});
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> MakeNamesUnique(std::vector<std::string> names) {
  std::set<std::string> used;
  for (std::string& name : names) {
    const std::string original = name;
    for (int i = 0; used.contains(name); ++i) name = Concat(original, i);
    used.insert(name);
  }
  return names;
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::Plan(const Query& query) {
  const size_t visible = named_queries_.size();
  if (query.recursive) return UnsupportedError("WITH RECURSIVE", query.range);
  for (const CommonTableExpression& named : query.with) {
    DREY_ASSIGN_OR_RETURN(LogicalPlanPointer plan, Plan(*named.query));
    if (!named.columns.empty()) {
      if (named.columns.size() != plan->schema.size()) {
        return SqlValidatorError("Number of columns must match number of query columns", named.range);
      }
      auto renamed = std::make_shared<LogicalPlan>(*plan);
      for (size_t i = 0; i < named.columns.size(); ++i) renamed->schema.columns[i].name = named.columns[i].text;
      plan = std::move(renamed);
    }
    named_queries_.push_back({named.name.text, std::move(plan)});
  }
  auto plan = PlanBody(query);
  named_queries_.resize(visible);
  if (!plan.ok()) return plan;
  if (!query.order_by.empty()) return UnsupportedError("ORDER BY", query.order_by_range);
  if (query.limit) return UnsupportedError("LIMIT", query.limit->range);
  if (query.offset) return UnsupportedError("OFFSET", query.offset->range);
  return plan;
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanBody(const Query& query) {
  switch (query.kind) {
    case QueryKind::kSelect:
      return PlanSelect(*query.select, query.range);
    case QueryKind::kValues:
      return PlanValues(query);
    case QueryKind::kTable: {
      TableReference reference;
      reference.name = query.table;
      reference.range = query.range;
      DREY_ASSIGN_OR_RETURN(LogicalPlanPointer table, PlanTableName(reference));
      return AllColumns(std::move(table));
    }
    case QueryKind::kSetOperation:
      return PlanSetOperation(query);
    case QueryKind::kParenthesized:
      return Plan(*query.left);
  }
  return BugError("a query of an unknown kind", query.range);
}

absl::Status QueryPlanner::RefuseUnplannedClauses(const Select& select) const {
  if (select.has_group_by) return UnsupportedError("GROUP BY", select.group_by_range);
  if (select.having) return UnsupportedError("HAVING", select.having->range);
  if (!select.windows.empty()) return UnsupportedError("WINDOW", select.windows.front().name.range);
  if (select.qualify) return UnsupportedError("QUALIFY", select.qualify->range);
  if (select.distinct) return UnsupportedError("SELECT DISTINCT", select.items.front().range);
  if (!select.hints.empty()) return UnsupportedError(Concat("the hint ", select.hints.front().name.text), select.hints.front().range);
  if (select.stream) return UnsupportedError("SELECT STREAM", select.items.front().range);
  return absl::OkStatus();
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanSelect(const Select& select, SourceRange range) {
  DREY_ASSIGN_OR_RETURN(From from, PlanFrom(select.from.get()));
  const Binder binder(from.scope, version_);
  if (select.where) {
    if (const Expression* aggregate = FindAggregate(*select.where, version_)) {
      return SqlValidatorError("Aggregate expression is illegal in WHERE clause", aggregate->range);
    }
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer condition, binder.Bind(*select.where));
    DREY_RETURN_IF_ERROR(CheckCondition(*condition));
    from.plan = MakeFilter(std::move(from.plan), std::move(condition), select.where->range);
  }
  std::vector<BoundExpressionPointer> expressions;
  std::vector<std::string> names;
  for (size_t i = 0; i < select.items.size(); ++i) {
    const SelectItem& item = select.items[i];
    if (item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star) {
      DREY_ASSIGN_OR_RETURN(std::vector<BoundExpressionPointer> columns, from.scope.ExpandStar(item.value->identifier));
      for (BoundExpressionPointer& column : columns) {
        names.push_back(column->name);
        expressions.push_back(std::move(column));
      }
      continue;
    }
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, binder.Bind(*item.value));
    if (value->IsLiteral() && value->type.Is(TypeRoot::kNull)) {
      return SqlValidatorError("Illegal use of 'NULL'", item.value->range);
    }
    names.push_back(ItemName(item, expressions.size()));
    expressions.push_back(std::move(value));
  }
  DREY_RETURN_IF_ERROR(from.unsupported);
  DREY_RETURN_IF_ERROR(RefuseUnplannedClauses(select));
  return MakeProject(std::move(from.plan), std::move(expressions), MakeNamesUnique(std::move(names)), range);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanValues(const Query& query) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->range = query.range;
  const Scope no_columns;
  const Binder binder(no_columns, version_);
  for (const Expression& row : query.rows) {
    std::vector<BoundExpressionPointer> cells;
    const bool is_row = row.IsCall("ROW");
    const size_t count = is_row ? row.operands.size() : 1;
    for (size_t i = 0; i < count; ++i) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer cell, binder.Bind(is_row ? row.operands[i] : row));
      cells.push_back(std::move(cell));
    }
    if (!plan->rows.empty() && plan->rows.front().size() != cells.size()) {
      return SqlValidatorError("Values passed to VALUES operator must have compatible types", query.range);
    }
    plan->rows.push_back(std::move(cells));
  }
  for (size_t column = 0; column < plan->rows.front().size(); ++column) {
    LogicalType type = plan->rows.front()[column]->type;
    for (const auto& row : plan->rows) {
      const auto merged = CommonType(type, row[column]->type);
      if (!merged) return SqlValidatorError("Values passed to VALUES operator must have compatible types", query.range);
      type = *merged;
    }
    for (auto& row : plan->rows) {
      DREY_ASSIGN_OR_RETURN(row[column], ImplicitCast(row[column], type, version_));
    }
    plan->schema.columns.push_back({Concat("EXPR$", column), type});
  }
  return plan;
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanSetOperation(const Query& query) {
  const std::string name = SetOperationName(query);
  DREY_ASSIGN_OR_RETURN(LogicalPlanPointer left, Plan(*query.left));
  DREY_ASSIGN_OR_RETURN(LogicalPlanPointer right, Plan(*query.right));
  if (left->schema.size() != right->schema.size()) {
    return SqlValidatorError(Concat("Column count mismatch in ", name), query.right->range);
  }
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kUnionAll;
  plan->range = query.range;
  for (size_t i = 0; i < left->schema.size(); ++i) {
    const auto type = CommonType(left->schema.type(i), right->schema.type(i));
    if (!type) return SqlValidatorError(Concat("Type mismatch in column ", i + 1, " of ", name), query.operator_range);
    plan->schema.columns.push_back({left->schema.columns[i].name, *type});
  }
  if (name != "UNION ALL") return UnsupportedError(name == "UNION" ? "UNION without ALL" : name, query.operator_range);
  DREY_ASSIGN_OR_RETURN(left, CastTo(std::move(left), plan->schema, version_));
  DREY_ASSIGN_OR_RETURN(right, CastTo(std::move(right), plan->schema, version_));
  plan->inputs = {std::move(left), std::move(right)};
  return LogicalPlanPointer(std::move(plan));
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanJoin(const TableReference& join) {
  if (join.natural || !join.using_columns.empty() || join.right->lateral) return UnsupportedError("JOIN", join.join_range);
  DREY_ASSIGN_OR_RETURN(From from, PlanFrom(join.left.get()));
  DREY_ASSIGN_OR_RETURN(const From right, PlanFrom(join.right.get()));
  for (const ScopeTable& table : right.scope.tables()) {
    for (const ScopeTable& other : from.scope.tables()) {
      if (!table.name.empty() && table.name == other.name) {
        return SqlValidatorError(Concat("Duplicate relation name '", table.name, "' in FROM clause"), join.right->range);
      }
    }
  }
  for (const ScopeTable& table : right.scope.tables()) from.scope.Add(table);
  if (join.on) DREY_RETURN_IF_ERROR(Binder(from.scope, version_).Bind(*join.on).status());
  from.unsupported = UnsupportedError("JOIN", join.join_range);
  return from;
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanFrom(const TableReference* reference) {
  if (reference == nullptr) return From{OneEmptyRow(), Scope()};
  if (!reference->unsupported_feature.empty()) {
    return UnsupportedError(reference->unsupported_feature, reference->unsupported_range);
  }
  switch (reference->kind) {
    case TableReferenceKind::kTable:
    case TableReferenceKind::kSubquery:
      return PlanNamedFrom(*reference);
    case TableReferenceKind::kJoin:
      return PlanJoin(*reference);
    case TableReferenceKind::kUnnest:
      return UnsupportedError("UNNEST", reference->range);
    case TableReferenceKind::kFunction:
      return UnsupportedError("a table function", reference->range);
    case TableReferenceKind::kMatchRecognize:
      return UnsupportedError("MATCH_RECOGNIZE", reference->range);
    case TableReferenceKind::kPivot:
      return UnsupportedError("PIVOT", reference->range);
  }
  return BugError("a table reference of an unknown kind", reference->range);
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanNamedFrom(const TableReference& reference) {
  From from;
  ScopeTable table;
  if (reference.kind == TableReferenceKind::kSubquery) {
    if (reference.lateral) return UnsupportedError("LATERAL", reference.range);
    DREY_ASSIGN_OR_RETURN(from.plan, Plan(*reference.query));
  } else {
    if (reference.system_time) return UnsupportedError("FOR SYSTEM_TIME AS OF", reference.system_time->range);
    DREY_ASSIGN_OR_RETURN(from.plan, PlanTableName(reference));
    table.name = reference.name.last();
    const ObjectIdentifier identifier = catalog_.Qualify(reference.name.Names());
    table.path = {identifier.catalog, identifier.database, identifier.name};
  }
  table.columns = from.plan->schema.columns;
  if (reference.alias) {
    table.name = reference.alias->name.text;
    table.path.clear();
    const auto& names = reference.alias->columns;
    if (!names.empty() && names.size() != table.columns.size()) return AliasesDoNotFit(table.columns, *reference.alias);
    for (size_t i = 0; i < names.size(); ++i) table.columns[i].name = names[i].text;
  }
  from.scope.Add(std::move(table));
  return from;
}

// The names in a view are those of its definition, made complete.
absl::Status QueryPlanner::NoSuchTable(const Identifier& name) const {
  if (view_depth_ == 0) return TableNotFound(catalog_, name);
  const ObjectIdentifier full = catalog_.Qualify(name.Names());
  Identifier path;
  path.range = name.range;
  for (const std::string& part : {full.catalog, full.database, full.name}) path.parts.push_back({.text = part, .range = name.range});
  return TableNotFound(catalog_, path);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanTableName(const TableReference& reference) {
  if (reference.name.parts.size() == 1) {
    for (auto named = named_queries_.rbegin(); named != named_queries_.rend(); ++named) {
      if (named->name == reference.name.last()) return CheckDepth(named->plan, reference.range);
    }
  }
  const Catalog::Object* object = catalog_.Find(catalog_.Qualify(reference.name.Names()));
  if (object == nullptr) return NoSuchTable(reference.name);
  if (const auto* table = std::get_if<CatalogTable>(object)) return PlanTable(*table, reference);
  const auto& view = std::get<CatalogView>(*object);
  if (!reference.hints.empty()) {
    return ValidationError(Concat("View '", view.identifier.ToQuotedString(),
                                  "' cannot be enriched with new options. Hints can only be applied to tables."),
                           reference.hints.front().range);
  }
  DREY_ASSIGN_OR_RETURN(LogicalPlanPointer plan, PlanView(view));
  return CheckDepth(std::move(plan), reference.range);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanTable(const CatalogTable& table, const TableReference& reference) {
  auto hinted = std::make_shared<CatalogTable>(table);
  for (const Hint& hint : reference.hints) {
    if (!EqualsIgnoreCase(hint.name.text, "OPTIONS")) return UnsupportedError(Concat("the hint ", hint.name.text), hint.range);
    DREY_RETURN_IF_ERROR(ApplyOptionsHint(hint, *hinted));
  }
  auto scan = std::make_shared<LogicalPlan>();
  scan->kind = LogicalPlan::Kind::kScan;
  scan->range = reference.range;
  for (const CatalogColumn& column : hinted->columns) {
    if (column.kind == CatalogColumn::Kind::kPhysical) scan->schema.columns.push_back({column.name, column.type});
    if (column.kind == CatalogColumn::Kind::kMetadata) scan->metadata_columns.push_back(column);
  }
  for (const CatalogColumn& column : scan->metadata_columns) scan->schema.columns.push_back({column.name, column.type});
  scan->table = hinted;

  // Back to the declared order, with computed columns evaluated over the scan.
  Scope scope = Scope::OfColumns(scan->schema.columns);
  const Binder binder(scope, version_);
  std::vector<BoundExpressionPointer> expressions;
  std::vector<std::string> names;
  bool is_identity = true;
  for (const CatalogColumn& column : hinted->columns) {
    names.push_back(column.name);
    if (column.kind == CatalogColumn::Kind::kComputed) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, binder.Bind(*column.expression));
      expressions.push_back(std::move(value));
      is_identity = false;
      continue;
    }
    size_t index = 0;
    while (scan->schema.columns[index].name != column.name) ++index;
    is_identity &= index == expressions.size();
    expressions.push_back(MakeInput(index, column.name, column.type, column.range));
  }
  if (is_identity) {
    DREY_ASSIGN_OR_RETURN(scan->watermark, BindWatermark(*scan));
    return scan;
  }
  auto declared = std::make_shared<LogicalPlan>(*MakeProject(std::move(scan), std::move(expressions), std::move(names), reference.range));
  declared->table = std::move(hinted);
  DREY_ASSIGN_OR_RETURN(declared->watermark, BindWatermark(*declared));
  return LogicalPlanPointer(std::move(declared));
}

absl::StatusOr<BoundExpressionPointer> QueryPlanner::BindWatermark(const LogicalPlan& plan) const {
  if (plan.table->watermarks.empty()) return BoundExpressionPointer();
  const Scope scope = Scope::OfColumns(plan.schema.columns);
  return Binder(scope, version_).Bind(*plan.table->watermarks.front().expression);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanView(const CatalogView& view) {
  constexpr int kDeepestView = 100;
  if (++view_depth_ > kDeepestView) return InvalidError("Views are nested too deeply", view.name_range);
  std::vector<NamedQuery> outer = std::move(named_queries_);
  named_queries_.clear();
  auto plan = Plan(*view.query);
  named_queries_ = std::move(outer);
  --view_depth_;
  if (!plan.ok() || view.column_names.empty()) return plan;
  auto renamed = std::make_shared<LogicalPlan>(**plan);
  for (size_t i = 0; i < view.column_names.size(); ++i) renamed->schema.columns[i].name = view.column_names[i];
  return LogicalPlanPointer(std::move(renamed));
}

}  // namespace drey
