#include "engine/functions/regex/character_class.h"

#include <algorithm>
#include <iterator>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {


struct NamedClass {
  std::string_view name;
  std::string_view piece;
  std::string_view negated;
};

// Names behind \p that are no general category. Java's POSIX classes are ASCII only, as PCRE2's [:…:] are.
constexpr NamedClass kNamedClasses[] = {
    {"Lower", "[:lower:]", "[:^lower:]"},
    {"Upper", "[:upper:]", "[:^upper:]"},
    {"ASCII", R"(\x00-\x7F)", R"(\x{80}-\x{10FFFF})"},
    {"Alpha", "[:alpha:]", "[:^alpha:]"},
    {"Digit", "0-9", "[:^digit:]"},
    {"Alnum", "[:alnum:]", "[:^alnum:]"},
    {"Punct", "[:punct:]", "[:^punct:]"},
    {"Graph", "[:graph:]", "[:^graph:]"},
    {"Print", "[:print:]", "[:^print:]"},
    {"Blank", R"( \t)", "[:^blank:]"},
    {"Cntrl", "[:cntrl:]", "[:^cntrl:]"},
    {"XDigit", "[:xdigit:]", "[:^xdigit:]"},
    {"Space", R"(\s)", R"(\S)"},
    {"L1", R"(\x{0}-\x{FF})", R"(\x{100}-\x{10FFFF})"},
    {"LC", R"(\p{L&})", R"(\P{L&})"},
    {"IsAlphabetic", R"(\p{Alphabetic})", R"(\P{Alphabetic})"},
    {"IsIdeographic", R"(\p{Ideographic})", R"(\P{Ideographic})"},
    {"IsLetter", R"(\p{L})", R"(\P{L})"},
    {"IsLowercase", R"(\p{Lowercase})", R"(\P{Lowercase})"},
    {"IsUppercase", R"(\p{Uppercase})", R"(\P{Uppercase})"},
    {"IsTitlecase", R"(\p{Lt})", R"(\P{Lt})"},
    {"IsWhite_Space", R"(\p{White_Space})", R"(\P{White_Space})"},
    {"IsControl", R"(\p{Cc})", R"(\P{Cc})"},
    {"IsHex_Digit", R"(\p{Hex_Digit})", R"(\P{Hex_Digit})"},
    {"IsDigit", R"(\p{Nd})", R"(\P{Nd})"},
    {"IsPunctuation", R"(\p{P})", R"(\P{P})"},
    {"javaLetter", R"(\p{L})", R"(\P{L})"},
    {"javaDigit", R"(\p{Nd})", R"(\P{Nd})"},
    {"javaTitleCase", R"(\p{Lt})", R"(\P{Lt})"},
    {"javaISOControl", R"(\p{Cc})", R"(\P{Cc})"},
    {"javaAlphabetic", R"(\p{Alphabetic})", R"(\P{Alphabetic})"},
    {"javaLowerCase", R"(\p{Lowercase})", R"(\P{Lowercase})"},
    {"javaUpperCase", R"(\p{Uppercase})", R"(\P{Uppercase})"},
};

constexpr std::string_view kCategories[] = {"L",  "Lu", "Ll", "Lt", "Lm", "Lo", "M",  "Mn", "Mc", "Me", "N",  "Nd", "Nl",
                                            "No", "P",  "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S",  "Sm", "Sc", "Sk",
                                            "So", "Z",  "Zs", "Zl", "Zp", "C",  "Cc", "Cf", "Cs", "Co", "Cn"};

// Scripts that Java writes as \p{IsLatin}; PCRE2 knows them by the same name.
constexpr std::string_view kScripts[] = {
    "Arabic",     "Armenian", "Bengali", "Bopomofo",  "Braille", "Cherokee", "Common",   "Coptic", "Cyrillic",  "Devanagari",
    "Ethiopic",   "Georgian", "Gothic",  "Greek",     "Gujarati", "Gurmukhi", "Han",     "Hangul", "Hebrew",    "Hiragana",
    "Inherited",  "Kannada",  "Katakana", "Khmer",    "Lao",     "Latin",    "Malayalam", "Mongolian", "Myanmar", "Ogham",
    "Oriya",      "Runic",    "Sinhala", "Syriac",    "Tamil",   "Telugu",   "Thaana",   "Thai",   "Tibetan",   "Yi"};

template <size_t kSize>
bool Contains(const std::string_view (&names)[kSize], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

CharacterClassReader::Item Single(char32_t c) { return {.is_single = true, .code_point = c}; }
CharacterClassReader::Item Set(std::string_view piece) {
  return {.is_single = false, .code_point = 0, .piece = std::string(piece)};
}

}  // namespace

void AppendRegexCharacter(std::string& out, char32_t c) {
  const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c < 0x20 || c == 0x7F) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    Append(out, "\\x{", kDigits[c >> 4], kDigits[c & 0xF], "}");
    return;
  }
  if (c < 0x80 && !is_word) out += '\\';
  AppendCodePoint(out, c);
}

