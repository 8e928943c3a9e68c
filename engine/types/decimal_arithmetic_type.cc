#include "engine/types/decimal_arithmetic_type.h"

#include <algorithm>

namespace drey {
namespace {

constexpr int kMost = LogicalType::kMaxDecimalPrecision;
constexpr int kMinimumKeptScale = 6;

LogicalType Adjusted(int precision, int scale) {
  if (precision <= kMost) return LogicalType::Decimal(precision, scale);
  const int integer_digits = precision - scale;
  const int kept_scale = std::max(kMost - integer_digits, std::min(scale, kMinimumKeptScale));
  return LogicalType::Decimal(kMost, kept_scale);
}

}  // namespace

DecimalShape ExactNumericShape(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kTinyint:
      return {3, 0};
    case TypeRoot::kSmallint:
      return {5, 0};
    case TypeRoot::kInteger:
      return {10, 0};
    case TypeRoot::kBigint:
      return {19, 0};
    default:
      return {type.precision(), type.scale()};
  }
}

LogicalType DecimalSumType(DecimalShape a, DecimalShape b) {
  const int scale = std::max(a.scale, b.scale);
  return Adjusted(std::max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

LogicalType DecimalProductType(DecimalShape a, DecimalShape b) {
  return Adjusted(a.precision + b.precision + 1, a.scale + b.scale);
}

LogicalType DecimalQuotientType(DecimalShape a, DecimalShape b) {
  const int scale = std::max(6, a.scale + b.precision + 1);
  return Adjusted(a.precision - a.scale + b.scale + scale, scale);
}

LogicalType DecimalRemainderType(DecimalShape a, DecimalShape b) {
  if (a.scale == 0 && b.scale == 0) return LogicalType::Decimal(b.precision, 0);
  const int scale = std::max(a.scale, b.scale);
  return Adjusted(std::min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

LogicalType DecimalRoundType(DecimalShape a, int digits) {
  if (digits >= a.scale) return LogicalType::Decimal(a.precision, a.scale);
  if (digits < 0) return LogicalType::Decimal(std::min(kMost, 1 + a.precision - a.scale), 0);
  return LogicalType::Decimal(1 + a.precision - a.scale + digits, digits);
}

}  // namespace drey
