// Walks over one JSON text for readers of lines and small files that know what they expect: fast over long strings, exact in
// what it accepts (RFC 8259; a lone surrogate is refused).
//
// After the first failure `failed()` is true, and every function does nothing and returns false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

class JsonCursor {
 public:
  JsonCursor(std::string_view text, Arena& arena)
      : begin_(text.data()), next_(text.data()), end_(text.data() + text.size()), arena_(arena) {}

  // The next character behind blanks, 0 at the end of the text.
  char Peek();
  // Takes `expected`; false, without failing, when something else comes.
  bool Take(char expected);
  // Takes `expected` or fails.
  bool Expect(char expected);

  bool ReadString(std::string_view& out);
  // An integer without fraction and exponent that fits.
  bool ReadInteger(int64_t& out);
  bool ReadNull();
  // An object: calls `read_member` for each name, which reads the value. The name lives until then.
  bool ReadObject(const std::function<bool(std::string_view name)>& read_member);
  // A member's name that is a number: a partition.
  bool ParseNumber(std::string_view name, int32_t& out);
  // Any value: its text, as written.
  bool ReadRaw(std::string_view& out);
  // Fails unless only blanks are left.
  bool ExpectEnd();

  // Records a failure at the current place, or at `position`; returns false.
  bool Fail(std::string_view message);
  bool FailAt(size_t position, std::string_view message);

  bool failed() const { return !message_.empty(); }
  const std::string& message() const { return message_; }
  size_t error_position() const { return error_position_; }
  size_t position() const { return static_cast<size_t>(next_ - begin_); }

 private:
  bool ReadEscapedString(const char* start, std::string_view& out);
  bool ReadEscape(char*& out);
  bool ReadHex(uint32_t& unit);
  bool SkipLiteral(std::string_view literal);
  bool SkipNumber();
  bool SkipScalar();
  bool SkipContainer();
  bool Digits();
  void SkipBlanks();

  const char* begin_;
  const char* next_;
  const char* end_;
  Arena& arena_;
  std::string message_;
  size_t error_position_ = 0;
};

}  // namespace drey
