#include "engine/plan/select_check.h"

#include <algorithm>
#include <charconv>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"

namespace drey {
namespace {

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

absl::Status CheckWindowsOf(const Expression& expression, const Select& select, const Binder& binder) {
  if (expression.kind != ExpressionKind::kCall) return absl::OkStatus();
  for (const Expression& operand : expression.operands) DREY_RETURN_IF_ERROR(CheckWindowsOf(operand, select, binder));
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

}  // namespace

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

absl::Status CheckHasNoAggregate(const Expression& condition, FlinkVersion version) {
  const Expression* aggregate = FindAggregate(condition, version);
  if (aggregate == nullptr) return absl::OkStatus();
  return SqlValidatorError("Aggregate expression is illegal in WHERE clause", aggregate->range);
}

absl::Status CheckIsCondition(const BoundExpression& condition, std::string_view clause, SourceRange range) {
  if (condition.type.Is(TypeRoot::kBoolean) || condition.type.Is(TypeRoot::kNull)) return absl::OkStatus();
  return SqlValidatorError(Concat(clause, " clause must be a condition"), range);
}

absl::Status CheckWindows(const Select& select, const Binder& binder) {
  for (const NamedWindow& window : select.windows) {
    for (const Expression& key : window.window.partition_by) DREY_RETURN_IF_ERROR(binder.Bind(key).status());
  }
  for (const SelectItem& item : select.items) DREY_RETURN_IF_ERROR(CheckWindowsOf(*item.value, select, binder));
  return absl::OkStatus();
}

std::optional<int64_t> WholeNumber(std::string_view digits) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

absl::Status CheckOrder(const std::vector<OrderItem>& order_by, const Schema& columns, const Scope& tables, FlinkVersion version) {
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
    if (is_alias || FindAggregate(value, version) != nullptr) continue;
    const absl::Status status = Binder(tables, version).Bind(value).status();
    if (!status.ok() && DetailOf(status).kind != ErrorKind::kUnsupported) return status;
  }
  return absl::OkStatus();
}

absl::Status UnsupportedCallIn(const BoundExpression& expression) {
  for (const BoundExpressionPointer& operand : expression.operands) DREY_RETURN_IF_ERROR(UnsupportedCallIn(*operand));
  const bool is_refused = expression.call && !expression.call->refusal.ok();
  return is_refused && DetailOf(expression.call->refusal).kind == ErrorKind::kUnsupported ? expression.call->refusal : absl::OkStatus();
}

absl::Status UnsupportedClauseOf(const Select& select) {
  if (select.has_group_by) return UnsupportedError("GROUP BY", select.group_by_range);
  if (select.having) return UnsupportedError("HAVING", select.having->range);
  if (!select.windows.empty()) return UnsupportedError("WINDOW", select.windows.front().name.range);
  if (select.qualify) return UnsupportedError("QUALIFY", select.qualify->range);
  if (select.distinct) return UnsupportedError("SELECT DISTINCT", select.items.front().range);
  if (select.stream) return UnsupportedError("SELECT STREAM", select.items.front().range);
  return absl::OkStatus();
}

}  // namespace drey
