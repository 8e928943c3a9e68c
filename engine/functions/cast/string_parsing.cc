#include "engine/functions/cast/string_parsing.h"

#include <limits>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/types/big_decimal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

// Texts of at most so many bytes are read as a long when the precision allows it.
constexpr size_t kMaxCompactBytes = 18;
constexpr int kCompactPowers = 19;  // 10^0 … 10^18
// Larger exponents of a compact number are not told apart.
constexpr int kExponentBound = 40;

bool FailNumber(CallContext& context, std::string_view text, std::string_view reason) {
  return context.Fail(kNumberFormatException, Concat("For input string: '", text, "'. ", reason));
}

// BinaryStringData.trim: blanks only.
std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

struct IntegerBounds {
  int64_t read_min;  // of the Java type that the digits are read into
  int64_t min;
  int64_t max;
};

IntegerBounds BoundsOf(TypeRoot root) {
  constexpr int64_t kIntMin = std::numeric_limits<int32_t>::min();
  switch (root) {
    case TypeRoot::kTinyint:
      return {kIntMin, std::numeric_limits<int8_t>::min(), std::numeric_limits<int8_t>::max()};
    case TypeRoot::kSmallint:
      return {kIntMin, std::numeric_limits<int16_t>::min(), std::numeric_limits<int16_t>::max()};
    case TypeRoot::kInteger:
      return {kIntMin, kIntMin, std::numeric_limits<int32_t>::max()};
    default:
      return {std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::min(),
              std::numeric_limits<int64_t>::max()};
  }
}

bool IsDecimalBlank(char c) { return c == ' ' || c == '\n' || c == '\t'; }

enum class CompactResult { kValue, kOverflow, kIndexOutOfBounds };

// A number of at most 18 bytes. Any one character behind the digits or the exponent is passed over, which makes 't' a zero.
class CompactDecimalReader {
 public:
  CompactDecimalReader(std::string_view text, DecimalShape shape) : text_(text), shape_(shape) {}

  CompactResult Read(int64_t& unscaled) {
    if (!ReadSignificand() || !ReadExponent()) return CompactResult::kOverflow;
    for (; i_ < text_.size(); ++i_) {
      if (!IsDecimalBlank(text_[i_])) return CompactResult::kOverflow;
    }
    return Scale(unscaled);
  }

  // Which of the 19 powers of ten Java asked for in vain.
  int missing_power() const { return missing_power_; }

 private:
  bool ReadSignificand() {
    while (i_ < text_.size() && IsDecimalBlank(text_[i_])) ++i_;
    if (i_ == text_.size()) return false;
    negative_ = text_[i_] == '-';
    if (negative_ || text_[i_] == '+') {
      if (++i_ == text_.size()) return false;
    }
    int point = -1;
    while (i_ < text_.size()) {
      last_ = text_[i_++];
      if (IsDigit(last_)) {
        significand_ = significand_ * 10 + (last_ - '0');
        ++digits_;
      } else if (last_ == '.') {
        if (point >= 0) return false;
        point = digits_;
      } else {
        break;
      }
    }
    exponent_ = point < 0 ? 0 : point - digits_;
    if (negative_) significand_ = -significand_;
    return true;
  }

  bool ReadExponent() {
    if ((last_ != 'e' && last_ != 'E') || i_ == text_.size()) return true;
    const bool negative = text_[i_] == '-';
    if (negative || text_[i_] == '+') {
      if (++i_ == text_.size()) return false;
    }
    int exponent = 0;
    while (i_ < text_.size() && IsDigit(text_[i_])) {
      if (exponent < kExponentBound) exponent = exponent * 10 + (text_[i_] - '0');
      ++i_;
    }
    if (i_ < text_.size()) ++i_;
    exponent_ += negative ? -exponent : exponent;
    return true;
  }

  CompactResult Scale(int64_t& unscaled) {
    const int change = exponent_ + shape_.scale;
    if (digits_ + change > shape_.precision) return CompactResult::kOverflow;
    if (change >= 0) {
      // Without digits the power may be too large for a long, and the value is 0 anyway.
      if (change >= kCompactPowers) return MissingPower(change);
      unscaled = significand_ * static_cast<int64_t>(PowerOfTen(change));
      return CompactResult::kValue;
    }
    if (-change - 1 >= kCompactPowers) return MissingPower(-change - 1);
    if (-change >= kCompactPowers) return MissingPower(-change);
    const int64_t half = 5 * static_cast<int64_t>(PowerOfTen(-change - 1));
    unscaled = (significand_ + (negative_ ? -half : half)) / static_cast<int64_t>(PowerOfTen(-change));
    return CompactResult::kValue;
  }

