#include "engine/plan/query_planner.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/plan/aggregate_check.h"
#include "engine/plan/join.h"
#include "engine/plan/over_check.h"
#include "engine/plan/plan_traits.h"
#include "engine/plan/query_hints.h"
#include "engine/plan/result_type.h"
#include "engine/plan/select_check.h"
#include "engine/plan/set_operation.h"
#include "engine/plan/table_lookup.h"
#include "engine/plan/table_scan.h"
#include "engine/plan/unnest.h"
#include "engine/plan/updating_operator.h"
#include "engine/plan/values_rows.h"
#include "engine/plan/window_function.h"
#include "engine/sql/sql_writer.h"

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

// A table as it was at a time: a side of a join; anything else Flink has no plan for.
LogicalPlanPointer Snapshot(LogicalPlanPointer table, SourceRange range, bool is_joined) {
  absl::Status refusal = is_joined ? UnsupportedError("FOR SYSTEM_TIME AS OF", range)
                                   : CannotPlan(range, "FOR SYSTEM_TIME AS OF stands behind the right table of a join");
  Schema schema = table->schema;
  return MakeUnsupported({std::move(table)}, std::move(schema), std::move(refusal));
}

absl::StatusOr<int64_t> RowCount(const Expression& number) {
  const std::string digits = number.literal.text.substr(0, number.literal.text.find('.'));
  if (number.IsCall("?")) {
    return WithFlinkClass(InvalidError("not a literal: ?0", number.range), "java.lang.AssertionError");
  }
  const std::optional<int64_t> count = WholeNumber(digits);
  if (!count) return UnsupportedError("this number of rows", number.range);
  return *count;
}

bool IsOrderedByTime(const std::vector<OrderItem>& order_by, const LogicalPlan& tables, const Binder& binder) {
  if (order_by.empty()) return false;
  const auto first = binder.Bind(*order_by.front().value);
  return first.ok() && (*first)->kind == BoundExpression::Kind::kInput && TimeAttributeOf(tables, (*first)->index) != TimeAttribute::kNone;
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

// Queries of WITH and views make plans deeper than any one statement is; what walks them calls itself for each level.
constexpr size_t kDeepestPlan = 500;

absl::StatusOr<LogicalPlanPointer> CheckDepth(LogicalPlanPointer plan, SourceRange range) {
  if (DepthOf(*plan) <= kDeepestPlan) return plan;
  return UnsupportedError(Concat("a query that is nested more than ", kDeepestPlan, " levels deep through the names it uses"), range);
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

namespace {

LogicalPlanPointer WithUniqueNames(LogicalPlanPointer plan) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : plan->schema.columns) names.push_back(column.name);
  const std::vector<std::string> unique = MakeNamesUnique(names);
  if (unique == names) return plan;
  auto renamed = std::make_shared<LogicalPlan>(*plan);
  for (size_t i = 0; i < unique.size(); ++i) renamed->schema.columns[i].name = unique[i];
  return renamed;
}

}  // namespace

