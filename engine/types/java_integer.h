// Java's conversions to integer types, and integers as Java reads them from text.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "engine/types/logical_type.h"
#include "engine/types/unicode_digits.h"

namespace drey {

// Narrowing: the low bits, as many as the integer type `root` has. Months of an interval are an int.
inline int64_t NarrowInteger(int64_t value, TypeRoot root) {
  switch (root) {
    case TypeRoot::kTinyint:
      return static_cast<int8_t>(value);
    case TypeRoot::kSmallint:
      return static_cast<int16_t>(value);
    case TypeRoot::kInteger:
    case TypeRoot::kIntervalYearMonth:
      return static_cast<int32_t>(value);
    default:
      return value;
  }
}

// From floating point to int or long: cut towards zero, stopping at the ends of the range; NaN is 0.
template <typename Integer>
Integer SaturateInteger(double value) {
  if (std::isnan(value)) return 0;
  constexpr double kLimit = -static_cast<double>(std::numeric_limits<Integer>::min());
  if (value >= kLimit) return std::numeric_limits<Integer>::max();
  if (value < -kLimit) return std::numeric_limits<Integer>::min();
  return static_cast<Integer>(value);
}

// Integer.parseInt (int32_t) and Long.parseLong (int64_t): an optional sign and digits of any script, nothing around them. Empty where
// Java throws NumberFormatException.
template <std::signed_integral Integer>
std::optional<Integer> ParseJavaInteger(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  // Counted downwards: there is one more negative number.
  constexpr Integer kLowest = std::numeric_limits<Integer>::min();
  Integer value = 0;
  while (!text.empty()) {
    const int digit = TakeDecimalDigit(text);
    if (digit < 0 || value < (kLowest + digit) / 10) return std::nullopt;
    value = static_cast<Integer>(value * 10 - digit);
  }
  if (negative) return value;
  if (value == kLowest) return std::nullopt;
  return static_cast<Integer>(-value);
}

}  // namespace drey
