#include "engine/functions/operand_check.h"

#include "engine/base/text.h"

namespace drey {
namespace {

std::string_view ScalarFamily(TypeRoot root) {
  switch (root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return "CHARACTER";
    case TypeRoot::kBoolean:
      return "BOOLEAN";
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return "BINARY";
    case TypeRoot::kDecimal:
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
      return "NUMERIC";
    case TypeRoot::kDate:
      return "DATE";
    case TypeRoot::kTime:
      return "TIME";
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return "TIMESTAMP";
    case TypeRoot::kIntervalYearMonth:
      return "INTERVAL_YEAR_MONTH";
    case TypeRoot::kIntervalDayTime:
      return "INTERVAL_DAY_TIME";
    case TypeRoot::kVariant:
      return "VARIANT";
    case TypeRoot::kNull:
      return "NULL";
    default:
      return "ANY";
  }
}

// Where a family is a type itself, rows in it are not in capitals.
std::string OwnFamilyText(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kArray:
      return OwnFamilyText(type.element()) + " ARRAY";
    case TypeRoot::kMultiset:
      return OwnFamilyText(type.element()) + " MULTISET";
    case TypeRoot::kMap:
      return Concat("(", OwnFamilyText(type.key()), ", ", OwnFamilyText(type.value()), ") MAP");
    case TypeRoot::kRow: {
      std::string text = type.is_plain_record() ? "RecordType(" : "RecordType:peek_no_expand(";
      std::string_view separator;
      for (const RowField& field : type.fields()) {
        Append(text, separator, OwnFamilyText(field.type), " ", field.name);
        separator = ", ";
      }
      return text + ")";
    }
    default:
      return CalciteTypeText(type);
  }
}

std::string RecordTypeText(const LogicalType& type) {
  std::string text = type.is_plain_record() ? "RECORDTYPE(" : "RECORDTYPE:PEEK_NO_EXPAND(";
  std::string_view separator;
  for (const RowField& field : type.fields()) {
    Append(text, separator, CalciteTypeText(field.type), " ", ToUpper(field.name));
    separator = ", ";
  }
  return text + ")";
}

}  // namespace

std::string CalciteTypeText(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kVarchar:
      return Concat("VARCHAR(", type.length(), ")");
    case TypeRoot::kVarbinary:
      return Concat("VARBINARY(", type.length(), ")");
    case TypeRoot::kInteger:
      return "INTEGER";
    case TypeRoot::kTime:
      return Concat("TIME(", type.written_precision(), ")");
    case TypeRoot::kTimestampLtz:
      return Concat("TIMESTAMP_WITH_LOCAL_TIME_ZONE(", type.precision(), ")");
    case TypeRoot::kArray:
      return CalciteTypeText(type.element()) + " ARRAY";
    case TypeRoot::kMultiset:
      return CalciteTypeText(type.element()) + " MULTISET";
    case TypeRoot::kMap:
      return Concat("(", CalciteTypeText(type.key()), ", ", CalciteTypeText(type.value()), ") MAP");
    case TypeRoot::kRow:
      return RecordTypeText(type);
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return Concat("INTERVAL ", type.written_resolution());
    default:
      return type.ToStringWithoutNullability();
  }
}

std::string CalciteRowText(const LogicalType& row) { return OwnFamilyText(row); }

std::string CalciteFamilyText(const LogicalType& type) {
  if (type.Is(TypeRoot::kRow) || type.Is(TypeRoot::kArray) || type.Is(TypeRoot::kMultiset) || type.Is(TypeRoot::kMap)) return OwnFamilyText(type);
  return std::string(ScalarFamily(type.root()));
}

absl::Status WrongArgumentCount(const BindRequest& request, std::string_view expected) {
  return InvalidError(Concat("Invalid number of arguments to function '", ToUpper(request.name),
                             "'. Was expecting ", expected, " arguments"),
                      request.range);
}

absl::Status CannotApplyFunction(const BindRequest& request, std::string_view supported_forms) {
  std::string signature = ToUpper(request.name) + "(";
  std::string_view separator;
  for (const Argument& argument : request.arguments) {
    Append(signature, separator, "<", CalciteTypeText(argument.type), ">");
    separator = ", ";
  }
  return CannotApplyOperator(request, signature + ")", supported_forms);
}

absl::Status CannotApplyOperator(const BindRequest& request, std::string_view signature,
                                 std::string_view supported_forms) {
  return InvalidError(Concat("Cannot apply '", ToUpper(request.name), "' to arguments of type '", signature,
                             "'. Supported form(s): ", supported_forms),
                      request.range);
}

}  // namespace drey
