// = <> < <= > >=, IS [NOT] DISTINCT FROM, BETWEEN and IN.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterComparisonOperators(FunctionRegistry& registry);

}  // namespace drey
