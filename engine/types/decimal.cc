#include "engine/types/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "engine/base/text.h"
#include "engine/types/big_decimal.h"
#include "engine/types/uint256.h"

namespace drey {
namespace {

constexpr int kMaxPrecision = 38;
constexpr int kDigitsOfLimb = 19;  // 10^19 fits 64 bits

constexpr std::array<Int128, kMaxPrecision + 1> MakePowersOfTen() {
  std::array<Int128, kMaxPrecision + 1> powers = {};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}
constexpr std::array<Int128, kMaxPrecision + 1> kPowersOfTen = MakePowersOfTen();

uint64_t LimbPower(int n) { return static_cast<uint64_t>(kPowersOfTen[static_cast<size_t>(n)]); }

UInt128 Magnitude(Int128 value) { return value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value); }

void ScaleUp(UInt256& value, int digits) {
  for (; digits > 0; digits -= kDigitsOfLimb) value.MultiplyBy(LimbPower(std::min(digits, kDigitsOfLimb)));
}

// Drops digits; the rest is cut.
void ScaleDown(UInt256& value, int digits) {
  for (; digits > 0; digits -= kDigitsOfLimb) value.DivideBy(LimbPower(std::min(digits, kDigitsOfLimb)));
}

int CountDigits(UInt256 value) {
  int digits = 0;
  while (!value.FitsUInt128() || value.ToUInt128() >= static_cast<UInt128>(kPowersOfTen[kMaxPrecision])) {
    value.DivideBy(uint64_t{10});
    ++digits;
  }
  return digits + drey::CountDigits(static_cast<Int128>(value.ToUInt128()));
}

// The magnitude at `scale`, rounded half up to the shape.
std::optional<Int128> Round(UInt256 magnitude, bool negative, int scale, DecimalShape shape) {
  if (shape.scale >= scale) {
    if (magnitude.IsZero()) return Int128{0};
    if (CountDigits(magnitude) + shape.scale - scale > shape.precision) return std::nullopt;
    ScaleUp(magnitude, shape.scale - scale);
  } else {
    // Half up looks at the first dropped digit only.
    ScaleDown(magnitude, scale - shape.scale - 1);
    magnitude.Add(UInt256(5));
    magnitude.DivideBy(uint64_t{10});
  }
  if (!(magnitude < UInt256(static_cast<UInt128>(PowerOfTen(shape.precision))))) return std::nullopt;
  const Int128 unscaled = static_cast<Int128>(magnitude.ToUInt128());
  return negative ? -unscaled : unscaled;
}

// Both magnitudes at the larger scale: at most 76 digits.
struct Aligned {
  UInt256 a;
  UInt256 b;
  int scale;
};

Aligned Align(ScaledInteger a, ScaledInteger b) {
  Aligned aligned{UInt256(Magnitude(a.unscaled)), UInt256(Magnitude(b.unscaled)), std::max(a.scale, b.scale)};
  ScaleUp(aligned.a, aligned.scale - a.scale);
  ScaleUp(aligned.b, aligned.scale - b.scale);
  return aligned;
}

struct IntegerQuotient {
  UInt256 quotient;
  UInt256 remainder;
  int scale;  // of the remainder
};

// The whole part of |a| / |b| by long division of decimal digits: 38 digits may meet a divisor 38 places smaller.
IntegerQuotient DivideToInteger(ScaledInteger a, ScaledInteger b) {
  const Aligned aligned = Align(a, b);
  IntegerQuotient result{UInt256(), aligned.a, aligned.scale};
  int shift = std::max(0, CountDigits(aligned.a) - CountDigits(aligned.b));
  UInt256 divisor = aligned.b;
  ScaleUp(divisor, shift);
  for (; shift >= 0; --shift) {
    result.quotient.MultiplyBy(10);
    while (!(result.remainder < divisor)) {
      result.remainder.Subtract(divisor);
      result.quotient.Add(UInt256(1));
    }
    divisor.DivideBy(uint64_t{10});
  }
  return result;
}

}  // namespace

Int128 PowerOfTen(int n) { return kPowersOfTen[static_cast<size_t>(n)]; }

int CountDigits(Int128 value) {
  const UInt128 magnitude = Magnitude(value);
  int digits = 1;
  while (digits <= kMaxPrecision && magnitude >= static_cast<UInt128>(PowerOfTen(digits))) ++digits;
  return digits;
}

void AppendInt128(Int128 value, std::string& out) {
  char buffer[40];
  char* const end = buffer + sizeof(buffer);
  char* begin = end;
  UInt128 rest = Magnitude(value);
  do {
    *--begin = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) out.push_back('-');
  out.append(begin, end);
}

