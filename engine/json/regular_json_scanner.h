// A quick scanner of regular JSON text: what JsonReader takes under every option and version, nothing out of the common.
//
// It never reports anything. Every function that returns false has met the irregular — an error, or something whose treatment is
// JsonReader's alone (escapes in names, unpaired surrogates, control characters, deep nesting, very long tokens) — and the caller hands
// the whole text to JsonReader, which is the reference. tests/fuzz compares the two.
//
// Inline, since this is where most of the time of reading JSON goes.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/string_scan.h"

namespace drey {

// What is known of the text: nothing, or that it is the UTF-8 of a Java String.
enum class JsonTextTrust { kBytes, kJavaString };

template <JsonTextTrust kTrust>
class RegularJsonScanner {
 public:
  static constexpr int kDeepest = 64;
  // Longer texts are JsonReader's, so that no string can be too long.
  static constexpr size_t kLongestText = 10'000'000;

  RegularJsonScanner(std::string_view text, Arena& arena)
      : next_(text.data()), end_(next_ + text.size()), arena_(arena) {}

  // The next character that is no blank, which it stands at; 0 at the end.
  char Peek() {
    if (next_ != end_ && static_cast<unsigned char>(*next_) > ' ') return *next_;
    if (end_ - next_ >= 2 && *next_ == ' ' && static_cast<unsigned char>(next_[1]) > ' ') return *++next_;
    return PeekBehindBlanks();
  }

  bool Take(char c) {
    if (Peek() != c) return false;
    ++next_;
    return true;
  }

  // Behind an entry of an object or array: takes the comma, or the bracket that closes. False where neither stands.
  bool TakeSeparator(char close, bool& more) {
    const char c = Peek();
    more = c == ',';
    if (!more && c != close) return false;
    ++next_;
    return true;
  }

  // A name and its colon.
  bool TakeName(std::string_view& name) {
    if (Peek() != '"') return false;
    const char* const start = next_ + 1;
    const char* const special = FindPlainEnd(start);
    if (special == end_ || *special != '"') return false;
    name = {start, static_cast<size_t>(special - start)};
    if (name.size() > kLongestName) return false;
    next_ = special + 1;
    return Take(':');
  }

  // A string, whose contents are without escapes: a view into the text, or into the arena.
  bool TakeString(std::string_view& contents) {
    if (Peek() != '"') return false;
    const char* const start = next_ + 1;
    const char* const special = kTrust == JsonTextTrust::kBytes ? FindStringSpecial(start, end_) : FindStringMark(start, end_);
    if (special == end_ || *special != '"') return TakeUnusualString(start, special, contents);
    contents = {start, static_cast<size_t>(special - start)};
    next_ = special + 1;
    return true;
  }

  // The quick part of TakeString: a string that starts right here and is plain up to its end.
  bool TakePlainString(std::string_view& contents) {
    if (next_ == end_ || *next_ != '"') return false;
    const char* const start = next_ + 1;
    const char* const special = kTrust == JsonTextTrust::kBytes ? FindStringSpecial(start, end_) : FindStringMark(start, end_);
    if (special == end_ || *special != '"') return false;
    contents = {start, static_cast<size_t>(special - start)};
    next_ = special + 1;
    return true;
  }

  // A string, written to `out` with quotes and escapes as Jackson's generator of characters does, up to kStringBlock bytes beyond. It is
  // never longer than it was. `is_exact` becomes false where an escape stands for a character that needs another one.
  bool CopyString(char*& out, bool& is_exact) {
    static_assert(kTrust == JsonTextTrust::kJavaString);
    if (Peek() != '"') return false;
    *out++ = '"';
    const char* p = CopyToStringMark(next_ + 1, end_, out);
    while (p != end_ && *p == '\\') {
      if (!CopyEscape(p, out, is_exact)) return false;
      p = CopyToStringMark(p, end_, out);
    }
    if (p == end_ || *p != '"') return false;
    *out++ = '"';
    next_ = p + 1;
    return true;
  }

