#include "engine/json/character_index.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/json_path_token.h"
#include "engine/types/unicode_digits.h"

namespace drey {
namespace {

char16_t SimpleEscape(char16_t c) {
  switch (c) {
    case u'r':
      return u'\r';
    case u'f':
      return u'\f';
    case u't':
      return u'\t';
    case u'n':
      return u'\n';
    case u'b':
      return u'\b';
    default:
      return c;
  }
}

}  // namespace

char16_t CharacterIndex::At(int index) {
  if (index >= 0 && static_cast<size_t>(index) < text_.size()) return text_[static_cast<size_t>(index)];
  Fail(OtherException("java.lang.StringIndexOutOfBoundsException",
                      Concat("String index out of range: ", index)));
  return 0;
}

int CharacterIndex::IndexOf(int start, char16_t c) {
  for (int i = start; InBounds(i); ++i) {
    if (At(i) == c) return i;
  }
  return -1;
}

int CharacterIndex::IndexOfUnescaped(int start, char16_t c) {
  bool in_escape = false;
  for (int i = start + 1; InBounds(i); ++i) {
    const char16_t here = At(i);
    if (in_escape) {
      in_escape = false;
    } else if (here == u'\\') {
      in_escape = true;
    } else if (here == c) {
      return i;
    }
  }
  return -1;
}

int CharacterIndex::IndexOfMatchingClose(int start, char16_t open, char16_t close, bool skip_strings,
                                         bool skip_regex) {
  if (At(start) != open) {
    FailInvalid("Expected " + ToUtf8({&open, 1}));
    return -1;
  }
  int opened = 1;
  for (int i = start + 1; InBounds(i) && !failed(); ++i) {
    // One string and then one expression may be skipped; what stands behind them is taken as it is.
    const char16_t quote = At(i);
    if (skip_strings && (quote == u'\'' || quote == u'"')) {
      i = IndexOfUnescaped(i, quote);
      if (i == -1) {
        FailInvalid("Could not find matching close quote for " + ToUtf8({&quote, 1}) + " when parsing : " +
                    ToUtf8(text_));
        return -1;
      }
      ++i;
    }
    if (skip_regex && At(i) == u'/') {
      i = IndexOfUnescaped(i, u'/');
      if (i == -1) {
        FailInvalid("Could not find matching close for / when parsing regex in : " + ToUtf8(text_));
        return -1;
      }
      ++i;
    }
    const char16_t here = At(i);
    if (here == open) ++opened;
    if (here == close && --opened == 0) return i;
  }
  return -1;
}

int CharacterIndex::SkipBlanksFrom(int start) {
  int i = start + 1;
  while (InBounds(i) && At(i) == u' ') ++i;
  return i;
}

int CharacterIndex::IndexOfNextSignificant(int start, char16_t c) {
  const int i = SkipBlanksFrom(start);
  return At(i) == c ? i : -1;
}

int CharacterIndex::IndexOfPreviousSignificant() {
  int i = position_ - 1;
  while (InBounds(i) && At(i) == u' ') --i;
  return InBounds(i) ? i : -1;
}

CharacterIndex& CharacterIndex::SkipBlanks() {
  while (InBounds() && position_ < end_ && Current() == u' ') ++position_;
  return *this;
}

void CharacterIndex::Trim() {
  SkipBlanks();
  while (InBounds() && position_ < end_ && LastIs(u' ')) DropLast();
}

void CharacterIndex::Take(char16_t c) {
  if (SkipBlanks().Current() != c) {
    FailInvalid("Expected character: " + ToUtf8({&c, 1}));
    return;
  }
  Advance(1);
}

bool CharacterIndex::TakeIfNext(std::u16string_view text) {
  SkipBlanks();
  const int size = static_cast<int>(text.size());
  if (!InBounds(position_ + size - 1) || Slice(position_, position_ + size) != text) return false;
  Advance(size);
  return true;
}

std::u16string CharacterIndex::Slice(int start, int end) {
  if (start < 0 || start > end || static_cast<size_t>(end) > text_.size()) {
    Fail(OtherException("java.lang.StringIndexOutOfBoundsException",
                        Concat("begin ", start, ", end ", end, ", length ", text_.size())));
    return {};
  }
  return text_.substr(static_cast<size_t>(start), static_cast<size_t>(end - start));
}

void CharacterIndex::Fail(JavaException failure) {
  if (!failure_) failure_ = std::move(failure);
}

void CharacterIndex::FailInvalid(std::string message) { Fail(InvalidPath(std::move(message))); }

bool IsJavaDigit(char16_t c) { return DecimalDigitValue(c) >= 0; }

std::optional<char16_t> ParseHexUnit(std::u16string_view digits) {
  const bool negative = digits.starts_with(u'-');
  if (negative || digits.starts_with(u'+')) digits.remove_prefix(1);
  int value = 0;
  for (const char16_t c : digits) {
    int digit = DecimalDigitValue(c);
    if (c >= u'a' && c <= u'f') digit = c - u'a' + 10;
    if (c >= u'A' && c <= u'F') digit = c - u'A' + 10;
    if (digit < 0) return std::nullopt;
    value = value * 16 + digit;
  }
  return static_cast<char16_t>(negative ? 0x10000 - value : value);
}

std::optional<std::u16string> UnescapeJayway(std::u16string_view text) {
  std::u16string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != u'\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    const char16_t escaped = text[++i];
    if (escaped != u'u') {
      out.push_back(SimpleEscape(escaped));
      continue;
    }
    const std::u16string_view digits = text.substr(i + 1, 4);
    if (digits.size() < 4) break;  // an unfinished \u is dropped
    const auto unit = ParseHexUnit(digits);
    if (!unit) return std::nullopt;
    out.push_back(*unit);
    i += 4;
  }
  return out;
}

}  // namespace drey
