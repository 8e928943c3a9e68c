// The families of functions of numbers.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

// All of them, and the operators of arithmetic.
void RegisterMathFunctions(FunctionRegistry& registry);

// ABS, SIGN, CEIL, FLOOR, ROUND, TRUNCATE.
void RegisterRoundingFunctions(FunctionRegistry& registry);
// SQRT, POWER, EXP, logarithms, angles.
void RegisterElementaryFunctions(FunctionRegistry& registry);
// RAND and RAND_INTEGER.
void RegisterRandomFunctions(FunctionRegistry& registry);
// BIN.
void RegisterBinaryText(FunctionRegistry& registry);

}  // namespace drey
