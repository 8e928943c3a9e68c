#include "engine/plan/logical_plan.h"

#include "engine/base/error.h"

namespace drey {

LogicalPlanPointer MakeProject(LogicalPlanPointer input, std::vector<BoundExpressionPointer> expressions,
                               std::vector<std::string> names, SourceRange range) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kProject;
  plan->range = range;
  for (size_t i = 0; i < expressions.size(); ++i) {
    plan->schema.columns.push_back({std::move(names[i]), expressions[i]->type});
  }
  plan->expressions = std::move(expressions);
  plan->inputs.push_back(std::move(input));
  return plan;
}

LogicalPlanPointer MakeLimit(LogicalPlanPointer input, int64_t offset, std::optional<int64_t> fetch, SourceRange range) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kLimit;
  plan->range = range;
  plan->schema = input->schema;
  plan->offset = offset;
  plan->fetch = fetch;
  plan->inputs.push_back(std::move(input));
  return plan;
}

LogicalPlanPointer MakeUnsupported(std::vector<LogicalPlanPointer> inputs, Schema schema, absl::Status refusal) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kUnsupported;
  plan->range = DetailOf(refusal).range;
  plan->schema = std::move(schema);
  plan->inputs = std::move(inputs);
  plan->refusal = std::move(refusal);
  return plan;
}

absl::Status RefusalOf(const LogicalPlan& plan) {
  const auto is_of_flink = [](const absl::Status& status) { return !status.ok() && DetailOf(status).kind != ErrorKind::kUnsupported; };
  absl::Status refusal;
  for (const LogicalPlanPointer& input : plan.inputs) {
    absl::Status of_input = RefusalOf(*input);
    if (is_of_flink(of_input)) return of_input;
    refusal.Update(of_input);
  }
  if (is_of_flink(plan.refusal)) return plan.refusal;
  refusal.Update(plan.refusal);
  return refusal;
}

LogicalPlanPointer MakeFilter(LogicalPlanPointer input, BoundExpressionPointer condition, SourceRange range) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kFilter;
  plan->range = range;
  plan->schema = input->schema;
  plan->condition = std::move(condition);
  plan->inputs.push_back(std::move(input));
  return plan;
}

}  // namespace drey
