// The family of functions that turn bytes into text and back: FROM_BASE64, TO_BASE64.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterEncodingFunctions(FunctionRegistry& registry);

}  // namespace drey
