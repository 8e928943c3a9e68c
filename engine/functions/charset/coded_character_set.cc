#include "engine/functions/charset/coded_character_set.h"

#include <algorithm>
#include <numeric>

#include "engine/functions/charset/java_charset_tables.h"

namespace drey {
namespace {

constexpr size_t kCodes = 0x10000;
constexpr char16_t kFollowing = 0x4000;
constexpr char16_t kRemoved = 0x8000;
constexpr char16_t kCount = 0x3FFF;

// Codes with an offset are those whose upper bits say that they are of the set that was moved.
std::vector<char16_t> Moved(const std::vector<char16_t>& base, int offset) {
  if (offset == 0) return base;
  std::vector<char16_t> moved(kCodes, CodedCharacterSets::kUnmapped);
  const size_t high_bits = offset > 0 ? 0x8080 : 0;
  for (size_t code = 0; code < kCodes; ++code) {
    if ((code & 0x8080) == high_bits) moved[code] = base[static_cast<size_t>(static_cast<int>(code) - offset) % kCodes];
  }
  return moved;
}

std::vector<char16_t> UnitsOf(const CodedCharacterSetData& data) {
  const CodedCharacterSetData* const base = CharacterSetData(data.base);
  std::vector<char16_t> units =
      base == nullptr ? std::vector<char16_t>(kCodes, CodedCharacterSets::kUnmapped) : Moved(UnitsOf(*base), data.offset);
  const std::u16string_view runs = data.runs;
  for (size_t i = 0; i + 1 < runs.size();) {
    const auto begin = units.begin() + runs[i];
    const char16_t kind = runs[i + 1] & static_cast<char16_t>(~kCount);
    const size_t count = runs[i + 1] & kCount;
    i += 2;
    if (kind == kRemoved) {
      std::fill_n(begin, count, CodedCharacterSets::kUnmapped);
    } else if (kind == kFollowing) {
      std::iota(begin, begin + static_cast<std::ptrdiff_t>(count), runs[i++]);
    } else {
      std::copy_n(runs.begin() + static_cast<std::ptrdiff_t>(i), count, begin);
      i += count;
    }
  }
  return units;
}

}  // namespace

CodedCharacterSets::CodedCharacterSets(const CodedCharacterSetData* first, const CodedCharacterSetData* second) : codes_(kCodes) {
  if (first != nullptr) Add(0, *first);
  if (second != nullptr) Add(1, *second);
  std::sort(by_units_.begin(), by_units_.end(),
            [](const Pair& a, const Pair& b) { return std::ranges::lexicographical_compare(a.units, b.units); });
}

void CodedCharacterSets::Add(int set, const CodedCharacterSetData& data) {
  const uint32_t number = static_cast<uint32_t>(set + 1) << 16;
  units_[set] = UnitsOf(data);
  for (uint32_t code = 0; code < kCodes; ++code) {
    const char16_t unit = units_[set][code];
    if (unit != kUnmapped && codes_[unit] == 0) codes_[unit] = number | code;
  }
  for (size_t i = 0; i + 2 < data.pairs.size(); i += 3) {
    by_code_.push_back({number | data.pairs[i], {data.pairs[i + 1], data.pairs[i + 2]}});
    by_units_.push_back(by_code_.back());
  }
  for (size_t i = 0; i + 2 < data.pair_encodings.size(); i += 3) {
    by_units_.push_back({number | data.pair_encodings[i + 2], {data.pair_encodings[i], data.pair_encodings[i + 1]}});
  }
  for (size_t i = 0; i + 1 < data.encodings.size(); i += 2) {
    const char16_t code = data.encodings[i + 1];
    codes_[data.encodings[i]] = code == 0 ? 0 : number | code;
  }
}

std::u16string_view CodedCharacterSets::Units(int set, uint32_t code) const {
  if (units_[set].empty() || code >= kCodes) return {};
  const char16_t& unit = units_[set][code];
  if (unit != kUnmapped) return {&unit, 1};
  const uint32_t wanted = static_cast<uint32_t>(set + 1) << 16 | code;
  const auto found = std::lower_bound(by_code_.begin(), by_code_.end(), wanted,
                                      [](const Pair& pair, uint32_t wanted_code) { return pair.code < wanted_code; });
  return found == by_code_.end() || found->code != wanted ? std::u16string_view() : std::u16string_view(found->units, 2);
}

uint32_t CodedCharacterSets::CodeOf(char16_t first, char16_t second) const {
  const char16_t wanted[2] = {first, second};
  const auto found = std::lower_bound(by_units_.begin(), by_units_.end(), wanted, [](const Pair& pair, const char16_t(&units)[2]) {
    return std::ranges::lexicographical_compare(pair.units, units);
  });
  return found == by_units_.end() || !std::ranges::equal(found->units, wanted) ? 0 : found->code;
}

}  // namespace drey
