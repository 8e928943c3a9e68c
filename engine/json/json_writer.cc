#include "engine/json/json_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/base/utf8.h"
#include "engine/types/java_floating_point.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace drey {
namespace {

unsigned char Byte(char c) { return static_cast<unsigned char>(c); }

// The first byte from which every character may need an escape of the byte generator: ED starts surrogates, F0 … the characters
// beyond U+FFFF.
constexpr unsigned char kFirstSuspect = 0xED;

bool NeedsLook(unsigned char byte, bool for_bytes) {
  return byte < 0x20 || byte == '"' || byte == '\\' || (for_bytes && byte >= kFirstSuspect);
}

// The most that one character becomes: a pair of surrogates, "\uD83C\uDF55".
constexpr size_t kLongestEscape = 12;
constexpr size_t kBlock = 16;

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
char ShortEscape(unsigned char c) {
  switch (c) {
    case '"':
    case '\\':
      return static_cast<char>(c);
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

char* WriteEscape(unsigned char c, char* out) {
  const char letter = ShortEscape(c);
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

#if defined(__SSE2__)
// Copies a block and tells which of its bytes need a look.
unsigned CopyBlock(const char* next, bool for_bytes, char* out) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
  const __m128i suspect = _mm_set1_epi8(static_cast<char>(for_bytes ? kFirstSuspect : 0xFF));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(bytes, suspect), bytes);
  const __m128i marks =
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, high), marks)));
}
#endif

}  // namespace

void AppendJsonString(std::string_view text, JsonGenerator generator, std::string& out) {
  const bool for_bytes = generator == JsonGenerator::kBytes;
  const char* next = text.data();
  const char* const end = next + text.size();
  size_t used = out.size();
  // Room for text with few escapes; each step below makes sure of what it needs.
  out.resize(used + text.size() + text.size() / 4 + 2 + 2 * kBlock);
  char* to = out.data() + used;
  const auto need = [&](size_t bytes) {
    used = static_cast<size_t>(to - out.data());
    if (out.size() - used >= bytes) return;
    out.resize(out.size() + out.size() / 2 + bytes);
    to = out.data() + used;
  };
  *to++ = '"';
#if defined(__SSE2__)
  while (end - next >= static_cast<ptrdiff_t>(kBlock)) {
    need(kBlock + kLongestEscape);
    unsigned mask = CopyBlock(next, for_bytes, to);
    const auto plain = mask == 0 ? kBlock : static_cast<size_t>(std::countr_zero(mask));
    next += plain;
    to += plain;
    if (mask != 0) to = WriteSpecial(next, end, to);
  }
#endif
  while (next != end) {
    need(kLongestEscape);
    if (NeedsLook(Byte(*next), for_bytes)) {
      to = WriteSpecial(next, end, to);
    } else {
      *to++ = *next++;
    }
  }
  need(1);
  *to++ = '"';
  out.resize(static_cast<size_t>(to - out.data()));
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
