// Character classes of Java's regular expressions, which nest and intersect; PCRE2's do neither.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

// No code point.
inline constexpr char32_t kEndOfPattern = 0xFFFFFFFF;

// A code point as PCRE2 reads it literally, inside a class and outside.
void AppendRegexCharacter(std::string& out, char32_t c);

// A set of characters: a union of pieces, perhaps intersected with other sets, perhaps negated.
class CharacterSet {
 public:
  // What may stand between brackets in PCRE2: "a-z", "\\d".
  void AddPiece(std::string_view piece) { pieces_ += piece; }
  void AddSet(CharacterSet set);
  void IntersectWith(CharacterSet set) { intersections_.push_back(std::move(set)); }
  void Negate() { negated_ = !negated_; }
  bool empty() const { return pieces_.empty() && nested_.empty() && intersections_.empty(); }

  // An atom that matches one character of the set.
  std::string ToRegex() const;

 private:
  std::string pieces_;
  std::vector<CharacterSet> nested_;
  std::vector<CharacterSet> intersections_;
  bool negated_ = false;
};

// Reads classes and escapes of one character from a pattern.
class CharacterClassReader {
 public:
  // One character, or a set.
  struct Item {
    bool is_single = true;
    char32_t code_point = 0;
    std::string piece = {};  // between brackets

    std::string AsAtom() const;
  };

  CharacterClassReader(const std::vector<char32_t>& pattern, size_t position) : pattern_(pattern), next_(position) {}

  // Behind '[', up to and with the ']'.
  CharacterSet ReadClass(bool case_insensitive);
  // Behind a backslash.
  Item EscapedItem(bool case_insensitive);

  size_t position() const { return next_; }
  bool ok() const { return failure_.empty(); }
  // The description of Java's error, or the feature that is unsupported.
  const std::string& failure() const { return failure_; }
  int64_t failure_index() const { return failure_index_; }
  bool unsupported() const { return unsupported_; }

 private:
  char32_t At(size_t i) const;
  void Fail(std::string_view description, int64_t index);
  void FailHere(std::string_view description) { Fail(description, static_cast<int64_t>(next_) - 1); }
  void Unsupported(std::string_view feature);

  void ReadRange(CharacterSet& set);
  Item OneItem();
  Item Property(bool negated);
  char32_t Octal();
  char32_t Hexadecimal();
  char32_t Unicode();
  char32_t HexDigits(int count, std::string_view error);

  const std::vector<char32_t>& pattern_;
  size_t next_;
  bool case_insensitive_ = false;
  std::string failure_;
  int64_t failure_index_ = -1;
  bool unsupported_ = false;
};

}  // namespace drey
