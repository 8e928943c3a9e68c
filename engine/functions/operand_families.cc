#include "engine/functions/operand_families.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

std::string_view FamilyName(OperandFamily family) {
  switch (family) {
    case OperandFamily::kAny:
      return "ANY";
    case OperandFamily::kCharacter:
      return "CHARACTER";
    case OperandFamily::kBinary:
      return "BINARY";
    case OperandFamily::kString:
      return "STRING";
    case OperandFamily::kInteger:
      return "INTEGER";
    case OperandFamily::kNumeric:
      return "NUMERIC";
    case OperandFamily::kBoolean:
      return "BOOLEAN";
    case OperandFamily::kDate:
      return "DATE";
    case OperandFamily::kTime:
      return "TIME";
    case OperandFamily::kTimestamp:
      return "TIMESTAMP";
    case OperandFamily::kInterval:
      return "DATETIME_INTERVAL";
    case OperandFamily::kArray:
      return "ARRAY";
    case OperandFamily::kMap:
      return "MAP";
  }
  return {};
}

// As Flink's LogicalTypeFamily and LogicalTypeRoot call it.
std::string_view FlinkFamilyName(OperandFamily family) {
  switch (family) {
    case OperandFamily::kCharacter:
      return "CHARACTER_STRING";
    case OperandFamily::kBinary:
      return "BINARY_STRING";
    case OperandFamily::kInteger:
      return "INTEGER_NUMERIC";
    default:
      return FamilyName(family);
  }
}

bool IsRoot(OperandFamily family) {
  return family == OperandFamily::kArray || family == OperandFamily::kMap || family == OperandFamily::kBoolean;
}

bool HasCount(NamedForm form, size_t count) {
  const bool repeats = form.size() > 0 && (form.end() - 1)->repeated;
  return repeats ? count + 1 >= form.size() : count == form.size();
}

OperandFamily FamilyAt(NamedForm form, size_t i) {
  return (form.begin() + static_cast<ptrdiff_t>(std::min(i, form.size() - 1)))->family;
}

// The first argument that does not belong where it stands, or the number of arguments.
size_t FirstMisfit(const BindRequest& request, NamedForm form) {
  size_t i = 0;
  while (i < request.arguments.size()) {
    const LogicalType& type = request.arguments[i].type;
    if (!type.Is(TypeRoot::kNull) && !BelongsTo(type, FamilyAt(form, i))) break;
    ++i;
  }
  return i;
}

std::string SignatureText(const BindRequest& request, NamedForm form) {
  std::string text = ToUpper(request.name) + "(";
  std::string_view separator;
  for (const NamedOperand& operand : form) {
    Append(text, separator, operand.name, operand.name.empty() ? "" : " ", "<", FlinkFamilyName(operand.family), ">",
           operand.repeated ? "..." : "");
    separator = ", ";
  }
  return text + ")";
}

bool Fits(const BindRequest& request, OperandForm form) {
  if (form.size() != request.arguments.size()) return false;
  return std::equal(form.begin(), form.end(), request.arguments.begin(),
                    [](OperandFamily family, const Argument& argument) { return BelongsTo(argument.type, family); });
}

std::string FormText(const BindRequest& request, OperandForm form) {
  std::string text = Concat("'", ToUpper(request.name), "(");
  std::string_view separator;
  for (const OperandFamily family : form) {
    Append(text, separator, "<", FamilyName(family), ">");
    separator = ", ";
  }
  return text + ")'";
}

}  // namespace

bool BelongsTo(const LogicalType& type, OperandFamily family) {
  switch (family) {
    case OperandFamily::kAny:
      return true;
    case OperandFamily::kCharacter:
      return type.IsCharacterString();
    case OperandFamily::kBinary:
      return type.IsBinaryString();
    case OperandFamily::kString:
      return type.IsCharacterString() || type.IsBinaryString();
    case OperandFamily::kInteger:
      return type.IsInteger();
    case OperandFamily::kNumeric:
      return type.IsNumeric();
    case OperandFamily::kBoolean:
      return type.Is(TypeRoot::kBoolean);
    case OperandFamily::kDate:
      return type.Is(TypeRoot::kDate);
    case OperandFamily::kTime:
      return type.Is(TypeRoot::kTime);
    case OperandFamily::kTimestamp:
      return type.IsTimestamp();
    case OperandFamily::kInterval:
      return type.IsInterval();
    case OperandFamily::kArray:
      return type.Is(TypeRoot::kArray);
    case OperandFamily::kMap:
      return type.Is(TypeRoot::kMap);
  }
  return false;
}

