// Calls whose operands are all constants are computed while planning, as Flink's ExpressionReducer does; a call that fails then fails
// the statement (SELECT 1 / 0).
#pragma once

#include "engine/base/error.h"
#include "engine/expression/bound_expression.h"
#include "engine/functions/evaluation_context.h"

namespace drey {

absl::StatusOr<BoundExpressionPointer> FoldConstants(const BoundExpressionPointer& expression, const EvaluationContext& environment);

}  // namespace drey
