#include <algorithm>
#include <cstring>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

// No Java String is longer than this many units.
constexpr int64_t kLongestString = LogicalType::kMaxLength;

// An empty `old` is found before every UTF-16 unit and at the end.
std::string_view InsertEverywhere(std::string_view text, std::string_view inserted, Arena& arena) {
  const std::u16string between = ToUtf16(inserted);
  std::u16string result = between;
  for (const char16_t unit : ToUtf16(text)) {
    result += unit;
    result += between;
  }
  return arena.Copy(ToUtf8(result));
}

std::string_view Replace(CallContext& context, std::string_view text, std::string_view old, std::string_view with) {
  if (old.empty()) return InsertEverywhere(text, with, context.arena());
  if (text.find(old) == std::string_view::npos) return text;
  return context.arena().Copy(ReplaceAll(text, old, with));
}

Result<std::string_view> Repeat(CallContext& context, std::string_view text, int32_t count) {
  if (count <= 0 || text.empty()) return std::string_view();
  const int64_t size = static_cast<int64_t>(text.size()) * count;
  if (size > kLongestString) {
    return Result<std::string_view>::Failure(
        context.Fail("java.lang.OutOfMemoryError", "Requested array size exceeds VM limit"));
  }
  char* const out = context.arena().Allocate(static_cast<size_t>(size));
  for (int32_t i = 0; i < count; ++i) std::memcpy(out + static_cast<size_t>(i) * text.size(), text.data(), text.size());
  return std::string_view(out, static_cast<size_t>(size));
}

// `count` units of `padding`, over and over.
std::u16string Padding(std::u16string_view padding, size_t count) {
  std::u16string result;
  result.reserve(count);
  while (result.size() < count) result += padding.substr(0, count - result.size());
  return result;
}

// Lengths are UTF-16 units: a pair may be cut in two.
template <bool kLeft>
std::optional<std::string_view> Pad(CallContext& context, std::string_view text, int32_t length, std::string_view padding) {
  if (length < 0 || padding.empty()) return std::nullopt;
  const size_t wanted = static_cast<size_t>(length);
  const std::u16string units = ToUtf16(text);
  if (units.size() >= wanted) return context.arena().Copy(ToUtf8(std::u16string_view(units).substr(0, wanted)));
  const std::u16string added = Padding(ToUtf16(padding), wanted - units.size());
  return context.arena().Copy(ToUtf8(kLeft ? added + units : units + added));
}

// Each character of `from` becomes the one at the same place of `to`, or nothing.
class Translation {
 public:
  Translation(std::string_view from, std::string_view to) {
    size_t next = 0;
    for (size_t i = 0; i < from.size();) {
      const char32_t c = NextCodePoint(from, i);
      std::string_view replacement;
      if (next < to.size()) {
        const size_t begin = next;
        NextCodePoint(to, next);
        replacement = to.substr(begin, next - begin);
      }
      if (Find(c) == nullptr) entries_.push_back({c, replacement});
    }
  }

  const std::string_view* Find(char32_t c) const {
    for (const Entry& entry : entries_) {
      if (entry.from == c) return &entry.to;
    }
    return nullptr;
  }

 private:
  struct Entry {
    char32_t from;
    std::string_view to;
  };
  std::vector<Entry> entries_;
};

std::optional<std::string_view> Translate(CallContext& context, std::optional<std::string_view> text,
                                          std::optional<std::string_view> from, std::optional<std::string_view> to) {
  if (!text || !from || text->empty() || from->empty()) return text;
  const Translation translation(*from, to.value_or(std::string_view()));
  std::string result;
  for (size_t i = 0; i < text->size();) {
    const size_t begin = i;
    const std::string_view* const replacement = translation.Find(NextCodePoint(*text, i));
    result += replacement != nullptr ? *replacement : text->substr(begin, i - begin);
  }
  return context.arena().Copy(result);
}

BoundCall StringCall(const BindRequest& request, std::shared_ptr<const Kernel> kernel) {
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = std::move(kernel)};
}

absl::StatusOr<BoundCall> BindReplace(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter, kCharacter}}));
  return StringCall(request, MakeKernel<Replace>());
}

absl::StatusOr<BoundCall> BindRepeat(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kInteger}}));
  DREY_RETURN_IF_ERROR(RefuseBigint(request));
  return StringCall(request, MakeKernel<Repeat>());
}

template <bool kLeft>
absl::StatusOr<BoundCall> BindPad(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kInteger, kCharacter}}));
  DREY_RETURN_IF_ERROR(RefuseBigint(request));
  return StringCall(request, MakeKernel<Pad<kLeft>>());
}

absl::StatusOr<BoundCall> BindTranslate3(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(
      CheckNamedOperands(request, {{{"expr", kCharacter}, {"fromStr", kCharacter}, {"toStr", kCharacter}}}));
  return BoundCall{.type = LogicalType::String().WithNullable(request.arguments[0].type.nullable()),
                   .kernel = MakeKernel<Translate>(),
                   .null_on_null = false};
}

// Calcite's parser makes TRANSLATE a call of TRANSLATE3, which 1.20 does not have; its message shows Calcite's own.
absl::StatusOr<BoundCall> BindTranslate(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  BindRequest renamed = request;
  renamed.name = "TRANSLATE3";
  constexpr std::string_view kCalciteSignature = "'TRANSLATE3(<STRING>, <STRING>, <STRING>)'";
  if (request.version < FlinkVersion::k2_3 || request.arguments.size() != 3) {
    return NoMatchingSignature(renamed, kCalciteSignature);
  }
  return BindTranslate3(renamed);
}

}  // namespace

void RegisterReplaceFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "REPLACE",
                .bind = BindReplace,
                .documentation = {"REPLACE(string, old, new)", "The text with every `old` replaced by `new`.",
                                  "REPLACE('hello world', 'world', 'flink')", "hello flink"}});
  registry.Add({.name = "REPEAT",
                .bind = BindRepeat,
                .documentation = {"REPEAT(string, count)", "The text `count` times in a row; empty if that is negative.",
                                  "REPEAT('ab', 3)", "ababab"}});
  registry.Add({.name = "LPAD",
                .bind = BindPad<true>,
                .documentation = {"LPAD(string, length, padding)",
                                  "The text filled up at its left, or cut, to a length in UTF-16 units. NULL if the length is negative "
                                  "or the padding empty.",
                                  "LPAD('hi', 5, '*-')", "*-*hi"}});
  registry.Add({.name = "RPAD",
                .bind = BindPad<false>,
                .documentation = {"RPAD(string, length, padding)",
                                  "The text filled up at its right, or cut, to a length in UTF-16 units. NULL if the length is "
                                  "negative or the padding empty.",
                                  "RPAD('hi', 5, '*-')", "hi*-*"}});
  registry.Add({.name = "TRANSLATE",
                .bind = BindTranslate,
                .documentation = {"TRANSLATE(string, from, to)",
                                  "The text with each character that occurs in `from` replaced by the one at the same place of `to`, or "
                                  "left out where there is none. From 2.3 on.",
                                  "TRANSLATE('abc', 'ac', 'x')", "xb"}});
  registry.Add({.name = "TRANSLATE3",
                .bind = BindTranslate3,
                .documentation = {"TRANSLATE3(string, from, to)", "The same as TRANSLATE.", "TRANSLATE3('abc', 'ac', 'x')", "xb"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
