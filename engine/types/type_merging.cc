#include "engine/types/type_merging.h"

#include <algorithm>

namespace drey {
namespace {

// Digits before the point that a number type can have, and behind it.
int IntegerDigits(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kTinyint:
      return 3;
    case TypeRoot::kSmallint:
      return 5;
    case TypeRoot::kInteger:
      return 10;
    case TypeRoot::kBigint:
      return 19;
    default:
      return type.precision() - type.scale();
  }
}

LogicalType CommonNumericType(const LogicalType& a, const LogicalType& b) {
  if (a.IsInteger() && b.IsInteger()) return LogicalType(std::max(a.root(), b.root()));
  if (a.IsApproximateNumeric() || b.IsApproximateNumeric()) {
    const bool both_float = a.Is(TypeRoot::kFloat) && b.Is(TypeRoot::kFloat);
    return both_float ? LogicalType::Float() : LogicalType::Double();
  }
  const int scale = std::max(a.Is(TypeRoot::kDecimal) ? a.scale() : 0, b.Is(TypeRoot::kDecimal) ? b.scale() : 0);
  const int digits = std::max(IntegerDigits(a), IntegerDigits(b));
  const int precision = std::min(digits + scale, LogicalType::kMaxDecimalPrecision);
  return LogicalType::Decimal(precision, std::min(scale, precision));
}

LogicalType CommonStringType(const LogicalType& a, const LogicalType& b) {
  const int length = std::max(a.length(), b.length());
  const bool fixed = a.root() == b.root() && a.Is(TypeRoot::kChar);
  return fixed ? LogicalType::Char(length) : LogicalType::Varchar(length);
}

LogicalType CommonBinaryType(const LogicalType& a, const LogicalType& b) {
  const int length = std::max(a.length(), b.length());
  const bool fixed = a.root() == b.root() && a.Is(TypeRoot::kBinary);
  return fixed ? LogicalType::Binary(length) : LogicalType::Varbinary(length);
}

std::optional<LogicalType> CommonConstructedType(const LogicalType& a, const LogicalType& b) {
  if (a.root() != b.root()) return std::nullopt;
  switch (a.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset: {
      const auto element = CommonType(a.element(), b.element());
      if (!element) return std::nullopt;
      return a.Is(TypeRoot::kArray) ? LogicalType::Array(*element) : LogicalType::Multiset(*element);
    }
    case TypeRoot::kMap: {
      const auto key = CommonType(a.key(), b.key());
      const auto value = CommonType(a.value(), b.value());
      if (!key || !value) return std::nullopt;
      return LogicalType::Map(*key, *value);
    }
    default:
      break;
  }
  if (a.fields().size() != b.fields().size()) return std::nullopt;
  std::vector<RowField> fields;
  for (size_t i = 0; i < a.fields().size(); ++i) {
    const auto type = CommonType(a.fields()[i].type, b.fields()[i].type);
    if (!type) return std::nullopt;
    fields.push_back({a.fields()[i].name, *type});
  }
  return LogicalType::Row(std::move(fields));
}

std::optional<LogicalType> CommonNullableType(const LogicalType& a, const LogicalType& b) {
  if (a.Is(TypeRoot::kNull)) return b;
  if (b.Is(TypeRoot::kNull)) return a;
  if (a.IsNumeric() && b.IsNumeric()) return CommonNumericType(a, b);
  if (a.IsCharacterString() && b.IsCharacterString()) return CommonStringType(a, b);
  if (a.IsBinaryString() && b.IsBinaryString()) return CommonBinaryType(a, b);
  if (a.IsConstructed()) return CommonConstructedType(a, b);
  if (a.root() != b.root()) return std::nullopt;
  return a.precision() >= b.precision() ? a : b;
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
  const auto common = CommonNullableType(a, b);
  if (!common) return std::nullopt;
  return common->WithNullable(a.nullable() || b.nullable());
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
