#include "engine/functions/math/math_functions.h"

#include "engine/functions/math/arithmetic_operators.h"

namespace drey {

void RegisterMathFunctions(FunctionRegistry& registry) {
  RegisterArithmeticOperators(registry);
  RegisterRoundingFunctions(registry);
  RegisterElementaryFunctions(registry);
  RegisterRandomFunctions(registry);
  RegisterBinaryText(registry);
}

}  // namespace drey