void CharacterSet::AddSet(CharacterSet set) {
  const bool is_plain = !set.negated_ && set.intersections_.empty();
  if (!is_plain) {
    nested_.push_back(std::move(set));
    return;
  }
  pieces_ += set.pieces_;
  for (CharacterSet& inner : set.nested_) nested_.push_back(std::move(inner));
}

std::string CharacterSet::ToRegex() const {
  if (nested_.empty() && intersections_.empty()) {
    if (pieces_.empty()) return negated_ ? "(?s:.)" : "(?!)";
    return Concat(negated_ ? "[^" : "[", pieces_, "]");
  }
  std::string any = "(?:";
  std::string_view separator;
  if (!pieces_.empty()) {
    Append(any, "[", pieces_, "]");
    separator = "|";
  }
  for (const CharacterSet& set : nested_) {
    Append(any, separator, set.ToRegex());
    separator = "|";
  }
  any += ")";
  // Every intersected set looks ahead at the same character.
  std::string all;
  for (const CharacterSet& set : intersections_) Append(all, "(?=", set.ToRegex(), ")");
  const bool has_union = !pieces_.empty() || !nested_.empty();
  all += has_union ? any : std::string("(?s:.)");
  return negated_ ? Concat("(?:(?!", all, ")(?s:.))") : Concat("(?:", all, ")");
}

std::string CharacterClassReader::Item::AsAtom() const { return Concat("[", piece, "]"); }

char32_t CharacterClassReader::At(size_t i) const { return i < pattern_.size() ? pattern_[i] : kEndOfPattern; }

void CharacterClassReader::Fail(std::string_view description, int64_t index) {
  if (!ok()) return;
  failure_ = description;
  failure_index_ = index;
}

void CharacterClassReader::Unsupported(std::string_view feature) {
  if (!ok()) return;
  failure_ = feature;
  unsupported_ = true;
}

CharacterSet CharacterClassReader::ReadClass(bool case_insensitive) {
  case_insensitive_ = case_insensitive;
  CharacterSet set;
  bool negated = false;
  if (At(next_) == '^') {
    negated = true;
    ++next_;
  }
  bool has_items = false;
  CharacterSet result;
  bool has_intersection = false;
  while (ok()) {
    const char32_t c = At(next_);
    if (c == kEndOfPattern) {
      Fail("Unclosed character class", static_cast<int64_t>(pattern_.size()) - 1);
      break;
    }
    if (c == '[') {
      ++next_;
      set.AddSet(ReadClass(case_insensitive));
      has_items = true;
    } else if (c == '&' && At(next_ + 1) == '&') {
      next_ += 2;
      while (At(next_) == '&') ++next_;
      if (has_items || !set.empty()) {
        result.IntersectWith(std::move(set));
        has_intersection = true;
        set = CharacterSet();
      }
    } else if (c == ']' && (has_items || has_intersection)) {
      ++next_;
      break;
    } else {
      ReadRange(set);
      has_items = true;
    }
  }
  if (has_intersection) {
    if (!set.empty()) result.IntersectWith(std::move(set));
  } else {
    result = std::move(set);
  }
  if (negated) result.Negate();
  return result;
}

void CharacterClassReader::ReadRange(CharacterSet& set) {
  const Item first = OneItem();
  if (!ok()) return;
  if (!first.is_single) {
    set.AddPiece(first.piece);
    return;
  }
  std::string piece;
  AppendRegexCharacter(piece, first.code_point);
  const bool is_range = At(next_) == '-' && At(next_ + 1) != ']' && At(next_ + 1) != '[' && At(next_ + 1) != kEndOfPattern;
  if (is_range) {
    ++next_;
    const Item last = OneItem();
    if (!ok()) return;
    if (!last.is_single || last.code_point < first.code_point) return FailHere("Illegal character range");
    piece += '-';
    AppendRegexCharacter(piece, last.code_point);
  }
  set.AddPiece(piece);
}

CharacterClassReader::Item CharacterClassReader::OneItem() {
  const char32_t c = At(next_++);
  if (c != '\\') return Single(c);
  return EscapedItem(case_insensitive_);
}

CharacterClassReader::Item CharacterClassReader::EscapedItem(bool case_insensitive) {
  case_insensitive_ = case_insensitive;
  const char32_t c = At(next_);
  if (c == kEndOfPattern) {
    FailHere("Unexpected internal error");
    return Single(0);
  }
  ++next_;
  switch (c) {
    case '0':
      return Single(Octal());
    case 'd':
    case 'D':
    case 's':
    case 'S':
    case 'w':
    case 'W':
    case 'h':
    case 'H':
    case 'v':
    case 'V':
      return Set(Concat("\\", static_cast<char>(c)));
    case 'p':
    case 'P':
      return Property(c == 'P');
    case 'a':
      return Single(0x07);
    case 'e':
      return Single(0x1B);
    case 'f':
      return Single('\f');
    case 'n':
      return Single('\n');
    case 'r':
      return Single('\r');
    case 't':
      return Single('\t');
    case 'x':
      return Single(Hexadecimal());
    case 'u':
      return Single(Unicode());
    case 'c': {
      const char32_t control = At(next_++);
      if (control == kEndOfPattern) FailHere("Illegal control escape sequence");
      return Single(control ^ 64);
    }
    default:
      break;
  }
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '9');
  if (is_letter) FailHere("Illegal/unsupported escape sequence");
  return Single(c);
}

