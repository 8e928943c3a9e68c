#include "engine/types/big_decimal.h"

#include <algorithm>
#include <limits>

#include "engine/base/text.h"
#include "engine/types/decimal.h"
#include "engine/types/java_string.h"
#include "engine/types/unicode_digits.h"

namespace drey {
namespace {

constexpr size_t kMaxExponentDigits = 10;
constexpr size_t kMaxShortLength = 18;

bool FitsInt(int64_t value) {
  return value >= std::numeric_limits<int32_t>::min() && value <= std::numeric_limits<int32_t>::max();
}

bool TakeSign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

// What follows the "e". On failure returns nothing and sets `error`.
std::optional<int64_t> ParseExponent(std::string_view text, std::string& error) {
  const bool negative = TakeSign(text);
  size_t units = Utf16Length(text);
  if (units == 0) {
    error = "No exponent digits.";
    return std::nullopt;
  }
  // Java lets leading zeros go only where there are more than ten digits.
  std::string_view rest = text;
  while (units > kMaxExponentDigits && TakeDecimalDigit(rest) == 0) {
    text = rest;
    --units;
  }
  if (units > kMaxExponentDigits) {
    error = "Too many nonzero exponent digits.";
    return std::nullopt;
  }
  int64_t exponent = 0;
  while (!text.empty()) {
    const int digit = TakeDecimalDigit(text);
    if (digit < 0) {
      error = "Not a digit.";
      return std::nullopt;
    }
    exponent = exponent * 10 + digit;
  }
  if (negative) exponent = -exponent;
  if (!FitsInt(exponent)) {
    error = "Exponent overflow.";
    return std::nullopt;
  }
  return exponent;
}

// Java reads up to 18 characters in another way than longer texts, and complains otherwise.
std::string UnexpectedCharacter(std::string_view rest, bool is_short) {
  if (!is_short) return "Character array is missing \"e\" notation exponential mark.";
  return Concat("Character ", Utf16Prefix(rest, 1),
                " is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark.");
}

void AppendDigitsWithPoint(std::string_view digits, size_t behind_point, std::string& out) {
  if (behind_point == 0) {
    out.append(digits);
  } else if (digits.size() > behind_point) {
    Append(out, digits.substr(0, digits.size() - behind_point), '.',
           digits.substr(digits.size() - behind_point));
  } else {
    out.append("0.").append(behind_point - digits.size(), '0').append(digits);
  }
}

}  // namespace

std::optional<BigDecimal> ParseBigDecimal(std::string_view text) {
  std::string error;
  return ParseBigDecimal(text, error);
}

std::optional<BigDecimal> ParseBigDecimal(std::string_view text, std::string& error) {
  BigDecimal value;
  const bool negative = TakeSign(text);
  const bool is_short = Utf16Length(text) <= kMaxShortLength;
  value.digits.clear();
  int64_t scale = 0;
  int64_t exponent = 0;
  bool seen_point = false;
  bool seen_digit = false;
  while (!text.empty()) {
    if (text.front() == '.') {
      if (seen_point) {
        error = "Character array contains more than one decimal point.";
        return std::nullopt;
      }
      seen_point = true;
      text.remove_prefix(1);
      continue;
    }
    if (text.front() == 'e' || text.front() == 'E') {
      const auto parsed = ParseExponent(text.substr(1), error);
      if (!parsed) return std::nullopt;
      exponent = *parsed;
      break;
    }
    const int digit = TakeDecimalDigit(text);
    if (digit < 0) {
      error = UnexpectedCharacter(text, is_short);
      return std::nullopt;
    }
    seen_digit = true;
    if (seen_point) ++scale;
    if (digit > 0 || !value.digits.empty()) value.digits.push_back(static_cast<char>('0' + digit));
  }
  if (!seen_digit) {
    error = "No digits found.";
    return std::nullopt;
  }
  scale -= exponent;
  if (!FitsInt(scale)) {
    error = "Scale out of range.";
    return std::nullopt;
  }
  value.scale = static_cast<int32_t>(scale);
  value.negative = negative && !value.digits.empty();
  if (value.digits.empty()) value.digits = "0";
  return value;
}

BigDecimal ToBigDecimal(Int128 unscaled, int scale) {
  BigDecimal value;
  value.negative = unscaled < 0;
  value.digits.clear();
  AppendInt128(unscaled < 0 ? -unscaled : unscaled, value.digits);
  value.scale = scale;
  return value;
}

void AppendBigDecimal(const BigDecimal& value, std::string& out) {
  if (value.negative) out.push_back('-');
  const int64_t exponent = static_cast<int64_t>(value.digits.size()) - 1 - value.scale;
  if (value.scale >= 0 && exponent >= -6) {
    AppendDigitsWithPoint(value.digits, static_cast<size_t>(value.scale), out);
    return;
  }
  AppendDigitsWithPoint(value.digits, value.digits.size() - 1, out);
  if (exponent != 0) Append(out, 'E', exponent > 0 ? "+" : "", exponent);
}

void AppendPlainBigDecimal(const BigDecimal& value, std::string& out) {
  if (value.negative) out.push_back('-');
  if (value.scale >= 0) {
    AppendDigitsWithPoint(value.digits, static_cast<size_t>(value.scale), out);
    return;
  }
  out.append(value.digits);
  if (!value.IsZero()) out.append(static_cast<size_t>(-static_cast<int64_t>(value.scale)), '0');
}

BigDecimal StripTrailingZeros(BigDecimal value) {
  if (value.IsZero()) return {};
  const size_t kept = value.digits.find_last_not_of('0') + 1;
  const size_t most = static_cast<size_t>(static_cast<int64_t>(value.scale) - std::numeric_limits<int32_t>::min());
  const size_t stripped = std::min(value.digits.size() - kept, most);
  value.digits.resize(value.digits.size() - stripped);
  value.scale -= static_cast<int32_t>(stripped);
  return value;
}

std::optional<Int128> ToDecimal(const BigDecimal& value, int precision, int scale) {
  if (value.IsZero()) return Int128{0};
  // Digits of the result before rounding: those of the value, moved by the change of scale.
  const int64_t wanted = static_cast<int64_t>(value.digits.size()) + scale - value.scale;
  if (wanted > precision) return std::nullopt;
  if (wanted < 0) return Int128{0};
  Int128 unscaled = 0;
  const size_t kept = std::min(static_cast<size_t>(wanted), value.digits.size());
  for (size_t i = 0; i < kept; ++i) unscaled = unscaled * 10 + (value.digits[i] - '0');
  unscaled *= PowerOfTen(static_cast<int>(static_cast<size_t>(wanted) - kept));
  if (kept < value.digits.size() && value.digits[kept] >= '5') ++unscaled;
  if (unscaled >= PowerOfTen(precision)) return std::nullopt;
  return value.negative ? -unscaled : unscaled;
}

}  // namespace drey
