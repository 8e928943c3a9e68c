// From a written type to a LogicalType, as Flink's planner converts it (recorded in tests/flink/statements/types.jsonl):
// DECIMAL is DECIMAL(10, 0), TIMESTAMP is TIMESTAMP(6), CHAR and BINARY have length 1, VARCHAR is STRING and VARBINARY is BYTES;
// a precision beyond the largest is the largest. 1.20 has no fractions in TIME and makes the fields of a nullable ROW nullable.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/base/flink_version.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/logical_type.h"

namespace drey {

// Refuses impossible precisions and names that are no type with Flink's message, and types that drey does not have.
absl::StatusOr<LogicalType> ResolveType(const TypeSyntax& type, FlinkVersion version);
// The same for the type behind AS in a CAST, where Flink 1.20 remembers the precision of a TIME for its messages.
absl::StatusOr<LogicalType> ResolveCastTarget(const TypeSyntax& type, FlinkVersion version);

// Reads a type as LogicalType::ToString writes it: its exact inverse, so nothing depends on the release.
absl::StatusOr<LogicalType> ParseType(std::string_view text);

}  // namespace drey