  CompactResult MissingPower(int power) {
    missing_power_ = power;
    return CompactResult::kIndexOutOfBounds;
  }

  std::string_view text_;
  DecimalShape shape_;
  size_t i_ = 0;
  bool negative_ = false;
  char last_ = 0;
  int64_t significand_ = 0;
  int digits_ = 0;
  int exponent_ = 0;
  int missing_power_ = 0;
};

std::string_view TrimDecimalBlanks(std::string_view text) {
  std::string_view trimmed = text;
  while (!trimmed.empty() && IsDecimalBlank(trimmed.front())) trimmed.remove_prefix(1);
  while (!trimmed.empty() && IsDecimalBlank(trimmed.back())) trimmed.remove_suffix(1);
  // A text of nothing but blanks stays as it is.
  return trimmed.empty() ? text : trimmed;
}

}  // namespace

std::optional<bool> ParseBoolean(CallContext& context, std::string_view text) {
  for (std::string_view word : {"t", "true", "y", "yes", "1"}) {
    if (EqualsIgnoreCase(text, word)) return true;
  }
  for (std::string_view word : {"f", "false", "n", "no", "0"}) {
    if (EqualsIgnoreCase(text, word)) return false;
  }
  context.Fail("org.apache.flink.table.api.TableException", Concat("Cannot parse '", text, "' as BOOLEAN."));
  return std::nullopt;
}

std::optional<int64_t> ParseInteger(CallContext& context, std::string_view untrimmed, TypeRoot root) {
  const std::string_view text = TrimBlanks(untrimmed);
  const auto fail = [&](std::string_view reason) -> std::optional<int64_t> {
    FailNumber(context, text, reason);
    return std::nullopt;
  };
  if (text.empty()) return fail("Input is empty.");
  const bool negative = text[0] == '-';
  size_t i = negative || text[0] == '+' ? 1 : 0;
  if (i == text.size()) return fail("Input has only positive or negative symbol.");
  const IntegerBounds bounds = BoundsOf(root);
  // Negative numbers reach one further, so the value is kept negative.
  int64_t value = 0;
  for (; i < text.size() && text[i] != '.'; ++i) {
    if (!IsDigit(text[i])) return fail("Invalid character found.");
    const int64_t digit = text[i] - '0';
    if (value < bounds.read_min / 10) return fail("Overflow.");
    if (value * 10 < bounds.read_min + digit) return fail("Overflow.");
    value = value * 10 - digit;
  }
  for (++i; i < text.size(); ++i) {
    if (!IsDigit(text[i])) return fail("Invalid character found.");
  }
  if (negative ? value < bounds.min : value < -bounds.max) return fail("Overflow.");
  return negative ? value : -value;
}

std::optional<float> ParseFloat(CallContext& context, std::string_view text) {
  const auto value = ParseJavaFloat(text);
  if (!value) context.Fail(kNumberFormatException, FloatingPointFormatMessage(text));
  return value;
}

std::optional<double> ParseDouble(CallContext& context, std::string_view text) {
  const auto value = ParseJavaDouble(text);
  if (!value) context.Fail(kNumberFormatException, FloatingPointFormatMessage(text));
  return value;
}

std::optional<Int128> ParseDecimal(CallContext& context, std::string_view text, DecimalShape shape) {
  if (shape.precision <= kMaxCompactPrecision && text.size() <= kMaxCompactBytes) {
    int64_t unscaled = 0;
    CompactDecimalReader reader(text, shape);
    switch (reader.Read(unscaled)) {
      case CompactResult::kValue:
        return unscaled;
      case CompactResult::kIndexOutOfBounds:
        context.Fail("java.lang.ArrayIndexOutOfBoundsException",
                     Concat("Index ", reader.missing_power(), " out of bounds for length ", kCompactPowers));
        return std::nullopt;
      case CompactResult::kOverflow:
        FailNumber(context, text, "Overflow.");
        return std::nullopt;
    }
  }
  std::string error;
  const auto number = ParseBigDecimal(TrimDecimalBlanks(text), error);
  if (!number) {
    context.Fail(kNumberFormatException, std::move(error));
    return std::nullopt;
  }
  const auto unscaled = ToDecimal(*number, shape.precision, shape.scale);
  if (!unscaled) FailNumber(context, text, "Overflow.");
  return unscaled;
}

}  // namespace drey
