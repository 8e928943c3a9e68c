// What Calcite's simplification leaves of an expression before Flink looks at it: some rules of Flink ask which call an operand is, and see
// the one behind a CASE whose conditions are constant.
//
// Pure and thread-safe.
#pragma once

#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"

namespace drey {

// The branch that a CASE with constant conditions takes, the first value of a COALESCE that is never NULL, the value of a cast to its own
// type; any other expression is itself.
const BoundExpression& Simplified(const BoundExpression& expression, FlinkVersion version);

// CAST(CAST(0.1 AS FLOAT) AS DOUBLE): Calcite keeps a number as it was written for as long as it passes on from one type of numbers to the
// next, so that the outer cast is of 0.1. `operand` without such casts, for a cast to `target`.
BoundExpressionPointer NumberAsWritten(const BoundExpressionPointer& operand, const LogicalType& target);

}  // namespace drey
