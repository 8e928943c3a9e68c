// Character encodings by the names that Java knows.
#pragma once

#include <string_view>

#include "engine/base/arena.h"

namespace drey {

struct Charset {
  // String.getBytes: what the charset lacks becomes '?' (in UTF-16 and UTF-32 U+FFFD).
  std::string_view (*encode)(std::string_view java_string, Arena& arena);
  // new String(bytes): what is malformed becomes U+FFFD.
  std::string_view (*decode)(std::string_view bytes, Arena& arena);
};

// Names and aliases without regard to case. Null where there is none.
const Charset* FindCharset(std::string_view name);

// Whether Java has a charset of that name which drey lacks (GBK, windows-1252 …).
bool IsUnsupportedCharset(std::string_view name);

}  // namespace drey
