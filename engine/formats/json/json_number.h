// Numbers as the json format reads them: from literals of JSON and from text in strings.
//
// Rules: JsonParserToRowDataConverters of flink-json, getIntValue and its kin of Jackson, Integer.parseInt of Java 17.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"

namespace drey {

// String.trim.
std::string_view TrimJava(std::string_view text);

// Integer.parseInt and Long.parseLong: an optional sign and digits of any script. Empty where Java throws or the value is out of range.
std::optional<int64_t> ParseJavaInteger(std::string_view text, int64_t min, int64_t max);

// A JSON integer literal within the range.
std::optional<int64_t> IntegerLiteralValue(std::string_view literal, int64_t min, int64_t max);
// A JSON literal with fraction or exponent as an integer type: cut towards zero. `min` and `max` are those of int or of long.
std::optional<int64_t> TruncatedLiteralValue(std::string_view literal, int64_t min, int64_t max);

// The number as DECIMAL(precision, scale), rounded half up; NULL where it needs more digits. Returns false where Java's BigDecimal
// does not take the text.
bool ParseJsonDecimal(std::string_view text, int precision, int scale, Arena& arena, Datum& value);

}  // namespace drey
