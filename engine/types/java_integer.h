// Java's conversions to integer types.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/types/logical_type.h"

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

}  // namespace drey
