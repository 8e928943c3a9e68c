#include "engine/plan/rules/merge_calcs.h"

#include "engine/expression/binder.h"

namespace drey {

std::vector<LogicalPlanPointer> SplitUnions(const LogicalPlanPointer& plan) {
  if (plan->inputs.empty()) return {plan};
  std::vector<LogicalPlanPointer> queries;
  for (const LogicalPlanPointer& input : plan->inputs) {
    for (LogicalPlanPointer& query : SplitUnions(input)) {
      if (plan->kind != LogicalPlan::Kind::kUnionAll) {
        auto over = std::make_shared<LogicalPlan>(*plan);
        over->inputs = {std::move(query)};
        query = std::move(over);
      }
      queries.push_back(std::move(query));
    }
  }
  return queries;
}

namespace {

absl::StatusOr<MergedCalc> Merge(const LogicalPlanPointer& plan, FlinkVersion version) {
  if (plan->kind == LogicalPlan::Kind::kScan || plan->kind == LogicalPlan::Kind::kValues) {
    MergedCalc calc;
    calc.leaf = plan;
    for (size_t i = 0; i < plan->schema.size(); ++i) {
      calc.projections.push_back(MakeInput(i, plan->schema.columns[i].name, plan->schema.type(i), plan->range));
    }
    return calc;
  }
  if (plan->kind == LogicalPlan::Kind::kUnionAll) return BugError("a union where there should be none", plan->range);
  DREY_ASSIGN_OR_RETURN(MergedCalc calc, Merge(plan->inputs.front(), version));
  if (plan->kind == LogicalPlan::Kind::kFilter) {
    BoundExpressionPointer condition = ReplaceInputs(plan->condition, calc.projections);
    if (calc.condition) {
      const SourceRange range = condition->range;
      DREY_ASSIGN_OR_RETURN(condition, BindFunction("AND", {calc.condition, std::move(condition)}, range, version));
    }
    calc.condition = std::move(condition);
    return calc;
  }
  std::vector<BoundExpressionPointer> projections;
  for (const BoundExpressionPointer& expression : plan->expressions) {
    projections.push_back(ReplaceInputs(expression, calc.projections));
  }
  calc.projections = std::move(projections);
  return calc;
}

}  // namespace

absl::StatusOr<MergedCalc> MergeCalcs(const LogicalPlanPointer& plan, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(MergedCalc calc, Merge(plan, version));
  for (BoundExpressionPointer& projection : calc.projections) {
    DREY_ASSIGN_OR_RETURN(projection, WithAbsentItem(projection, version));
  }
  return calc;
}

}  // namespace drey
