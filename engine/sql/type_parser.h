// From a written type to a LogicalType, with Flink's defaults: DECIMAL is DECIMAL(10, 0), TIMESTAMP is TIMESTAMP(6), TIME is TIME(0),
// CHAR and VARCHAR have length 1.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/logical_type.h"

namespace drey {

// Refuses lengths and precisions outside Flink's limits and types that drey does not have.
absl::StatusOr<LogicalType> ResolveType(const TypeSyntax& type);

// Reads a type as it is written in SQL; the inverse of LogicalType::ToString.
absl::StatusOr<LogicalType> ParseType(std::string_view text);

}  // namespace drey
