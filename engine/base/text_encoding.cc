#include "engine/base/text_encoding.h"

#include <cstdint>
#include <string>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

// Offset of the first byte that is not well-formed UTF-8; the size of the text when all is well.
size_t FindMalformedUtf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  size_t at = 0;
  while (at < text.size()) {
    const size_t length = WellFormedLength(text.data() + at, end);
    if (length == 0) return at;
    at += length;
  }
  return at;
}

std::string HexByte(char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto value = static_cast<unsigned char>(byte);
  return Concat("0x", kDigits[value >> 4], kDigits[value & 0xF]);
}

}  // namespace

absl::Status CheckEncoding(std::string_view text, SourceId source, std::string_view kind) {
  const size_t malformed = FindMalformedUtf8(text);
  if (malformed == text.size()) return absl::OkStatus();
  const auto at = static_cast<uint32_t>(malformed);
  return InvalidError(Concat("the file is not UTF-8: byte ", HexByte(text[malformed]), " at offset ", malformed), {source, at, at + 1},
                      Concat(kind, " is UTF-8 text; convert it with iconv"));
}

}  // namespace drey
