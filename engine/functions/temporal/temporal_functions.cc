#include "engine/functions/temporal/temporal_functions.h"

namespace drey {

void RegisterTemporalFunctions(FunctionRegistry& registry) {
  RegisterExtractFunctions(registry);
  RegisterTimestampArithmetic(registry);
  RegisterOverlaps(registry);
  RegisterClockFunctions(registry);
  RegisterTemporalTextFunctions(registry);
  RegisterToTimestampLtz(registry);
}

}  // namespace drey
