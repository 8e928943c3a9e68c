// The operators + - * / % on numbers, intervals and points in time, the signs, and MOD.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterArithmeticOperators(FunctionRegistry& registry);

}  // namespace drey
