#include "engine/plan/plan_traits.h"

#include <algorithm>
#include <set>
#include <utility>

namespace drey {

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

}  // namespace drey
