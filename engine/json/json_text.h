// Trees as JSON text: compact, as Jackson's mappers inside Flink write Maps, Lists and numbers to a String.
#pragma once

#include <string>

#include "engine/json/json_node.h"

namespace drey {

enum class JsonKeyOrder : uint8_t {
  kDocument,
  kSorted,  // String.compareTo
};

// The order in which a release writes an object that it has read: 2.3 has ORDER_MAP_ENTRIES_BY_KEYS.
inline JsonKeyOrder KeyOrderOf(FlinkVersion version) {
  return version == FlinkVersion::k1_20 ? JsonKeyOrder::kDocument : JsonKeyOrder::kSorted;
}

// Appends the value (null: JSON null). False where it is nested too deep.
bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, std::string& out);

}  // namespace drey
