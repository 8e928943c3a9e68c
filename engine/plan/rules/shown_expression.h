// What becomes of a bound expression in Flink's plans: the rewritings of Calcite's SqlToRelConverter and RexSimplify that show.
//
// The result is to be looked at, not to be run.
#pragma once

#include "engine/base/error.h"
#include "engine/expression/bound_expression.h"
#include "engine/functions/evaluation_context.h"

namespace drey {

// As SqlToRelConverter leaves it: IN is a disjunction, BETWEEN two comparisons.
BoundExpressionPointer ConvertedExpression(const BoundExpressionPointer& expression);

// As a projection shows it: also with what is decided by literals alone, and without NOT before a comparison.
BoundExpressionPointer SimplifiedExpression(const BoundExpressionPointer& expression, const EvaluationContext& environment);

// As a condition of an optimized plan: NOT goes inwards, texts have the type of the column beside them, comparisons of one value are joined.
BoundExpressionPointer SimplifiedCondition(const BoundExpressionPointer& expression, const EvaluationContext& environment);

// A cast as plans show one.
BoundExpressionPointer ShownCast(const BoundExpressionPointer& value, const LogicalType& type);

}  // namespace drey
