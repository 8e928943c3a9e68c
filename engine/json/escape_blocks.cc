#include "engine/json/escape_blocks.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace drey {

#if defined(__x86_64__)
namespace {

constexpr size_t kLane = 16;

struct alignas(kLane) Spread {
  std::array<int8_t, kLane> from = {};
};

// How eight bytes are spread so that there is room before each one whose bit is set: where each byte comes from; -1 is the room.
constexpr std::array<Spread, 256> MakeSpreads() {
  std::array<Spread, 256> spreads{};
  for (size_t marks = 0; marks < spreads.size(); ++marks) {
    size_t to = 0;
    spreads[marks].from.fill(-1);
    for (size_t byte = 0; byte < 8; ++byte) {
      if ((marks >> byte & 1) != 0) ++to;
      spreads[marks].from[to++] = static_cast<int8_t>(byte);
    }
  }
  return spreads;
}
constexpr std::array<Spread, 256> kSpreads = MakeSpreads();

// Eight bytes, with a backslash before each that is marked.
__attribute__((target("ssse3,popcnt"))) inline char* EscapeHalf(__m128i bytes, unsigned marks, char* out) {
  const __m128i from = _mm_load_si128(reinterpret_cast<const __m128i*>(kSpreads[marks].from.data()));
  const __m128i backslashes = _mm_and_si128(_mm_cmplt_epi8(from, _mm_setzero_si128()), _mm_set1_epi8('\\'));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm_or_si128(_mm_shuffle_epi8(bytes, from), backslashes));
  return out + 8 + std::popcount(marks);
}

// The first `count` bytes of a block, at least one and at most sixteen, and zeros behind them.
__m128i LoadPart(const char* at, size_t count) {
  uint64_t low = 0;
  uint64_t high = 0;
  if (count > 8) {
    std::memcpy(&low, at, 8);
    std::memcpy(&high, at + count - 8, 8);
    high >>= 8 * (kLane - count);
  } else if (count >= 4) {
    uint32_t first = 0;
    uint32_t last = 0;
    std::memcpy(&first, at, 4);
    std::memcpy(&last, at + count - 4, 4);
    low = first | uint64_t{last} << (8 * (count - 4));
  } else {
    const auto byte = [&](size_t i) { return uint64_t{static_cast<unsigned char>(at[i])} << (8 * i); };
    low = byte(0) | byte(count / 2) | byte(count - 1);
  }
  return _mm_set_epi64x(static_cast<int64_t>(high), static_cast<int64_t>(low));
}

__attribute__((target("ssse3,popcnt"))) char* EscapeWithShuffles(const char*& next, const char* end, unsigned char first_suspect,
                                                                 char* out) {
  const __m128i suspect = _mm_set1_epi8(static_cast<char>(first_suspect));
  const __m128i last_control = _mm_set1_epi8(0x1F);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const char* from = next;  // what is written could be `next` itself, as far as the compiler knows
  while (from != end) {
    const auto left = static_cast<size_t>(end - from);
    const size_t count = left < kLane ? left : kLane;
    const __m128i bytes = count < kLane ? LoadPart(from, count) : _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, last_control), bytes);
    const __m128i high = _mm_cmpeq_epi8(_mm_max_epu8(bytes, suspect), bytes);
    const auto others = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(control, high)));
    if ((others & ((1u << count) - 1)) != 0) break;
    const auto marks = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash))));
    if (marks == 0) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
      out += count;
    } else {
      out = EscapeHalf(bytes, marks & 0xFF, out);
      out = EscapeHalf(_mm_srli_si128(bytes, 8), marks >> 8, out) - (kLane - count);
    }
    from += count;
  }
  next = from;
  return out;
}

}  // namespace

char* EscapeBlocks(const char*& next, const char* end, unsigned char first_suspect, char* out) {
  const bool can = __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("popcnt");
  return can ? EscapeWithShuffles(next, end, first_suspect, out) : out;
}
#else
char* EscapeBlocks(const char*&, const char*, unsigned char, char* out) { return out; }
#endif

}  // namespace drey
