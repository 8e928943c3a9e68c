// Whether two expressions are the same.
#pragma once

#include "engine/expression/bound_expression.h"

namespace drey {

// Whether both give the same value for every row. False where that is not known.
bool SameExpression(const BoundExpression& a, const BoundExpression& b);

}  // namespace drey
