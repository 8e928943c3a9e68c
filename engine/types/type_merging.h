// How types meet: the type that values of two types have in common, and which types a sink column takes without a CAST.
#pragma once

#include <optional>

#include "engine/types/logical_type.h"

namespace drey {

// The least type that holds both (arithmetic, CASE branches, VALUES rows, UNION), as Calcite's leastRestrictive with Flink's type
// system; nullable when one is. Absent where there is none. Order matters: FLOAT and DOUBLE have the first in common.
std::optional<LogicalType> CommonType(const LogicalType& a, const LogicalType& b);

// The same for functions of Flink's own stack (COALESCE, IFNULL, GREATEST, LEAST), as LogicalTypeMerging.findCommonType.
std::optional<LogicalType> CommonArgumentType(const LogicalType& a, const LogicalType& b);

// Whether a query column of type `from` may be written to a sink column of type `to` without a CAST (Flink's
// LogicalTypeCasts.supportsImplicitCast). Nullability plays no part.
bool IsImplicitlyCastable(const LogicalType& from, const LogicalType& to);

}  // namespace drey
