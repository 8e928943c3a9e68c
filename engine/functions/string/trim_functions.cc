#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/binary_string.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr std::string_view kBlank = " ";

RawText TrimLeading(CallContext&, RawText text, std::optional<RawText> characters) {
  return {TrimLeft(text.bytes, characters ? characters->bytes : kBlank), text.form};
}

RawText TrimTrailing(CallContext&, RawText text, std::optional<RawText> characters) {
  return {TrimRight(text.bytes, characters ? characters->bytes : kBlank), text.form};
}

RawText TrimBoth(CallContext&, RawText text, std::optional<RawText> characters) {
  const std::string_view set = characters ? characters->bytes : kBlank;
  return {TrimRight(TrimLeft(text.bytes, set), set), text.form};
}

// TRIM(symbol, characters, text): the symbol is no value.
template <auto kFunction>
RawText TrimCall(CallContext& context, Datum, RawText characters, RawText text) {
  return kFunction(context, text, characters);
}

LogicalType ToVarying(const BindRequest& request, const LogicalType& type) {
  return ResultType(request, LogicalType::Varchar(type.length()), ResultNullability::kIfAnyArgument);
}

absl::Status TrimNotApplicable(const BindRequest& request) {
  return CannotApplyOperator(
      request, Concat("TRIM([BOTH|LEADING|TRAILING] <SYMBOL> FROM <", CalciteTypeText(request.arguments[1].type), ">)"),
      "'TRIM([BOTH|LEADING|TRAILING] <ANY> FROM <STRING>)'");
}

absl::StatusOr<BoundCall> BindTrim(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& characters = request.arguments[1].type;
  const LogicalType& text = request.arguments[2].type;
  if (!characters.IsCharacterString() || !text.IsCharacterString()) return TrimNotApplicable(request);
  BoundCall call{.type = ToVarying(request, text)};
  const std::string_view side = request.arguments[0].symbol;
  if (side == "LEADING") {
    call.kernel = MakeKernel<TrimCall<TrimLeading>>();
  } else if (side == "TRAILING") {
    call.kernel = MakeKernel<TrimCall<TrimTrailing>>();
  } else {
    call.kernel = MakeKernel<TrimCall<TrimBoth>>();
  }
  return call;
}

template <auto kFunction>
absl::StatusOr<BoundCall> BindOneSide(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}, {kCharacter, kCharacter}}));
  return BoundCall{.type = ToVarying(request, request.arguments[0].type), .kernel = MakeKernel<kFunction>()};
}

absl::StatusOr<BoundCall> BindBtrim(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(
      CheckNamedOperands(request, {{{"str", kCharacter}}, {{"str", kCharacter}, {"trimStr", kCharacter}}}));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<TrimBoth>()};
}

}  // namespace

void RegisterTrimFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "TRIM",
                .bind = BindTrim,
                .documentation = {"TRIM([BOTH | LEADING | TRAILING] [characters] FROM string)",
                                  "The text without the given characters at its ends; blanks, and both ends, where nothing is said.",
                                  "TRIM(BOTH 'x' FROM 'xxaxx')", "a"}});
  registry.Add({.name = "LTRIM",
                .bind = BindOneSide<TrimLeading>,
                .documentation = {"LTRIM(string [, characters])",
                                  "The text without blanks, or the given characters, at its left end.", "LTRIM('xxa', 'x')", "a"}});
  registry.Add({.name = "RTRIM",
                .bind = BindOneSide<TrimTrailing>,
                .documentation = {"RTRIM(string [, characters])",
                                  "The text without blanks, or the given characters, at its right end.", "RTRIM('axx', 'x')",
                                  "a"}});
  registry.Add({.name = "BTRIM",
                .bind = BindBtrim,
                .documentation = {"BTRIM(string [, characters])",
                                  "The text without blanks, or the given characters, at both ends.", "BTRIM('  a ')", "a"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
