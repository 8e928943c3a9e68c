#include "engine/functions/encoding/base64.h"

#include <array>
#include <cstdint>
#include <cstdlib>

#include "engine/base/text.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace drey {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint32_t kNotInAlphabet = 0x80000000u;

using ShiftedTable = std::array<uint32_t, 256>;

// The six bits of each letter at their place in the unit; the sign bit marks everything else.
constexpr ShiftedTable MakeTable(int shift) {
  ShiftedTable table{};
  table.fill(kNotInAlphabet);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint32_t>(i) << shift;
  }
  return table;
}

constexpr ShiftedTable kFirst = MakeTable(18);
constexpr ShiftedTable kSecond = MakeTable(12);
constexpr ShiftedTable kThird = MakeTable(6);
constexpr ShiftedTable kFourth = MakeTable(0);

void PutUnit(uint32_t bits, char* out) {
  out[0] = static_cast<char>(bits >> 16);
  out[1] = static_cast<char>(bits >> 8);
  out[2] = static_cast<char>(bits);
}

#if defined(__x86_64__)
// Decodes 32 letters at a time while there are 48, and returns how many; stops before a block with anything else in it. Every step writes
// 32 bytes of which 24 count, so what follows must have room. After W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding
// Using AVX2 Instructions" (2018): two table look-ups by half bytes tell letters from the rest, a third one how far a letter is
// from its value.
__attribute__((target("avx2"))) size_t DecodeBlocks(std::string_view encoded, char* out) {
  const __m256i low_classes =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A));
  const __m256i high_classes =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10));
  const __m256i distances = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i order = _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7);
  const __m256i slash = _mm256_set1_epi8('/');
  size_t position = 0;
  for (; position + 48 <= encoded.size(); position += 32, out += 24) {
    const __m256i letters = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(encoded.data() + position));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi32(letters, 4), slash);
    const __m256i low = _mm256_and_si256(letters, slash);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(low_classes, low), _mm256_shuffle_epi8(high_classes, high))) break;
    const __m256i distance = _mm256_shuffle_epi8(distances, _mm256_add_epi8(_mm256_cmpeq_epi8(letters, slash), high));
    const __m256i values = _mm256_add_epi8(letters, distance);
    const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
    const __m256i units = _mm256_shuffle_epi8(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000)), order);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_permutevar8x32_epi32(units, lanes));
  }
  return position;
}

bool HasBlocks() { return __builtin_cpu_supports("avx2"); }
#else
size_t DecodeBlocks(std::string_view, char*) { return 0; }

bool HasBlocks() { return false; }
#endif

DecodedBase64 Failed(std::string message) { return {.size = 0, .error = std::move(message)}; }

DecodedBase64 IllegalCharacter(char c) {
  const int value = static_cast<int8_t>(c);
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto magnitude = static_cast<size_t>(std::abs(value));
  std::string message = "Illegal base64 character ";
  if (value < 0) message.push_back('-');
  if (magnitude >= 16) message.push_back(kDigits[magnitude / 16]);
  message.push_back(kDigits[magnitude % 16]);
  return Failed(std::move(message));
}

// Decodes what is left behind the whole units: at most one unit and its padding, or something illegal.
DecodedBase64 DecodeEnd(std::string_view encoded, size_t position, char* out, size_t written) {
  uint32_t bits = 0;
  int shift = 18;
  while (position < encoded.size()) {
    const char c = encoded[position++];
    if (c == '=') {
      const bool second_padding_missing =
          shift == 6 && (position == encoded.size() || encoded[position++] != '=');
      if (second_padding_missing || shift == 18) return Failed("Input byte array has wrong 4-byte ending unit");
      break;
    }
    const uint32_t value = kFourth[static_cast<uint8_t>(c)];
    if (value == kNotInAlphabet) return IllegalCharacter(c);
    bits |= value << shift;
    shift -= 6;  // never below 0: a unit of four letters was decoded before
  }
  if (shift == 12) return Failed("Last unit does not have enough valid bits");
  if (shift == 6 || shift == 0) out[written++] = static_cast<char>(bits >> 16);
  if (shift == 0) out[written++] = static_cast<char>(bits >> 8);
  if (position < encoded.size()) {
    return Failed(Concat("Input byte array has incorrect ending byte at ", position));
  }
  return {.size = written};
}

}  // namespace

DecodedBase64 DecodeBase64(std::string_view encoded, char* out) {
  if (encoded.empty()) return {};
  if (encoded.size() < 2) return Failed("Input byte[] should at least have 2 bytes for base64 bytes");
  const auto* in = reinterpret_cast<const uint8_t*>(encoded.data());
  size_t position = HasBlocks() ? DecodeBlocks(encoded, out) : 0;
  size_t written = position / 4 * 3;
  for (; position + 4 <= encoded.size(); position += 4, written += 3) {
    const uint32_t bits = kFirst[in[position]] | kSecond[in[position + 1]] | kThird[in[position + 2]] |
                          kFourth[in[position + 3]];
    if (bits & kNotInAlphabet) break;
    PutUnit(bits, out + written);
  }
  return DecodeEnd(encoded, position, out, written);
}

void EncodeBase64(std::string_view bytes, char* out) {
  const auto* in = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t position = 0;
  for (; position + 3 <= bytes.size(); position += 3, out += 4) {
    const uint32_t bits = uint32_t{in[position]} << 16 | uint32_t{in[position + 1]} << 8 | in[position + 2];
    out[0] = kAlphabet[bits >> 18];
    out[1] = kAlphabet[bits >> 12 & 63];
    out[2] = kAlphabet[bits >> 6 & 63];
    out[3] = kAlphabet[bits & 63];
  }
  const size_t rest = bytes.size() - position;
  if (rest == 0) return;
  const uint32_t bits = uint32_t{in[position]} << 16 | (rest == 2 ? uint32_t{in[position + 1]} << 8 : 0);
  out[0] = kAlphabet[bits >> 18];
  out[1] = kAlphabet[bits >> 12 & 63];
  out[2] = rest == 2 ? kAlphabet[bits >> 6 & 63] : '=';
  out[3] = '=';
}

}  // namespace drey
