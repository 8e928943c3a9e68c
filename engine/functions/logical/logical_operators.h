// AND, OR, NOT, and the tests IS [NOT] NULL, TRUE, FALSE, UNKNOWN.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterLogicalOperators(FunctionRegistry& registry);

}  // namespace drey
