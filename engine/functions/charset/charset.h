// Character encodings by the names that Java knows.
//
// Rules: java.nio.charset of JDK 17. All are there but those that IsUnsupportedCharset names.
#pragma once

#include <memory>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

class Charset {
 public:
  virtual ~Charset() = default;

  // String.getBytes: what the charset lacks becomes its replacement, '?' in most.
  virtual std::string_view Encode(std::string_view java_string, Arena& arena) const = 0;

  // new String(bytes): what is malformed, or has no character, becomes U+FFFD.
  virtual std::string_view Decode(std::string_view bytes, Arena& arena) const = 0;
};

// Names and aliases without regard to case. Null where there is none.
std::shared_ptr<const Charset> FindCharset(std::string_view name);

// Whether Java has a charset of that name which drey lacks (x-EUC-TW, ISO-2022-CN …).
bool IsUnsupportedCharset(std::string_view name);

}  // namespace drey
