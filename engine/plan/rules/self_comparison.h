// A value compared with itself: Calcite answers without looking at it (x = x is TRUE unless x is NULL), so that NaN equals itself
// there and nowhere else.
#pragma once

#include <optional>

#include "engine/expression/bound_expression.h"

namespace drey {

// What a comparison of a value with itself says where the value is not NULL; nothing of any other expression.
std::optional<bool> AnswerOfSelfComparison(const BoundExpression& expression);

// The call with the answer in place of the comparison; the same pointer for everything else.
BoundExpressionPointer AnswerSelfComparison(const BoundExpressionPointer& expression);

}  // namespace drey
