#include "engine/plan/query_planner.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"
#include "engine/expression/binder.h"
#include "engine/functions/operand_check.h"
#include "engine/plan/aggregate_check.h"
#include "engine/plan/over_check.h"
#include "engine/plan/query_hints.h"
#include "engine/plan/result_type.h"
#include "engine/plan/table_lookup.h"
#include "engine/plan/updating_operator.h"
#include "engine/sql/sql_writer.h"
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

const Expression* FindDynamicParameter(const Expression& expression) {
  if (expression.IsCall("?")) return &expression;
  for (const Expression& operand : expression.operands) {
    if (const Expression* found = FindDynamicParameter(operand)) return found;
  }
  return nullptr;
}

// Nothing gives a value to ?: the validator minds it where its type is open, the planner elsewhere.
absl::Status RefuseDynamicParameters(const Select& select) {
  for (const SelectItem& item : select.items) {
    if (item.value->IsCall("?")) return SqlValidatorError("Illegal use of dynamic parameter", item.value->range);
  }
  const Expression* found = select.where ? FindDynamicParameter(*select.where) : nullptr;
  for (size_t i = 0; i < select.items.size() && found == nullptr; ++i) found = FindDynamicParameter(*select.items[i].value);
  if (found == nullptr) return absl::OkStatus();
  return WithFlinkClass(InvalidError("Unknown expression type 'class org.apache.calcite.rex.RexDynamicParam': ?0", found->range),
                        "java.lang.IllegalArgumentException");
}

// The refusal of a call that drey does not run; what Flink's code generator refuses is told by the job planner.
absl::Status UnsupportedRefusalOf(const BoundExpression& expression) {
  for (const BoundExpressionPointer& operand : expression.operands) DREY_RETURN_IF_ERROR(UnsupportedRefusalOf(*operand));
  const bool is_refused = expression.call && !expression.call->refusal.ok();
  return is_refused && DetailOf(expression.call->refusal).kind == ErrorKind::kUnsupported ? expression.call->refusal : absl::OkStatus();
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

// A table as it was at a time: a side of a join; anything else Flink has no plan for.
LogicalPlanPointer Snapshot(LogicalPlanPointer table, SourceRange range, bool is_joined) {
  absl::Status refusal = is_joined ? UnsupportedError("FOR SYSTEM_TIME AS OF", range)
                                   : CannotPlan(range, "FOR SYSTEM_TIME AS OF stands behind the right table of a join");
  Schema schema = table->schema;
  return MakeUnsupported({std::move(table)}, std::move(schema), std::move(refusal));
}

absl::Status AliasesDoNotFit(const std::vector<SchemaColumn>& columns, const TableAlias& alias) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : columns) names.push_back(Concat("'", column.name, "'"));
  return SqlValidatorError(Concat("List of column aliases must have same degree as table; table has ", columns.size(), " columns (",
                                  Join(names, ", "), "), whereas alias list has ", alias.columns.size(), " columns"),
                           alias.range);
}

ScopeTable WithNullableColumns(ScopeTable table) {
  for (SchemaColumn& column : table.columns) column.type = column.type.AsNullable();
  return table;
}

// Of a join with USING or NATURAL: the columns that both sides have as one.
std::vector<std::string> CommonColumns(const TableReference& join, const Scope& left, const Scope& right) {
  std::vector<std::string> names;
  for (const IdentifierPart& column : join.using_columns) names.push_back(column.text);
  if (!join.natural) return names;
  const std::vector<std::string> others = right.ColumnNames();
  for (const std::string& name : left.ColumnNames()) {
    if (std::find(others.begin(), others.end(), name) != others.end()) names.push_back(name);
  }
  return names;
}

// Whether nothing tells the rows apart: they come of tables without a primary key.
bool HasNoKeys(const LogicalPlan& plan) {
  if (plan.kind == LogicalPlan::Kind::kScan) return !plan.table->primary_key;
  if (plan.kind == LogicalPlan::Kind::kValues) return false;
  if (plan.updating) return plan.updating->has_key && plan.updating->key.empty() && plan.updating->text.empty();
  return std::all_of(plan.inputs.begin(), plan.inputs.end(), [](const LogicalPlanPointer& input) { return HasNoKeys(*input); });
}

