// What an argument is cast to when a function of Flink's own stack asks for arguments of one type.
//
// Thread-safe.
#pragma once

#include "engine/functions/function.h"

namespace drey {

// `type` with the argument's nullability. Where an array or map needs a cast, Flink loses on the way that its parts may be NULL, and fails
// when it meets one that is; Flink 1.20 cannot cast maps at all.
absl::StatusOr<LogicalType> ImplicitArgumentType(const Argument& argument, const LogicalType& type, FlinkVersion version);

// The same value serves as `to`: both may differ in what may be NULL, and text in length.
bool IsSameApartFromNullability(const LogicalType& from, const LogicalType& to);

}  // namespace drey
