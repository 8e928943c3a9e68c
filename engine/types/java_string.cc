#include "engine/types/java_string.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace drey {
namespace {

// Takes the UTF-16 units of a Java String one by one.
class UnitReader {
 public:
  explicit UnitReader(std::string_view text) : text_(text) {}

  // -1 at the end.
  int Next() {
    if (low_surrogate_ >= 0) return std::exchange(low_surrogate_, -1);
    if (position_ == text_.size()) return -1;
    const char32_t code_point = NextCodePoint(text_, position_);
    if (code_point < 0x10000) return static_cast<int>(code_point);
    low_surrogate_ = static_cast<int>(0xDC00 + (code_point & 0x3FF));
    return static_cast<int>(0xD800 + ((code_point - 0x10000) >> 10));
  }

 private:
  std::string_view text_;
  size_t position_ = 0;
  int low_surrogate_ = -1;
};

int CompareUnits(std::string_view a, std::string_view b) {
  UnitReader left(a);
  UnitReader right(b);
  while (true) {
    const int x = left.Next();
    const int y = right.Next();
    if (x != y) return x < y ? -1 : 1;
    if (x < 0) return 0;
  }
}

}  // namespace

std::string_view TrimJava(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

int CompareUtf16(std::string_view a, std::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  size_t i = 0;
  while (i < common && a[i] == b[i]) ++i;
  if (i == common) return a.size() == b.size() ? 0 : (a.size() < b.size() ? -1 : 1);
  // UTF-8 sorts by code point, and where two characters begin with the same byte so does UTF-16. But characters above U+FFFF (lead
  // F0 and more) are surrogates, which come before U+E000 … U+FFFF (leads EE and EF) and among unpaired surrogates (lead ED).
  const uint8_t x = static_cast<uint8_t>(a[i]);
  const uint8_t y = static_cast<uint8_t>(b[i]);
  if (std::min(x, y) < 0xED || (x >= 0xF0) == (y >= 0xF0)) return x < y ? -1 : 1;
  return CompareUnits(a.substr(i), b.substr(i));
}

}  // namespace drey
