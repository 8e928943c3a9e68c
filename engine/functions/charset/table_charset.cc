#include "engine/functions/charset/table_charset.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/base/utf8.h"

namespace drey {
namespace {

constexpr char16_t kReplacement = 0xFFFD;
constexpr unsigned char kShiftOut = 0x0E;
constexpr unsigned char kShiftIn = 0x0F;
constexpr unsigned char kSingleShift2 = 0x8E;
constexpr unsigned char kSingleShift3 = 0x8F;

constexpr uint32_t kSecondSet = 2;
constexpr uint32_t CodeIn(uint32_t found) { return found & 0xFFFF; }
constexpr uint32_t SetOf(uint32_t found) { return found >> 16; }

unsigned char ByteAt(std::string_view bytes, size_t i) { return static_cast<unsigned char>(bytes[i]); }

void AppendTwoBytes(uint32_t code, std::string& out) {
  out.push_back(static_cast<char>(code >> 8));
  out.push_back(static_cast<char>(code));
}

// A charset whose characters are in the tables.
class CharsetOfTables : public Charset {
 public:
  explicit CharsetOfTables(const TableCharset& charset)
      : kind_(charset.kind), replacement_(charset.replacement), sets_(CharacterSetData(charset.first), CharacterSetData(charset.second)) {}

  std::string_view Decode(std::string_view bytes, Arena& arena) const final {
    std::u16string units;
    DecodeUnits(bytes, units);
    return arena.Copy(ToUtf8(units));
  }

 protected:
  virtual void DecodeUnits(std::string_view bytes, std::u16string& units) const = 0;

  // Appends the character of the code and tells whether there is one; else U+FFFD.
  bool AppendUnits(int set, uint32_t code, std::u16string& units) const {
    const std::u16string_view found = sets_.Units(set, code);
    if (found.empty()) units.push_back(kReplacement);
    units += found;
    return !found.empty();
  }

  // The code of the character, which may be a surrogate; 0 if there is none.
  uint32_t CodeOf(char32_t character) const {
    if (character < 0x10000) return IsSurrogate(character) ? 0 : sets_.CodeOf(static_cast<char16_t>(character));
    return sets_.CodeOf(static_cast<char16_t>(0xD7C0 + (character >> 10)), static_cast<char16_t>(0xDC00 + (character & 0x3FF)));
  }

  const CharsetKind kind_;
  const std::string_view replacement_;
  const CodedCharacterSets sets_;
};

// One or several bytes a character, whatever stands before it.
class StatelessCharset final : public CharsetOfTables {
 public:
  explicit StatelessCharset(const TableCharset& charset) : CharsetOfTables(charset) {
    for (uint32_t code = 0x100; code < 0x10000; ++code) {
      if (sets_.Has(0, code)) leads_[code >> 8] = true;
    }
  }

  std::string_view Encode(std::string_view text, Arena& arena) const override {
    std::string out;
    for (size_t i = 0; i < text.size();) {
      const char32_t character = NextCodePoint(text, i);
      if (kind_ == CharsetKind::kDoubleByteBySecond && AppendComposite(character, text, i, out)) continue;
      if (kind_ == CharsetKind::kGb18030 && character >= 0x10000) {
        AppendFourBytes(character - 0x10000 + kFirstSupplementary, out);
        continue;
      }
      AppendCode(CodeOf(character), out);
    }
    return arena.Copy(out);
  }

 private:
  // Numbers of the codes of four bytes in GB18030: one by one up to here; U+10000 and what follows it.
  static constexpr uint32_t kEndOfBasic = 39420;
  static constexpr uint32_t kFirstSupplementary = 189000;
  static constexpr uint32_t kEndOfSupplementary = kFirstSupplementary + 0x100000;

  void DecodeUnits(std::string_view bytes, std::u16string& units) const override {
    units.reserve(bytes.size());
    while (!bytes.empty()) bytes.remove_prefix(DecodeOne(bytes, units));
  }

