#include "engine/functions/collection/collection_functions.h"

namespace drey {

void RegisterCollectionFunctions(FunctionRegistry& registry) {
  RegisterConstructors(registry);
  RegisterAccessFunctions(registry);
  RegisterArrayFunctions(registry);
  RegisterArraySetFunctions(registry);
  RegisterMapFunctions(registry);
}

}  // namespace drey
