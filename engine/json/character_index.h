// A text of UTF-16 units with a position, as the compilers of paths and filters walk over it.
//
// Reading outside the text, where Java would throw StringIndexOutOfBoundsException, records a failure and gives U+0000.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/utf8.h"
#include "engine/json/json_path.h"

namespace drey {

class CharacterIndex {
 public:
  explicit CharacterIndex(std::u16string text) : text_(std::move(text)), end_(static_cast<int>(text_.size()) - 1) {}

  int position() const { return position_; }
  void set_position(int position) { position_ = position; }
  void Advance(int count) { position_ += count; }
  void DropLast() { --end_; }
  int length() const { return end_ + 1; }

  char16_t At(int index);
  char16_t Current() { return At(position_); }
  bool CurrentIs(char16_t c) { return Current() == c; }
  bool LastIs(char16_t c) { return At(end_) == c; }
  bool NextIs(char16_t c) { return InBounds(position_ + 1) && At(position_ + 1) == c; }

  bool InBounds(int index) const { return index >= 0 && index <= end_; }
  bool InBounds() const { return InBounds(position_); }
  bool CurrentIsTail() const { return position_ >= end_; }
  bool HasMore() const { return InBounds(position_ + 1); }

  // From `start` (included) on; -1 if there is none.
  int IndexOf(int start, char16_t c);
  // Behind `start`, where a backslash hides the character after it.
  int IndexOfUnescaped(int start, char16_t c);
  // The close character that belongs to the open one at `start`; -1 if there is none.
  int IndexOfMatchingClose(int start, char16_t open, char16_t close, bool skip_strings, bool skip_regex);

  // The character behind `start` and blanks if it is `c`, else -1.
  int IndexOfNextSignificant(int start, char16_t c);
  bool NextSignificantIs(int start, char16_t c) { return InBounds(SkipBlanksFrom(start)) && At(SkipBlanksFrom(start)) == c; }
  // A blank if there is none.
  char16_t NextSignificant(int start) { return InBounds(SkipBlanksFrom(start)) ? At(SkipBlanksFrom(start)) : u' '; }
  // Before the position; -1 if there is none.
  int IndexOfPreviousSignificant();

  CharacterIndex& SkipBlanks();
  void Trim();
  // Skips blanks and takes `c`; a failure where something else stands.
  void Take(char16_t c);
  // Skips blanks and takes `text` if it is there.
  bool TakeIfNext(std::u16string_view text);

  // [start, end), within the whole text.
  std::u16string Slice(int start, int end);
  const std::u16string& text() const { return text_; }

  bool failed() const { return failure_.has_value(); }
  const std::optional<JavaException>& failure() const { return failure_; }
  // The first failure counts.
  void Fail(JavaException failure);
  void FailInvalid(std::string message);
  void ClearFailure() { failure_.reset(); }

 private:
  int SkipBlanksFrom(int start);

  std::u16string text_;
  int position_ = 0;
  int end_;  // index of the last character
  std::optional<JavaException> failure_;
};

// Character.isDigit.
bool IsJavaDigit(char16_t c);

// The UTF-16 unit that four characters mean to Integer.parseInt(text, 16), a sign among them included; empty where Java throws.
std::optional<char16_t> ParseHexUnit(std::u16string_view digits);

// Resolves backslashes as Jayway does; empty where a \u is not followed by four hexadecimal digits.
std::optional<std::u16string> UnescapeJayway(std::u16string_view text);

}  // namespace drey
