#include "engine/functions/json/json_quote.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/json/character_index.h"
#include "engine/json/json_document.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

// String.format("\\u%04x", code_point).
void AppendLowerCaseEscape(char32_t code_point, std::string& out) {
  out.append("\\u");
  const int digits = code_point < 0x10000 ? 4 : code_point < 0x100000 ? 5 : 6;
  for (int i = digits - 1; i >= 0; --i) out.push_back("0123456789abcdef"[code_point >> (4 * i) & 15]);
}

void AppendQuotedAscii(char c, std::string& out) {
  constexpr std::string_view kEscaped = "\"\\/\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  const size_t escape = kEscaped.find(c);
  if (escape == std::string_view::npos) {
    out.push_back(c);
  } else {
    Append(out, '\\', kLetters[escape]);
  }
}

class JsonQuote final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view text = JavaString(arguments[0], context.arena());
    std::string& quoted = context.scratch();
    quoted.push_back('"');
    for (size_t i = 0; i < text.size();) {
      const char32_t code_point = NextCodePoint(text, i);
      if (code_point < 0x80) {
        AppendQuotedAscii(static_cast<char>(code_point), quoted);
        continue;
      }
      AppendLowerCaseEscape(code_point, quoted);
      // Flink goes on with the second half of a pair.
      if (code_point >= 0x10000) AppendLowerCaseEscape(0xDC00 + (code_point & 0x3FF), quoted);
    }
    quoted.push_back('"');
    result = Datum::Text(context.arena().Copy(quoted));
    return true;
  }
};

// The text between the quotes with its escapes resolved, as long as that can be done.
class Unescaping {
 public:
  explicit Unescaping(std::u16string_view text) : text_(text) {}

  // Empty where Java throws.
  std::optional<std::u16string> Resolve() {
    std::u16string out;
    for (size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] != u'\\' || i + 1 == text_.size()) {
        out.push_back(text_[i]);
        continue;
      }
      const char16_t escaped = text_[++i];
      if (escaped == u'u') {
        if (text_.size() - i - 1 < 4) {
          missing_digits_at_ = i + 1;
          return std::nullopt;
        }
        const auto unit = ParseHexUnit(text_.substr(i + 1, 4));
        if (!unit) return std::nullopt;
        out.push_back(*unit);
        i += 4;
        continue;
      }
      const auto resolved = Simple(escaped);
      if (!resolved) return std::nullopt;
      out.push_back(*resolved);
    }
    return out;
  }

  // Where the text ends within the digits of a \u, for which Java's exception is not caught.
  std::optional<size_t> missing_digits_at() const { return missing_digits_at_; }

 private:
  static std::optional<char16_t> Simple(char16_t escaped) {
    constexpr std::u16string_view kLetters = u"\"\\/bfnrt";
    constexpr std::u16string_view kMeanings = u"\"\\/\b\f\n\r\t";
    const size_t letter = kLetters.find(escaped);
    if (letter == std::u16string_view::npos) return std::nullopt;
    return kMeanings[letter];
  }

  std::u16string_view text_;
  std::optional<size_t> missing_digits_at_;
};

class JsonUnquote final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const std::string_view text = JavaString(arguments[0], context.arena());
    result = Datum::Text(text);
    if (JsonDocument::Read(text, context.version(), context.arena())->failed()) return true;
    if (!text.starts_with('"') || !text.ends_with('"')) return true;
    const std::u16string contents = ToUtf16(text.substr(1, text.size() - 2));
    Unescaping unescaping(contents);
    const auto resolved = unescaping.Resolve();
    if (resolved) {
      result = Datum::Text(context.arena().Copy(ToUtf8(*resolved)));
    } else if (const auto begin = unescaping.missing_digits_at()) {
      return context.Fail("java.lang.StringIndexOutOfBoundsException",
                          Concat("begin ", *begin, ", end ", *begin + 4, ", length ", contents.size()));
    }
    return true;
  }
};

template <typename KernelType>
absl::StatusOr<BoundCall> BindOneText(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{.name = "", .family = OperandFamily::kCharacter}}}));
  return BoundCall{.type = ResultType(request, LogicalType::String(), ResultNullability::kIfAnyArgument),
                   .kernel = std::make_shared<KernelType>()};
}

}  // namespace

absl::StatusOr<BoundCall> BindJsonQuote(const BindRequest& request) { return BindOneText<JsonQuote>(request); }

absl::StatusOr<BoundCall> BindJsonUnquote(const BindRequest& request) { return BindOneText<JsonUnquote>(request); }

}  // namespace drey
