#include "engine/formats/json/json_number.h"

#include <charconv>
#include <limits>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"

namespace drey {
namespace {


// A plain number of up to 18 digits, which is what nearly all are: its unscaled value and scale.
std::optional<ScaledInteger> ParseShortDecimal(std::string_view text) {
  constexpr size_t kMaxText = 20;
  if (text.size() > kMaxText) return std::nullopt;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  int64_t unscaled = 0;
  int digits = 0;
  int behind_point = -1;
  for (const char c : text) {
    if (c == '.' && behind_point < 0) {
      behind_point = 0;
      continue;
    }
    if (!IsDigit(c) || ++digits > 18) return std::nullopt;
    unscaled = unscaled * 10 + (c - '0');
    if (behind_point >= 0) ++behind_point;
  }
  if (digits == 0) return std::nullopt;
  return ScaledInteger{.unscaled = negative ? -unscaled : unscaled, .scale = behind_point < 0 ? 0 : behind_point};
}

// Behind the "e" of an exponent and its sign, and at the very beginning, BigDecimal looks at a character without asking for one.
bool StopsTooEarly(std::string_view text) {
  if (text.empty()) return true;
  if (text.back() == '-' || text.back() == '+') text.remove_suffix(1);
  if (text.empty() || (text.back() != 'e' && text.back() != 'E')) return false;
  text.remove_suffix(1);
  return text.find_first_not_of("0123456789.+-") == std::string_view::npos;
}

}  // namespace

std::optional<int64_t> ParseJavaIntegerOf(TypeRoot root, std::string_view text) {
  const IntegerRange range = RangeOf(root);
  const std::optional<int64_t> value = ParseJavaInteger<int64_t>(text);
  if (!value.has_value() || *value < range.min || *value > range.max) return std::nullopt;
  return value;
}

std::string IntegerFormatMessage(TypeRoot root, std::string_view text) {
  const bool is_short = root == TypeRoot::kTinyint || root == TypeRoot::kSmallint;
  if (is_short && ParseJavaInteger<int32_t>(text).has_value()) {
    return Concat("Value out of range. Value:\"", text, "\" Radix:10");
  }
  return Concat("For input string: \"", text, "\"");
}

IntegerRange RangeOf(TypeRoot root) {
  switch (root) {
    case TypeRoot::kTinyint:
      return {std::numeric_limits<int8_t>::min(), std::numeric_limits<int8_t>::max()};
    case TypeRoot::kSmallint:
      return {std::numeric_limits<int16_t>::min(), std::numeric_limits<int16_t>::max()};
    case TypeRoot::kInteger:
    case TypeRoot::kIntervalYearMonth:
      return {std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()};
    default:
      return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()};
  }
}

std::optional<int64_t> IntegerLiteralValue(std::string_view literal, IntegerRange range) {
  int64_t value = 0;
  const auto result = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (result.ec != std::errc() || value < range.min || value > range.max) return std::nullopt;
  return value;
}

std::optional<int64_t> TruncatedLiteralValue(std::string_view literal, IntegerRange range) {
  const double value = ParseJavaDouble(literal).value_or(std::numeric_limits<double>::infinity());
  // 2^63 itself is not more than the largest long as a double, and becomes the largest long.
  if (value < static_cast<double>(range.min) || value > static_cast<double>(range.max)) return std::nullopt;
  return SaturateInteger<int64_t>(value);
}

std::optional<int64_t> TruncatedDecimalValue(std::string_view literal, IntegerRange range) {
  const std::optional<BigDecimal> number = ParseBigDecimal(literal);
  if (!number.has_value()) return std::nullopt;
  const int64_t whole_digits = static_cast<int64_t>(number->digits.size()) - number->scale;
  constexpr int64_t kLongestLong = 19;
  if (number->IsZero() || whole_digits <= 0) return 0;
  if (whole_digits > kLongestLong) return std::nullopt;
  Int128 whole = 0;
  bool has_fraction = false;
  for (size_t i = 0; i < static_cast<size_t>(whole_digits); ++i) {
    whole = whole * 10 + (i < number->digits.size() ? number->digits[i] - '0' : 0);
  }
  for (size_t i = static_cast<size_t>(whole_digits); i < number->digits.size(); ++i) has_fraction |= number->digits[i] != '0';
  if (number->negative) whole = -whole;
  // The range is tested before the fraction goes.
  const bool is_beyond = whole > range.max || whole < range.min || (has_fraction && (whole == range.max || whole == range.min));
  if (is_beyond) return std::nullopt;
  return static_cast<int64_t>(whole);
}

std::string_view DecimalFailureClass(std::string_view text) {
  return StopsTooEarly(text) ? "java.lang.ArrayIndexOutOfBoundsException" : kNumberFormatException;
}

bool ParseJsonDecimal(std::string_view text, int precision, int scale, Arena& arena, Datum& value, std::string& error) {
  std::optional<Int128> unscaled;
  if (const std::optional<ScaledInteger> number = ParseShortDecimal(text); number.has_value()) {
    unscaled = Rescale(*number, {.precision = precision, .scale = scale});
  } else {
    const std::optional<BigDecimal> big = ParseBigDecimal(text, error);
    if (!big.has_value()) {
      if (StopsTooEarly(text)) error = Concat("Index ", text.size(), " out of bounds for length ", text.size());
      return false;
    }
    unscaled = ToDecimal(*big, precision, scale);
  }
  value = unscaled.has_value() ? MakeDecimal(*unscaled, precision, arena) : Datum::Null();
  return true;
}

}  // namespace drey
