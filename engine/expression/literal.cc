#include "engine/expression/literal.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/types/decimal.h"

namespace drey {
namespace {

absl::Status OutOfRange(const Literal& literal, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("Numeric literal '", ToUpper(literal.text), "' out of range"), range),
                        "org.apache.calcite.sql.validate.SqlValidatorException");
}

// A literal of the type that the number would have; its value is never asked for.
BoundExpressionPointer OutOfRangeOfType(const Literal& literal, const LogicalType& type, SourceRange range) {
  auto faulty = std::make_shared<BoundExpression>(*MakeLiteral(type, Datum::Null(), range));
  faulty->type = type.AsNotNull();
  faulty->fault = OutOfRange(literal, range);
  return faulty;
}

// A number that has no exponent: unscaled value, how many digits are written, how many of them behind the point.
struct ExactNumber {
  Int128 unscaled = 0;
  int digits = 0;
  int scale = 0;
};

std::optional<ExactNumber> ReadExactNumber(std::string_view text) {
  ExactNumber number;
  const bool negative = text.starts_with('-');
  bool behind_point = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      behind_point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (behind_point) ++number.scale;
    ++number.digits;
    if (number.unscaled >= PowerOfTen(LogicalType::kMaxDecimalPrecision - 1)) return std::nullopt;
    number.unscaled = number.unscaled * 10 + (c - '0');
  }
  if (negative) number.unscaled = -number.unscaled;
  return number;
}

absl::StatusOr<BoundExpressionPointer> BindExactNumber(const Literal& literal, SourceRange range) {
  const auto number = ReadExactNumber(literal.text);
  if (!number || number->scale > LogicalType::kMaxDecimalPrecision) return OutOfRange(literal, range);
  // Calcite holds the digits of any exact number in 64 bits.
  const auto value = static_cast<int64_t>(number->unscaled);
  if (value != number->unscaled) {
    const int precision = std::min(number->digits, LogicalType::kMaxDecimalPrecision);
    return OutOfRangeOfType(literal, LogicalType::Decimal(precision, number->scale), range);
  }
  if (number->scale == 0) {
    const bool fits_int = value == static_cast<int32_t>(value);
    const LogicalType type = fits_int ? LogicalType::Integer() : LogicalType::Bigint();
    return MakeLiteral(type.AsNotNull(), Datum::Integer(value), range);
  }
  // Every digit counts, also a zero at the front: 0.05 is DECIMAL(3, 2).
  const int precision = std::min(number->digits, LogicalType::kMaxDecimalPrecision);
  const LogicalType type = LogicalType::Decimal(precision, number->scale).AsNotNull();
  if (precision <= 18) return MakeLiteral(type, Datum::Integer(value), range);
  return MakeLiteral(type, Datum::Wide(&number->unscaled), range);
}

absl::StatusOr<BoundExpressionPointer> BindApproximateNumber(const Literal& literal, SourceRange range) {
  double value = 0;
  const char* end = literal.text.data() + literal.text.size();
  const auto parsed = std::from_chars(literal.text.data(), end, value);
  if (parsed.ptr != end) return OutOfRange(literal, range);
  if (parsed.ec == std::errc::result_out_of_range) {
    const bool tiny = literal.text.find("e-") != std::string::npos || literal.text.find("E-") != std::string::npos;
    if (!tiny) return OutOfRange(literal, range);
    value = 0;
  }
  // Calcite keeps a BigDecimal, which has no -0.
  return MakeLiteral(LogicalType::Double().AsNotNull(), Datum::Double(value == 0 ? 0 : value), range);
}

size_t CountCharacters(std::string_view text) {
  size_t units = 0;  // UTF-16 code units, as Java counts
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

absl::StatusOr<BoundExpressionPointer> BindLiteral(const Literal& literal, FlinkVersion version, SourceRange range) {
  if (literal.continued_on_line) return SqlValidatorError("String literal continued on same line", range);
  switch (literal.kind) {
    case LiteralKind::kNull:
      return MakeLiteral(LogicalType::Null(), Datum::Null(), range);
    case LiteralKind::kUnknown:
      return MakeLiteral(LogicalType::Boolean(), Datum::Null(), range);
    case LiteralKind::kBoolean:
      return MakeLiteral(LogicalType::Boolean().AsNotNull(), Datum::Boolean(literal.boolean), range);
    case LiteralKind::kExactNumber:
      return BindExactNumber(literal, range);
    case LiteralKind::kApproximateNumber:
      return BindApproximateNumber(literal, range);
    case LiteralKind::kString:
      return MakeLiteral(LogicalType::Char(static_cast<int>(CountCharacters(literal.text))).AsNotNull(),
                         Datum::Text(literal.text), range);
    case LiteralKind::kBinary:
      return MakeLiteral(LogicalType::Binary(static_cast<int>(literal.text.size())).AsNotNull(),
                         Datum::Text(literal.text), range);
    case LiteralKind::kDate:
    case LiteralKind::kTime:
    case LiteralKind::kTimestamp:
    case LiteralKind::kTimestampLtz:
      return BindTemporalLiteral(literal, version, range);
    case LiteralKind::kInterval:
      return BindIntervalLiteral(literal, range);
  }
  return BugError("a literal of an unknown kind", range);
}

}  // namespace drey
