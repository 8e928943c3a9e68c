// Strings are written block by block: here against a writer that takes one character after the other.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <random>

#include "engine/base/utf8.h"
#include "engine/json/json_writer.h"

namespace drey {
namespace {

std::string UnicodeEscape(char32_t unit) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  return {'\\', 'u', kDigits[unit >> 12 & 15], kDigits[unit >> 8 & 15], kDigits[unit >> 4 & 15], kDigits[unit & 15]};
}

std::string WriteByCharacter(std::string_view text, JsonGenerator generator) {
  constexpr std::string_view kEscaped = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  const bool for_bytes = generator == JsonGenerator::kBytes;
  std::string out = "\"";
  for (size_t position = 0; position < text.size();) {
    const size_t start = position;
    const char32_t c = NextCodePoint(text, position);
    const size_t escape = c < 0x80 ? kEscaped.find(static_cast<char>(c)) : std::string_view::npos;
    if (escape != std::string_view::npos) {
      out += {'\\', kLetters[escape]};
    } else if (c < 0x20 || (for_bytes && IsSurrogate(c))) {
      out += UnicodeEscape(c);
    } else if (for_bytes && c >= 0x10000) {
      out += UnicodeEscape(0xD800 + ((c - 0x10000) >> 10)) + UnicodeEscape(0xDC00 + (c & 0x3FF));
    } else {
      out += text.substr(start, position - start);
    }
  }
  return out + "\"";
}

// One text in two has few escapes, the others many.
std::string RandomText(std::mt19937_64& random) {
  constexpr char32_t kCharacters[] = {'"', '\\', '\n', 0x07, 0x00, 0x7F, 0xE9, 0x20AC, 0xD55C, 0xFFFD, 0xD83C, 0x1F355, 0x10FFFF};
  const uint64_t plain_share = random() % 2 == 0 ? 2 : 16;
  std::string text;
  for (uint64_t left = random() % (random() % 8 == 0 ? 900 : 90); left > 0; --left) {
    AppendCodePoint(text, random() % plain_share != 0 ? U'x' : kCharacters[random() % std::size(kCharacters)]);
  }
  return text;
}

TEST(JsonStringWriting, BlocksGiveWhatCharactersGive) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20000; ++round) {
    const std::string text = RandomText(random);
    // No byte behind the text, so that the address sanitizer sees who reads on.
    const auto exact = std::make_unique<char[]>(text.size());
    std::memcpy(exact.get(), text.data(), text.size());
    for (const JsonGenerator generator : {JsonGenerator::kBytes, JsonGenerator::kCharacters}) {
      std::string out = "before ";
      AppendJsonString({exact.get(), text.size()}, generator, out);
      ASSERT_EQ(out, "before " + WriteByCharacter(text, generator));
    }
  }
}

}  // namespace
}  // namespace drey