  // Appends one character, or U+FFFD, and tells how many bytes it was.
  size_t DecodeOne(std::string_view bytes, std::u16string& units) const {
    const unsigned char first = ByteAt(bytes, 0);
    if (kind_ != CharsetKind::kDoubleByteOnly && sets_.Has(0, first)) {
      AppendUnits(0, first, units);
      return 1;
    }
    if (kind_ == CharsetKind::kSingleByte || (kind_ == CharsetKind::kGb18030 && (first == 0x80 || first == 0xFF))) {
      units.push_back(kReplacement);
      return 1;
    }
    const bool has_third = kind_ == CharsetKind::kEuc && first == kSingleShift3;
    if (bytes.size() < (has_third ? 3 : 2)) {
      // What is left is malformed as a whole.
      units.push_back(kReplacement);
      return bytes.size();
    }
    if (has_third) {
      AppendUnits(1, static_cast<uint32_t>(ByteAt(bytes, 1)) << 8 | ByteAt(bytes, 2), units);
      return 3;
    }
    const unsigned char second = ByteAt(bytes, 1);
    if (kind_ == CharsetKind::kGb18030 && second >= 0x30 && second <= 0x39) return DecodeFourBytes(bytes, units);
    return AppendUnits(0, static_cast<uint32_t>(first) << 8 | second, units) ? 2 : LengthOfUnmapped(first, second);
  }

  size_t LengthOfUnmapped(unsigned char first, unsigned char second) const {
    switch (kind_) {
      case CharsetKind::kDoubleByte:
        return !leads_[first] || leads_[second] || sets_.Has(0, second) ? 1 : 2;
      case CharsetKind::kDoubleByteBySecond:
        return sets_.Has(0, second) ? 1 : 2;
      case CharsetKind::kSimpleEuc:
        return first == kSingleShift2 || first == kSingleShift3 ? 1 : 2;
      case CharsetKind::kGb18030:
        return second < 0x30 ? 1 : 2;
      default:
        return 2;
    }
  }

  size_t DecodeFourBytes(std::string_view bytes, std::u16string& units) const {
    if (bytes.size() < 4) {
      units.push_back(kReplacement);
      return bytes.size();
    }
    const unsigned char third = ByteAt(bytes, 2);
    const unsigned char fourth = ByteAt(bytes, 3);
    const bool is_third_wrong = third < 0x81 || third == 0xFF;
    if (is_third_wrong || fourth < 0x30 || fourth > 0x39) {
      units.push_back(kReplacement);
      return is_third_wrong ? 3 : 4;
    }
    const uint32_t number = ((ByteAt(bytes, 0) - 0x81U) * 10 + ByteAt(bytes, 1) - 0x30) * 1260 + (third - 0x81U) * 10 + fourth - 0x30;
    if (number >= kFirstSupplementary && number < kEndOfSupplementary) {
      const uint32_t above = number - kFirstSupplementary;
      units.push_back(static_cast<char16_t>(0xD800 + (above >> 10)));
      units.push_back(static_cast<char16_t>(0xDC00 + (above & 0x3FF)));
    } else {
      AppendUnits(1, number < kEndOfBasic ? number : 0x10000, units);
    }
    return 4;
  }

  // A character and the combining one behind it that have a code of their own.
  bool AppendComposite(char32_t character, std::string_view text, size_t& i, std::string& out) const {
    if (character >= 0x10000 || IsSurrogate(character) || i == text.size()) return false;
    size_t next = i;
    const char32_t combining = NextCodePoint(text, next);
    if (combining >= 0x10000 || IsSurrogate(combining)) return false;
    const uint32_t code = sets_.CodeOf(static_cast<char16_t>(character), static_cast<char16_t>(combining));
    if (code == 0) return false;
    AppendCode(code, out);
    i = next;
    return true;
  }

  static void AppendFourBytes(uint32_t number, std::string& out) {
    out.push_back(static_cast<char>(0x81 + number / 12600));
    out.push_back(static_cast<char>(0x30 + number / 1260 % 10));
    out.push_back(static_cast<char>(0x81 + number / 10 % 126));
    out.push_back(static_cast<char>(0x30 + number % 10));
  }

  void AppendCode(uint32_t found, std::string& out) const {
    const uint32_t code = CodeIn(found);
    if (found == 0) {
      out += replacement_;
    } else if (SetOf(found) == kSecondSet && kind_ == CharsetKind::kGb18030) {
      AppendFourBytes(code, out);
    } else if (SetOf(found) == kSecondSet) {
      out.push_back(static_cast<char>(kSingleShift3));
      AppendTwoBytes(code, out);
    } else if (code < 0x100) {
      out.push_back(static_cast<char>(code));
    } else {
      AppendTwoBytes(code, out);
    }
  }

  std::array<bool, 0x100> leads_ = {};  // first bytes of codes of two
};

// EBCDIC: between SO and SI each character has two bytes.
class ShiftedCharset final : public CharsetOfTables {
 public:
  using CharsetOfTables::CharsetOfTables;

