#include "engine/base/utf8.h"

#include "engine/base/text.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace drey {
namespace {

bool IsContinuation(char c) { return (Byte(c) & 0xC0) == 0x80; }

// How many bytes one U+FFFD replaces at `bytes`, where no well-formed character starts. Java looks at a truncated character at the
// end differently: it swallows all that is left unless the second byte already cannot follow.
size_t MalformedLength(const char* bytes, const char* end) {
  const unsigned char first = Byte(bytes[0]);
  const size_t left = static_cast<size_t>(end - bytes);
  if ((first & 0xF0) == 0xE0) {
    if (left == 1) return 1;
    const bool second_is_wrong = (first == 0xE0 && (Byte(bytes[1]) & 0xE0) == 0x80) || !IsContinuation(bytes[1]);
    if (second_is_wrong) return 1;
    if (left == 2) return 2;
    return IsContinuation(bytes[2]) ? 3 : 2;
  }
  if ((first & 0xF8) == 0xF0) {
    if (first > 0xF4 || left == 1) return 1;
    const unsigned char second = Byte(bytes[1]);
    const bool second_is_wrong = (first == 0xF0 && (second < 0x90 || second > 0xBF)) ||
                                 (first == 0xF4 && (second & 0xF0) != 0x80) || !IsContinuation(bytes[1]);
    if (second_is_wrong) return 1;
    if (left == 2 || !IsContinuation(bytes[2])) return 2;
    return 3;
  }
  return 1;
}

const char* SkipAscii(const char* bytes, const char* end) {
#if defined(__SSE2__)
  const auto load = [](const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); };
  for (; end - bytes >= 64; bytes += 64) {
    const __m128i left = _mm_or_si128(load(bytes), load(bytes + 16));
    const __m128i right = _mm_or_si128(load(bytes + 32), load(bytes + 48));
    if (_mm_movemask_epi8(_mm_or_si128(left, right)) != 0) break;
  }
  for (; end - bytes >= 16; bytes += 16) {
    const int mask = _mm_movemask_epi8(load(bytes));
    if (mask != 0) return bytes + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (end - bytes >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    if (word & 0x8080808080808080u) break;
    bytes += 8;
  }
  while (bytes != end && Byte(*bytes) < 0x80) ++bytes;
  return bytes;
}

// The first place where no well-formed character starts, or end.
const char* FindMalformed(const char* bytes, const char* end) {
  while (true) {
    bytes = SkipAscii(bytes, end);
    if (bytes == end) return end;
    const size_t length = WellFormedLength(bytes, end);
    if (length == 0) return bytes;
    bytes += length;
  }
}

}  // namespace

char* EncodeCodePoint(char32_t code_point, char* out) {
  if (code_point < 0x80) {
    *out++ = static_cast<char>(code_point);
    return out;
  }
  if (code_point < 0x800) {
    *out++ = static_cast<char>(0xC0 | (code_point >> 6));
  } else {
    if (code_point < 0x10000) {
      *out++ = static_cast<char>(0xE0 | (code_point >> 12));
    } else {
      *out++ = static_cast<char>(0xF0 | (code_point >> 18));
      *out++ = static_cast<char>(0x80 | ((code_point >> 12) & 0x3F));
    }
    *out++ = static_cast<char>(0x80 | ((code_point >> 6) & 0x3F));
  }
  *out++ = static_cast<char>(0x80 | (code_point & 0x3F));
  return out;
}

void AppendCodePoint(std::string& out, char32_t code_point) {
  char bytes[4];
  out.append(bytes, EncodeCodePoint(code_point, bytes));
}

char32_t NextCodePoint(std::string_view text, size_t& position) {
  const unsigned char first = Byte(text[position]);
  const size_t length = std::min(Utf8Length(first), text.size() - position);
  char32_t code_point = first;
  if (length == 2) code_point = first & 0x1F;
  if (length == 3) code_point = first & 0x0F;
  if (length == 4) code_point = first & 0x07;
  for (size_t i = 1; i < length; ++i) code_point = (code_point << 6) | (Byte(text[position + i]) & 0x3F);
  position += length;
  return code_point;
}

