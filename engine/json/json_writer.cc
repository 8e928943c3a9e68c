#include "engine/json/json_writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

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

constexpr size_t kBlock = 16;
// What a block becomes at most, every byte an escape of six, and what the writing of a block overhangs.
constexpr size_t kBlockRoom = kBlock * 6 + 2 * kBlock;

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

#if defined(__SSE2__)
// A bit for each byte of the block that needs a look.
unsigned FindSpecials(__m128i bytes, bool for_bytes) {
  const __m128i suspect = _mm_set1_epi8(static_cast<char>(for_bytes ? kFirstSuspect : 0xFF));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(bytes, suspect), bytes);
  const __m128i marks =
      _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, high), marks)));
}

__m128i LoadBlock(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
void StoreBlock(__m128i bytes, char* out) { _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes); }

// The first `count` bytes of a block, at most 16, and zeros behind them.
__m128i LoadPart(const char* at, size_t count) {
  uint64_t low = 0;
  uint64_t high = 0;
  if (count > 8) {
    std::memcpy(&low, at, 8);
    std::memcpy(&high, at + count - 8, 8);
    high >>= 8 * (16 - count);
  } else if (count >= 4) {
    uint32_t first = 0;
    uint32_t last = 0;
    std::memcpy(&first, at, 4);
    std::memcpy(&last, at + count - 4, 4);
    low = first | uint64_t{last} << (8 * (count - 4));
  } else if (count > 0) {
    const size_t middle = count / 2;
    low = Byte(at[0]) | uint64_t{Byte(at[middle])} << (8 * middle) | uint64_t{Byte(at[count - 1])} << (8 * (count - 1));
  }
  return _mm_set_epi64x(static_cast<int64_t>(high), static_cast<int64_t>(low));
}

// Writes what of the text lies in the next block, of which two can be read. Needs kBlockRoom.
char* WriteBlock(const char*& next, const char* end, bool for_bytes, char* out) {
  const __m128i bytes = LoadBlock(next);
  unsigned mask = FindSpecials(bytes, for_bytes);
  const char* const block = next;
  const char* block_end = next + kBlock;
  if (end < block_end) {
    mask &= (1u << (end - next)) - 1;
    block_end = end;
  }
  StoreBlock(bytes, out);
  while (mask != 0) {
    const char* const special = block + std::countr_zero(mask);
    mask &= mask - 1;
    if (special < next) continue;  // inside of the character before
    out += special - next;
    next = special;
    out = WriteSpecial(next, end, out);
    // A character of several bytes may end behind the block, from where two cannot be read.
    if (next >= block_end) return out;
    StoreBlock(LoadBlock(next), out);
  }
  out += block_end - next;
  next = block_end;
  return out;
}

// Fewer than two blocks. Needs twice kBlockRoom.
char* WriteRest(const char* next, const char* end, bool for_bytes, char* out) {
  if (end - next >= static_cast<ptrdiff_t>(kBlock)) {
    const __m128i bytes = LoadBlock(next);
    if (FindSpecials(bytes, for_bytes) == 0) {
      StoreBlock(bytes, out);
      next += kBlock;
      out += kBlock;
    }
  }
  const auto count = static_cast<size_t>(end - next);
  if (count <= kBlock) {
    const __m128i bytes = LoadPart(next, count);
    if ((FindSpecials(bytes, for_bytes) & ((1u << count) - 1)) == 0) {
      StoreBlock(bytes, out);
      return out + count;
    }
  }
  char copy[4 * kBlock];
  std::memcpy(copy, next, count);
  next = copy;
  end = copy + count;
  while (next < end) out = WriteBlock(next, end, for_bytes, out);
  return out;
}
#else
bool NeedsLook(unsigned char byte, bool for_bytes) {
  return byte < 0x20 || byte == '"' || byte == '\\' || (for_bytes && byte >= kFirstSuspect);
}

char* WriteBlock(const char*& next, const char* end, bool for_bytes, char* out) {
  const char* const block_end = end - next < static_cast<ptrdiff_t>(kBlock) ? end : next + kBlock;
  while (next < block_end) {
    if (NeedsLook(Byte(*next), for_bytes)) {
      out = WriteSpecial(next, end, out);
    } else {
      *out++ = *next++;
    }
  }
  return out;
}

char* WriteRest(const char* next, const char* end, bool for_bytes, char* out) {
  while (next < end) out = WriteBlock(next, end, for_bytes, out);
  return out;
}
#endif

// Most strings are short and plain.
bool WriteShortString([[maybe_unused]] std::string_view text, [[maybe_unused]] bool for_bytes, [[maybe_unused]] TextFiller& out) {
#if defined(__SSE2__)
  if (text.size() > kBlock) return false;
  char* const to = out.Room(kBlockRoom);
  const __m128i bytes = LoadPart(text.data(), text.size());
  if ((FindSpecials(bytes, for_bytes) & ((1u << text.size()) - 1)) != 0) return false;
  *to = '"';
  StoreBlock(bytes, to + 1);
  to[1 + text.size()] = '"';
  out.MoveTo(to + text.size() + 2);
  return true;
#else
  return false;
#endif
}

}  // namespace

void WriteJsonString(std::string_view text, JsonGenerator generator, TextFiller& out) {
  const bool for_bytes = generator == JsonGenerator::kBytes;
  if (WriteShortString(text, for_bytes, out)) return;
  const char* next = text.data();
  const char* const end = next + text.size();
  char* to = out.Room(kBlockRoom);
  *to++ = '"';
  while (end - next >= static_cast<ptrdiff_t>(2 * kBlock)) {
    out.MoveTo(to);
    to = WriteBlock(next, end, for_bytes, out.Room(kBlockRoom));
  }
  out.MoveTo(to);
  to = WriteRest(next, end, for_bytes, out.Room(2 * kBlockRoom));
  *to++ = '"';
  out.MoveTo(to);
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
