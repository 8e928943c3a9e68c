#include "engine/formats/csv/csv_options.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kFieldDelimiter = "field-delimiter";
constexpr std::string_view kArrayElementDelimiter = "array-element-delimiter";
constexpr std::string_view kQuoteCharacter = "quote-character";
constexpr std::string_view kEscapeCharacter = "escape-character";
constexpr std::string_view kDisableQuoteCharacter = "disable-quote-character";

absl::Status UnescapeError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "java.lang.IllegalArgumentException");
}

int HexDigit(char16_t c) {
  if (c >= u'0' && c <= u'9') return c - u'0';
  if (c >= u'a' && c <= u'f') return c - u'a' + 10;
  return c >= u'A' && c <= u'F' ? c - u'A' + 10 : -1;
}

// StringEscapeUtils.unescapeJava of commons-lang3.
class Unescaper {
 public:
  Unescaper(std::u16string_view text, SourceRange range) : text_(text), range_(range) {}

  absl::StatusOr<std::u16string> Run() {
    while (next_ < text_.size()) {
      if (text_[next_] != u'\\') {
        out_.push_back(text_[next_++]);
      } else {
        DREY_RETURN_IF_ERROR(TakeEscape());
      }
    }
    return std::move(out_);
  }

 private:
  char16_t At(size_t i) const { return i < text_.size() ? text_[i] : u'\0'; }

  absl::Status TakeEscape() {
    const char16_t kind = At(next_ + 1);
    if (kind >= u'0' && kind <= u'7') {
      TakeOctal();
      return absl::OkStatus();
    }
    if (kind == u'u') return TakeUnicode();
    constexpr std::u16string_view kNames = u"bntfr\\\"'";
    constexpr std::u16string_view kValues = u"\b\n\t\f\r\\\"'";
    const size_t known = next_ + 1 < text_.size() ? kNames.find(kind) : std::u16string_view::npos;
    if (known != std::u16string_view::npos) {
      out_.push_back(kValues[known]);
      next_ += 2;
    } else {
      ++next_;  // a backslash before anything else vanishes
    }
    return absl::OkStatus();
  }

  // \1 to \377.
  void TakeOctal() {
    const size_t longest = At(next_ + 1) <= u'3' ? 3 : 2;
    char16_t value = 0;
    size_t digits = 0;
    for (; digits < longest && At(next_ + 1 + digits) >= u'0' && At(next_ + 1 + digits) <= u'7'; ++digits) {
      value = static_cast<char16_t>(value * 8 + (At(next_ + 1 + digits) - u'0'));
    }
    out_.push_back(value);
    next_ += 1 + digits;
  }

  absl::Status TakeUnicode() {
    size_t start = next_ + 2;
    while (At(start) == u'u') ++start;
    if (At(start) == u'+') ++start;
    if (start + 4 > text_.size()) {
      return UnescapeError(Concat("Less than 4 hex digits in unicode value: '", ToUtf8(text_.substr(next_)),
                                  "' due to end of CharSequence"),
                           range_);
    }
    char16_t value = 0;
    for (size_t i = start; i < start + 4; ++i) {
      const int digit = HexDigit(text_[i]);
      if (digit < 0) return UnescapeError(Concat("Unable to parse unicode value: ", ToUtf8(text_.substr(start, 4))), range_);
      value = static_cast<char16_t>(value * 16 + digit);
    }
    out_.push_back(value);
    next_ = start + 4;
    return absl::OkStatus();
  }

  std::u16string_view text_;
  SourceRange range_;
  size_t next_ = 0;
  std::u16string out_;
};

absl::StatusOr<std::optional<char16_t>> ReadCharacter(const OptionReader& options, std::string_view key, bool unescapes) {
  const std::optional<std::string> value = options.GetString(key);
  if (!value) return std::optional<char16_t>();
  std::u16string characters = ToUtf16(*value);
  if (unescapes) {
    DREY_ASSIGN_OR_RETURN(characters, Unescaper(characters, options.RangeOf(key)).Run());
  }
  if (characters.size() == 1 && !IsSurrogate(characters.front())) return std::optional<char16_t>(characters.front());
  return ValidationError(Concat("Option 'csv.", key, "' must be a string with single character, but was: ", *value),
                         options.RangeOf(key));
}

absl::Status ReadCharacters(const OptionReader& options, CsvOptions& result) {
  DREY_ASSIGN_OR_RETURN(const bool disables_quotes, options.GetBoolean(kDisableQuoteCharacter, false));
  if (disables_quotes && options.Find(kQuoteCharacter) != nullptr) {
    return ValidationError("Format cannot define a quote character and disabled quote character at the same time.",
                           options.RangeOf(kQuoteCharacter));
  }
  DREY_ASSIGN_OR_RETURN(const std::optional<char16_t> delimiter, ReadCharacter(options, kFieldDelimiter, true));
  if (delimiter) result.delimiter = *delimiter;
  DREY_ASSIGN_OR_RETURN(const std::optional<char16_t> array_delimiter, ReadCharacter(options, kArrayElementDelimiter, false));
  if (array_delimiter) result.array_delimiter = ToUtf8(std::u16string_view(&*array_delimiter, 1));
  DREY_ASSIGN_OR_RETURN(const std::optional<char16_t> quote, ReadCharacter(options, kQuoteCharacter, false));
  if (quote) result.quote = quote;
  if (disables_quotes) result.quote.reset();
  DREY_ASSIGN_OR_RETURN(result.escape, ReadCharacter(options, kEscapeCharacter, false));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CsvOptions> ReadCsvOptions(const OptionReader& options, FlinkVersion version) {
  CsvOptions result;
  DREY_RETURN_IF_ERROR(ReadCharacters(options, result));
  result.null_literal = options.GetString("null-literal");
  DREY_ASSIGN_OR_RETURN(result.allow_comments, options.GetBoolean("allow-comments", false));
  DREY_ASSIGN_OR_RETURN(result.ignore_parse_errors, options.GetBoolean("ignore-parse-errors", false));
  DREY_ASSIGN_OR_RETURN(result.writes_scientific_decimals, options.GetBoolean("write-bigdecimal-in-scientific-notation", false));
  if (version == FlinkVersion::k1_20) return result;
  DREY_ASSIGN_OR_RETURN(result.trim_spaces, options.GetBoolean("trim-spaces", false));
  DREY_ASSIGN_OR_RETURN(result.ignore_trailing_unmappable, options.GetBoolean("ignore-trailing-unmappable", false));
  DREY_ASSIGN_OR_RETURN(result.allow_trailing_comma, options.GetBoolean("allow-trailing-comma", true));
  DREY_ASSIGN_OR_RETURN(result.fail_on_missing_columns, options.GetBoolean("fail-on-missing-columns", false));
  DREY_ASSIGN_OR_RETURN(result.empty_string_as_null, options.GetBoolean("empty-string-as-null", false));
  return result;
}

FormatOptionUse UseOfCsvOption(std::string_view key) {
  constexpr std::string_view kDecoding[] = {"allow-comments",       "ignore-parse-errors",     "trim-spaces",         "ignore-trailing-unmappable",
                                            "allow-trailing-comma", "fail-on-missing-columns", "empty-string-as-null"};
  if (std::find(std::begin(kDecoding), std::end(kDecoding), key) != std::end(kDecoding)) return FormatOptionUse::kDecoding;
  return key == "write-bigdecimal-in-scientific-notation" ? FormatOptionUse::kEncoding : FormatOptionUse::kBoth;
}

}  // namespace drey
