// Reads a regular object or array and writes it again as Jackson does, in one pass and without a tree.
//
// Nearly every container can be written like that: no blanks, strings with Jackson's escapes, the rest as it stands. Where the text is
// another matter — members with equal names, fractions, members that are to be sorted — what has been written counts for nothing and
// the tree says what the text is; the container is read to its end all the same, so that it is known to be regular.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "engine/json/json_text.h"
#include "engine/json/regular_json_scanner.h"
#include "engine/json/string_scan.h"
#include "engine/types/java_string.h"

namespace drey {

class RegularTextWriter {
 public:
  using Scanner = RegularJsonScanner<JsonTextTrust::kJavaString>;

  // What is written is never longer than what is read; behind it, this many bytes may be written as well.
  static constexpr size_t kOverhang = kStringBlock;

  // The scanner stands at the container, `depth` containers deep.
  RegularTextWriter(Scanner& scanner, JsonKeyOrder order, char* out) : scanner_(scanner), order_(order), out_(out) {}

  // False where the container is not regular.
  bool WriteContainer(int depth) {
    if (depth > Scanner::kDeepest) return false;
    return scanner_.Peek() == '{' ? WriteObject(depth) : WriteArray(depth);
  }

  // Whether the text is what Jackson writes, and where it ends.
  bool is_exact() const { return is_exact_; }
  char* end() const { return out_; }

 private:
  // Names are compared with those before them as long as they are few.
  static constexpr size_t kMostNames = 16;

  bool WriteObject(int depth) {
    const size_t first_name = name_count_;
    bool ascends = true;
    scanner_.Take('{');
    *out_++ = '{';
    bool more = !scanner_.Take('}');
    while (more) {
      std::string_view name;
      if (!scanner_.TakeName(name)) return false;
      CheckName(name, first_name, ascends);
      WriteName(name);
      if (!WriteValue(depth) || !scanner_.TakeSeparator('}', more)) return false;
      if (more) *out_++ = ',';
    }
    *out_++ = '}';
    name_count_ = first_name;
    return true;
  }

  bool WriteArray(int depth) {
    scanner_.Take('[');
    *out_++ = '[';
    bool more = !scanner_.Take(']');
    while (more) {
      if (!WriteValue(depth) || !scanner_.TakeSeparator(']', more)) return false;
      if (more) *out_++ = ',';
    }
    *out_++ = ']';
    return true;
  }

  // Behind the names of the same object that stand from `first_name` on.
  void CheckName(std::string_view name, size_t first_name, bool& ascends) {
    if (name_count_ == kMostNames) {
      is_exact_ = false;
      return;
    }
    if (name_count_ > first_name && ascends) ascends = IsBefore(names_[name_count_ - 1], name);
    if (!ascends) {
      const auto end = names_.begin() + static_cast<ptrdiff_t>(name_count_);
      const auto begin = names_.begin() + static_cast<ptrdiff_t>(first_name);
      if (order_ == JsonKeyOrder::kSorted || std::find(begin, end, name) != end) is_exact_ = false;
    }
    names_[name_count_++] = name;
  }

  bool IsBefore(std::string_view earlier, std::string_view later) const {
    return order_ == JsonKeyOrder::kSorted ? CompareUtf16(earlier, later) < 0 : earlier < later;
  }

  void WriteName(std::string_view name) {
    *out_++ = '"';
    std::memcpy(out_, name.data(), name.size());
    out_ += name.size();
    *out_++ = '"';
    *out_++ = ':';
  }

  bool WriteValue(int depth) {
    switch (scanner_.Peek()) {
      case '"':
        return scanner_.CopyString(out_, is_exact_);
      case '{':
      case '[':
        return WriteContainer(depth + 1);
      case 't':
        return WriteWord("true");
      case 'f':
        return WriteWord("false");
      case 'n':
        return WriteWord("null");
      default:
        return WriteNumber();
    }
  }

  bool WriteWord(std::string_view word) {
    if (!scanner_.TakeWord(word)) return false;
    std::memcpy(out_, word.data(), word.size());
    out_ += word.size();
    return true;
  }

  bool WriteNumber() {
    std::string_view literal;
    bool is_integer = false;
    if (!scanner_.TakeModestNumber(literal, is_integer)) return false;
    if (!is_integer || literal == "-0") is_exact_ = false;
    std::memcpy(out_, literal.data(), literal.size());
    out_ += literal.size();
    return true;
  }

  Scanner& scanner_;
  const JsonKeyOrder order_;
  char* out_;
  bool is_exact_ = true;
  size_t name_count_ = 0;
  std::array<std::string_view, kMostNames> names_;
};

}  // namespace drey
