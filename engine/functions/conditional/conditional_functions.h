// Choosing between values: CASE, IF, IFNULL, COALESCE, NULLIF, GREATEST, LEAST.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterConditionalFunctions(FunctionRegistry& registry);

}  // namespace drey