absl::StatusOr<LogicalPlanPointer> QueryPlanner::Plan(const Query& query) {
  ++query_depth_;
  auto plan = PlanQuery(query);
  --query_depth_;
  if (plan.ok() && names_ != nullptr) {
    std::vector<std::string>& columns = names_->columns[&query];
    for (const SchemaColumn& column : (*plan)->schema.columns) columns.push_back(column.name);
  }
  return plan.ok() && query_depth_ == 0 ? WithUniqueNames(*std::move(plan)) : plan;
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanDefinition(const Query& query, QueryNames* names) {
  ignores_order_ = true;
  names_ = names;
  return Plan(query);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanQuery(const Query& query) {
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
  auto planned = PlanBody(query);
  named_queries_.resize(visible);
  if (!planned.ok()) return planned.status();
  Body body = *std::move(planned);
  if (!query.order_by.empty()) {
    DREY_ASSIGN_OR_RETURN(body.plan, RefuseOrder(query, std::move(body)));
  }
  return AddLimit(query, std::move(body.plan));
}

// The order of a query inside of another says nothing, unless it tells which rows there are.
absl::StatusOr<LogicalPlanPointer> QueryPlanner::RefuseOrder(const Query& query, Body body) const {
  const LogicalPlanPointer plan = std::move(body.plan);
  const bool is_limited = query.limit || query.offset;
  if ((query_depth_ > 1 || ignores_order_) && view_depth_ == 0 && !is_limited) return plan;
  const Expression& first = *query.order_by.front().value;
  std::optional<size_t> column;
  for (size_t i = 0; i < plan->schema.size() && first.kind == ExpressionKind::kIdentifier; ++i) {
    if (plan->schema.columns[i].name == first.identifier.last()) column = i;
  }
  const bool is_time = (column && TimeAttributeOf(*plan, *column) != TimeAttribute::kNone) || (!column && body.is_ordered_by_time);
  absl::Status refusal = UnsupportedError("ORDER BY", query.order_by_range);
  if (mode_ == RuntimeMode::kStreaming && !is_limited && !is_time) {
    refusal = TableError("Sort on a non-time-attribute field is not supported.", query.order_by_range);
  }
  auto ordered = std::make_shared<LogicalPlan>(*MakeUnsupported({plan}, plan->schema, std::move(refusal)));
  if (mode_ == RuntimeMode::kStreaming && HasNoKeys(*plan)) ordered->updating = UpdatingOperator{.has_key = true};
  return LogicalPlanPointer(std::move(ordered));
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::AddLimit(const Query& query, LogicalPlanPointer plan) const {
  if (!query.limit && !query.offset) return plan;
  const SourceRange range = query.limit ? query.limit->range : query.offset->range;
  int64_t offset = 0;
  std::optional<int64_t> fetch;
  if (query.offset) {
    DREY_ASSIGN_OR_RETURN(offset, RowCount(*query.offset));
  }
  if (query.limit) {
    DREY_ASSIGN_OR_RETURN(fetch, RowCount(*query.limit));
  }
  if (HasUnion(*plan)) {
    Schema schema = plan->schema;
    return MakeUnsupported({std::move(plan)}, std::move(schema), UnsupportedError("LIMIT of a UNION ALL", range));
  }
  return MakeLimit(std::move(plan), offset, fetch, range);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanModification(const ModifyTable& modify) {
  TableReference reference;
  reference.name = modify.target;
  reference.range = modify.target.range;
  DREY_ASSIGN_OR_RETURN(const QueryTables from, PlanNamedFrom(reference));
  const Binder binder(from.scope, version_);
  for (const Identifier& column : modify.assigned) {
    const auto known = std::find_if(from.plan->schema.columns.begin(), from.plan->schema.columns.end(),
                                    [&](const SchemaColumn& other) { return other.name == column.last(); });
    if (known == from.plan->schema.columns.end()) {
      return SqlValidatorError(Concat("Unknown target column '", column.ToString(), "'"), column.range);
    }
  }
  for (const Expression& value : modify.values) DREY_RETURN_IF_ERROR(binder.Bind(value).status());
  if (modify.where) {
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer condition, binder.Bind(*modify.where));
    DREY_RETURN_IF_ERROR(CheckIsCondition(*condition, "WHERE", condition->range));
  }
  return from.plan;
}

// Flink 1.20 fails on a * without tables before its validator sees it.
absl::Status QueryPlanner::CheckStarHasTables(const Query& query) const {
  if (version_ != FlinkVersion::k1_20 || query.select->from) return absl::OkStatus();
  for (const SelectItem& item : query.select->items) {
    const bool is_star = item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star;
    if (!is_star || item.alias || item.value->identifier.parts.size() > 1) continue;
    return WithFlinkClass(InvalidError(Concat("getFrom for ", Unparse(query, version_)), item.value->range, "a * needs a FROM"),
                          "java.lang.NullPointerException");
  }
  return absl::OkStatus();
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanExplicitTable(const Query& query) {
  TableReference reference;
  reference.name = query.table;
  reference.range = query.range;
  DREY_ASSIGN_OR_RETURN(LogicalPlanPointer table, PlanTableName(reference));
  if (names_ != nullptr) {
    if (const auto name = names_->tables.extract(&reference)) names_->explicit_tables[&query] = name.mapped();
  }
  return AllColumns(std::move(table));
}

Schema QueryPlanner::SelectColumns::ToSchema() const {
  Schema schema;
  for (size_t i = 0; i < names.size(); ++i) schema.columns.push_back({names[i], expressions[i]->type});
  return schema;
}

absl::StatusOr<QueryPlanner::Body> QueryPlanner::BodyOf(absl::StatusOr<LogicalPlanPointer> plan) {
  if (!plan.ok()) return plan.status();
  return Body{.plan = *std::move(plan)};
}

absl::StatusOr<QueryPlanner::Body> QueryPlanner::PlanBody(const Query& query) {
  switch (query.kind) {
    case QueryKind::kSelect:
      DREY_RETURN_IF_ERROR(CheckStarHasTables(query));
      return PlanSelect(*query.select, query.range, query.order_by);
    case QueryKind::kValues:
      return BodyOf(PlanValues(query, version_));
    case QueryKind::kTable:
      return BodyOf(PlanExplicitTable(query));
    case QueryKind::kSetOperation: {
      DREY_ASSIGN_OR_RETURN(LogicalPlanPointer left, Plan(*query.left));
      DREY_ASSIGN_OR_RETURN(LogicalPlanPointer right, Plan(*query.right));
      return BodyOf(PlanSetOperation(query, std::move(left), std::move(right), version_, mode_));
    }
    case QueryKind::kParenthesized:
      return BodyOf(Plan(*query.left));
  }
  return BugError("a query of an unknown kind", query.range);
}


absl::Status QueryPlanner::CheckSubqueries(const Expression& expression, const Scope& outer) {
  if (expression.kind == ExpressionKind::kSubquery) return CheckSubquery(*expression.query, outer, 0);
  if (expression.kind != ExpressionKind::kCall) return absl::OkStatus();
  const bool is_in = (expression.name == "IN" || expression.name == "NOT IN") && expression.operands.size() == 2 &&
                     expression.operands[1].kind == ExpressionKind::kSubquery;
  if (is_in) {
    const Expression& value = expression.operands.front();
    DREY_RETURN_IF_ERROR(CheckSubqueries(value, outer));
    const absl::Status status = CheckSubquery(*expression.operands[1].query, outer, value.IsCall("ROW") ? value.operands.size() : 1);
    return WithRange(status, expression.range);
  }
  for (const Expression& operand : expression.operands) DREY_RETURN_IF_ERROR(CheckSubqueries(operand, outer));
  return absl::OkStatus();
}

// `columns`: how many IN compares; 0: any number. What does not resolve inside may be a name of the query around, which is not supported
// rather than wrong.
absl::Status QueryPlanner::CheckSubquery(const Query& query, const Scope& outer, size_t columns) {
  const auto plan = Plan(query);
  columns_of_subqueries_.insert_or_assign(&query, plan.ok() ? absl::StatusOr<Schema>((*plan)->schema) : plan.status());
  if (!plan.ok()) {
    const std::string_view message = MessageOf(plan.status());
    if (DetailOf(plan.status()).kind == ErrorKind::kUnsupported) return absl::OkStatus();
    const size_t open = message.find('\'');
    const size_t close = open == std::string_view::npos ? open : message.find('\'', open + 1);
    if (close == std::string_view::npos || !message.substr(close).starts_with("' not found")) return plan.status();
    const std::string name(message.substr(open + 1, close - open - 1));
    for (const ScopeTable& table : outer.tables()) {
      if (table.name == name) return absl::OkStatus();
      for (const SchemaColumn& column : table.columns) {
        if (column.name == name) return absl::OkStatus();
      }
    }
    return plan.status();
  }
  if (columns == 0 || (*plan)->schema.size() == columns) return absl::OkStatus();
  return SqlValidatorError("Values passed to IN operator must have compatible types");
}

absl::Status QueryPlanner::UnsupportedIn(const Select& select, const std::vector<BoundExpressionPointer>& expressions,
                                         const QueryTables& from) const {
  if (select.where) DREY_RETURN_IF_ERROR(UnsupportedCallIn(*from.plan->condition));
  if (mode_ == RuntimeMode::kStreaming) {
    DREY_RETURN_IF_ERROR(CheckOverWindows({select, *from.plan, from.scope, version_, is_filtered_}));
  }
  for (const BoundExpressionPointer& expression : expressions) DREY_RETURN_IF_ERROR(UnsupportedCallIn(*expression));
  return UnsupportedClauseOf(select);
}

absl::StatusOr<QueryTables> QueryPlanner::PlanTablesOf(const Select& select) {
  const bool is_filtered = std::exchange(is_filtered_, select.where != nullptr);
  auto from = PlanFrom(select.from.get());
  is_filtered_ = is_filtered;
  if (!from.ok()) return from;
  if (names_ != nullptr) names_->scopes.emplace(&select, from->scope);
  if (select.stream && select.from && select.from->kind == TableReferenceKind::kTable) {
    return SqlValidatorError(Concat("Cannot convert table '", select.from->name.last(), "' to stream"), select.from->range);
  }
  return from;
}

absl::StatusOr<QueryPlanner::SelectColumns> QueryPlanner::BindItems(const Select& select, const Binder& binder, const Scope& scope) {
  SelectColumns columns;
  for (const SelectItem& item : select.items) {
    if (item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star) {
      if (item.alias) {
        const std::string_view what = item.value->identifier.parts.size() == 1 ? "identifier" : "field";
        return SqlValidatorError(Concat("Unknown ", what, " '*'"), item.value->range, "a * has no alias");
      }
      DREY_ASSIGN_OR_RETURN(const std::vector<BoundExpressionPointer> expanded, scope.ExpandStar(item.value->identifier));
      for (const BoundExpressionPointer& column : expanded) columns.names.push_back(column->name);
      columns.expressions.insert(columns.expressions.end(), expanded.begin(), expanded.end());
      continue;
    }
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, binder.Bind(*item.value));
    if (value->IsLiteral() && value->type.Is(TypeRoot::kNull)) return SqlValidatorError("Illegal use of 'NULL'", item.value->range);
    columns.names.push_back(ItemName(item, columns.expressions.size()));
    columns.expressions.push_back(std::move(value));
  }
  return columns;
}

absl::StatusOr<QueryPlanner::Body> QueryPlanner::PlanSelect(const Select& select, SourceRange range, const std::vector<OrderItem>& order_by) {
  DREY_RETURN_IF_ERROR(CheckHints(select.hints));
  DREY_ASSIGN_OR_RETURN(QueryTables from, PlanTablesOf(select));
  DREY_RETURN_IF_ERROR(RefuseDynamicParameters(select));
  // A filter below may make a group's column constant, which is no group for Flink.
  const WindowGroups window_groups = WindowGroupsOf(select, from, version_);
  const bool has_known_groups = window_groups == WindowGroups::kNone && !HasFilter(*from.plan);
  const Binder binder(from.scope, version_, ContextOf(select));
  if (select.where) DREY_RETURN_IF_ERROR(CheckSubqueries(*select.where, from.scope));
  for (const SelectItem& item : select.items) DREY_RETURN_IF_ERROR(CheckSubqueries(*item.value, from.scope));
  if (select.where) {
    DREY_RETURN_IF_ERROR(CheckHasNoAggregate(*select.where, version_));
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer condition, binder.Bind(*select.where));
    DREY_RETURN_IF_ERROR(CheckIsCondition(*condition, "WHERE", condition->range));
    from.plan = MakeFilter(std::move(from.plan), std::move(condition), select.where->range);
  }
  DREY_RETURN_IF_ERROR(CheckWindows(select, binder));
  if (IsAggregating(select, version_)) DREY_RETURN_IF_ERROR(CheckAggregates(select, from.scope, version_));
  DREY_ASSIGN_OR_RETURN(SelectColumns columns, BindItems(select, binder, from.scope));
  DREY_RETURN_IF_ERROR(CheckOrder(order_by, columns.ToSchema(), from.scope, version_));
  Body body = {.is_ordered_by_time = IsOrderedByTime(order_by, *from.plan, binder)};
  // Inside of another query names may be there twice, and are ambiguous then.
  if (query_depth_ == 1) columns.names = MakeNamesUnique(std::move(columns.names));
  absl::Status refusal = UnsupportedIn(select, columns.expressions, from);
  body.plan = MakeProject(std::move(from.plan), std::move(columns.expressions), std::move(columns.names), range);
  if (refusal.ok()) return body;
  auto unsupported = std::make_shared<LogicalPlan>(*MakeUnsupported({body.plan}, body.plan->schema, std::move(refusal)));
  if (mode_ == RuntimeMode::kStreaming) {
    if (select.distinct || IsAggregating(select, version_)) {
      // The rows of a window are given once, when it is over, and have no key for Flink.
      if (window_groups == WindowGroups::kWindows) unsupported->updating = UpdatingOperator{.has_key = true};
      if (has_known_groups) unsupported->updating = GroupAggregateOf(select, from.scope, body.plan->schema, version_);
    } else if (!is_filtered_ && HasNoKeys(*body.plan)) {
      unsupported->updating = UpdatingOperator{.has_key = true};
    }
  }
  body.plan = std::move(unsupported);
  return body;
}

QueryContext QueryPlanner::ContextOf(const Select& select) {
  return {.has_groups = select.has_group_by, .current_database = current_database_, .columns_of = [this](const Query& query) -> absl::StatusOr<Schema> {
            const auto checked = columns_of_subqueries_.find(&query);
            if (checked != columns_of_subqueries_.end()) return checked->second;
            // What its names mean has been told when it was checked.
            QueryNames* names = std::exchange(names_, nullptr);
            const auto plan = Plan(query);
            names_ = names;
            if (!plan.ok()) return plan.status();
            return (*plan)->schema;
          }};
}

absl::StatusOr<QueryTables> QueryPlanner::PlanJoined(const TableReference& join) {
  DREY_ASSIGN_OR_RETURN(const QueryTables left, PlanFrom(join.left.get()));
  if (join.right->lateral && join.right->kind == TableReferenceKind::kFunction) {
    DREY_RETURN_IF_ERROR(CheckTableFunction(*join.right->function, left.scope));
  }
  if (join.right->lateral) return UnsupportedError("JOIN", join.join_range);
  const bool is_unnest = join.right->kind == TableReferenceKind::kUnnest;
  const bool is_joined = std::exchange(is_joined_, true);
  const auto right = is_unnest ? PlanUnnest(*join.right, left.scope, version_) : PlanFrom(join.right.get());
  is_joined_ = is_joined;
  if (!right.ok()) return right;
  DREY_ASSIGN_OR_RETURN(Scope scope, ScopeOfJoin(join, left.scope, right->scope));
  if (join.on) {
    DREY_RETURN_IF_ERROR(CheckSubqueries(*join.on, scope));
    const Select no_select;
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer condition, Binder(scope, version_, ContextOf(no_select)).Bind(*join.on));
    DREY_RETURN_IF_ERROR(CheckIsCondition(*condition, "ON", join.on->range));
  }
  return PlanJoin(join, left, *right, std::move(scope), mode_);
}

absl::Status QueryPlanner::CheckTableFunction(const Expression& call, const Scope& scope) const {
  const absl::Status status = Binder(scope, version_).Bind(call).status();
  const bool is_unknown = !status.ok() && MessageOf(status).starts_with("No match found for function signature");
  return is_unknown ? status : absl::OkStatus();
}

absl::StatusOr<QueryTables> QueryPlanner::PlanTableFunction(const TableReference& reference) {
  if (!IsWindowFunction(*reference.function)) {
    DREY_RETURN_IF_ERROR(CheckTableFunction(*reference.function, Scope()));
    return UnsupportedError("a table function", reference.range);
  }
  DREY_ASSIGN_OR_RETURN(const TableReference table, WindowedTable(reference));
  DREY_ASSIGN_OR_RETURN(const QueryTables input, PlanNamedFrom(table));
  return PlanWindowFunction(reference, input, mode_);
}

absl::StatusOr<QueryTables> QueryPlanner::PlanFrom(const TableReference* reference) {
  if (reference == nullptr) return QueryTables{OneEmptyRow(), Scope()};
  if (reference->unsupported_feature.empty()) return PlanFromOf(*reference);
  if (reference->unsupported_feature != "TABLESAMPLE") return UnsupportedError(reference->unsupported_feature, reference->unsupported_range);
  DREY_ASSIGN_OR_RETURN(QueryTables from, PlanFromOf(*reference));
  Schema schema = from.plan->schema;
  from.plan = MakeUnsupported({from.plan}, std::move(schema),
                              CannotPlan(reference->unsupported_range, "Flink plans no TABLESAMPLE"));
  return from;
}

absl::StatusOr<QueryTables> QueryPlanner::PlanFromOf(const TableReference& reference) {
  switch (reference.kind) {
    case TableReferenceKind::kTable:
    case TableReferenceKind::kSubquery:
      return PlanNamedFrom(reference);
    case TableReferenceKind::kJoin:
      return PlanJoined(reference);
    case TableReferenceKind::kUnnest:
      return PlanUnnest(reference, Scope(), version_);
    case TableReferenceKind::kFunction:
      return PlanTableFunction(reference);
    case TableReferenceKind::kMatchRecognize:
      return UnsupportedError("MATCH_RECOGNIZE", reference.range);
    case TableReferenceKind::kPivot:
      return UnsupportedError("PIVOT", reference.range);
  }
  return BugError("a table reference of an unknown kind", reference.range);
}

absl::StatusOr<QueryTables> QueryPlanner::PlanNamedFrom(const TableReference& reference) {
  QueryTables from;
  ScopeTable table;
  if (reference.kind == TableReferenceKind::kSubquery) {
    if (reference.lateral) return UnsupportedError("LATERAL", reference.range);
    DREY_ASSIGN_OR_RETURN(from.plan, Plan(*reference.query));
  } else {
    DREY_ASSIGN_OR_RETURN(from.plan, PlanTableName(reference));
    if (reference.system_time) from.plan = Snapshot(std::move(from.plan), reference.system_time->range, is_joined_);
    table.name = reference.name.last();
    const ObjectIdentifier identifier = Qualify(reference.name.Names());
    table.path = {identifier.catalog, identifier.database, identifier.name};
  }
  table.columns = from.plan->schema.columns;
  if (reference.alias) {
    DREY_RETURN_IF_ERROR(ApplyAlias(*reference.alias, table));
    // The only column of VALUES has the alias's name.
    const bool is_values = reference.kind == TableReferenceKind::kSubquery && reference.query->kind == QueryKind::kValues;
    if (is_values && reference.alias->columns.empty() && table.columns.size() == 1) table.columns.front().name = table.name;
  }
  from.scope.Add(std::move(table));
  return from;
}

ObjectIdentifier QueryPlanner::Qualify(std::vector<std::string> path) const {
  if (path.size() == 1) path.insert(path.begin(), current_database_);
  if (path.size() == 2) path.insert(path.begin(), current_catalog_);
  return catalog_.Qualify(path);
}

// The names in a view are those of its definition, made complete.
absl::Status QueryPlanner::NoSuchTable(const Identifier& name) const {
  if (view_depth_ == 0) return TableNotFound(catalog_, name);
  const ObjectIdentifier full = Qualify(name.Names());
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
  const ObjectIdentifier identifier = Qualify(reference.name.Names());
  const Catalog::Object* object = catalog_.Find(identifier);
  if (object == nullptr) return NoSuchTable(reference.name);
  if (names_ != nullptr) names_->tables[&reference] = identifier;
  if (const auto* table = std::get_if<CatalogTable>(object)) return PlanTableScan(*table, reference, version_, mode_);
  const auto& view = std::get<CatalogView>(*object);
  if (!reference.hints.empty()) {
    return ValidationError(Concat("View '", view.identifier.ToQuotedString(),
                                  "' cannot be enriched with new options. Hints can only be applied to tables."),
                           reference.hints.front().range);
  }
  DREY_ASSIGN_OR_RETURN(LogicalPlanPointer plan, PlanView(view));
  return CheckDepth(std::move(plan), reference.range);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanView(const CatalogView& view) {
  constexpr int kDeepestView = 100;
  if (++view_depth_ > kDeepestView) return InvalidError("Views are nested too deeply", view.name_range);
  std::vector<NamedQuery> outer = std::move(named_queries_);
  named_queries_.clear();
  const std::string outer_catalog = std::exchange(current_catalog_, view.current_catalog);
  const std::string outer_database = std::exchange(current_database_, view.current_database);
  auto plan = Plan(*view.query);
  current_catalog_ = outer_catalog;
  current_database_ = outer_database;
  named_queries_ = std::move(outer);
  --view_depth_;
  if (!plan.ok() || view.column_names.empty()) return plan;
  auto renamed = std::make_shared<LogicalPlan>(**plan);
  for (size_t i = 0; i < view.column_names.size(); ++i) renamed->schema.columns[i].name = view.column_names[i];
  return LogicalPlanPointer(std::move(renamed));
}

}  // namespace drey