  std::string_view Encode(std::string_view text, Arena& arena) const override {
    std::string out;
    bool is_shifted = false;
    for (size_t i = 0; i < text.size();) {
      const uint32_t found = CodeOf(NextCodePoint(text, i));
      if (found == 0) {
        out += replacement_;  // as it is, shifted or not
        continue;
      }
      const bool is_double = SetOf(found) == kSecondSet;
      if (is_double != is_shifted) out.push_back(static_cast<char>(is_double ? kShiftOut : kShiftIn));
      is_shifted = is_double;
      if (is_double) {
        AppendTwoBytes(CodeIn(found), out);
      } else {
        out.push_back(static_cast<char>(CodeIn(found)));
      }
    }
    if (is_shifted) out.push_back(static_cast<char>(kShiftIn));
    return arena.Copy(out);
  }

 private:
  void DecodeUnits(std::string_view bytes, std::u16string& units) const override {
    bool is_shifted = false;
    for (size_t i = 0; i < bytes.size(); ++i) {
      const unsigned char byte = ByteAt(bytes, i);
      if (byte == kShiftOut || byte == kShiftIn) {
        if (is_shifted == (byte == kShiftOut)) units.push_back(kReplacement);
        is_shifted = byte == kShiftOut;
      } else if (!is_shifted) {
        AppendUnits(0, byte, units);
      } else if (++i < bytes.size()) {
        AppendUnits(1, static_cast<uint32_t>(byte) << 8 | ByteAt(bytes, i), units);
      } else {
        units.push_back(kReplacement);
      }
    }
  }
};

constexpr char kEscape = '\x1B';
constexpr std::string_view kAscii = "\x1B(B";
constexpr std::string_view kRoman = "\x1B(J";
constexpr std::string_view kKana = "\x1B(I";
constexpr std::string_view kOldKanji = "\x1B$@";
constexpr std::string_view kKanji = "\x1B$B";
constexpr std::string_view kMoreKanji = "\x1B$(D";
constexpr std::string_view kShifted = "\x0E";

// ISO-2022-JP and its kin: escape sequences say which set the bytes behind them are of.
class JapaneseEscapeCharset final : public CharsetOfTables {
 public:
  explicit JapaneseEscapeCharset(const TableCharset& charset) : CharsetOfTables(charset), has_more_kanji_(charset.second >= 0) {}

  std::string_view Encode(std::string_view text, Arena& arena) const override {
    std::string out;
    std::string_view mode = kAscii;
    const auto enter = [&](std::string_view wanted) {
      if (mode != wanted) out += wanted;
      mode = wanted;
    };
    for (size_t i = 0; i < text.size();) {
      const char32_t character = NextCodePoint(text, i);
      if (character < 0x80) {
        enter(kAscii);
        out.push_back(static_cast<char>(character));
      } else if (character >= 0xFF61 && character <= 0xFF9F && kind_ == CharsetKind::kJapaneseEscapes) {
        enter(kKana);
        out.push_back(static_cast<char>(character - 0xFF40));
      } else if (character == 0xA5 || character == 0x203E) {
        enter(kRoman);
        out.push_back(character == 0xA5 ? '\\' : '~');
      } else if (IsSurrogate(character)) {
        out += replacement_;  // malformed: in whatever mode
      } else {
        const uint32_t found = CodeOf(character);
        enter(SetOf(found) == kSecondSet ? kMoreKanji : kKanji);
        if (found == 0) {
          out += replacement_;
        } else {
          AppendTwoBytes(CodeIn(found), out);
        }
      }
    }
    enter(kAscii);
    return arena.Copy(out);
  }

 private:
  void DecodeUnits(std::string_view bytes, std::u16string& units) const override {
    std::string_view mode = kAscii;
    std::string_view before_shift = kAscii;
    while (!bytes.empty()) {
      const unsigned char byte = ByteAt(bytes, 0);
      if (byte == kEscape) {
        bytes.remove_prefix(TakeEscape(bytes, mode, units));
      } else if (byte == kShiftOut) {
        before_shift = mode;
        mode = kShifted;
        bytes.remove_prefix(1);
      } else if (byte == kShiftIn) {
        mode = before_shift;
        bytes.remove_prefix(1);
      } else {
        bytes.remove_prefix(DecodeOne(bytes, mode, units));
      }
    }
  }

