#include "engine/functions/operand_check.h"

#include "engine/base/text.h"

namespace drey {
namespace {

std::string RecordTypeText(const LogicalType& type) {
  std::string text = "RECORDTYPE:PEEK_NO_EXPAND(";
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
    default:
      return type.ToStringWithoutNullability();
  }
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
