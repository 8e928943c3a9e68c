#include <algorithm>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/binary_string.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

std::optional<RawText> Substring(CallContext&, RawText text, int32_t position, std::optional<int32_t> length) {
  if (length && *length < 0) return std::nullopt;
  return RawText{SubstringSql(text.bytes, position, length.value_or(LogicalType::kMaxLength)), text.form};
}

RawText Left(CallContext&, RawText text, int32_t length) {
  return {text.bytes.substr(0, ByteOfCharacter(text.bytes, static_cast<size_t>(std::max(length, 0)))), text.form};
}

RawText Right(CallContext&, RawText text, int32_t length) {
  const size_t count = CountCharacters(text.bytes);
  const size_t kept = std::min(count, static_cast<size_t>(std::max(length, 0)));
  return {text.bytes.substr(ByteOfCharacter(text.bytes, count - kept)), text.form};
}

int32_t CharLength(CallContext&, RawText text) { return static_cast<int32_t>(CountCharacters(text.bytes)); }

RawText Reverse(CallContext& context, RawText text) {
  return {ReverseCharacters(text.bytes, context.arena()), text.form};
}

// Counts UTF-16 units, as the Java String that Flink goes through.
// As Java adds: what is too large begins again at the least.
int32_t AddAsInt(int32_t a, int32_t b) { return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b)); }

Result<std::string_view> Overlay(CallContext& context, std::string_view text, std::string_view replacement, int64_t start,
                         std::optional<int64_t> length) {
  const std::u16string units = ToUtf16(text);
  const int64_t size = static_cast<int64_t>(units.size());
  if (start <= 0 || start > size) return text;
  const std::u16string inserted = ToUtf16(replacement);
  // Java narrows both to int.
  const int32_t first = static_cast<int32_t>(start);
  const int32_t replaced = static_cast<int32_t>(length.value_or(static_cast<int64_t>(inserted.size())));
  std::u16string result = units.substr(0, static_cast<size_t>(first - 1)) + inserted;
  if (replaced > 0 && AddAsInt(first, replaced) <= size) {
    const int32_t begin = AddAsInt(first - 1, replaced);
    if (begin < 0 || begin > size) {
      return Result<std::string_view>::Failure(context.Fail("java.lang.StringIndexOutOfBoundsException",
                                                            Concat("begin ", begin, ", end ", size, ", length ", size)));
    }
    result += units.substr(static_cast<size_t>(begin));
  }
  return std::string_view(context.arena().Copy(ToUtf8(result)));
}

Datum Elt(CallContext&, std::optional<int64_t> index, std::span<const Datum> texts) {
  if (!index || *index < 1 || static_cast<uint64_t>(*index) > texts.size()) return Datum::Null();
  return texts[static_cast<size_t>(*index - 1)];
}

template <auto kFunction>
absl::StatusOr<BoundCall> BindSubstring(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kInteger}, {kCharacter, kInteger, kInteger}}));
  DREY_RETURN_IF_ERROR(RefuseBigint(request));
  return BoundCall{.type = LogicalType::Varchar(request.arguments[0].type.length()), .kernel = MakeKernel<kFunction>()};
}

template <auto kFunction>
absl::StatusOr<BoundCall> BindEnd(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kInteger}}));
  DREY_RETURN_IF_ERROR(RefuseBigint(request));
  return BoundCall{.type = LogicalType::Varchar(request.arguments[0].type.length()), .kernel = MakeKernel<kFunction>()};
}

absl::StatusOr<BoundCall> BindCharLength(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}}));
  return BoundCall{.type = ResultType(request, LogicalType::Integer(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<CharLength>()};
}

absl::StatusOr<BoundCall> BindReverse(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<Reverse>()};
}

std::string OverlaySignature(const BindRequest& request) {
  constexpr std::string_view kWords[] = {"", " PLACING ", " FROM ", " FOR "};
  std::string signature = "OVERLAY(";
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    Append(signature, kWords[i], "<", CalciteTypeText(request.arguments[i].type), ">");
  }
  return signature + ")";
}

