#include "engine/plan/set_operation.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/updating_operator.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

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

}  // namespace

absl::StatusOr<LogicalPlanPointer> PlanSetOperation(const Query& query, LogicalPlanPointer left, LogicalPlanPointer right, FlinkVersion version,
                                                    RuntimeMode mode) {
  const std::string name = SetOperationName(query);
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
    if (name == "UNION" && mode == RuntimeMode::kStreaming) unsupported->updating = DistinctRows(plan->schema);
    return LogicalPlanPointer(std::move(unsupported));
  }
  DREY_ASSIGN_OR_RETURN(left, CastTo(std::move(left), plan->schema, version));
  DREY_ASSIGN_OR_RETURN(right, CastTo(std::move(right), plan->schema, version));
  plan->inputs = {std::move(left), std::move(right)};
  return LogicalPlanPointer(std::move(plan));
}

}  // namespace drey
