// DECIMAL(p, s) with p up to 38, as Flink's DecimalData computes: an unscaled integer, exact intermediates, results rounded half
// up, and no value (SQL NULL) where a result needs more digits than its precision has.
//
// Functions take unscaled values beside their scales; they are pure. Rules: DecimalDataUtils of Flink 1.20 and 2.3.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/arena.h"
#include "engine/types/datum.h"

namespace drey {

// The longest precision of which Datum holds the unscaled value inline.
inline constexpr int kMaxCompactPrecision = 18;

inline Int128 UnscaledOf(const Datum& value, int precision) {
  return precision <= kMaxCompactPrecision ? Int128{value.integer} : *value.wide;
}

inline Datum MakeDecimal(Int128 unscaled, int precision, Arena& arena) {
  if (precision <= kMaxCompactPrecision) return Datum::Integer(static_cast<int64_t>(unscaled));
  return Datum::Wide(arena.New<Int128>(unscaled));
}

// A number: unscaled / 10^scale.
struct ScaledInteger {
  Int128 unscaled = 0;
  int scale = 0;
};

// What a result is to be rounded to.
struct DecimalShape {
  int precision = 0;
  int scale = 0;
};

// 10^n for n from 0 to 38.
Int128 PowerOfTen(int n);

// Decimal digits without leading zeros; 1 for zero. Sign does not count.
int CountDigits(Int128 value);

void AppendInt128(Int128 value, std::string& out);

// "-12.50": all digits of the scale, as BigDecimal.toPlainString.
void AppendDecimal(ScaledInteger value, std::string& out);

std::optional<Int128> Rescale(ScaledInteger value, DecimalShape shape);
std::optional<Int128> Add(ScaledInteger a, ScaledInteger b, DecimalShape shape);
std::optional<Int128> Subtract(ScaledInteger a, ScaledInteger b, DecimalShape shape);
std::optional<Int128> Multiply(ScaledInteger a, ScaledInteger b, DecimalShape shape);
// The quotient is first rounded half up to 38 significant digits, then to the shape. Requires b != 0.
std::optional<Int128> Divide(ScaledInteger a, ScaledInteger b, DecimalShape shape);

// The whole part of a / b needs more than 38 significant digits: where Java throws "Division impossible". Requires b != 0.
bool IsRemainderImpossible(ScaledInteger a, ScaledInteger b);
// The sign is that of a. Requires b != 0 and a possible remainder.
std::optional<Int128> Remainder(ScaledInteger a, ScaledInteger b, DecimalShape shape);

std::strong_ordering Compare(ScaledInteger a, ScaledInteger b);

// The number without its fraction, rounded towards zero, and its low 64 bits as BigDecimal.longValue.
int64_t ToInt64(ScaledInteger value);
// As DecimalDataUtils.doubleValue of a DECIMAL with that precision: the nearest double, except that a precision of at most 18
// divides two doubles.
double ToDouble(ScaledInteger value, int precision);

std::optional<Int128> DecimalFromInt64(int64_t value, DecimalShape shape);

}  // namespace drey