absl::Status NoMatchingSignature(const BindRequest& request, std::string_view supported_signatures) {
  std::string message = Concat("No match found for function signature ", ToUpper(request.name), "(");
  std::string_view separator;
  for (const Argument& argument : request.arguments) {
    // 1.20 has no family for a row that is written out.
    const bool is_row = request.version < FlinkVersion::k2_3 && argument.call == "ROW";
    Append(message, separator, "<", is_row ? "NULL" : CalciteFamilyText(argument.type), ">");
    separator = ", ";
  }
  message += ')';
  if (!supported_signatures.empty()) Append(message, ".\nSupported signatures are:\n", supported_signatures);
  return InvalidError(message, request.range);
}

absl::Status CheckNamedOperands(const BindRequest& request, NamedForms forms) {
  bool any_count = false;
  for (const NamedForm& form : forms) {
    if (!HasCount(form, request.arguments.size())) continue;
    any_count = true;
    if (FirstMisfit(request, form) == request.arguments.size()) return absl::OkStatus();
  }
  if (!any_count) {
    DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
    std::vector<std::string> texts;
    for (const NamedForm& form : forms) texts.push_back(SignatureText(request, form));
    return NoMatchingSignature(request, Join(texts, "\n"));
  }
  if (forms.size() > 1) return InvalidError("Invalid input arguments.", request.range);
  const size_t misfit = FirstMisfit(request, *forms.begin());
  const Argument& argument = request.arguments[misfit];
  const OperandFamily family = FamilyAt(*forms.begin(), misfit);
  return InvalidError(Concat("Unsupported argument type. Expected type ", IsRoot(family) ? "root" : "of family", " '",
                             FlinkFamilyName(family), "' but actual type was '", argument.type.ToString(), "'."),
                      argument.range);
}

absl::Status RefuseUntypedNull(const BindRequest& request) {
  for (const Argument& argument : request.arguments) {
    if (argument.type.Is(TypeRoot::kNull)) return InvalidError("Illegal use of 'NULL'", argument.range);
  }
  return absl::OkStatus();
}

absl::Status CheckOperands(const BindRequest& request, OperandForms forms) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  size_t fewest = forms.begin()->size();
  bool any_count = false;
  for (const OperandForm& form : forms) {
    if (Fits(request, form)) return absl::OkStatus();
    fewest = std::min(fewest, form.size());
    any_count = any_count || form.size() == request.arguments.size();
  }
  if (!any_count) return WrongArgumentCount(request, std::to_string(fewest));

  std::vector<std::string> texts;
  for (const OperandForm& form : forms) texts.push_back(FormText(request, form));
  return CannotApplyFunction(request, Join(texts, "\n"));
}

absl::Status CheckRepeatedOperands(const BindRequest& request, OperandFamily family, size_t minimum) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  if (request.arguments.size() < minimum) return WrongArgumentCount(request, std::to_string(minimum));
  for (const Argument& argument : request.arguments) {
    if (!BelongsTo(argument.type, family)) return CannotApplyFunction(request, FormText(request, {family}));
  }
  return absl::OkStatus();
}

absl::Status RefuseBigint(const BindRequest& request) {
  for (const Argument& argument : request.arguments) {
    if (!argument.type.Is(TypeRoot::kBigint)) continue;
    return InvalidError(Concat("No applicable constructor/method found for actual parameters of ", ToUpper(request.name),
                               ": a BIGINT where an INT is taken"),
                        argument.range, "write CAST(… AS INT)");
  }
  return absl::OkStatus();
}

LogicalType ResultType(const BindRequest& request, const LogicalType& type, ResultNullability nullability) {
  switch (nullability) {
    case ResultNullability::kAlways:
      return type.AsNullable();
    case ResultNullability::kNever:
      return type.AsNotNull();
    case ResultNullability::kIfAnyArgument:
      break;
  }
  const bool nullable = std::any_of(request.arguments.begin(), request.arguments.end(), [](const Argument& argument) {
    return !argument.type.Is(TypeRoot::kSymbol) && argument.type.nullable();
  });
  return type.WithNullable(nullable);
}

}  // namespace drey
