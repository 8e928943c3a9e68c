// A value compared with itself: Calcite answers without looking at it (x = x is TRUE unless x is NULL), so that NaN equals itself
// there and nowhere else.
#pragma once

#include "engine/expression/bound_expression.h"

namespace drey {

// The call with the answer in place of the comparison; the same pointer for everything else.
BoundExpressionPointer AnswerSelfComparison(const BoundExpressionPointer& expression);

}  // namespace drey
