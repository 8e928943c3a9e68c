// Functions and operators of dates, times, points in time and intervals.
#pragma once

#include "engine/functions/function.h"
#include "engine/functions/function_registry.h"

namespace drey {

void RegisterTemporalFunctions(FunctionRegistry& registry);

// FLOOR and CEIL of a point in time to a unit: FLOOR(x, symbol). The same names with one argument are functions of numbers, whose
// registration calls these.
absl::StatusOr<BoundCall> BindTemporalFloor(const BindRequest& request);
absl::StatusOr<BoundCall> BindTemporalCeil(const BindRequest& request);

// The parts of RegisterTemporalFunctions.
void RegisterExtractFunctions(FunctionRegistry& registry);
void RegisterTimestampArithmetic(FunctionRegistry& registry);
void RegisterOverlaps(FunctionRegistry& registry);
void RegisterClockFunctions(FunctionRegistry& registry);
void RegisterTemporalTextFunctions(FunctionRegistry& registry);
void RegisterToTimestampLtz(FunctionRegistry& registry);

}  // namespace drey
