#include "engine/json/json_writer.h"

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

const char* FindSpecial(const char* next, const char* end, bool for_bytes) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  const __m128i suspect = _mm_set1_epi8(static_cast<char>(for_bytes ? kFirstSuspect : 0xFF));
  for (; end - next >= 16; next += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(bytes, suspect), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int mask = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, high), marks));
    if (mask != 0) return next + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (next != end && !NeedsLook(Byte(*next), for_bytes)) ++next;
  return next;
}

void AppendUnicodeEscape(char32_t unit, std::string& out) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const char escape[] = {'\\',
                         'u',
                         kDigits[(unit >> 12) & 0xF],
                         kDigits[(unit >> 8) & 0xF],
                         kDigits[(unit >> 4) & 0xF],
                         kDigits[unit & 0xF]};
  out.append(escape, sizeof(escape));
}

void AppendEscape(unsigned char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      AppendUnicodeEscape(c, out);
  }
}

// A character that starts with a suspect byte; returns its end.
const char* AppendSuspect(const char* at, const char* end, std::string& out) {
  size_t length = 0;
  const char32_t c = NextCodePoint({at, static_cast<size_t>(end - at)}, length);
  if (c >= 0x10000) {
    AppendUnicodeEscape(0xD800 + ((c - 0x10000) >> 10), out);
    AppendUnicodeEscape(0xDC00 + (c & 0x3FF), out);
  } else if (IsSurrogate(c)) {
    AppendUnicodeEscape(c, out);
  } else {
    out.append(at, length);
  }
  return at + length;
}

}  // namespace

void AppendJsonString(std::string_view text, JsonGenerator generator, std::string& out) {
  const bool for_bytes = generator == JsonGenerator::kBytes;
  const char* next = text.data();
  const char* const end = next + text.size();
  out.push_back('"');
  while (true) {
    const char* special = FindSpecial(next, end, for_bytes);
    out.append(next, special);
    if (special == end) break;
    if (Byte(*special) >= kFirstSuspect) {
      next = AppendSuspect(special, end, out);
    } else {
      AppendEscape(Byte(*special), out);
      next = special + 1;
    }
  }
  out.push_back('"');
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
