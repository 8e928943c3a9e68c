// Base64 exactly as java.util.Base64's basic decoder and encoder (RFC 4648, table 1).
//
// Padding may be present or missing, but nothing else is forgiven: no line breaks, no URL-safe letters. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drey {

// Room that DecodeBase64 needs for `encoded_size` characters.
constexpr size_t DecodedBase64Bound(size_t encoded_size) { return (encoded_size / 4 + 1) * 3; }
constexpr size_t EncodedBase64Size(size_t size) { return (size + 2) / 3 * 4; }

struct DecodedBase64 {
  size_t size = 0;
  std::string error = {};  // the message of Java's IllegalArgumentException; empty: none
};

DecodedBase64 DecodeBase64(std::string_view encoded, char* out);

// Writes EncodedBase64Size(bytes.size()) characters.
void EncodeBase64(std::string_view bytes, char* out);

}  // namespace drey
