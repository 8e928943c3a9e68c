// Trees as JSON text: compact, as Jackson's mappers inside Flink write Maps, Lists and numbers to a String.
#pragma once

#include <string>

#include "engine/json/json_node.h"

namespace drey {

enum class JsonKeyOrder : uint8_t {
  kDocument,
  kSorted,  // String.compareTo
};

// Appends the value (null: JSON null). False where it is nested too deep.
bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, std::string& out);

}  // namespace drey
