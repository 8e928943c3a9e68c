// A JSON object or array as the text of a STRING column: what Jackson's JsonNode.toString makes of it.
//
// No blanks; of equal keys the first place and the last value; numbers as the tree holds them (flink-semantics §1.6).
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "engine/json/json_reader.h"

namespace drey {

struct JsonContainerTextOptions {
  // The row type has a DECIMAL somewhere: numbers with fraction or exponent are BigDecimals, else doubles.
  bool has_decimal = false;
  FlinkVersion version = FlinkVersion::k1_20;
};

// With the reader at kObjectStart or kArrayStart: goes to the matching end and appends the text. False on error.
bool AppendContainerText(JsonReader& reader, const JsonContainerTextOptions& options, std::string& out);

}  // namespace drey
