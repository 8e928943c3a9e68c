#include "engine/formats/json/json_number.h"

#include <charconv>
#include <limits>

#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/unicode_digits.h"

namespace drey {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

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

}  // namespace

std::string_view TrimJava(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

std::optional<int64_t> ParseJavaInteger(std::string_view text, int64_t min, int64_t max) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Int128 value = 0;
  while (!text.empty()) {
    const int digit = TakeDecimalDigit(text);
    if (digit < 0) return std::nullopt;
    value = value * 10 + digit;
    if (value > Int128{max} + 1) return std::nullopt;
  }
  if (negative) value = -value;
  if (value < min || value > max) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<int64_t> IntegerLiteralValue(std::string_view literal, int64_t min, int64_t max) {
  int64_t value = 0;
  const auto result = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (result.ec != std::errc() || value < min || value > max) return std::nullopt;
  return value;
}

std::optional<int64_t> TruncatedLiteralValue(std::string_view literal, int64_t min, int64_t max) {
  const double value = ParseJavaDouble(literal).value_or(std::numeric_limits<double>::infinity());
  // 2^63 itself is not more than the largest long as a double, and becomes the largest long.
  if (value < static_cast<double>(min) || value > static_cast<double>(max)) return std::nullopt;
  if (value >= static_cast<double>(std::numeric_limits<int64_t>::max())) return max;
  return static_cast<int64_t>(value);
}

bool ParseJsonDecimal(std::string_view text, int precision, int scale, Arena& arena, Datum& value) {
  std::optional<Int128> unscaled;
  if (const std::optional<ScaledInteger> number = ParseShortDecimal(text); number.has_value()) {
    unscaled = Rescale(*number, {.precision = precision, .scale = scale});
  } else {
    const std::optional<BigDecimal> big = ParseBigDecimal(text);
    if (!big.has_value()) return false;
    unscaled = ToDecimal(*big, precision, scale);
  }
  value = unscaled.has_value() ? MakeDecimal(*unscaled, precision, arena) : Datum::Null();
  return true;
}

}  // namespace drey