size_t WellFormedLength(const char* bytes, const char* end) {
  const unsigned char first = Byte(bytes[0]);
  if (first < 0x80) return 1;
  const size_t left = static_cast<size_t>(end - bytes);
  if (first < 0xC2 || first > 0xF4) return 0;
  if (first < 0xE0) return left >= 2 && IsContinuation(bytes[1]) ? 2 : 0;
  if (left < 2) return 0;
  const unsigned char second = Byte(bytes[1]);
  if (first < 0xF0) {
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    return left >= 3 && IsContinuation(bytes[1]) && IsContinuation(bytes[2]) ? 3 : 0;
  }
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  const bool whole = left >= 4 && IsContinuation(bytes[1]) && IsContinuation(bytes[2]) && IsContinuation(bytes[3]);
  return whole ? 4 : 0;
}

bool IsAscii(std::string_view bytes) {
  const char* end = bytes.data() + bytes.size();
  return SkipAscii(bytes.data(), end) == end;
}

bool IsWellFormedUtf8(std::string_view bytes) {
  const char* end = bytes.data() + bytes.size();
  return FindMalformed(bytes.data(), end) == end;
}

void AppendReplacingMalformed(std::string& out, std::string_view bytes) {
  const char* next = bytes.data();
  const char* end = next + bytes.size();
  while (true) {
    const char* malformed = FindMalformed(next, end);
    out.append(next, malformed);
    if (malformed == end) return;
    out += kReplacementCharacter;
    next = malformed + MalformedLength(malformed, end);
  }
}

std::string_view ReplaceMalformed(std::string_view bytes, Arena& arena) {
  if (IsWellFormedUtf8(bytes)) return bytes;
  std::string replaced;
  AppendReplacingMalformed(replaced, bytes);
  return arena.Copy(replaced);
}

size_t Utf16Length(std::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    if (!IsContinuation(c)) ++units;
    if (Byte(c) >= 0xF0) ++units;
  }
  return units;
}

std::string Utf16Prefix(std::string_view text, size_t units) {
  std::string prefix;
  size_t position = 0;
  while (position < text.size() && units > 0) {
    char32_t c = NextCodePoint(text, position);
    if (c >= 0x10000 && units == 1) c = 0xD800 + ((c - 0x10000) >> 10);
    units -= c >= 0x10000 ? 2 : 1;
    AppendCodePoint(prefix, c);
  }
  return prefix;
}

void Utf16Collector::Add(char32_t unit) {
  if (after_high_ && IsLowSurrogate(unit)) {
    size_t start = out_.size() - 3;
    const size_t high_start = start;
    const char32_t high = NextCodePoint(out_, start);
    out_.resize(high_start);
    AppendCodePoint(out_, CombineSurrogates(high, unit));
    after_high_ = false;
    return;
  }
  AppendCodePoint(out_, unit);
  after_high_ = IsHighSurrogate(unit);
}

std::u16string ToUtf16(std::string_view text) {
  std::u16string units;
  units.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const char32_t code_point = NextCodePoint(text, i);
    if (code_point < 0x10000) {
      units.push_back(static_cast<char16_t>(code_point));
    } else {
      units.push_back(static_cast<char16_t>(0xD800 + ((code_point - 0x10000) >> 10)));
      units.push_back(static_cast<char16_t>(0xDC00 + (code_point & 0x3FF)));
    }
  }
  return units;
}

std::string ToUtf8(std::u16string_view units) {
  std::string bytes;
  Utf16Collector collector(bytes);
  for (const char16_t unit : units) collector.Add(unit);
  return bytes;
}

std::string_view EncodeJavaText(std::string_view text, Arena& arena) {
  const char* next = text.data();
  const char* end = next + text.size();
  const char* surrogate = FindMalformed(next, end);
  if (surrogate == end) return text;
  char* const start = arena.Allocate(text.size());
  char* out = start;
  while (true) {
    out = std::copy(next, surrogate, out);
    if (surrogate == end) break;
    *out++ = '?';
    next = surrogate + std::min<ptrdiff_t>(3, end - surrogate);
    surrogate = FindMalformed(next, end);
  }
  const size_t size = static_cast<size_t>(out - start);
  arena.ShrinkLast(start, size);
  return {start, size};
}

}  // namespace drey
