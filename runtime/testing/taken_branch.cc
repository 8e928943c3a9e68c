#include "runtime/testing/taken_branch.h"

#include <algorithm>

namespace drey {

bool IsBranching(const BoundExpression& expression) {
  return expression.kind == BoundExpression::Kind::kCall && (expression.name == "CASE" || expression.name == "IF");
}

const BoundExpression* TakenBranch(std::span<const TracedPart> parts) {
  // Conditions and results in turn, then the result for no condition.
  const auto& operands = parts.front().expression->operands;
  for (size_t i = 0; i + 1 < operands.size(); i += 2) {
    const auto condition =
        std::find_if(parts.begin(), parts.end(), [&](const TracedPart& part) { return part.expression == operands[i].get(); });
    // A constant is no part.
    const bool is_constant = condition == parts.end() && operands[i]->IsLiteral();
    if (!is_constant && (condition == parts.end() || condition->state != TracedPart::State::kValue)) return nullptr;
    const Datum& value = is_constant ? operands[i]->value : condition->value;
    if (!value.is_null && value.boolean()) return operands[i + 1].get();
  }
  return operands.back().get();
}

void HideOtherBranches(std::vector<TracedPart>& parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!IsBranching(*parts[i].expression)) continue;
    const BoundExpression* const taken = TakenBranch(std::span(parts).subspan(i));
    if (taken == nullptr) continue;
    const auto& operands = parts[i].expression->operands;
    bool hides = false;
    for (size_t k = i + 1; k < parts.size() && parts[k].depth > parts[i].depth; ++k) {
      if (parts[k].depth == parts[i].depth + 1) {
        const auto operand = std::find_if(operands.begin(), operands.end(), [&](const auto& own) { return own.get() == parts[k].expression; });
        const auto index = static_cast<size_t>(operand - operands.begin());
        const bool is_result = index % 2 == 1 || index + 1 == operands.size();
        hides = is_result && parts[k].expression != taken;
      }
      if (hides) parts[k].state = TracedPart::State::kNotComputed;
    }
  }
}

}  // namespace drey
