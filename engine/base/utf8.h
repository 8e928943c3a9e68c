// UTF-8 and Java Strings.
//
// Java holds text as UTF-16 and may hold unpaired surrogates. Here a Java String is UTF-8 in which an unpaired surrogate stands as its
// own three bytes (ED A0..BF xx); a pair is always one four-byte character. "Java text" below means bytes of that form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

// U+FFFD.
inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";

constexpr bool IsHighSurrogate(char32_t unit) { return (unit & 0xFFFFFC00) == 0xD800; }
constexpr bool IsLowSurrogate(char32_t unit) { return (unit & 0xFFFFFC00) == 0xDC00; }
constexpr bool IsSurrogate(char32_t unit) { return (unit & 0xFFFFF800) == 0xD800; }
constexpr char32_t CombineSurrogates(char32_t high, char32_t low) {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

// Bytes that a character starting with this byte has in Java text.
constexpr size_t Utf8Length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

// Writes the character, which may be a surrogate, and returns the end. `out` needs room for 4 bytes.
char* EncodeCodePoint(char32_t code_point, char* out);
void AppendCodePoint(std::string& out, char32_t code_point);

// The character that starts at `position` of Java text, which moves behind it. Requires position < text.size().
char32_t NextCodePoint(std::string_view text, size_t& position);

// Length in bytes of the well-formed character (RFC 3629: no surrogates, shortest form) at the start of `bytes`; 0 if there is none.
size_t WellFormedLength(const char* bytes, const char* end);

bool IsAscii(std::string_view bytes);
bool IsWellFormedUtf8(std::string_view bytes);

// `bytes` as Java's new String(bytes, UTF_8) understands them: each malformed piece becomes U+FFFD, an encoded surrogate too.
void AppendReplacingMalformed(std::string& out, std::string_view bytes);
// The same; well-formed bytes are returned as they are, others as a copy in `arena`.
std::string_view ReplaceMalformed(std::string_view bytes, Arena& arena);

// String.length(): UTF-16 units of Java text.
size_t Utf16Length(std::string_view text);
// String.substring(0, units), or the whole text where it is shorter. A pair of surrogates may be cut in two.
std::string Utf16Prefix(std::string_view text, size_t units);

// Collects UTF-16 units as Java text: a high surrogate followed by a low one becomes one character.
class Utf16Collector {
 public:
  explicit Utf16Collector(std::string& out) : out_(out) {}
  void Add(char32_t unit);

 private:
  std::string& out_;
  bool after_high_ = false;  // the last three bytes of out_ are an unpaired high surrogate
};

// Java text as its UTF-16 units, and back.
std::u16string ToUtf16(std::string_view text);
std::string ToUtf8(std::u16string_view units);

// Java text to bytes as String.getBytes(UTF_8): an unpaired surrogate becomes '?'. Text without any is returned as it is.
std::string_view EncodeJavaText(std::string_view text, Arena& arena);

}  // namespace drey
