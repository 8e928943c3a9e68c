// Base64 as Jackson reads it by default (MIME without line feeds): padding is required, blanks may stand between groups of four only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace drey {

// What a character of a group of four is, beside its value 0 … 63.
inline constexpr int kBase64Unknown = -1;
inline constexpr int kBase64Padding = -2;
inline constexpr int kBase64Blank = -3;
inline constexpr int kBase64End = -4;
inline constexpr int kBase64Failed = -5;

int Base64Value(char32_t unit);

enum class Base64Group : uint8_t {
  kDecoded,
  kBlank,
  kEnd,         // there was no group any more
  kCut,         // the end came after some characters
  kNotPadded,   // '=' and then something else than a second '='
  kFailed,      // by next()
};

// Takes one group: next(position) gives its characters, position 0 … 3. `count` is how many there were before the end.
template <typename Next>
Base64Group DecodeBase64Group(Next next, char*& out, int& count) {
  int digits[4] = {next(0)};
  count = 0;
  if (digits[0] == kBase64Blank) return Base64Group::kBlank;
  if (digits[0] == kBase64End) return Base64Group::kEnd;
  if (digits[0] < 0) return Base64Group::kFailed;
  for (count = 1; count < 4; ++count) {
    digits[count] = next(count);
    if (digits[count] < 0) break;
  }
  const int last = count == 4 ? 0 : digits[count];
  if (last == kBase64End) return Base64Group::kCut;
  if (last < 0 && last != kBase64Padding) return Base64Group::kFailed;
  if (last == kBase64Padding && count == 2) {
    const int second = next(3);
    if (second == kBase64Failed) return Base64Group::kFailed;
    if (second != kBase64Padding) return Base64Group::kNotPadded;
  }
  uint32_t bits = 0;
  for (int i = 0; i < count; ++i) bits |= static_cast<uint32_t>(digits[i]) << (18 - 6 * i);
  *out++ = static_cast<char>(bits >> 16);
  if (count > 2) *out++ = static_cast<char>(bits >> 8);
  if (count > 3) *out++ = static_cast<char>(bits);
  return Base64Group::kDecoded;
}

// Room that decoding needs.
constexpr size_t DecodedMimeBase64Bound(size_t encoded_size) { return encoded_size / 4 * 3 + 3; }

// Jackson's messages: a character that does not belong there, and text that ends too early.
std::string Base64CharacterFailure(char32_t unit, int position_in_group, std::string_view comment);
inline constexpr std::string_view kBase64PaddingExpected = "expected padding character '='";
inline constexpr std::string_view kBase64CutFailure =
    "Unexpected end of base64-encoded String: base64 variant 'MIME-NO-LINEFEEDS' expects padding (one or more '=' characters) at the "
    "end. This Base64Variant might have been incorrectly configured";

// Decodes a whole Java text and returns the end of what was written; null where it is no such base64: then `failure` is Jackson's message.
char* DecodeMimeBase64(std::string_view text, char* out, std::string& failure);

}  // namespace drey
