// CAST, TRY_CAST and TYPEOF.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterCastFunctions(FunctionRegistry& registry);

}  // namespace drey
