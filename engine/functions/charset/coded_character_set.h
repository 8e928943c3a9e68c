// Characters by their codes of one or two bytes: what the charsets of java_charset_tables.inc are made of.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace drey {

// A set as it is told: what differs from the set `base` (none: -1), whose codes are taken `offset` higher.
struct CodedCharacterSetData {
  int base;
  int offset;
  // Runs of [code, count, characters …]; count | 0x4000: one character, the others follow it; count | 0x8000: no characters.
  std::u16string_view runs;
  // [code, unit, unit]: codes that stand for two UTF-16 units.
  std::u16string_view pairs;
  // [unit, code]: units that are written in another code than the first that stands for them; 0: in none.
  std::u16string_view encodings;
  // [unit, unit, code]: pairs that are written in a code which stands for something else.
  std::u16string_view pair_encodings;
};

// The one or two sets of a charset. Immutable, for any thread.
class CodedCharacterSets {
 public:
  static constexpr char16_t kUnmapped = 0xFFFD;

  // The second may be null.
  CodedCharacterSets(const CodedCharacterSetData* first, const CodedCharacterSetData* second);

  // The one or two units of the code of set 0 or 1; empty if there are none.
  std::u16string_view Units(int set, uint32_t code) const;
  bool Has(int set, uint32_t code) const { return !Units(set, code).empty(); }

  // Where a unit, or two, are: the number of the set, 1 or 2, in the upper 16 bits, the code in the lower ones. 0: nowhere.
  uint32_t CodeOf(char16_t unit) const { return codes_[unit]; }
  uint32_t CodeOf(char16_t first, char16_t second) const;

 private:
  struct Pair {
    uint32_t code;  // with the number of the set
    char16_t units[2];
  };

  void Add(int set, const CodedCharacterSetData& data);

  std::vector<char16_t> units_[2];
  std::vector<Pair> by_code_;
  std::vector<Pair> by_units_;
  std::vector<uint32_t> codes_;
};

}  // namespace drey
