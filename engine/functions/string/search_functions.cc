#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/binary_string.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

// int arithmetic of Java wraps around.
int32_t Wrapped(int64_t value) { return static_cast<int32_t>(value); }

int32_t Position(CallContext&, RawText wanted, RawText text, std::optional<int32_t> from) {
  return IndexOf(text.bytes, wanted.bytes, Wrapped(int64_t{from.value_or(1)} - 1)) + 1;
}

// The nth appearance at or behind `from`, both counted from 1; 0 where there is none.
int32_t NthPosition(std::string_view text, std::string_view wanted, int32_t from, int32_t appearance) {
  int32_t position = 0;
  for (int32_t i = 0; i < appearance; ++i) {
    position = IndexOf(text, wanted, Wrapped(int64_t{from} - 1)) + 1;
    if (position == 0) return 0;
    from = position + 1;
  }
  return position;
}

Result<int32_t> Instr(CallContext& context, RawText text, RawText wanted, std::optional<int32_t> from,
                      std::optional<int32_t> appearance) {
  const int32_t nth = appearance.value_or(1);
  if (nth <= 0) {
    return Result<int32_t>::Failure(
        context.Fail("java.lang.IllegalArgumentException", "nthAppearance must be positive!"));
  }
  const int32_t start = from.value_or(1);
  if (start == 0) return 0;
  if (start > 0) return NthPosition(text.bytes, wanted.bytes, start, nth);
  // From the right: the same from the left in both texts reversed.
  const int32_t reversed = NthPosition(ReverseCharacters(text.bytes, context.arena()),
                                       ReverseCharacters(wanted.bytes, context.arena()), Wrapped(-int64_t{start}), nth);
  if (reversed == 0) return 0;
  return static_cast<int32_t>(CountCharacters(text.bytes)) + 2 - reversed -
         static_cast<int32_t>(CountCharacters(wanted.bytes));
}

template <typename T>
bool StartsWith(CallContext&, T text, T start) {
  return text.bytes.starts_with(start.bytes);
}
template <typename T>
bool EndsWith(CallContext&, T text, T end) {
  return text.bytes.ends_with(end.bytes);
}

BoundCall IntegerCall(const BindRequest& request, std::shared_ptr<const Kernel> kernel) {
  return BoundCall{.type = ResultType(request, LogicalType::Integer(), ResultNullability::kIfAnyArgument),
                   .kernel = std::move(kernel)};
}

absl::StatusOr<BoundCall> BindPosition(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& wanted = request.arguments[0].type;
  const LogicalType& text = request.arguments[1].type;
  const bool has_from = request.arguments.size() > 2;
  bool fits = BelongsTo(wanted, kString) && BelongsTo(text, kString);
  if (has_from) fits = fits && request.arguments[2].type.IsInteger();
  const bool has_text = wanted.IsCharacterString() || text.IsCharacterString();
  if (!fits && !has_from && !has_text && wanted.root() != text.root()) {
    return InvalidError("Parameters must be of the same type", request.range);
  }
  if (!fits) {
    std::string signature = Concat("POSITION(<", CalciteTypeText(wanted), "> IN <", CalciteTypeText(text), ">");
    if (has_from) Append(signature, " FROM <", CalciteTypeText(request.arguments[2].type), ">");
    return CannotApplyOperator(request, signature + ")",
                               Concat("'POSITION(<STRING> IN <STRING>)'\n'POSITION(<STRING> IN <STRING> FROM <INTEGER>)'",
                                      request.version >= FlinkVersion::k2_3
                                          ? "\nINSTR(<STRING>, <STRING>, <INTEGER>, <INTEGER>)"
                                          : ""));
  }
  if (wanted.IsBinaryString() != text.IsBinaryString()) {
    return InvalidError("Parameters must be of the same type", request.range);
  }
  if (wanted.IsBinaryString()) return UnsupportedError("POSITION in binary strings", request.range);
  return IntegerCall(request, MakeKernel<Position>());
}

absl::StatusOr<BoundCall> BindLocate(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter}, {kCharacter, kCharacter, kInteger}}));
  return IntegerCall(request, MakeKernel<Position>());
}

absl::StatusOr<BoundCall> BindInstr(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter},
                                               {kCharacter, kCharacter, kInteger},
                                               {kCharacter, kCharacter, kInteger, kInteger}}));
  return IntegerCall(request, MakeKernel<Instr>());
}

template <auto kOnText, auto kOnBytes>
absl::StatusOr<BoundCall> BindEdge(const BindRequest& request, std::string_view edge) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(
      request, {{{"expr", kCharacter}, {edge, kCharacter}}, {{"expr", kBinary}, {edge, kBinary}}}));
  const bool is_binary = request.arguments[0].type.IsBinaryString();
  return BoundCall{.type = ResultType(request, LogicalType::Boolean(), ResultNullability::kIfAnyArgument),
                   .kernel = is_binary ? MakeKernel<kOnBytes>() : MakeKernel<kOnText>()};
}

absl::StatusOr<BoundCall> BindStartsWith(const BindRequest& request) {
  return BindEdge<StartsWith<RawText>, StartsWith<Bytes>>(request, "startExpr");
}
absl::StatusOr<BoundCall> BindEndsWith(const BindRequest& request) {
  return BindEdge<EndsWith<RawText>, EndsWith<Bytes>>(request, "endExpr");
}

}  // namespace

void RegisterSearchFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "POSITION",
                .bind = BindPosition,
                .documentation = {"POSITION(string1 IN string2 [FROM position])",
                                  "Where the first text starts in the second, counted from 1; 0 if it does not occur.",
                                  "POSITION('l' IN 'hello')", "3"}});
  registry.Add({.name = "LOCATE",
                .bind = BindLocate,
                .documentation = {"LOCATE(string1, string2 [, position])",
                                  "Where the first text starts in the second at the position or behind it, counted from 1; 0 if it "
                                  "does not occur.",
                                  "LOCATE('l', 'hello', 4)", "4"}});
  registry.Add({.name = "INSTR",
                .bind = BindInstr,
                .documentation = {"INSTR(string1, string2 [, position [, nth]])",
                                  "Where the nth appearance of the second text starts in the first; a negative position searches from "
                                  "the end. 0 if it does not occur.",
                                  "INSTR('abcabc', 'b', -1)", "5"}});
  registry.Add({.name = "STARTSWITH",
                .bind = BindStartsWith,
                .documentation = {"STARTSWITH(string1, string2)", "Whether the first text or binary starts with the second.",
                                  "STARTSWITH('hello', 'he')", "TRUE"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "ENDSWITH",
                .bind = BindEndsWith,
                .documentation = {"ENDSWITH(string1, string2)", "Whether the first text or binary ends with the second.",
                                  "ENDSWITH('hello', 'lo')", "TRUE"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
