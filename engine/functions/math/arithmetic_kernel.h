// The code of arithmetic on two numbers.
#pragma once

#include <memory>

#include "engine/functions/function.h"

namespace drey {

enum class ArithmeticOperator : uint8_t { kAdd, kSubtract, kMultiply, kDivide, kModulo };

// The type of `a op b`, without nullability; for kModulo that of MOD. Both are numeric, and exact for kModulo.
LogicalType ArithmeticType(ArithmeticOperator op, const LogicalType& a, const LogicalType& b);

// Integers wrap; division by zero fails; a DECIMAL that does not fit its precision is NULL.
std::shared_ptr<const Kernel> MakeArithmeticKernel(ArithmeticOperator op, const LogicalType& a, const LogicalType& b,
                                                   const LogicalType& result, FlinkVersion version);

// -a for a number or an interval.
std::shared_ptr<const Kernel> MakeNegationKernel(const LogicalType& type);

}  // namespace drey
