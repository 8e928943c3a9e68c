#include "engine/plan/over_check.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/result_type.h"
#include "engine/sql/sql_writer.h"

namespace drey {
namespace {

void CollectOverCalls(const Expression& expression, std::vector<const Expression*>& calls) {
  if (expression.kind != ExpressionKind::kCall) return;
  if (expression.decorations && expression.decorations->has_over) calls.push_back(&expression);
  for (const Expression& operand : expression.operands) CollectOverCalls(operand, calls);
}

bool IsRank(std::string_view name) { return name == "ROW_NUMBER" || name == "RANK" || name == "DENSE_RANK"; }

class OverWindows {
 public:
  explicit OverWindows(const OverCheck& check) : check_(check) {
    for (const SelectItem& item : check.select.items) CollectOverCalls(*item.value, calls_);
  }

  absl::Status Run() const {
    if (calls_.empty()) return absl::OkStatus();
    const std::string first = ToUpper(calls_.front()->name);
    if (check_.is_filtered && calls_.size() == 1 && IsRank(first)) return CheckFilteredRank(first);
    DREY_RETURN_IF_ERROR(CheckRanks());
    DREY_RETURN_IF_ERROR(CheckSameWindow());
    DREY_RETURN_IF_ERROR(CheckFunctions());
    for (const Expression* call : calls_) DREY_RETURN_IF_ERROR(CheckOrder(*call));
    return absl::OkStatus();
  }

 private:
  // Null where OVER names a window that there is not, which the validator has minded.
  const WindowSpecification* WindowOf(const Expression& call) const {
    if (call.decorations->over) return &*call.decorations->over;
    for (const NamedWindow& named : check_.select.windows) {
      if (call.decorations->over_name && named.name.text == call.decorations->over_name->last()) return &named.window;
    }
    return nullptr;
  }

  absl::Status CheckFilteredRank(std::string_view name) const {
    if (name == "ROW_NUMBER") return absl::OkStatus();
    return TableError(Concat(name, "() on streaming table is not supported currently"), calls_.front()->range);
  }

  absl::Status CheckRanks() const {
    for (const Expression* call : calls_) {
      const WindowSpecification* window = WindowOf(*call);
      if (!IsRank(ToUpper(call->name)) || window == nullptr || !window->order_by.empty()) continue;
      return ValidationError("Over Agg: The window rank function requires order by clause with non-constant fields. please re-check the over "
                             "window statement.",
                             call->range);
    }
    return absl::OkStatus();
  }

  absl::Status CheckSameWindow() const {
    std::set<std::string> windows;
    for (const Expression* call : calls_) windows.insert(TextOf(*call));
    if (windows.size() == 1) return absl::OkStatus();
    return TableError("Over Agg: Unsupported use of OVER windows. All aggregates must be computed on the same window. please re-check the over "
                      "window statement.",
                      calls_.back()->range);
  }

  // Rows that ROW_NUMBER counts are told apart, those of the others are not.
  std::string TextOf(const Expression& call) const {
    const WindowSpecification* window = WindowOf(call);
    std::string text = EqualsIgnoreCase(call.name, "ROW_NUMBER") || (window != nullptr && window->rows) ? "ROWS" : "RANGE";
    if (window == nullptr) return text;
    for (const Expression& key : window->partition_by) Append(text, " BY ", Unparse(key, check_.version));
    for (const OrderItem& item : window->order_by) Append(text, " ORDER ", Unparse(*item.value, check_.version), item.descending ? " DESC" : "");
    for (const std::optional<FrameBound>* bound : {&window->lower, &window->upper}) {
      if (!*bound) continue;
      if ((*bound)->distance) Append(text, " ", Unparse(*(*bound)->distance, check_.version));
      Append(text, " BOUND ", static_cast<int>((*bound)->kind));
    }
    return text;
  }

  absl::Status CheckFunctions() const {
    constexpr std::array<std::string_view, 4> kBatchOnly = {"CUME_DIST", "LEAD", "NTILE", "PERCENT_RANK"};
    for (const Expression* call : calls_) {
      const std::string name = ToUpper(call->name);
      if (std::find(kBatchOnly.begin(), kBatchOnly.end(), name) == kBatchOnly.end()) continue;
      return TableError(Concat(name, " Function is not supported in stream mode."), call->range);
    }
    return absl::OkStatus();
  }

  absl::Status CheckOrder(const Expression& call) const {
    const WindowSpecification* window = WindowOf(call);
    if (window == nullptr) return absl::OkStatus();
    if (window->order_by.size() != 1) return TableError("The window can only be ordered by a single time column.", call.range);
    if (window->order_by.front().descending) return TableError("The window can only be ordered in ASCENDING mode.", call.range);
    if (check_.version == FlinkVersion::k1_20 && !IsTime(*window->order_by.front().value)) {
      return TableError("OVER windows' ordering in stream mode must be defined on a time attribute.", window->order_by.front().range);
    }
    const bool looks_ahead = window->upper && (window->upper->kind == FrameBoundKind::kFollowing ||
                                               window->upper->kind == FrameBoundKind::kUnboundedFollowing);
    if (looks_ahead) return TableError("OVER RANGE FOLLOWING windows are not supported yet.", window->upper->range);
    return absl::OkStatus();
  }

  bool IsTime(const Expression& expression) const {
    const auto bound = Binder(check_.scope, check_.version).Bind(expression);
    if (!bound.ok()) return false;
    if ((*bound)->kind == BoundExpression::Kind::kCall) return (*bound)->name == "PROCTIME";
    return (*bound)->kind == BoundExpression::Kind::kInput && TimeAttributeOf(check_.input, (*bound)->index) != TimeAttribute::kNone;
  }

  const OverCheck& check_;
  std::vector<const Expression*> calls_;
};

}  // namespace

absl::Status CheckOverWindows(const OverCheck& check) { return OverWindows(check).Run(); }

}  // namespace drey
