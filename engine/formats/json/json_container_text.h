// A JSON object or array as the text of a STRING column: what Jackson's JsonNode.toString makes of it.
//
// No blanks; of equal keys the first place and the last value; numbers as the tree holds them (flink-semantics §1.6).
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "engine/json/json_node.h"

namespace drey {

struct JsonNumberOptions {
  // The row type has a DECIMAL somewhere: numbers with fraction or exponent are BigDecimals, else doubles.
  bool has_decimal = false;
  FlinkVersion version = FlinkVersion::k1_20;
};

// A number with fraction or exponent as the tree holds it where that is a double.
double AsDouble(const JsonNode& number);

// Whether the tree holds the number with fraction or exponent as a double.
bool IsDoubleNode(const JsonNode& number, const JsonNumberOptions& options);

// The text of such a number, "1.5", "1E+3", "Infinity". False where the number is beyond BigDecimal.
bool AppendFloatNode(const JsonNode& number, const JsonNumberOptions& options, std::string& out);

// The node as JSON. False where a number is beyond BigDecimal. Nesting costs no stack.
bool AppendNodeText(const JsonNode& node, const JsonNumberOptions& options, std::string& out);

}  // namespace drey