bool HasWindows(const LogicalPlan& plan) {
  if (plan.assigns_windows) return true;
  return std::any_of(plan.inputs.begin(), plan.inputs.end(), [](const LogicalPlanPointer& input) { return HasWindows(*input); });
}

bool HasFilter(const LogicalPlan& plan) {
  if (plan.kind == LogicalPlan::Kind::kFilter) return true;
  return std::any_of(plan.inputs.begin(), plan.inputs.end(), [](const LogicalPlanPointer& input) { return HasFilter(*input); });
}

bool HasUnion(const LogicalPlan& plan) {
  if (plan.kind == LogicalPlan::Kind::kUnionAll) return true;
  return std::any_of(plan.inputs.begin(), plan.inputs.end(), [](const LogicalPlanPointer& input) { return HasUnion(*input); });
}

std::optional<int64_t> WholeNumber(std::string_view digits) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
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
  auto plan = PlanBody(query);
  named_queries_.resize(visible);
  if (!plan.ok()) return plan;
  if (!query.order_by.empty()) {
    DREY_ASSIGN_OR_RETURN(plan, RefuseOrder(query, *std::move(plan)));
  }
  return AddLimit(query, *std::move(plan));
}

// The order of a query inside of another says nothing, unless it tells which rows there are.
absl::StatusOr<LogicalPlanPointer> QueryPlanner::RefuseOrder(const Query& query, LogicalPlanPointer plan) const {
  const bool is_limited = query.limit || query.offset;
  if ((query_depth_ > 1 || ignores_order_) && view_depth_ == 0 && !is_limited) return plan;
  const Expression& first = *query.order_by.front().value;
  std::optional<size_t> column;
  for (size_t i = 0; i < plan->schema.size() && first.kind == ExpressionKind::kIdentifier; ++i) {
    if (plan->schema.columns[i].name == first.identifier.last()) column = i;
  }
  const bool is_time = (column && TimeAttributeOf(*plan, *column) != TimeAttribute::kNone) || (!column && is_ordered_by_time_);
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
  DREY_ASSIGN_OR_RETURN(const From from, PlanNamedFrom(reference));
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
    DREY_RETURN_IF_ERROR(CheckCondition(*condition));
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

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanBody(const Query& query) {
  switch (query.kind) {
    case QueryKind::kSelect:
      DREY_RETURN_IF_ERROR(CheckStarHasTables(query));
      return PlanSelect(*query.select, query.range, query.order_by);
    case QueryKind::kValues:
      return PlanValues(query);
    case QueryKind::kTable: {
      TableReference reference;
      reference.name = query.table;
      reference.range = query.range;
      DREY_ASSIGN_OR_RETURN(LogicalPlanPointer table, PlanTableName(reference));
      if (names_ != nullptr && names_->tables.contains(&reference)) names_->explicit_tables[&query] = names_->tables.at(&reference);
      return AllColumns(std::move(table));
    }
    case QueryKind::kSetOperation:
      return PlanSetOperation(query);
    case QueryKind::kParenthesized:
      return Plan(*query.left);
  }
  return BugError("a query of an unknown kind", query.range);
}

absl::Status QueryPlanner::RefuseUnplannedClauses(const Select& select) {
  if (select.has_group_by) return UnsupportedError("GROUP BY", select.group_by_range);
  if (select.having) return UnsupportedError("HAVING", select.having->range);
  if (!select.windows.empty()) return UnsupportedError("WINDOW", select.windows.front().name.range);
  if (select.qualify) return UnsupportedError("QUALIFY", select.qualify->range);
  if (select.distinct) return UnsupportedError("SELECT DISTINCT", select.items.front().range);
  if (select.stream) return UnsupportedError("SELECT STREAM", select.items.front().range);
  return absl::OkStatus();
}

// Items of ORDER BY name columns of the query or of its tables, or count the query's columns.
absl::Status QueryPlanner::CheckOrder(const std::vector<OrderItem>& order_by, const Schema& columns, const Scope& tables) const {
  for (const OrderItem& item : order_by) {
    const Expression& value = *item.value;
    if (value.kind == ExpressionKind::kLiteral && value.literal.kind == LiteralKind::kExactNumber) {
      const std::optional<int64_t> ordinal = WholeNumber(value.literal.text);
      const bool is_column = ordinal && *ordinal >= 1 && static_cast<size_t>(*ordinal) <= columns.size();
      if (!is_column) return SqlValidatorError("Ordinal out of range", value.range);
      continue;
    }
    const bool is_alias = value.kind == ExpressionKind::kIdentifier && value.identifier.simple() &&
                          std::any_of(columns.columns.begin(), columns.columns.end(),
                                      [&](const SchemaColumn& column) { return column.name == value.identifier.last(); });
    if (is_alias || FindAggregate(value, version_) != nullptr) continue;
    const absl::Status status = Binder(tables, version_).Bind(value).status();
    if (!status.ok() && DetailOf(status).kind != ErrorKind::kUnsupported) return status;
  }
  return absl::OkStatus();
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

absl::Status QueryPlanner::CheckWindows(const Expression& expression, const Select& select, const Binder& binder) const {
  if (expression.kind != ExpressionKind::kCall) return absl::OkStatus();
  for (const Expression& operand : expression.operands) DREY_RETURN_IF_ERROR(CheckWindows(operand, select, binder));
  if (!expression.decorations || !expression.decorations->has_over) return absl::OkStatus();
  const CallDecorations& decorations = *expression.decorations;
  if (decorations.over_name) {
    const bool is_known = std::any_of(select.windows.begin(), select.windows.end(), [&](const NamedWindow& window) {
      return window.name.text == decorations.over_name->last();
    });
    if (!is_known) return SqlValidatorError(Concat("Window '", decorations.over_name->last(), "' not found"), decorations.over_name->range);
  }
  if (!decorations.over) return absl::OkStatus();
  const bool needs_order = EqualsIgnoreCase(expression.name, "RANK") || EqualsIgnoreCase(expression.name, "DENSE_RANK");
  if (needs_order && decorations.over->order_by.empty()) {
    return SqlValidatorError("RANK or DENSE_RANK functions require ORDER BY clause in window specification", decorations.over->range);
  }
  for (const Expression& key : decorations.over->partition_by) DREY_RETURN_IF_ERROR(binder.Bind(key).status());
  for (const OrderItem& item : decorations.over->order_by) DREY_RETURN_IF_ERROR(binder.Bind(*item.value).status());
  return absl::OkStatus();
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

absl::Status QueryPlanner::UnsupportedIn(const Select& select, const std::vector<BoundExpressionPointer>& expressions, const From& from) const {
  if (mode_ == RuntimeMode::kStreaming) {
    DREY_RETURN_IF_ERROR(CheckOverWindows({select, *from.plan, from.scope, version_, is_filtered_}));
  }
  for (const BoundExpressionPointer& expression : expressions) DREY_RETURN_IF_ERROR(UnsupportedRefusalOf(*expression));
  return RefuseUnplannedClauses(select);
}

absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanSelect(const Select& select, SourceRange range, const std::vector<OrderItem>& order_by) {
  DREY_RETURN_IF_ERROR(CheckHints(select.hints));
  const bool is_filtered = std::exchange(is_filtered_, select.where != nullptr);
  auto tables = PlanFrom(select.from.get());
  is_filtered_ = is_filtered;
  if (!tables.ok()) return tables.status();
  From from = *std::move(tables);
  if (names_ != nullptr) names_->scopes.emplace(&select, from.scope);
  if (select.stream && select.from && select.from->kind == TableReferenceKind::kTable) {
    return SqlValidatorError(Concat("Cannot convert table '", select.from->name.last(), "' to stream"), select.from->range);
  }
  DREY_RETURN_IF_ERROR(RefuseDynamicParameters(select));
  // A filter below may make a group's column constant, which is no group for Flink.
  const WindowGroups window_groups = WindowGroupsOf(select, from, version_);
  const bool has_known_groups = window_groups == WindowGroups::kNone && !HasFilter(*from.plan);
  const Binder binder(from.scope, version_, ContextOf(select));
  absl::Status refusal;
  if (select.where) DREY_RETURN_IF_ERROR(CheckSubqueries(*select.where, from.scope));
  for (const SelectItem& item : select.items) DREY_RETURN_IF_ERROR(CheckSubqueries(*item.value, from.scope));
  if (select.where) {
    if (const Expression* aggregate = FindAggregate(*select.where, version_)) {
      return SqlValidatorError("Aggregate expression is illegal in WHERE clause", aggregate->range);
    }
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer condition, binder.Bind(*select.where));
    DREY_RETURN_IF_ERROR(CheckCondition(*condition));
    refusal = UnsupportedRefusalOf(*condition);
    from.plan = MakeFilter(std::move(from.plan), std::move(condition), select.where->range);
  }
  for (const NamedWindow& window : select.windows) {
    for (const Expression& key : window.window.partition_by) DREY_RETURN_IF_ERROR(binder.Bind(key).status());
  }
  for (const SelectItem& item : select.items) DREY_RETURN_IF_ERROR(CheckWindows(*item.value, select, binder));
  if (IsAggregating(select, version_)) DREY_RETURN_IF_ERROR(CheckAggregates(select, from.scope, version_));
  std::vector<BoundExpressionPointer> expressions;
  std::vector<std::string> names;
  for (size_t i = 0; i < select.items.size(); ++i) {
    const SelectItem& item = select.items[i];
    if (item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star) {
      if (item.alias) {
        const std::string_view what = item.value->identifier.parts.size() == 1 ? "identifier" : "field";
        return SqlValidatorError(Concat("Unknown ", what, " '*'"), item.value->range, "a * has no alias");
      }
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
  if (!order_by.empty()) {
    Schema columns;
    for (size_t i = 0; i < names.size(); ++i) columns.columns.push_back({names[i], expressions[i]->type});
    DREY_RETURN_IF_ERROR(CheckOrder(order_by, columns, from.scope));
    // It may be a column that is not selected.
    const auto first = binder.Bind(*order_by.front().value);
    is_ordered_by_time_ = first.ok() && (*first)->kind == BoundExpression::Kind::kInput &&
                          TimeAttributeOf(*from.plan, (*first)->index) != TimeAttribute::kNone;
  }
  // Inside of another query names may be there twice, and are ambiguous then.
  if (query_depth_ == 1) names = MakeNamesUnique(std::move(names));
  refusal.Update(UnsupportedIn(select, expressions, from));
  LogicalPlanPointer plan = MakeProject(std::move(from.plan), std::move(expressions), std::move(names), range);
  if (refusal.ok()) return plan;
  auto unsupported = std::make_shared<LogicalPlan>(*MakeUnsupported({plan}, plan->schema, std::move(refusal)));
  const bool aggregates = select.distinct || IsAggregating(select, version_);
  if (mode_ == RuntimeMode::kStreaming) {
    if (aggregates) {
      // The rows of a window are given once, when it is over, and have no key for Flink.
      if (window_groups == WindowGroups::kWindows) unsupported->updating = UpdatingOperator{.has_key = true};
      if (has_known_groups) unsupported->updating = GroupAggregateOf(select, from.scope, plan->schema, version_);
    } else if (!is_filtered_ && HasNoKeys(*plan)) {
      unsupported->updating = UpdatingOperator{.has_key = true};
    }
  }
  return LogicalPlanPointer(std::move(unsupported));
}

QueryPlanner::WindowGroups QueryPlanner::WindowGroupsOf(const Select& select, const From& from, FlinkVersion version) {
  if (!HasWindows(*from.plan)) return WindowGroups::kNone;
  if (!from.plan->assigns_windows || select.group_by.empty()) return WindowGroups::kUnknown;
  const Binder binder(from.scope, version);
  const size_t window_start = from.plan->schema.size() - 3;
  bool has_start = false;
  bool has_end = false;
  for (const GroupingElement& element : select.group_by) {
    if (element.kind != GroupingKind::kExpression) return WindowGroups::kUnknown;
    const auto group = binder.Bind(element.expressions.front());
    if (!group.ok() || (*group)->kind != BoundExpression::Kind::kInput) return WindowGroups::kUnknown;
    has_start |= (*group)->index == window_start;
    has_end |= (*group)->index == window_start + 1;
  }
  return has_start && has_end ? WindowGroups::kWindows : WindowGroups::kNone;
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
  if (name != "UNION ALL") {
    auto unsupported = std::make_shared<LogicalPlan>(
        *MakeUnsupported({std::move(left), std::move(right)}, plan->schema,
                         UnsupportedError(name == "UNION" ? "UNION without ALL" : name, query.operator_range)));
    if (name == "UNION" && mode_ == RuntimeMode::kStreaming) unsupported->updating = DistinctRows(plan->schema);
    return LogicalPlanPointer(std::move(unsupported));
  }
  DREY_ASSIGN_OR_RETURN(left, CastTo(std::move(left), plan->schema, version_));
  DREY_ASSIGN_OR_RETURN(right, CastTo(std::move(right), plan->schema, version_));
  plan->inputs = {std::move(left), std::move(right)};
  return LogicalPlanPointer(std::move(plan));
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanJoin(const TableReference& join) {
  DREY_ASSIGN_OR_RETURN(From from, PlanFrom(join.left.get()));
  if (join.right->lateral && join.right->kind == TableReferenceKind::kFunction) {
    DREY_RETURN_IF_ERROR(CheckTableFunction(*join.right->function, from.scope));
  }
  if (join.right->lateral) return UnsupportedError("JOIN", join.join_range);
  const bool is_unnest = join.right->kind == TableReferenceKind::kUnnest;
  const bool is_joined = std::exchange(is_joined_, true);
  auto joined = is_unnest ? PlanUnnest(*join.right, from.scope) : PlanFrom(join.right.get());
  is_joined_ = is_joined;
  if (!joined.ok()) return joined.status();
  const From right = *std::move(joined);
  for (const ScopeTable& table : right.scope.tables()) {
    for (const ScopeTable& other : from.scope.tables()) {
      if (!table.name.empty() && table.name == other.name) {
        return SqlValidatorError(Concat("Duplicate relation name '", table.name, "' in FROM clause"), join.right->range);
      }
    }
  }
  const Scope left_scope = from.scope;
  // An outer join has rows of NULLs for the side that may be missing.
  from.scope = Scope();
  for (const ScopeTable& table : left_scope.tables()) {
    from.scope.Add(join.join == JoinKind::kRight || join.join == JoinKind::kFull ? WithNullableColumns(table) : table);
  }
  for (const ScopeTable& table : right.scope.tables()) {
    from.scope.Add(join.join == JoinKind::kLeft || join.join == JoinKind::kFull ? WithNullableColumns(table) : table);
  }
  if (join.on) {
    DREY_RETURN_IF_ERROR(CheckSubqueries(*join.on, from.scope));
    const Select no_select;
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer condition, Binder(from.scope, version_, ContextOf(no_select)).Bind(*join.on));
    const bool is_condition = condition->type.Is(TypeRoot::kBoolean) || condition->type.Is(TypeRoot::kNull);
    if (!is_condition) return SqlValidatorError("ON clause must be a condition", join.on->range);
  }
  for (const IdentifierPart& column : join.using_columns) {
    for (const Scope* side : {&left_scope, &right.scope}) {
      const auto has_column = [&](const ScopeTable& table) {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const SchemaColumn& known) { return known.name == column.text; });
      };
      if (std::any_of(side->tables().begin(), side->tables().end(), has_column)) continue;
      return SqlValidatorError(Concat("Column '", column.text, "' not found in any table"), column.range);
    }
  }
  if (join.natural || !join.using_columns.empty()) from.scope.Merge(CommonColumns(join, left_scope, right.scope), !join.natural);
  Schema columns;
  for (const ScopeTable& table : from.scope.tables()) columns.columns.insert(columns.columns.end(), table.columns.begin(), table.columns.end());
  auto joined_tables = std::make_shared<LogicalPlan>(
      *MakeUnsupported({from.plan, right.plan}, std::move(columns), UnsupportedError("JOIN", join.join_range)));
  // Rows of tables without keys have none together, either.
  if (mode_ == RuntimeMode::kStreaming && HasNoKeys(*joined_tables)) joined_tables->updating = UpdatingOperator{.has_key = true};
  from.plan = std::move(joined_tables);
  return from;
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanFrom(const TableReference* reference) {
  if (reference == nullptr) return From{OneEmptyRow(), Scope()};
  if (reference->unsupported_feature.empty()) return PlanFromOf(*reference);
  if (reference->unsupported_feature != "TABLESAMPLE") return UnsupportedError(reference->unsupported_feature, reference->unsupported_range);
  DREY_ASSIGN_OR_RETURN(From from, PlanFromOf(*reference));
  Schema schema = from.plan->schema;
  from.plan = MakeUnsupported({from.plan}, std::move(schema),
                              CannotPlan(reference->unsupported_range, "Flink plans no TABLESAMPLE"));
  return from;
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanFromOf(const TableReference& reference) {
  switch (reference.kind) {
    case TableReferenceKind::kTable:
    case TableReferenceKind::kSubquery:
      return PlanNamedFrom(reference);
    case TableReferenceKind::kJoin:
      return PlanJoin(reference);
    case TableReferenceKind::kUnnest:
      return PlanUnnest(reference, Scope());
    case TableReferenceKind::kFunction:
      return PlanTableFunction(reference);
    case TableReferenceKind::kMatchRecognize:
      return UnsupportedError("MATCH_RECOGNIZE", reference.range);
    case TableReferenceKind::kPivot:
      return UnsupportedError("PIVOT", reference.range);
  }
  return BugError("a table reference of an unknown kind", reference.range);
}

// The elements that a constructor lists, as rows.
absl::StatusOr<LogicalPlanPointer> QueryPlanner::PlanElements(const BoundExpression& collection, const Schema& columns) const {
  const bool is_array = collection.name == "ARRAY" && collection.type.Is(TypeRoot::kArray);
  const bool is_map = collection.name == "MAP" && collection.type.Is(TypeRoot::kMap);
  if (collection.kind != BoundExpression::Kind::kCall || (!is_array && !is_map)) return UnsupportedError("UNNEST", collection.range);
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->schema = columns;
  plan->range = collection.range;
  const size_t cells_each = is_map ? 2 : 1;
  for (size_t i = 0; i + cells_each <= collection.operands.size(); i += cells_each) {
    std::vector<BoundExpressionPointer> cells(collection.operands.begin() + static_cast<ptrdiff_t>(i),
                                              collection.operands.begin() + static_cast<ptrdiff_t>(i + cells_each));
    if (is_array && collection.type.element().Is(TypeRoot::kRow)) {
      const BoundExpressionPointer row = cells.front();
      if (row->kind != BoundExpression::Kind::kCall || row->name != "ROW") return UnsupportedError("UNNEST", collection.range);
      cells = row->operands;
    }
    if (cells.size() != columns.size()) return UnsupportedError("UNNEST", collection.range);
    for (size_t column = 0; column < cells.size(); ++column) {
      DREY_ASSIGN_OR_RETURN(cells[column], ImplicitCast(cells[column], columns.type(column), version_));
    }
    plan->rows.push_back(std::move(cells));
  }
  if (plan->rows.empty()) return UnsupportedError("UNNEST", collection.range);
  return LogicalPlanPointer(std::move(plan));
}

// The columns are known, so that what is wrong around them can be told.
absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanUnnest(const TableReference& reference, const Scope& left) const {
  From from{OneEmptyRow(), Scope()};
  ScopeTable table;
  BoundExpressionPointer collection;
  for (const Expression& expression : reference.unnest) {
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer value, Binder(left, version_).Bind(expression));
    const LogicalType& type = value->type;
    collection = reference.unnest.size() == 1 ? value : nullptr;
    if (type.Is(TypeRoot::kMap)) {
      table.columns.push_back({"KEY", type.key()});
      table.columns.push_back({"VALUE", type.value()});
    } else if (type.Is(TypeRoot::kArray) || type.Is(TypeRoot::kMultiset)) {
      const LogicalType& element = type.element();
      if (element.Is(TypeRoot::kRow)) {
        for (const RowField& field : element.fields()) table.columns.push_back({field.name, field.type});
      } else {
        table.columns.push_back({"EXPR$0", element});
      }
    } else {
      return SqlValidatorError(Concat("Cannot apply 'UNNEST' to arguments of type 'UNNEST(<", CalciteTypeText(type),
                                      ">)'. Supported form(s): 'UNNEST(<MULTISET>)'\n'UNNEST(<ARRAY>)'\n'UNNEST(<MAP>)'\nUNNEST(<MULTISET>)\n"
                                      "UNNEST(<ARRAY>)\nUNNEST(<MAP>)"),
                               reference.range);
    }
  }
  if (reference.with_ordinality) table.columns.push_back({"ORDINALITY", LogicalType(TypeRoot::kInteger)});
  if (reference.alias) {
    table.name = reference.alias->name.text;
    const auto& names = reference.alias->columns;
    if (!names.empty() && names.size() != table.columns.size()) return AliasesDoNotFit(table.columns, *reference.alias);
    for (size_t i = 0; i < names.size(); ++i) table.columns[i].name = names[i].text;
    // The only column of a collection has the alias's name.
    if (names.empty() && table.columns.size() == 1) table.columns.front().name = table.name;
  }
  const Schema columns = {.columns = table.columns};
  from.scope.Add(std::move(table));
  absl::Status refusal = UnsupportedError("UNNEST", reference.range);
  if (reference.with_ordinality && (version_ == FlinkVersion::k1_20 || left.tables().empty())) {
    refusal = WithFlinkClass(InvalidError("Cannot add expression of different type to set", reference.range,
                                          "WITH ORDINALITY needs Flink 2.3 and a column of a table before it"),
                             "java.lang.AssertionError");
  }
  from.plan = MakeUnsupported({}, columns, std::move(refusal));
  if (collection == nullptr || reference.with_ordinality || !left.tables().empty()) return from;
  if (auto elements = PlanElements(*collection, columns); elements.ok()) {
    from.plan = *std::move(elements);
  }
  return from;
}

absl::Status QueryPlanner::CheckTableFunction(const Expression& call, const Scope& scope) const {
  const absl::Status status = Binder(scope, version_).Bind(call).status();
  const bool is_unknown = !status.ok() && MessageOf(status).starts_with("No match found for function signature");
  return is_unknown ? status : absl::OkStatus();
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanTableFunction(const TableReference& reference) {
  const Expression& call = *reference.function;
  const std::string name = ToUpper(call.name);
  const bool is_window = name == "TUMBLE" || name == "HOP" || name == "CUMULATE" || name == "SESSION";
  if (!is_window) {
    DREY_RETURN_IF_ERROR(CheckTableFunction(call, Scope()));
    return UnsupportedError("a table function", reference.range);
  }
  const auto descriptor = std::find_if(call.operands.begin(), call.operands.end(),
                                       [](const Expression& operand) { return operand.IsCall("DESCRIPTOR"); });
  const bool is_plain = !call.operands.empty() && call.operands.front().IsCall("TABLE") && descriptor != call.operands.end() &&
                        descriptor->operands.size() == 1 && call.operands.front().operands.front().kind == ExpressionKind::kIdentifier;
  if (!is_plain) return UnsupportedError("a table function", reference.range);
  const size_t least = name == "HOP" || name == "CUMULATE" ? 4 : 3;
  TableReference input;
  input.name = call.operands.front().operands.front().identifier;
  input.range = call.operands.front().range;
  DREY_ASSIGN_OR_RETURN(const From from, PlanNamedFrom(input));
  if (call.operands.size() < least) {
    return SqlValidatorError(Concat("Invalid number of arguments to function '", name, "'. Was expecting ", least, " arguments"), call.range);
  }
  const Identifier& column = descriptor->operands.front().identifier;
  for (size_t i = 0; i < from.plan->schema.size(); ++i) {
    if (from.plan->schema.columns[i].name == column.last()) return PlanWindows(reference, name, from, i);
  }
  return SqlValidatorError(Concat("Unknown identifier '", column.last(), "'"), column.range);
}

// The rows of a table with the windows they belong to.
absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanWindows(const TableReference& reference, std::string_view name, const From& input,
                                                             size_t time_column) const {
  const LogicalType& type = input.plan->schema.type(time_column);
  if (!type.IsTimestamp() && !type.Is(TypeRoot::kTimestampLtz)) {
    const std::string_view sizes = name == "HOP" || name == "CUMULATE" ? "datetime interval, datetime interval[, datetime interval]"
                                                                       : "datetime interval[, datetime interval]";
    return ValidationError(Concat("SQL validation failed. The window function ", name, "(TABLE table_name, DESCRIPTOR(timecol), ", sizes,
                                  ") requires the timecol to be TIMESTAMP or TIMESTAMP_LTZ, but is ", CalciteTypeText(type),
                                  ".\nBesides, the timecol must be a time attribute type in streaming mode."),
                           reference.range);
  }
  absl::Status refusal = UnsupportedError("a table function", reference.range);
  if (mode_ == RuntimeMode::kStreaming && TimeAttributeOf(*input.plan, time_column) == TimeAttribute::kNone) {
    refusal = ValidationError(Concat("The window function requires the timecol is a time attribute type, but is ",
                                     type.ToStringWithoutNullability(), "."),
                              reference.range);
  }
  ScopeTable table;
  table.columns = input.plan->schema.columns;
  table.columns.push_back({"window_start", LogicalType::Timestamp(3).AsNotNull()});
  table.columns.push_back({"window_end", LogicalType::Timestamp(3).AsNotNull()});
  table.columns.push_back({"window_time", type.AsNotNull()});
  if (reference.alias) {
    table.name = reference.alias->name.text;
    const auto& names = reference.alias->columns;
    if (!names.empty() && names.size() != table.columns.size()) return AliasesDoNotFit(table.columns, *reference.alias);
    for (size_t i = 0; i < names.size(); ++i) table.columns[i].name = names[i].text;
  }
  From from;
  auto windows = std::make_shared<LogicalPlan>(*MakeUnsupported({input.plan}, {.columns = table.columns}, std::move(refusal)));
  windows->assigns_windows = true;
  if (mode_ == RuntimeMode::kStreaming && HasNoKeys(*input.plan)) windows->updating = UpdatingOperator{.has_key = true};
  from.plan = std::move(windows);
  from.scope.Add(std::move(table));
  return from;
}

absl::StatusOr<QueryPlanner::From> QueryPlanner::PlanNamedFrom(const TableReference& reference) {
  From from;
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
    table.name = reference.alias->name.text;
    table.path.clear();
    const auto& names = reference.alias->columns;
    if (!names.empty() && names.size() != table.columns.size()) return AliasesDoNotFit(table.columns, *reference.alias);
    for (size_t i = 0; i < names.size(); ++i) table.columns[i].name = names[i].text;
    // The only column of VALUES has the alias's name.
    const bool is_values = reference.kind == TableReferenceKind::kSubquery && reference.query->kind == QueryKind::kValues;
    if (is_values && names.empty() && table.columns.size() == 1) table.columns.front().name = table.name;
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
  DREY_RETURN_IF_ERROR(CheckHints(reference.hints));
  for (const Hint& hint : reference.hints) {
    if (!EqualsIgnoreCase(hint.name.text, "OPTIONS")) continue;
    DREY_RETURN_IF_ERROR(ApplyOptionsHint(hint, *hinted));
  }
  // Nobody makes watermarks in batch mode, and no column is a time attribute.
  if (mode_ == RuntimeMode::kBatch) hinted->watermarks.clear();
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
      if (value->type.Is(TypeRoot::kNull)) {
        return ValidationError("The null type is reserved for representing untyped NULL literals. It should not be used in constructed "
                               "types. Please cast NULL literals to a more explicit type.",
                               column.range);
      }
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
