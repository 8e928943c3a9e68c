#include <algorithm>
#include <cstring>

#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

// The present arguments in a row, with `separator` between them. Their bytes are not looked at.
Datum JoinPresent(CallContext& context, std::span<const Datum> arguments, std::string_view separator, TextForm form) {
  size_t size = 0;
  size_t count = 0;
  for (const Datum& argument : arguments) {
    if (argument.is_null) continue;
    size += Utf8Bytes(argument, context.arena()).size();
    ++count;
    if (argument.form == TextForm::kUncheckedBytes) form = TextForm::kUncheckedBytes;
  }
  if (count > 1) size += (count - 1) * separator.size();
  char* const out = context.arena().Allocate(size);
  char* next = out;
  const auto put = [&](std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(next, bytes.data(), bytes.size());
    next += bytes.size();
  };
  for (const Datum& argument : arguments) {
    if (argument.is_null) continue;
    put(Utf8Bytes(argument, context.arena()));
    if (--count > 0) put(separator);
  }
  return Datum::Text({out, size}, form);
}

Datum ConcatAll(CallContext& context, std::span<const Datum> arguments) {
  return JoinPresent(context, arguments, {}, TextForm::kJavaString);
}

Datum ConcatWithSeparator(CallContext& context, Datum separator, std::span<const Datum> arguments) {
  if (separator.is_null) return Datum::Null();
  return JoinPresent(context, arguments, Utf8Bytes(separator, context.arena()), separator.form);
}

// String + String in Java.
std::string_view ConcatTwo(CallContext& context, std::string_view left, std::string_view right) {
  char* const out = context.arena().Allocate(left.size() + right.size());
  if (!left.empty()) std::memcpy(out, left.data(), left.size());
  if (!right.empty()) std::memcpy(out + left.size(), right.data(), right.size());
  return {out, left.size() + right.size()};
}

// CHAR and CHAR give CHAR; lengths add up.
LogicalType ConcatType(const LogicalType& left, const LogicalType& right) {
  const int64_t sum = static_cast<int64_t>(left.length()) + right.length();
  const int length = static_cast<int>(std::min<int64_t>(sum, LogicalType::kMaxLength));
  const bool both_fixed = left.Is(TypeRoot::kChar) && right.Is(TypeRoot::kChar);
  return both_fixed ? LogicalType::Char(length) : LogicalType::Varchar(length);
}

absl::StatusOr<BoundCall> BindConcatOperator(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& left = request.arguments[0].type;
  const LogicalType& right = request.arguments[1].type;
  const bool both_binary = left.IsBinaryString() && right.IsBinaryString();
  if (both_binary || (left.Is(TypeRoot::kArray) && right.Is(TypeRoot::kArray))) {
    return InvalidError("String expression type expected.", request.range);
  }
  if (!left.IsCharacterString() || !right.IsCharacterString()) {
    return CannotApplyOperator(request, Concat("<", CalciteTypeText(left), "> || <", CalciteTypeText(right), ">"),
                               "'<STRING> || <STRING>'\n'<EQUIVALENT_TYPE> || <EQUIVALENT_TYPE>'");
  }
  return BoundCall{.type = ResultType(request, ConcatType(left, right), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<ConcatTwo>()};
}

absl::StatusOr<BoundCall> BindConcat(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckRepeatedOperands(request, kCharacter, 1));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<ConcatAll>()};
}

absl::StatusOr<BoundCall> BindConcatWs(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckRepeatedOperands(request, kCharacter, 1));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<ConcatWithSeparator>(),
                   .null_on_null = false};
}

}  // namespace

void RegisterConcatFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "||",
                .bind = BindConcatOperator,
                .documentation = {"string1 || string2", "Both texts in a row; NULL if one is.", "'a' || 'b'", "ab"},
                .is_operator = true});
  registry.Add({.name = "CONCAT",
                .bind = BindConcat,
                .documentation = {"CONCAT(string, …)", "All texts in a row; NULL if one is.", "CONCAT('a', 'b', 'c')", "abc"}});
  registry.Add({.name = "CONCAT_WS",
                .bind = BindConcatWs,
                .documentation = {"CONCAT_WS(separator, string, …)",
                                  "The texts in a row with a separator between them. NULLs are left out; NULL if the separator is.",
                                  "CONCAT_WS('-', 'a', CAST(NULL AS STRING), 'b')", "a-b"}});
}

}  // namespace drey
