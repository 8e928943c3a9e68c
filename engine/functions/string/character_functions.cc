#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/charset/charset.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/java_character.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/unicode_digits.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr std::string_view kCapitalHexDigits = "0123456789ABCDEF";

// The first byte, as Java's byte: signed.
int32_t Ascii(CallContext&, RawText text) {
  return text.bytes.empty() ? 0 : static_cast<int32_t>(static_cast<signed char>(text.bytes[0]));
}

std::string_view Chr(CallContext& context, int64_t code) {
  if (code < 0) return {};
  std::string character;
  AppendCodePoint(character, static_cast<char32_t>(code & 0xFF));
  return context.arena().Copy(character);
}

std::string_view HexOfInteger(CallContext& context, int64_t value) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof(digits), static_cast<uint64_t>(value), 16).ptr;
  std::transform(digits, end, digits, [](char c) { return c >= 'a' ? static_cast<char>(c - 0x20) : c; });
  return context.arena().Copy({digits, static_cast<size_t>(end - digits)});
}

std::string_view HexOfText(CallContext& context, RawText text) {
  char* const out = context.arena().Allocate(2 * text.bytes.size());
  char* next = out;
  for (const char c : text.bytes) {
    const unsigned byte = static_cast<unsigned char>(c);
    *next++ = kCapitalHexDigits[byte >> 4];
    *next++ = kCapitalHexDigits[byte & 0xF];
  }
  return {out, 2 * text.bytes.size()};
}

// A leading odd digit is looked at but counts as 0: Flink's EncodingUtils.unhex stores nothing for it.
std::optional<Bytes> Unhex(CallContext& context, RawText text) {
  const std::string_view hex = text.bytes;
  const size_t size = (hex.size() + 1) / 2;
  char* const out = context.arena().Allocate(size);
  size_t i = 0;
  size_t written = 0;
  if (hex.size() % 2 == 1) {
    if (HexDigitValue(hex[0]) < 0) return std::nullopt;
    out[written++] = 0;
    i = 1;
  }
  for (; i < hex.size(); i += 2) {
    const int high = HexDigitValue(hex[i]);
    const int low = HexDigitValue(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[written++] = static_cast<char>((high << 4) | low);
  }
  return Bytes{{out, size}};
}

bool IsAlpha(CallContext&, std::optional<std::string_view> text) {
  if (!text || text->empty()) return false;
  for (size_t i = 0; i < text->size();) {
    const char32_t c = NextCodePoint(*text, i);
    // Java looks at UTF-16 units; no surrogate is a letter.
    if (c > 0xFFFF || !IsJavaLetter(c)) return false;
  }
  return true;
}

bool ContainsDigits(CallContext&, std::optional<std::string_view> text) {
  if (!text || text->empty()) return false;
  for (size_t i = 0; i < text->size();) {
    const char32_t c = NextCodePoint(*text, i);
    if (c > 0xFFFF || DecimalDigitValue(c) < 0) return false;
  }
  return true;
}

// Long.parseLong succeeds: an optional sign and digits of any script, within 64 bits.
bool IsJavaLong(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  const uint64_t limit = negative ? uint64_t{1} << 63 : (uint64_t{1} << 63) - 1;
  uint64_t value = 0;
  while (!text.empty()) {
    const int digit = TakeDecimalDigit(text);
    if (digit < 0 || value > (limit - static_cast<uint64_t>(digit)) / 10) return false;
    value = value * 10 + static_cast<uint64_t>(digit);
  }
  return true;
}

bool IsDecimal(CallContext&, std::optional<std::string_view> text) {
  return text && (IsJavaLong(*text) || ParseJavaDouble(*text).has_value());
}

// For numbers the type alone answers.
template <bool kAnswer>
bool IsPresent(CallContext&, std::span<const Datum> arguments) {
  return kAnswer && !arguments[0].is_null;
}

Result<Bytes> Encode(CallContext& context, std::string_view text, std::string_view charset) {
  const std::shared_ptr<const Charset> found = FindCharset(charset);
  if (found == nullptr) {
    return Result<Bytes>::Failure(context.Fail("java.io.UnsupportedEncodingException", std::string(charset)));
  }
  return Bytes{found->Encode(text, context.arena())};
}

// 1.20 declares BINARY(1), and its sink cuts to that; the value inside an expression is whole.
Result<std::string_view> Decode(CallContext& context, Bytes bytes, std::string_view charset) {
  const std::shared_ptr<const Charset> found = FindCharset(charset);
  if (found == nullptr) {
    return Result<std::string_view>::Failure(
        context.Fail("java.io.UnsupportedEncodingException", std::string(charset)));
  }
  return found->Decode(bytes.bytes, context.arena());
}

absl::StatusOr<BoundCall> BindAscii(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}}));
  return BoundCall{.type = ResultType(request, LogicalType::Integer(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<Ascii>()};
}

absl::StatusOr<BoundCall> BindChr(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kInteger}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<Chr>()};
}

absl::StatusOr<BoundCall> BindHex(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kInteger}, {kCharacter}}));
  const bool is_text = request.arguments[0].type.IsCharacterString();
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = is_text ? MakeKernel<HexOfText>() : MakeKernel<HexOfInteger>()};
}