  // A number without an exponent, with which it may be more than a BigDecimal can hold.
  bool TakeModestNumber(std::string_view& literal, bool& is_integer) {
    return TakeNumber(literal, is_integer) && (is_integer || literal.find_first_of("eE") == std::string_view::npos);
  }

  // A number as it is written.
  bool TakeNumber(std::string_view& literal, bool& is_integer) {
    Peek();
    const char* p = next_;
    if (p != end_ && *p == '-') ++p;
    if (p == end_ || !IsDigit(*p)) return false;
    if (*p == '0' && p + 1 != end_ && IsDigit(p[1])) return false;
    p = SkipDigits(p);
    is_integer = p == end_ || (*p != '.' && (*p | 0x20) != 'e');
    if (!is_integer && !SkipFraction(p)) return false;
    literal = {next_, static_cast<size_t>(p - next_)};
    next_ = p;
    return literal.size() <= kLongestNumber;
  }

  // true, false or null.
  bool TakeWord(std::string_view word) {
    Peek();
    if (static_cast<size_t>(end_ - next_) <= word.size() || std::memcmp(next_, word.data(), word.size()) != 0) return false;
    const char behind = next_[word.size()];
    if (behind != ',' && behind != '}' && behind != ']' && behind != ' ' && behind != '\n' && behind != '\r') return false;
    next_ += word.size();
    return true;
  }

  // Any value.
  bool SkipValue(int depth = 0) {
    std::string_view text;
    bool is_integer = false;
    switch (Peek()) {
      case '"':
        return SkipString();
      case '{':
      case '[':
        return depth < kDeepest && SkipContainer(depth);
      case 't':
        return TakeWord("true");
      case 'f':
        return TakeWord("false");
      case 'n':
        return TakeWord("null");
      default:
        return TakeNumber(text, is_integer);
    }
  }

  // A text that may stand next, laid out to be compared in one step.
  struct Expected {
    static constexpr size_t kLongest = 32;

    // Zeros, which stand nowhere in JSON, until there is something to expect.
    std::array<char, kLongest> text = {};
    uint32_t mask = ~uint32_t{0};  // a bit for each of its bytes
    uint32_t size = 0;

    void Set(std::string_view expected) {
      text.fill('\0');
      std::copy(expected.begin(), expected.end(), text.begin());
      size = static_cast<uint32_t>(expected.size());
      mask = size == kLongest ? ~uint32_t{0} : (uint32_t{1} << size) - 1;
    }
  };

  // Takes what is expected, if it stands right here.
  bool TakeExpected(const Expected& expected) {
    if (static_cast<size_t>(end_ - next_) < Expected::kLongest) return false;
    if ((EqualBytes(next_, expected.text.data()) & expected.mask) != expected.mask) return false;
    next_ += expected.size;
    return true;
  }

  // An integer of at most 18 digits.
  bool TakeInteger(int64_t& value) {
    const char* p = next_;
    const bool negative = p != end_ && *p == '-';
    if (negative) ++p;
    const char* const digits = p;
    uint64_t number = 0;
    int taken = 8;
    for (; taken == 8 && end_ - p >= 8; p += taken) {
      const uint64_t bytes = LoadEight(p);
      taken = CountLeadingDigits(bytes);
      if (taken != 0) number = number * kPowersOfTen[static_cast<size_t>(taken)] + ParseLeadingDigits(bytes, taken);
    }
    for (; taken == 8 && p != end_ && IsDigit(*p); ++p) number = number * 10 + static_cast<uint64_t>(*p - '0');
    const auto count = p - digits;
    if (count == 0 || count > 18 || p == end_ || (*digits == '0' && count > 1)) return false;
    if (*p == '.' || (*p | 0x20) == 'e') return false;
    value = negative ? -static_cast<int64_t>(number) : static_cast<int64_t>(number);
    next_ = p;
    return true;
  }

  // Where it stands.
  const char* position() const { return next_; }

 private:
  static constexpr size_t kBlock = 16;
  static constexpr size_t kLongestName = 1000;
  static constexpr size_t kLongestNumber = 500;


