// How types meet: the type that values of two types have in common, and which types a sink column takes without a CAST.
#pragma once

#include <optional>

#include "engine/types/logical_type.h"

namespace drey {

// The least type that holds both (CASE branches, VALUES rows, COALESCE), as Calcite's leastRestrictive with Flink's type system;
// nullable when one is. Absent where there is none.
std::optional<LogicalType> CommonType(const LogicalType& a, const LogicalType& b);

// Whether a query column of type `from` may be written to a sink column of type `to` without a CAST (Flink's
// LogicalTypeCasts.supportsImplicitCast). Nullability plays no part.
bool IsImplicitlyCastable(const LogicalType& from, const LogicalType& to);

}  // namespace drey