absl::StatusOr<BoundCall> BindUnhex(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"expr", kCharacter}}}));
  return BoundCall{.type = LogicalType::Bytes(), .kernel = MakeKernel<Unhex>()};
}

// `on_number`: what a number of the argument's type is.
absl::StatusOr<BoundCall> BindPredicate(const BindRequest& request, std::shared_ptr<const Kernel> on_text, bool on_number) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}, {kNumeric}}));
  const bool is_text = request.arguments[0].type.IsCharacterString();
  std::shared_ptr<const Kernel> on_type = on_number ? MakeKernel<IsPresent<true>>() : MakeKernel<IsPresent<false>>();
  return BoundCall{.type = LogicalType::Boolean().AsNotNull(),
                   .kernel = is_text ? std::move(on_text) : std::move(on_type),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindIsAlpha(const BindRequest& request) {
  return BindPredicate(request, MakeKernel<IsAlpha>(), false);
}
absl::StatusOr<BoundCall> BindIsDigit(const BindRequest& request) {
  const bool on_number = !request.arguments.empty() && request.arguments[0].type.IsInteger();
  return BindPredicate(request, MakeKernel<ContainsDigits>(), on_number);
}
absl::StatusOr<BoundCall> BindIsDecimal(const BindRequest& request) {
  const bool on_number = !request.arguments.empty() && !request.arguments[0].type.Is(TypeRoot::kDecimal);
  return BindPredicate(request, MakeKernel<IsDecimal>(), on_number);
}

// A charset that Java has and drey lacks is refused where it is known.
absl::Status CheckCharset(const Argument& charset) {
  if (!charset.constant || charset.constant->is_null || !IsUnsupportedCharset(charset.constant->view())) {
    return absl::OkStatus();
  }
  return UnsupportedError(Concat("the charset ", charset.constant->view()), charset.range);
}

absl::StatusOr<BoundCall> BindEncode(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter}}));
  DREY_RETURN_IF_ERROR(CheckCharset(request.arguments[1]));
  const LogicalType type = request.version >= FlinkVersion::k2_3
                               ? ResultType(request, LogicalType::Bytes(), ResultNullability::kIfAnyArgument)
                               : LogicalType::Binary(1);
  return BoundCall{.type = type, .kernel = MakeKernel<Encode>()};
}

absl::StatusOr<BoundCall> BindDecode(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kBinary, kCharacter}}));
  DREY_RETURN_IF_ERROR(CheckCharset(request.arguments[1]));
  const ResultNullability nullability =
      request.version >= FlinkVersion::k2_3 ? ResultNullability::kIfAnyArgument : ResultNullability::kAlways;
  return BoundCall{.type = ResultType(request, LogicalType::String(), nullability), .kernel = MakeKernel<Decode>()};
}

}  // namespace

void RegisterCharacterFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "ASCII",
                .bind = BindAscii,
                .documentation = {"ASCII(string)",
                                  "The first byte of the text in UTF-8, negative beyond ASCII; 0 if the text is empty.", "ASCII('abc')",
                                  "97"}});
  registry.Add({.name = "CHR",
                .bind = BindChr,
                .documentation = {"CHR(code)",
                                  "The character of ISO-8859-1 with this code; of larger codes the last eight bits count. Empty if "
                                  "negative.",
                                  "CHR(65)", "A"}});
  registry.Add({.name = "HEX",
                .bind = BindHex,
                .documentation = {"HEX(number | string)",
                                  "The number in hexadecimal digits, negative ones as 64 bits; the bytes of a text in UTF-8.",
                                  "HEX('hello')", "68656C6C6F"}});
  registry.Add({.name = "UNHEX",
                .bind = BindUnhex,
                .documentation = {"UNHEX(string)", "The bytes that the hexadecimal digits stand for; NULL if something else occurs.",
                                  "UNHEX('466C696E6B')", "Flink"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "IS_ALPHA",
                .bind = BindIsAlpha,
                .documentation = {"IS_ALPHA(string)", "Whether the text is made of letters and not empty.", "IS_ALPHA('abc')", "TRUE"}});
  registry.Add({.name = "IS_DIGIT",
                .bind = BindIsDigit,
                .documentation = {"IS_DIGIT(string)", "Whether the text is made of digits and not empty.", "IS_DIGIT('123')", "TRUE"}});
  registry.Add({.name = "IS_DECIMAL",
                .bind = BindIsDecimal,
                .documentation = {"IS_DECIMAL(string)", "Whether the text is a number as Java reads it.", "IS_DECIMAL('1.5e3')",
                                  "TRUE"}});
  registry.Add({.name = "ENCODE",
                .bind = BindEncode,
                .documentation = {"ENCODE(string, charset)",
                                  "The text in a charset of Java: UTF-8, UTF-16, ISO-8859-1, windows-1252, Shift_JIS, GBK …",
                                  "ENCODE('hello', 'UTF-8')", "hello"}});
  registry.Add({.name = "DECODE",
                .bind = BindDecode,
                .documentation = {"DECODE(binary, charset)",
                                  "The text that the bytes are in a charset of Java: UTF-8, UTF-16, ISO-8859-1, windows-1252, Shift_JIS, GBK …",
                                  "DECODE(x'68656C6C6F', 'UTF-8')", "hello"}});
}

}  // namespace drey
