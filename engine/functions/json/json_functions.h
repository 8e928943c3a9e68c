// The family of JSON functions (Flink documentation: "JSON Functions") and the IS JSON operators.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterJsonFunctions(FunctionRegistry& registry);

}  // namespace drey
