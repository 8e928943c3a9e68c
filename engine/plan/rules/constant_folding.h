// Calls whose operands are all constants are computed while planning, as Flink's ExpressionReducer does. One that fails is left to fail
// when the job runs, except a division of literals by zero, which fails the statement. Comparisons of a value with itself are answered.
#pragma once

#include "engine/base/error.h"
#include "engine/expression/bound_expression.h"
#include "engine/functions/evaluation_context.h"

namespace drey {

absl::StatusOr<BoundExpressionPointer> FoldConstants(const BoundExpressionPointer& expression, const EvaluationContext& environment);

}  // namespace drey
