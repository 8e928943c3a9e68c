// Pieces of JSON text as Jackson's generators write them.
//
// Jackson has two: one writes bytes (what sinks send), the other characters (JSON text that SQL functions make, and STRING columns
// over containers). They differ in characters beyond U+FFFF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/json/text_filler.h"

namespace drey {

enum class JsonGenerator : uint8_t {
  kBytes,       // UTF8JsonGenerator: a character beyond U+FFFF is two escapes "\uD83C\uDF55", an unpaired surrogate one
  kCharacters,  // WriterBasedJsonGenerator: both are written as they are
};

// Appends Java text as a JSON string: quotes, backslashes and control characters escaped (capital digits in \u00XX), nothing else.
void AppendJsonString(std::string_view text, JsonGenerator generator, std::string& out);
void WriteJsonString(std::string_view text, JsonGenerator generator, TextFiller& out);

// Double.toString and Float.toString, in quotes where the value is no number.
void AppendJsonDouble(double value, std::string& out);
void AppendJsonFloat(float value, std::string& out);

}  // namespace drey