void AppendDecimal(ScaledInteger value, std::string& out) {
  AppendPlainBigDecimal(ToBigDecimal(value.unscaled, value.scale), out);
}

std::optional<Int128> Rescale(ScaledInteger value, DecimalShape shape) {
  return Round(UInt256(Magnitude(value.unscaled)), value.unscaled < 0, value.scale, shape);
}

std::optional<Int128> Add(ScaledInteger a, ScaledInteger b, DecimalShape shape) {
  Aligned aligned = Align(a, b);
  const bool a_negative = a.unscaled < 0;
  const bool b_negative = b.unscaled < 0;
  if (a_negative == b_negative) {
    aligned.a.Add(aligned.b);
    return Round(aligned.a, a_negative, aligned.scale, shape);
  }
  if (aligned.a < aligned.b) {
    aligned.b.Subtract(aligned.a);
    return Round(aligned.b, b_negative, aligned.scale, shape);
  }
  aligned.a.Subtract(aligned.b);
  return Round(aligned.a, a_negative, aligned.scale, shape);
}

std::optional<Int128> Subtract(ScaledInteger a, ScaledInteger b, DecimalShape shape) {
  return Add(a, {-b.unscaled, b.scale}, shape);
}

std::optional<Int128> Multiply(ScaledInteger a, ScaledInteger b, DecimalShape shape) {
  return Round(UInt256::Product(Magnitude(a.unscaled), Magnitude(b.unscaled)),
               (a.unscaled < 0) != (b.unscaled < 0), a.scale + b.scale, shape);
}

std::optional<Int128> Divide(ScaledInteger a, ScaledInteger b, DecimalShape shape) {
  const UInt128 divisor = Magnitude(b.unscaled);
  // So many zeros behind a that the quotient has 38 or 39 digits.
  int zeros = kMaxPrecision + CountDigits(b.unscaled) - CountDigits(a.unscaled);
  UInt256 quotient(Magnitude(a.unscaled));
  ScaleUp(quotient, zeros);
  UInt128 remainder = quotient.DivideBy(divisor);
  if (!(quotient < UInt256(static_cast<UInt128>(PowerOfTen(kMaxPrecision))))) {
    --zeros;
    quotient.Add(UInt256(5));
    quotient.DivideBy(uint64_t{10});
  } else if (remainder >= divisor - remainder) {
    quotient.Add(UInt256(1));
  }
  return Round(quotient, (a.unscaled < 0) != (b.unscaled < 0), a.scale - b.scale + zeros, shape);
}

bool IsRemainderImpossible(ScaledInteger a, ScaledInteger b) {
  UInt256 quotient = DivideToInteger(a, b).quotient;
  for (int surplus = CountDigits(quotient) - kMaxPrecision; surplus > 0; --surplus) {
    if (quotient.DivideBy(uint64_t{10}) != 0) return true;
  }
  return false;
}

std::optional<Int128> Remainder(ScaledInteger a, ScaledInteger b, DecimalShape shape) {
  const IntegerQuotient division = DivideToInteger(a, b);
  return Round(division.remainder, a.unscaled < 0, division.scale, shape);
}

std::strong_ordering Compare(ScaledInteger a, ScaledInteger b) {
  if (a.scale == b.scale) return a.unscaled <=> b.unscaled;
  const bool negative = a.unscaled < 0;
  if (negative != (b.unscaled < 0)) return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  Aligned aligned = Align(a, b);
  if (negative) std::swap(aligned.a, aligned.b);
  if (aligned.a < aligned.b) return std::strong_ordering::less;
  return aligned.a == aligned.b ? std::strong_ordering::equal : std::strong_ordering::greater;
}

int64_t ToInt64(ScaledInteger value) {
  return static_cast<int64_t>(static_cast<UInt128>(value.unscaled / PowerOfTen(value.scale)));
}

double ToDouble(ScaledInteger value, int precision) {
  if (precision <= kMaxCompactPrecision) {
    return static_cast<double>(static_cast<int64_t>(value.unscaled)) /
           static_cast<double>(static_cast<int64_t>(PowerOfTen(value.scale)));
  }
  std::string text;
  AppendInt128(value.unscaled, text);
  drey::Append(text, "e-", value.scale);
  double nearest = 0;
  std::from_chars(text.data(), text.data() + text.size(), nearest);
  return nearest;
}

std::optional<Int128> DecimalFromInt64(int64_t value, DecimalShape shape) { return Rescale({value, 0}, shape); }

}  // namespace drey