  // Enters the mode of the escape sequence, or appends U+FFFD; tells how many bytes it was.
  size_t TakeEscape(std::string_view bytes, std::string_view& mode, std::u16string& units) const {
    for (const std::string_view escape : {kAscii, kRoman, kKana, kOldKanji, kKanji, kMoreKanji}) {
      if (!bytes.starts_with(escape) || (escape == kMoreKanji && !has_more_kanji_)) continue;
      mode = escape == kOldKanji ? kKanji : escape;
      return escape.size();
    }
    units.push_back(kReplacement);
    if (bytes.size() < 3) return bytes.size();
    if (bytes[1] != '(' && bytes[1] != '$') return 2;
    if (!has_more_kanji_ || !bytes.starts_with(kMoreKanji.substr(0, 3))) return 3;
    return std::min<size_t>(bytes.size(), 4);
  }

  // Appends one character, or U+FFFD, and tells how many bytes it was.
  size_t DecodeOne(std::string_view bytes, std::string_view mode, std::u16string& units) const {
    const unsigned char byte = ByteAt(bytes, 0);
    if (byte >= 0x80) {
      units.push_back(kReplacement);
    } else if (mode == kAscii) {
      units.push_back(byte);
    } else if (mode == kRoman) {
      units.push_back(byte == '\\' ? u'\u00A5' : byte == '~' ? u'\u203E' : byte);
    } else if (mode == kKana || mode == kShifted) {
      units.push_back(byte > 0x5F ? kReplacement : static_cast<char16_t>(byte + 0xFF40));
    } else if (bytes.size() < 2) {
      units.push_back(kReplacement);
    } else {
      AppendUnits(mode == kMoreKanji ? 1 : 0, static_cast<uint32_t>(byte) << 8 | ByteAt(bytes, 1), units);
      return 2;
    }
    return 1;
  }

  const bool has_more_kanji_;
};

// ISO-2022-KR: SO and SI, behind a sequence that says what SO leads to.
class KoreanEscapeCharset final : public CharsetOfTables {
 public:
  using CharsetOfTables::CharsetOfTables;

  std::string_view Encode(std::string_view text, Arena& arena) const override {
    std::string out;
    bool is_designated = false;
    bool is_shifted = false;
    for (size_t i = 0; i < text.size();) {
      const char32_t character = NextCodePoint(text, i);
      const uint32_t found = character < 0x80 ? 0 : CodeOf(character);
      if (character >= 0x80 && found == 0) {
        out += replacement_;  // as it is, shifted or not
        continue;
      }
      const bool is_double = found != 0;
      if (is_double && !is_designated) out += kDesignation;
      if (is_double != is_shifted) out.push_back(static_cast<char>(is_double ? kShiftOut : kShiftIn));
      is_shifted = is_double;
      is_designated = (is_designated || is_double) && character != '\n';
      if (is_double) {
        AppendTwoBytes(CodeIn(found), out);
      } else {
        out.push_back(static_cast<char>(character));
      }
    }
    return arena.Copy(out);
  }

 private:
  static constexpr std::string_view kDesignation = "\x1B$)C";

  void DecodeUnits(std::string_view bytes, std::u16string& units) const override {
    bool is_shifted = false;
    while (!bytes.empty()) {
      const unsigned char byte = ByteAt(bytes, 0);
      if (byte == kEscape) {
        bytes.remove_prefix(TakeEscape(bytes, units));
        continue;
      }
      size_t length = 1;
      if (byte == kShiftOut || byte == kShiftIn) {
        is_shifted = byte == kShiftOut;
      } else if (!is_shifted) {
        units.push_back(byte);
      } else if (bytes.size() < 2) {
        units.push_back(kReplacement);
      } else {
        AppendUnits(0, (static_cast<uint32_t>(byte) << 8 | ByteAt(bytes, 1)) & 0x7F7F, units);
        length = 2;
      }
      bytes.remove_prefix(length);
    }
  }

  static size_t TakeEscape(std::string_view bytes, std::u16string& units) {
    if (bytes.starts_with(kDesignation)) return kDesignation.size();
    units.push_back(kReplacement);
    if (bytes.size() < 4) return bytes.size();
    // A single shift leads to nothing here.
    return bytes[1] == 'N' || bytes[1] == 'O' ? 4 : 2;
  }
};

}  // namespace

std::shared_ptr<const Charset> MakeTableCharset(const TableCharset& charset) {
  switch (charset.kind) {
    case CharsetKind::kShifted:
      return std::make_shared<ShiftedCharset>(charset);
    case CharsetKind::kJapaneseEscapes:
    case CharsetKind::kJapaneseEscapesWithoutKana:
      return std::make_shared<JapaneseEscapeCharset>(charset);
    case CharsetKind::kKoreanEscapes:
      return std::make_shared<KoreanEscapeCharset>(charset);
    default:
      return std::make_shared<StatelessCharset>(charset);
  }
}

}  // namespace drey
