// Rows in the bytes of Flink's BinaryRowData, for what depends on them: the hash of a key, and with it the order of Java's HashMap of keys.
//
// Rule: BinaryRowData and BinaryRowWriter of Flink 1.20 and 2.3: eight bits of the row kind, a bit a column that is NULL, up to a multiple
// of eight bytes; eight bytes a column; what does not fit into them behind, each from a multiple of eight bytes on. Little endian.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// False for types whose bytes are not known here: ARRAY, MAP, MULTISET, ROW, VARIANT, BITMAP.
bool HasBinaryRowLayout(const LogicalType& type);

// BinaryRowData.hashCode of an INSERT row of these columns, whose types have a layout; strings are well-formed UTF-8.
int32_t HashOfBinaryRow(const std::vector<LogicalType>& types, std::span<const Datum> row);

}  // namespace drey
