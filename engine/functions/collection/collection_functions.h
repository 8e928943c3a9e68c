// Arrays, maps and rows: their constructors, access to their parts, and the ARRAY_ and MAP_ functions.
#pragma once

#include "engine/functions/function_registry.h"

namespace drey {

void RegisterCollectionFunctions(FunctionRegistry& registry);

// The parts of the family.
void RegisterConstructors(FunctionRegistry& registry);
void RegisterAccessFunctions(FunctionRegistry& registry);
void RegisterArrayFunctions(FunctionRegistry& registry);
void RegisterArraySetFunctions(FunctionRegistry& registry);
void RegisterMapFunctions(FunctionRegistry& registry);

}  // namespace drey