  // A bit for each of 32 bytes.
  static uint32_t EqualBytes(const char* a, const char* b) {
#if defined(__SSE2__)
    const auto load = [](const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); };
    const auto low = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(load(a), load(b))));
    const auto high = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(load(a + 16), load(b + 16))));
    return low | high << 16;
#else
    uint32_t equal = 0;
    for (size_t i = 0; i < Expected::kLongest; ++i) equal |= uint32_t{a[i] == b[i]} << i;
    return equal;
#endif
  }

  char PeekBehindBlanks() {
    while (next_ != end_ && (*next_ == ' ' || *next_ == '\n' || *next_ == '\t' || *next_ == '\r')) ++next_;
    return next_ == end_ ? '\0' : *next_;
  }

  static constexpr std::array<uint64_t, 9> kPowersOfTen = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

  static uint64_t LoadEight(const char* p) {
    uint64_t bytes = 0;
    for (int i = 0; i < 8; ++i) bytes |= uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);  // one load
    return bytes;
  }

  // How many of eight bytes are digits before the first that is none.
  static int CountLeadingDigits(uint64_t bytes) {
    const uint64_t values = bytes ^ 0x3030303030303030;
    // The highest bit of each byte that is above 9.
    const uint64_t others = (((values & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | values) & 0x8080808080808080;
    return std::countr_zero(others) / 8;
  }

  // Adds neighbours: digits to pairs, pairs to fours, fours to eight. `count` is not 0; the others become leading zeros.
  static uint64_t ParseLeadingDigits(uint64_t bytes, int count) {
    uint64_t value = (bytes << (8 * (8 - count))) & 0x0F0F0F0F0F0F0F0F;
    value = (value * 10 + (value >> 8)) & 0x00FF00FF00FF00FF;
    value = (value * 100 + (value >> 16)) & 0x0000FFFF0000FFFF;
    return (value * 10000 + (value >> 32)) & 0xFFFFFFFF;
  }

  const char* SkipDigits(const char* p) const {
    while (end_ - p >= 8) {
      const int count = CountLeadingDigits(LoadEight(p));
      p += count;
      if (count < 8) return p;
    }
    while (p != end_ && IsDigit(*p)) ++p;
    return p;
  }

  bool SkipFraction(const char*& p) const {
    if (*p == '.') {
      const char* const fraction = ++p;
      p = SkipDigits(p);
      if (p == fraction) return false;
    }
    if (p == end_ || (*p | 0x20) != 'e') return true;
    ++p;
    if (p != end_ && (*p == '-' || *p == '+')) ++p;
    const char* const exponent = p;
    p = SkipDigits(p);
    return p != exponent;
  }

  // The first byte that is no plain part of a string: a quote, a backslash, a control character, something malformed, or the end.
  const char* FindPlainEnd(const char* p) const {
    if constexpr (kTrust == JsonTextTrust::kJavaString) return FindStringMark(p, end_);
    while (true) {
      p = FindStringSpecial(p, end_);
      if (p == end_ || static_cast<unsigned char>(*p) < 0x80) return p;
      const size_t length = WellFormedLength(p, end_);
      if (length == 0) return p;
      p += length;
    }
  }

  bool SkipString() {
    const char* p = FindPlainEnd(next_ + 1);
    while (p != end_ && *p == '\\') {
      char escaped[4];
      char* out = escaped;
      if (!ReadEscape(p, out)) return false;
      p = FindPlainEnd(p);
    }
    if (p == end_ || *p != '"') return false;
    next_ = p + 1;
    return true;
  }

  // Has escapes, or characters outside ASCII that are to be looked at.
  bool TakeUnusualString(const char* start, const char* special, std::string_view& contents) {
    special = FindPlainEnd(special);
    if (special == end_) return false;
    if (*special != '"') return TakeEscapedString(start, special, contents);
    contents = {start, static_cast<size_t>(special - start)};
    next_ = special + 1;
    return true;
  }

  bool TakeEscapedString(const char* start, const char* special, std::string_view& contents) {
    // An escape is never shorter than what it stands for; a whole block is written where only a part of it counts.
    char* const memory = arena_.Allocate(static_cast<size_t>(end_ - start) + kBlock);
    const auto plain = static_cast<size_t>(special - start);
    if (plain != 0) std::memcpy(memory, start, plain);
    char* out = memory + plain;
    while (true) {
      if (special == end_) return false;
      if (*special == '"') break;
      if (*special != '\\' || !ReadEscape(special, out)) return false;
      CopyPlain(special, out);
    }
    next_ = special + 1;
    contents = {memory, static_cast<size_t>(out - memory)};
    arena_.ShrinkLast(memory, contents.size());
    return true;
  }

  // Copies up to what FindPlainEnd finds, and moves there.
  void CopyPlain(const char*& from, char*& to) const {
    const char* const start = from;
    from = FindPlainEnd(from);
    const auto size = static_cast<size_t>(from - start);
    if (size <= kBlock && end_ - start >= static_cast<ptrdiff_t>(kBlock)) {
      std::memcpy(to, start, kBlock);
    } else {
      std::memcpy(to, start, size);
    }
    to += size;
  }

  // At a backslash; moves behind the escape.
  bool CopyEscape(const char*& p, char*& out, bool& is_exact) const {
    char* const start = out;
    const char* const escape = p;
    if (!ReadEscape(p, out)) return false;
    const char c = *start;
    const bool needs_escape = c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    if (!needs_escape) return true;
    if (escape[1] == 'u') is_exact = false;
    start[0] = '\\';
    start[1] = escape[1];
    out = start + 2;
    return true;
  }

  // At a backslash; moves behind the escape and writes the character.
  bool ReadEscape(const char*& p, char*& out) const {
    if (end_ - p < 2) return false;
    const char c = p[1];
    p += 2;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        *out++ = c;
        return true;
      case 'b':
        *out++ = '\b';
        return true;
      case 'f':
        *out++ = '\f';
        return true;
      case 'n':
        *out++ = '\n';
        return true;
      case 'r':
        *out++ = '\r';
        return true;
      case 't':
        *out++ = '\t';
        return true;
      case 'u':
        return ReadUnicodeEscape(p, out);
      default:
        return false;
    }
  }

  // Behind `\u`. Only whole pairs of surrogates.
  bool ReadUnicodeEscape(const char*& p, char*& out) const {
    char32_t c = 0;
    if (!ReadHexadecimal(p, c)) return false;
    if (IsSurrogate(c)) {
      char32_t low = 0;
      if (!IsHighSurrogate(c) || end_ - p < 6 || p[0] != '\\' || p[1] != 'u') return false;
      p += 2;
      if (!ReadHexadecimal(p, low) || !IsLowSurrogate(low)) return false;
      c = CombineSurrogates(c, low);
    }
    out = EncodeCodePoint(c, out);
    return true;
  }

  bool ReadHexadecimal(const char*& p, char32_t& value) const {
    if (end_ - p < 4) return false;
    for (int i = 0; i < 4; ++i) {
      const char c = *p++;
      const char letter = static_cast<char>(c | 0x20);
      if (IsDigit(c)) {
        value = value * 16 + static_cast<char32_t>(c - '0');
      } else if (letter >= 'a' && letter <= 'f') {
        value = value * 16 + static_cast<char32_t>(letter - 'a' + 10);
      } else {
        return false;
      }
    }
    return true;
  }

  bool SkipContainer(int depth) {
    const bool is_object = *next_ == '{';
    const char close = is_object ? '}' : ']';
    ++next_;
    if (Take(close)) return true;
    bool more = true;
    while (more) {
      std::string_view name;
      if (is_object && !TakeName(name)) return false;
      if (!SkipValue(depth + 1) || !TakeSeparator(close, more)) return false;
    }
    return true;
  }

  const char* next_;
  const char* end_;
  Arena& arena_;
};

}  // namespace drey
