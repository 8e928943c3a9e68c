// Where a plain piece of a JSON string ends: many bytes at a time where the machine can.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace drey {

// The first quote, backslash, control character or byte outside ASCII; `end` if there is none.
inline const char* FindStringSpecial(const char* next, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i blank = _mm_set1_epi8(' ');
  for (; end - next >= 16; next += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    // Signed comparison: bytes from 0x80 on are less than a blank as well.
    const __m128i special = _mm_or_si128(_mm_cmplt_epi8(bytes, blank),
                                         _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    const int mask = _mm_movemask_epi8(special);
    if (mask != 0) return next + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (next != end && *next != '"' && *next != '\\' && static_cast<unsigned char>(*next) >= 0x20 &&
         static_cast<unsigned char>(*next) < 0x80) {
    ++next;
  }
  return next;
}

// The same, but bytes outside ASCII are plain.
inline const char* FindStringMark(const char* next, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (; end - next >= 16; next += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int mask = _mm_movemask_epi8(_mm_or_si128(control, marks));
    if (mask != 0) return next + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (next != end && *next != '"' && *next != '\\' && static_cast<unsigned char>(*next) >= 0x20) ++next;
  return next;
}

// How many bytes are copied at once, and so may be written behind what counts.
inline constexpr size_t kStringBlock = 16;

// Copies up to what FindStringMark finds, which it returns; moves `out` along.
inline const char* CopyToStringMark(const char* next, const char* end, char*& out) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1F);
  for (; end - next >= 16; next += 16, out += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(next));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int mask = _mm_movemask_epi8(_mm_or_si128(control, marks));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
    if (mask == 0) continue;
    const int plain = std::countr_zero(static_cast<unsigned>(mask));
    out += plain;
    return next + plain;
  }
#endif
  const char* const mark = FindStringMark(next, end);
  const auto size = static_cast<size_t>(mark - next);
  if (size != 0) std::memcpy(out, next, size);
  out += size;
  return mark;
}

}  // namespace drey
