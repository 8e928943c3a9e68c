#include "engine/types/unicode_digits.h"

#include <algorithm>
#include <iterator>

namespace drey {
namespace {

// The zero of each script; its other digits follow.
constexpr char32_t kZeros[] = {
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};

unsigned ByteAt(std::string_view text, size_t i) { return static_cast<unsigned char>(text[i]); }

}  // namespace

int DecimalDigitValue(char32_t code_point) {
  if (code_point < 0x80) return code_point >= '0' && code_point <= '9' ? static_cast<int>(code_point - '0') : -1;
  const auto after = std::upper_bound(std::begin(kZeros), std::end(kZeros), code_point);
  const char32_t distance = code_point - *std::prev(after);
  return distance < 10 ? static_cast<int>(distance) : -1;
}

int TakeDecimalDigit(std::string_view& text) {
  if (text.empty()) return -1;
  const unsigned first = ByteAt(text, 0);
  size_t length = 1;
  char32_t code_point = first;
  if (first >= 0xE0 && first < 0xF0 && text.size() >= 3) {
    length = 3;
    code_point = ((first & 0x0F) << 12) | ((ByteAt(text, 1) & 0x3F) << 6) | (ByteAt(text, 2) & 0x3F);
  } else if (first >= 0xC0 && first < 0xE0 && text.size() >= 2) {
    length = 2;
    code_point = ((first & 0x1F) << 6) | (ByteAt(text, 1) & 0x3F);
  } else if (first >= 0x80) {
    return -1;
  }
  const int value = DecimalDigitValue(code_point);
  if (value >= 0) text.remove_prefix(length);
  return value;
}

}  // namespace drey