char32_t CharacterClassReader::Octal() {
  const auto digit = [&](size_t i) { return At(i) >= '0' && At(i) <= '7'; };
  if (!digit(next_)) {
    ++next_;
    FailHere("Illegal octal escape sequence");
    return 0;
  }
  char32_t value = At(next_++) - '0';
  const bool small = value <= 3;
  if (digit(next_)) {
    value = value * 8 + (At(next_++) - '0');
    if (small && digit(next_)) value = value * 8 + (At(next_++) - '0');
  }
  return value;
}

char32_t CharacterClassReader::HexDigits(int count, std::string_view error) {
  char32_t value = 0;
  for (int i = 0; i < count; ++i) {
    const char32_t c = At(next_++);
    const char32_t letter = c | 0x20;
    if (c >= '0' && c <= '9') {
      value = value * 16 + (c - '0');
    } else if (letter >= 'a' && letter <= 'f') {
      value = value * 16 + (letter - 'a' + 10);
    } else {
      FailHere(error);
      return 0;
    }
  }
  return value;
}

char32_t CharacterClassReader::Hexadecimal() {
  constexpr std::string_view kError = "Illegal hexadecimal escape sequence";
  if (At(next_) != '{') return HexDigits(2, kError);
  ++next_;
  char32_t value = 0;
  int digits = 0;
  while (ok() && At(next_) != '}') {
    value = value * 16 + HexDigits(1, kError);
    if (++digits > 0 && value > 0x10FFFF) FailHere("Hexadecimal codepoint is too big");
  }
  if (ok() && digits == 0) FailHere(kError);
  ++next_;
  return value;
}

// A pair of surrogates is one character.
char32_t CharacterClassReader::Unicode() {
  const char32_t first = HexDigits(4, "Illegal Unicode escape sequence");
  const bool is_high = first >= 0xD800 && first < 0xDC00;
  if (!ok() || !is_high || At(next_) != '\\' || At(next_ + 1) != 'u') return first;
  const size_t begin = next_;
  next_ += 2;
  const char32_t second = HexDigits(4, "Illegal Unicode escape sequence");
  if (second >= 0xDC00 && second < 0xE000) return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  next_ = begin;
  return first;
}

CharacterClassReader::Item CharacterClassReader::Property(bool negated) {
  std::string name;
  if (At(next_) == '{') {
    ++next_;
    const auto closing = std::find(pattern_.begin() + static_cast<ptrdiff_t>(next_), pattern_.end(), U'}');
    if (closing == pattern_.end()) {
      Fail("Unclosed character family", static_cast<int64_t>(pattern_.size()) - 1);
      return Single(0);
    }
    const size_t end = static_cast<size_t>(closing - pattern_.begin());
    for (; next_ < end; ++next_) AppendCodePoint(name, pattern_[next_]);
    ++next_;
    if (name.empty()) FailHere("Empty character family");
  } else {
    const char32_t c = At(next_++);
    if (c == kEndOfPattern) {
      FailHere("Unclosed character family");
      return Single(0);
    }
    AppendCodePoint(name, c);
  }
  const auto property = [&](std::string_view unicode_name) {
    return Set(Concat(negated ? "\\P{" : "\\p{", unicode_name, "}"));
  };
  if (case_insensitive_ && (name == "Lower" || name == "Upper" || name == "Lu" || name == "Ll" || name == "Lt")) {
    // Either case counts, as Java does.
    return name.size() == 5 ? Set(negated ? "[:^alpha:]" : "[:alpha:]") : property("L&");
  }
  const auto named = std::find_if(std::begin(kNamedClasses), std::end(kNamedClasses),
                                  [&](const NamedClass& candidate) { return candidate.name == name; });
  if (named != std::end(kNamedClasses)) return Set(negated ? named->negated : named->piece);
  if (Contains(kCategories, name)) return property(name);
  if (name.starts_with("Is")) {
    std::string script = name.substr(2);
    if (Contains(kCategories, script)) return property(script);
    for (size_t i = 0; i < script.size(); ++i) {
      const std::string letter = script.substr(i, 1);
      script[i] = (i == 0 ? ToUpper(letter) : ToLower(letter))[0];
    }
    if (Contains(kScripts, script)) return property(script);
    Unsupported(Concat("\\p{", name, "}"));
    return Single(0);
  }
  if (name.starts_with("In") || name.starts_with("java") || name.find('=') != std::string::npos) {
    Unsupported(Concat("\\p{", name, "}"));
    return Single(0);
  }
  FailHere(Concat("Unknown character property name {", name, "}"));
  return Single(0);
}

}  // namespace drey
