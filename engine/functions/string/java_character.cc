#include "engine/functions/string/java_character.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "engine/base/utf8.h"

namespace drey {
namespace {

// Every `stride`-th code point from first to last maps to itself plus delta.
struct CaseRange {
  char32_t first;
  char32_t last;
  char32_t stride;
  int32_t delta;
};

// A code point whose mapping is not one code point.
struct SpecialCase {
  char32_t code_point;
  std::string_view mapped;
};

struct CodePointRange {
  char32_t first;
  char32_t last;
};

#include "engine/functions/string/java_character_tables.inc"

constexpr char32_t kCapitalSigma = 0x3A3;
constexpr std::string_view kFinalSigma = "\xCF\x82";

template <typename Range, size_t kSize>
const Range* FindRange(const Range (&ranges)[kSize], char32_t code_point) {
  const Range* const found = std::lower_bound(std::begin(ranges), std::end(ranges), code_point,
                                              [](const Range& range, char32_t c) { return range.last < c; });
  return found != std::end(ranges) && found->first <= code_point ? found : nullptr;
}

template <size_t kSize>
char32_t MapSimply(const CaseRange (&ranges)[kSize], char32_t code_point) {
  const CaseRange* const range = FindRange(ranges, code_point);
  if (range == nullptr || (code_point - range->first) % range->stride != 0) return code_point;
  return static_cast<char32_t>(static_cast<int32_t>(code_point) + range->delta);
}

template <size_t kSize>
const SpecialCase* FindSpecial(const SpecialCase (&specials)[kSize], char32_t code_point) {
  const SpecialCase* const found =
      std::lower_bound(std::begin(specials), std::end(specials), code_point,
                       [](const SpecialCase& special, char32_t c) { return special.code_point < c; });
  return found != std::end(specials) && found->code_point == code_point ? found : nullptr;
}

bool IsCased(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return FindRange(kCasedRanges, c) != nullptr;
}

// Whether a capital sigma at text[begin, end) ends a word: a cased letter before it, none behind it.
bool IsFinalSigma(std::string_view text, size_t begin, size_t end) {
  bool cased_before = false;
  for (size_t i = begin; i > 0;) {
    do --i;
    while (i > 0 && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    size_t at = i;
    const char32_t c = NextCodePoint(text, at);
    if (IsCased(c)) {
      cased_before = true;
      break;
    }
    if (!IsJavaLetter(c)) break;
  }
  if (!cased_before) return false;
  while (end < text.size()) {
    const char32_t c = NextCodePoint(text, end);
    if (IsCased(c)) return false;
    if (!IsJavaLetter(c)) break;
  }
  return true;
}

std::string_view MapAscii(std::string_view text, Arena& arena, char first, char last) {
  char* const out = arena.Allocate(text.size());
  std::transform(text.begin(), text.end(), out,
                 [&](char c) { return c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c; });
  return {out, text.size()};
}

}  // namespace

bool IsJavaLetter(char32_t code_point) {
  if (code_point < 0x80) return (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
  return FindRange(kLetterRanges, code_point) != nullptr;
}

std::string_view JavaToUpper(std::string_view text, Arena& arena) {
  if (IsAscii(text)) return MapAscii(text, arena, 'a', 'z');
  std::string upper;
  upper.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCodePoint(text, i);
    if (c < 0x80) {
      upper.push_back(static_cast<char>(c >= 'a' && c <= 'z' ? c - 0x20 : c));
    } else if (const SpecialCase* special = FindSpecial(kUpperSpecials, c)) {
      upper.append(special->mapped);
    } else {
      AppendCodePoint(upper, MapSimply(kUpperRanges, c));
    }
  }
  return arena.Copy(upper);
}

std::string_view JavaToLower(std::string_view text, Arena& arena) {
  if (IsAscii(text)) return MapAscii(text, arena, 'A', 'Z');
  std::string lower;
  lower.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    const char32_t c = NextCodePoint(text, i);
    if (c < 0x80) {
      lower.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 0x20 : c));
    } else if (c == kCapitalSigma && IsFinalSigma(text, begin, i)) {
      lower.append(kFinalSigma);
    } else if (const SpecialCase* special = FindSpecial(kLowerSpecials, c)) {
      lower.append(special->mapped);
    } else {
      AppendCodePoint(lower, MapSimply(kLowerRanges, c));
    }
  }
  return arena.Copy(lower);
}

}  // namespace drey