absl::StatusOr<BoundCall> BindOverlay(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& text = request.arguments[0].type;
  const LogicalType& replacement = request.arguments[1].type;
  bool fits = BelongsTo(text, kString) && BelongsTo(replacement, kString);
  for (const Argument& number : request.arguments.subspan(2)) fits = fits && number.type.IsInteger();
  if (!fits) {
    return CannotApplyOperator(request, OverlaySignature(request),
                               "'OVERLAY(<STRING> PLACING <STRING> FROM <INTEGER>)'\n"
                               "'OVERLAY(<STRING> PLACING <STRING> FROM <INTEGER> FOR <INTEGER>)'");
  }
  if (!text.IsCharacterString() || !replacement.IsCharacterString()) {
    return UnsupportedError("OVERLAY of binary strings", request.range);
  }
  const int64_t sum = static_cast<int64_t>(text.length()) + replacement.length();
  const int length = static_cast<int>(std::min<int64_t>(sum, LogicalType::kMaxLength));
  return BoundCall{.type = ResultType(request, LogicalType::Varchar(length), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<Overlay>()};
}

// The common type of the texts: the longest; CHAR only where all have one length.
LogicalType CommonStringType(std::span<const Argument> texts) {
  const bool is_binary = std::any_of(texts.begin(), texts.end(), [](const Argument& a) { return a.type.IsBinaryString(); });
  int longest = 1;
  bool fixed = true;
  for (const Argument& text : texts) {
    if (text.type.Is(TypeRoot::kNull)) {
      fixed = false;
      continue;
    }
    longest = std::max(longest, text.type.length());
    fixed = fixed && (text.type.Is(TypeRoot::kChar) || text.type.Is(TypeRoot::kBinary)) &&
            text.type.length() == texts.front().type.length();
  }
  if (is_binary) return fixed ? LogicalType::Binary(longest) : LogicalType::Varbinary(longest);
  return fixed ? LogicalType::Char(longest) : LogicalType::Varchar(longest);
}

absl::StatusOr<BoundCall> BindElt(const BindRequest& request) {
  if (!request.arguments.empty() && request.arguments[0].type.Is(TypeRoot::kNull)) {
    return InvalidError("Illegal use of 'NULL'", request.arguments[0].range);
  }
  if (request.arguments.size() < 2) {
    return NoMatchingSignature(request,
                               "ELT(index <INTEGER_NUMERIC>, expr <CHARACTER_STRING>, exprs <CHARACTER_STRING>...)\n"
                               "ELT(index <INTEGER_NUMERIC>, expr <BINARY_STRING>, exprs <BINARY_STRING>...)");
  }
  const Argument& index = request.arguments[0];
  if (!index.type.IsInteger()) return InvalidError("Index can only be an INTEGER NUMERIC type.", index.range);
  if (index.constant && !index.constant->is_null && index.constant->integer < 0) {
    return InvalidError(
        Concat("Index must be an integer starting from '0', but was '", index.constant->integer, "'."), index.range);
  }
  const std::span<const Argument> texts = request.arguments.subspan(1);
  const auto all_are = [&](OperandFamily family) {
    return std::all_of(texts.begin(), texts.end(), [&](const Argument& text) {
      return text.type.Is(TypeRoot::kNull) || BelongsTo(text.type, family);
    });
  };
  if (!all_are(kCharacter) && !all_are(kBinary)) {
    return InvalidError("Could not infer arguments in range: [1, null].", request.range);
  }
  return BoundCall{.type = CommonStringType(texts), .kernel = MakeKernel<Elt>(), .null_on_null = false};
}

}  // namespace

void RegisterSubstringFunctions(FunctionRegistry& registry) {
  constexpr std::string_view kSubstringText =
      "The part of the text that starts at a position, counted from 1, from the end where it is negative; up to the end or with "
      "the given length. NULL if the length is negative.";
  registry.Add({.name = "SUBSTRING",
                .bind = BindSubstring<Substring>,
                .documentation = {"SUBSTRING(string FROM position [FOR length])", kSubstringText,
                                  "SUBSTRING('hello' FROM 2 FOR 3)", "ell"}});
  registry.Add({.name = "SUBSTR",
                .bind = BindSubstring<Substring>,
                .documentation = {"SUBSTR(string, position [, length])", kSubstringText, "SUBSTR('hello', -3)", "llo"}});
  registry.Add({.name = "LEFT",
                .bind = BindEnd<Left>,
                .documentation = {"LEFT(string, length)", "The first characters of the text; none if the length is negative.",
                                  "LEFT('hello', 2)", "he"}});
  registry.Add({.name = "RIGHT",
                .bind = BindEnd<Right>,
                .documentation = {"RIGHT(string, length)", "The last characters of the text; none if the length is negative.",
                                  "RIGHT('hello', 2)", "lo"}});
  for (const std::string_view name : {"CHAR_LENGTH", "CHARACTER_LENGTH"}) {
    registry.Add({.name = name,
                  .bind = BindCharLength,
                  .documentation = {name == "CHAR_LENGTH" ? "CHAR_LENGTH(string)" : "CHARACTER_LENGTH(string)",
                                    "How many characters the text has.",
                                    name == "CHAR_LENGTH" ? "CHAR_LENGTH('Jürgen')" : "CHARACTER_LENGTH('Jürgen')", "6"}});
  }
  registry.Add({.name = "REVERSE",
                .bind = BindReverse,
                .documentation = {"REVERSE(string)", "The characters in reverse order.", "REVERSE('abc')", "cba"}});
  registry.Add({.name = "OVERLAY",
                .bind = BindOverlay,
                .documentation = {"OVERLAY(string1 PLACING string2 FROM position [FOR length])",
                                  "The first text with the second in place of `length` characters at the position, or as many as it "
                                  "has itself. Counts UTF-16 units; what is replaced up to the end is not kept.",
                                  "OVERLAY('This is an old string' PLACING ' new' FROM 10 FOR 5)", "This is a new string"}});
  registry.Add({.name = "ELT",
                .bind = BindElt,
                .documentation = {"ELT(index, string, …)", "The text at the index, counted from 1; NULL if there is none.",
                                  "ELT(2, 'a', 'b')", "b"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
