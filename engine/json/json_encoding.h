// JSON that does not come as UTF-8: Jackson tells UTF-16 and UTF-32 by a byte order mark or by the zeros of the first character.
//
// Rules: Jackson's ByteSourceJsonBootstrapper; the characters themselves as Java's decoders and Jackson's UTF32Reader read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

enum class JsonEncoding : uint8_t { kUtf8, kUtf16BigEndian, kUtf16LittleEndian, kUtf32BigEndian, kUtf32LittleEndian, kUnsupported };

// What the first bytes say. A byte order mark of UTF-8 is left to JsonReader.
JsonEncoding DetectJsonEncoding(std::string_view bytes);

// Whether the bytes need the look of DetectJsonEncoding at all: for nearly every message they do not.
inline bool MayBeUtf16OrUtf32(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  const auto first = static_cast<unsigned char>(bytes[0]);
  return first == 0 || bytes[1] == 0 || first >= 0xFE;
}

// Turns the bytes into Java text for a JsonReader with from_text and source_bytes. On failure returns false and sets `error` to the
// message of Java's java.io.CharConversionException.
bool DecodeJsonText(std::string_view bytes, JsonEncoding encoding, Arena& arena, std::string_view& text, std::string& error);

}  // namespace drey
