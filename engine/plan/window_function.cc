#include "engine/plan/window_function.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/expression/binder.h"
#include "engine/plan/plan_traits.h"
#include "engine/plan/result_type.h"

namespace drey {
namespace {

bool HasStep(std::string_view name) { return name == "HOP" || name == "CUMULATE"; }

const Expression* DescriptorOf(const Expression& call) {
  const auto descriptor = std::find_if(call.operands.begin(), call.operands.end(),
                                       [](const Expression& operand) { return operand.IsCall("DESCRIPTOR"); });
  return descriptor == call.operands.end() ? nullptr : &*descriptor;
}

absl::StatusOr<QueryTables> PlanWindows(const TableReference& reference, std::string_view name, const QueryTables& input, size_t time_column,
                                        RuntimeMode mode) {
  const LogicalType& type = input.plan->schema.type(time_column);
  if (!type.IsTimestamp() && !type.Is(TypeRoot::kTimestampLtz)) {
    const std::string_view sizes = HasStep(name) ? "datetime interval, datetime interval[, datetime interval]"
                                                                       : "datetime interval[, datetime interval]";
    return ValidationError(Concat("SQL validation failed. The window function ", name, "(TABLE table_name, DESCRIPTOR(timecol), ", sizes,
                                  ") requires the timecol to be TIMESTAMP or TIMESTAMP_LTZ, but is ", CalciteTypeText(type),
                                  ".\nBesides, the timecol must be a time attribute type in streaming mode."),
                           reference.range);
  }
  absl::Status refusal = UnsupportedError("a table function", reference.range);
  if (mode == RuntimeMode::kStreaming && TimeAttributeOf(*input.plan, time_column) == TimeAttribute::kNone) {
    refusal = ValidationError(Concat("The window function requires the timecol is a time attribute type, but is ",
                                     type.ToStringWithoutNullability(), "."),
                              reference.range);
  }
  ScopeTable table;
  table.columns = input.plan->schema.columns;
  table.columns.push_back({"window_start", LogicalType::Timestamp(3).AsNotNull()});
  table.columns.push_back({"window_end", LogicalType::Timestamp(3).AsNotNull()});
  table.columns.push_back({"window_time", type.AsNotNull()});
  if (reference.alias) DREY_RETURN_IF_ERROR(ApplyAlias(*reference.alias, table));
  QueryTables from;
  auto windows = std::make_shared<LogicalPlan>(*MakeUnsupported({input.plan}, {.columns = table.columns}, std::move(refusal)));
  windows->assigns_windows = true;
  if (mode == RuntimeMode::kStreaming && HasNoKeys(*input.plan)) windows->updating = UpdatingOperator{.has_key = true};
  from.plan = std::move(windows);
  from.scope.Add(std::move(table));
  return from;
}

}  // namespace

bool IsWindowFunction(const Expression& call) {
  const std::string name = ToUpper(call.name);
  return name == "TUMBLE" || name == "HOP" || name == "CUMULATE" || name == "SESSION";
}

absl::StatusOr<TableReference> WindowedTable(const TableReference& reference) {
  const Expression& call = *reference.function;
  const Expression* descriptor = DescriptorOf(call);
  const bool is_plain = !call.operands.empty() && call.operands.front().IsCall("TABLE") && descriptor != nullptr &&
                        descriptor->operands.size() == 1 && call.operands.front().operands.front().kind == ExpressionKind::kIdentifier;
  if (!is_plain) return UnsupportedError("a table function", reference.range);
  TableReference table;
  table.name = call.operands.front().operands.front().identifier;
  table.range = call.operands.front().range;
  return table;
}

absl::StatusOr<QueryTables> PlanWindowFunction(const TableReference& reference, const QueryTables& input, RuntimeMode mode) {
  const Expression& call = *reference.function;
  const std::string name = ToUpper(call.name);
  const size_t least = HasStep(name) ? 4 : 3;
  if (call.operands.size() < least) {
    return SqlValidatorError(Concat("Invalid number of arguments to function '", name, "'. Was expecting ", least, " arguments"), call.range);
  }
  const Identifier& column = DescriptorOf(call)->operands.front().identifier;
  for (size_t i = 0; i < input.plan->schema.size(); ++i) {
    if (input.plan->schema.columns[i].name == column.last()) return PlanWindows(reference, name, input, i, mode);
  }
  return SqlValidatorError(Concat("Unknown identifier '", column.last(), "'"), column.range);
}

WindowGroups WindowGroupsOf(const Select& select, const QueryTables& from, FlinkVersion version) {
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

}  // namespace drey
