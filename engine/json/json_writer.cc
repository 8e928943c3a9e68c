#include "engine/json/json_writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/escape_blocks.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

// The first byte from which every character may need an escape of the byte generator: ED starts surrogates, F0 … the characters
// beyond U+FFFF.
constexpr unsigned char kFirstSuspect = 0xED;
// No byte of Java text is 0xFF.
constexpr unsigned char kNoSuspect = 0xFF;

constexpr size_t kBlock = 16;
// What a block becomes at most: every byte an escape of six, and a last character that goes on behind it an escape of twelve.
constexpr size_t kBlockRoom = kBlock * 6 + 12;

char* WriteUnicodeEscape(char32_t unit, char* out) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  *out++ = '\\';
  *out++ = 'u';
  *out++ = kDigits[(unit >> 12) & 0xF];
  *out++ = kDigits[(unit >> 8) & 0xF];
  *out++ = kDigits[(unit >> 4) & 0xF];
  *out++ = kDigits[unit & 0xF];
  return out;
}

// The letter behind the backslash; 0 where there is none.
constexpr std::array<char, 256> MakeShortEscapes() {
  std::array<char, 256> letters{};
  letters['"'] = '"';
  letters['\\'] = '\\';
  letters['\b'] = 'b';
  letters['\f'] = 'f';
  letters['\n'] = 'n';
  letters['\r'] = 'r';
  letters['\t'] = 't';
  return letters;
}
constexpr std::array<char, 256> kShortEscapes = MakeShortEscapes();

char* WriteEscape(unsigned char c, char* out) {
  const char letter = kShortEscapes[c];
  if (letter == 0) return WriteUnicodeEscape(c, out);
  *out++ = '\\';
  *out++ = letter;
  return out;
}

// A character that starts with a suspect byte; moves behind it.
char* WriteSuspect(const char*& next, const char* end, char* out) {
  size_t length = 0;
  const char32_t c = NextCodePoint({next, static_cast<size_t>(end - next)}, length);
  if (c >= 0x10000) {
    out = WriteUnicodeEscape(0xD800 + ((c - 0x10000) >> 10), out);
    out = WriteUnicodeEscape(0xDC00 + (c & 0x3FF), out);
  } else if (IsSurrogate(c)) {
    out = WriteUnicodeEscape(c, out);
  } else {
    out = std::copy(next, next + length, out);
  }
  next += length;
  return out;
}

char* WriteSpecial(const char*& next, const char* end, char* out) {
  if (Byte(*next) >= kFirstSuspect) return WriteSuspect(next, end, out);
  return WriteEscape(Byte(*next++), out);
}

bool NeedsLook(unsigned char byte, unsigned char first_suspect) {
  return byte < 0x20 || byte == '"' || byte == '\\' || byte >= first_suspect;
}

// Writes at least one character, up to the end of the block if it can. Needs kBlockRoom.
char* WriteBlock(const char*& next, const char* end, unsigned char first_suspect, char* out) {
  const char* const block_end = end - next < static_cast<ptrdiff_t>(kBlock) ? end : next + kBlock;
  while (next < block_end) {
    if (NeedsLook(Byte(*next), first_suspect)) {
      out = WriteSpecial(next, end, out);
    } else {
      *out++ = *next++;
    }
  }
  return out;
}

}  // namespace

void WriteJsonString(std::string_view text, JsonGenerator generator, TextFiller& out) {
  constexpr ptrdiff_t kPiece = 256;
  const unsigned char first_suspect = generator == JsonGenerator::kBytes ? kFirstSuspect : kNoSuspect;
  const char* next = text.data();
  const char* const end = next + text.size();
  out.Put('"');
  while (next < end) {
    const char* const piece_end = end - next < kPiece ? end : next + kPiece;
    out.MoveTo(EscapeBlocks(next, piece_end, first_suspect, out.Room(EscapedBlocksRoom(kPiece))));
    if (next < piece_end) out.MoveTo(WriteBlock(next, end, first_suspect, out.Room(kBlockRoom)));
  }
  out.Put('"');
}

void AppendJsonString(std::string_view text, JsonGenerator generator, std::string& out) {
  TextFiller filler(out);
  WriteJsonString(text, generator, filler);
}

void AppendJsonDouble(double value, std::string& out) {
  const bool quoted = !std::isfinite(value);
  if (quoted) out.push_back('"');
  AppendJavaDouble(value, out);
  if (quoted) out.push_back('"');
}

void AppendJsonFloat(float value, std::string& out) {
  const bool quoted = !std::isfinite(value);
  if (quoted) out.push_back('"');
  AppendJavaFloat(value, out);
  if (quoted) out.push_back('"');
}

}  // namespace drey
