#include "engine/types/type_merging.h"

#include <algorithm>

#include "engine/types/decimal_arithmetic_type.h"

namespace drey {
namespace {

// Which of the two sets of rules: they differ for floating point and for points in time.
enum class Rules { kCalcite, kFlink };

LogicalType CommonExactType(const LogicalType& a, const LogicalType& b) {
  if (a.IsInteger() && b.IsInteger()) return LogicalType(std::max(a.root(), b.root()));
  const DecimalShape x = ExactNumericShape(a);
  const DecimalShape y = ExactNumericShape(b);
  const int digits = std::max(x.precision - x.scale, y.precision - y.scale);
  const int scale = std::min(std::max(x.scale, y.scale), LogicalType::kMaxDecimalPrecision - digits);
  return LogicalType::Decimal(digits + scale, scale);
}

LogicalType CommonNumericType(const LogicalType& a, const LogicalType& b, Rules rules) {
  if (!a.IsApproximateNumeric() && !b.IsApproximateNumeric()) return CommonExactType(a, b);
  if (a.IsApproximateNumeric() && b.IsApproximateNumeric()) {
    const bool has_double = a.Is(TypeRoot::kDouble) || b.Is(TypeRoot::kDouble);
    return rules == Rules::kFlink && has_double ? LogicalType::Double() : a;
  }
  // One is exact. A DECIMAL makes the other DOUBLE, except that for Flink a DECIMAL in front does not.
  if (b.Is(TypeRoot::kDecimal)) return LogicalType::Double();
  if (a.Is(TypeRoot::kDecimal) && rules == Rules::kCalcite) return LogicalType::Double();
  return a.IsApproximateNumeric() ? a : b;
}

LogicalType CommonStringType(const LogicalType& a, const LogicalType& b) {
  const bool fixed = a.Is(TypeRoot::kChar) && b.Is(TypeRoot::kChar) && a.length() == b.length();
  return fixed ? a : LogicalType::Varchar(std::max(a.length(), b.length()));
}

LogicalType CommonBinaryType(const LogicalType& a, const LogicalType& b) {
  const bool fixed = a.Is(TypeRoot::kBinary) && b.Is(TypeRoot::kBinary) && a.length() == b.length();
  return fixed ? a : LogicalType::Varbinary(std::max(a.length(), b.length()));
}

std::optional<LogicalType> CommonTypeByRules(const LogicalType& a, const LogicalType& b, Rules rules);

std::optional<LogicalType> CommonConstructedType(const LogicalType& a, const LogicalType& b, Rules rules) {
  if (a.root() != b.root()) return std::nullopt;
  switch (a.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset: {
      const auto element = CommonTypeByRules(a.element(), b.element(), rules);
      if (!element) return std::nullopt;
      return a.Is(TypeRoot::kArray) ? LogicalType::Array(*element) : LogicalType::Multiset(*element);
    }
    case TypeRoot::kMap: {
      const auto key = CommonTypeByRules(a.key(), b.key(), rules);
      const auto value = CommonTypeByRules(a.value(), b.value(), rules);
      if (!key || !value) return std::nullopt;
      return LogicalType::Map(*key, *value);
    }
    default:
      break;
  }
  if (a.fields().size() != b.fields().size()) return std::nullopt;
  std::vector<RowField> fields;
  for (size_t i = 0; i < a.fields().size(); ++i) {
    const auto type = CommonTypeByRules(a.fields()[i].type, b.fields()[i].type, rules);
    if (!type) return std::nullopt;
    fields.push_back({a.fields()[i].name, *type});
  }
  return LogicalType::Row(std::move(fields));
}

// Points in time: Calcite takes the kind of the first, Flink the one that is cast implicitly to the other.
std::optional<LogicalType> CommonTemporalType(const LogicalType& a, const LogicalType& b, Rules rules) {
  const int precision = std::max(a.precision(), b.precision());
  if (a.root() == b.root()) return a.precision() >= b.precision() ? a : b;
  if (a.IsTimestamp() && b.IsTimestamp()) {
    const bool zoned = rules == Rules::kFlink || a.Is(TypeRoot::kTimestampLtz);
    return zoned ? LogicalType::TimestampLtz(precision) : LogicalType::Timestamp(precision);
  }
  if (rules == Rules::kCalcite) return std::nullopt;
  if (a.Is(TypeRoot::kTimestamp) && (b.Is(TypeRoot::kDate) || b.Is(TypeRoot::kTime))) return b;
  if (b.Is(TypeRoot::kTimestamp) && (a.Is(TypeRoot::kDate) || a.Is(TypeRoot::kTime))) return a;
  return std::nullopt;
}

bool IsTemporal(const LogicalType& type) {
  return type.IsTimestamp() || type.Is(TypeRoot::kDate) || type.Is(TypeRoot::kTime);
}

// Calcite lets exact numbers meet in a point in time and any number in a date; whether they can be cast is another question.
bool MeetInTime(const LogicalType& time, const LogicalType& number, Rules rules) {
  if (rules == Rules::kFlink) return false;
  const bool is_exact = number.IsInteger() || number.Is(TypeRoot::kDecimal);
  return time.Is(TypeRoot::kDate) ? number.IsNumeric() : IsTemporal(time) && is_exact;
}

std::optional<LogicalType> CommonNullableType(const LogicalType& a, const LogicalType& b, Rules rules) {
  if (a.Is(TypeRoot::kNull)) return b;
  if (b.Is(TypeRoot::kNull)) return a;
  if (MeetInTime(a, b, rules)) return a;
  if (MeetInTime(b, a, rules)) return b;
  if (a.IsNumeric() && b.IsNumeric()) return CommonNumericType(a, b, rules);
  if (a.IsCharacterString() && b.IsCharacterString()) return CommonStringType(a, b);
  if (a.IsBinaryString() && b.IsBinaryString()) return CommonBinaryType(a, b);
  if (IsTemporal(a) && IsTemporal(b)) return CommonTemporalType(a, b, rules);
  if (a.IsConstructed()) return CommonConstructedType(a, b, rules);
  if (a.root() != b.root()) return std::nullopt;
  return a;
}

std::optional<LogicalType> CommonTypeByRules(const LogicalType& a, const LogicalType& b, Rules rules) {
  const auto common = CommonNullableType(a, b, rules);
  if (!common) return std::nullopt;
  return common->WithNullable(a.nullable() || b.nullable());
}

bool AreElementsCastable(const LogicalType& from, const LogicalType& to) {
  switch (to.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
      return IsImplicitlyCastable(from.element(), to.element());
    case TypeRoot::kMap:
      return IsImplicitlyCastable(from.key(), to.key()) && IsImplicitlyCastable(from.value(), to.value());
    default:
      break;
  }
  return std::equal(from.fields().begin(), from.fields().end(), to.fields().begin(), to.fields().end(),
                    [](const RowField& a, const RowField& b) { return IsImplicitlyCastable(a.type, b.type); });
}

}  // namespace

std::optional<LogicalType> CommonType(const LogicalType& a, const LogicalType& b) {
  return CommonTypeByRules(a, b, Rules::kCalcite);
}

std::optional<LogicalType> CommonArgumentType(const LogicalType& a, const LogicalType& b) {
  return CommonTypeByRules(a, b, Rules::kFlink);
}

bool IsImplicitlyCastable(const LogicalType& from, const LogicalType& to) {
  if (from.Is(TypeRoot::kNull)) return true;
  switch (to.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kBoolean:
    case TypeRoot::kBinary:
    case TypeRoot::kTinyint:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
    case TypeRoot::kVariant:
    case TypeRoot::kBitmap:
    case TypeRoot::kRaw:
    case TypeRoot::kNull:
      return from.Is(to.root());
    case TypeRoot::kVarchar:
      return from.IsCharacterString();
    case TypeRoot::kVarbinary:
      return from.IsBinaryString();
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return from.IsInteger() && from.root() <= to.root();
    case TypeRoot::kDecimal:
    case TypeRoot::kDouble:
      return from.IsNumeric();
    case TypeRoot::kFloat:
      return from.IsInteger() || from.Is(TypeRoot::kDecimal) || from.Is(TypeRoot::kFloat);
    case TypeRoot::kDate:
    case TypeRoot::kTime:
      return from.Is(to.root()) || from.Is(TypeRoot::kTimestamp);
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return from.IsTimestamp();
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
    case TypeRoot::kMap:
    case TypeRoot::kRow:
      return from.Is(to.root()) && AreElementsCastable(from, to);
    case TypeRoot::kSymbol:
    case TypeRoot::kJsonDocument:
      break;
  }
  return false;
}

}  // namespace drey
