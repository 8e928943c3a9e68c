// Numbers as the json format reads them: from literals of JSON and from text in strings.
//
// Rules: JsonParserToRowDataConverters of flink-json, getIntValue and its kin of Jackson, Integer.parseInt of Java 17.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// Byte.parseByte, Short.parseShort, Integer.parseInt and Long.parseLong of the type that `root` is kept in.
std::optional<int64_t> ParseJavaIntegerOf(TypeRoot root, std::string_view text);
// What they say where they fail.
std::string IntegerFormatMessage(TypeRoot root, std::string_view text);

struct IntegerRange {
  int64_t min;
  int64_t max;
};
// Of TINYINT … BIGINT and of the integers that intervals are.
IntegerRange RangeOf(TypeRoot root);

// A JSON integer literal within the range.
std::optional<int64_t> IntegerLiteralValue(std::string_view literal, IntegerRange range);
// A JSON literal with fraction or exponent as an integer type: cut towards zero. `range` is that of int or of long.
std::optional<int64_t> TruncatedLiteralValue(std::string_view literal, IntegerRange range);
// The same by way of a BigDecimal.
std::optional<int64_t> TruncatedDecimalValue(std::string_view literal, IntegerRange range);

// The number as DECIMAL(precision, scale), rounded half up; NULL where it needs more digits. Returns false where Java's BigDecimal
// does not take the text: then `error` is its message.
bool ParseJsonDecimal(std::string_view text, int precision, int scale, Arena& arena, Datum& value, std::string& error);
// The class of the innermost exception then: BigDecimal runs over the end of text that stops where a digit has to come.
std::string_view DecimalFailureClass(std::string_view text);

}  // namespace drey
