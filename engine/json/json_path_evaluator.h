// Reads a compiled path from a tree, as Jayway's path tokens do.
#pragma once

#include <optional>

#include "engine/base/arena.h"
#include "engine/json/json_path_token.h"

namespace drey {

// What a reading needs to know beside the path.
struct JsonPathEnvironment {
  const JsonNode& root;    // the whole document
  FlinkVersion version;
  bool suppress;           // SUPPRESS_EXCEPTIONS
  Arena& arena;
};

// `item` is what the path starts at; null is JSON null. The value of the result is null or no JSON null.
JsonPath::Result ReadJsonPath(const CompiledJsonPath& path, const JsonNode* item, const JsonPathEnvironment& environment);

// Calls a path function on `model` (null: JSON null).
JsonPath::Result CallJsonPathFunction(const JsonPathToken& token, const JsonNode* model,
                                      const JsonPathEnvironment& environment);

// Whether an item (null: JSON null) passes a filter. Empty where an exception or Error ends the reading; it is in `exception` then.
std::optional<bool> ApplyJsonFilter(const JsonFilter& filter, const JsonNode* item,
                                    const JsonPathEnvironment& environment, std::optional<JavaException>& exception);

// The full name of one of Jayway's exceptions as Flink shades it.
std::string JaywayClass(std::string_view name, FlinkVersion version);

}  // namespace drey
