// MD5, SHA1 and the SHA-2 family, and UUID.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterHashFunctions(FunctionRegistry& registry);

}  // namespace drey
