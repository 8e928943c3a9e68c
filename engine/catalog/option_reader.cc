#include "engine/catalog/option_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"

namespace drey {
namespace {

constexpr std::string_view kIllegalArgumentException = "java.lang.IllegalArgumentException";

constexpr std::array<std::string_view, 2> kWatermarkEmitStrategies = {"on-event", "on-periodic"};

// The link of Flink's chain that names the option; drey shows the innermost message, so the name goes into the hint.
std::string NamingHint(const TableOption& option) {
  return Concat("Could not parse value '", option.value, "' for key '", option.key, "'.");
}

absl::Status ValueError(const TableOption& option, std::string_view message, std::string_view flink_class) {
  return WithFlinkClass(InvalidError(message, option.value_range, NamingHint(option)), flink_class);
}

absl::Status NumberError(const TableOption& option) {
  return ValueError(option, Concat("For input string: \"", option.value, "\""), kNumberFormatException);
}

absl::Status FloatingPointError(const TableOption& option) {
  return ValueError(option, FloatingPointFormatMessage(option.value), kNumberFormatException);
}

template <typename Integer>
absl::StatusOr<Integer> ParseInteger(const TableOption& option) {
  const std::optional<Integer> value = ParseJavaInteger<Integer>(option.value);
  if (!value) return NumberError(option);
  return *value;
}

// String.trim.
std::string_view Trim(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

struct TimeUnit {
  std::string_view name;
  std::vector<std::string_view> labels;
  absl::Duration duration;
  // 0 below one second.
  int64_t seconds;
};

const std::vector<TimeUnit>& TimeUnits() {
  static const auto* units = new std::vector<TimeUnit>{
      {"DAYS", {"d", "day", "days"}, absl::Hours(24), 86400},
      {"HOURS", {"h", "hour", "hours"}, absl::Hours(1), 3600},
      {"MINUTES", {"min", "m", "minute", "minutes"}, absl::Minutes(1), 60},
      {"SECONDS", {"s", "sec", "secs", "second", "seconds"}, absl::Seconds(1), 1},
      {"MILLISECONDS", {"ms", "milli", "millis", "millisecond", "milliseconds"}, absl::Milliseconds(1), 0},
      {"MICROSECONDS", {"µs", "micro", "micros", "microsecond", "microseconds"}, absl::Microseconds(1), 0},
      {"NANOSECONDS", {"ns", "nano", "nanos", "nanosecond", "nanoseconds"}, absl::Nanoseconds(1), 0},
  };
  return *units;
}

const TimeUnit* FindTimeUnit(std::string_view label) {
  if (label.empty()) label = "ms";
  for (const TimeUnit& unit : TimeUnits()) {
    for (const std::string_view candidate : unit.labels) {
      if (candidate == label) return &unit;
    }
  }
  return nullptr;
}

std::string AllTimeUnits() {
  std::string text;
  for (const TimeUnit& unit : TimeUnits()) {
    if (!text.empty()) text += ", ";
    Append(text, unit.name, ": (");
    for (size_t i = 0; i < unit.labels.size(); ++i) Append(text, i == 0 ? "" : " | ", unit.labels[i]);
    text += ")";
  }
  return text;
}

absl::Status DurationOverflow(const TableOption& option, std::string_view number, bool fits_long, FlinkVersion version) {
  if (version == FlinkVersion::k2_3) {
    return ValueError(option, "BigInteger out of long range", "java.lang.ArithmeticException");
  }
  if (fits_long) return ValueError(option, "long overflow", "java.lang.ArithmeticException");
  return ValueError(option, Concat("The value '", number, "' cannot be re represented as 64bit number (numeric overflow)."),
                    kIllegalArgumentException);
}

// Duration.parse: [-+]?P(nD)?(T(nH)?(nM)?(n(.n)?S)?)?, each n with its own sign, letters in any case.
class Iso8601Parser {
 public:
  explicit Iso8601Parser(std::string_view text) : text_(text) {}

  std::optional<absl::Duration> Parse() {
    const bool negative = ConsumeSign();
    if (!ConsumeLetter('p')) return std::nullopt;
    bool any = ConsumeNumberWith('d', absl::Hours(24));
    if (ConsumeLetter('t')) {
      bool any_time = ConsumeNumberWith('h', absl::Hours(1));
      any_time |= ConsumeNumberWith('m', absl::Minutes(1));
      any_time |= ConsumeSeconds();
      if (!any_time) return std::nullopt;
      any = true;
    }
    if (!any || !text_.empty()) return std::nullopt;
    return negative ? -total_ : total_;
  }

 private:
  bool ConsumeSign() {
    if (text_.empty() || (text_.front() != '-' && text_.front() != '+')) return false;
    const bool negative = text_.front() == '-';
    text_.remove_prefix(1);
    return negative;
  }

  bool ConsumeLetter(char lower) {
    if (text_.empty() || (text_.front() | 0x20) != lower) return false;
    text_.remove_prefix(1);
    return true;
  }

  // A signed number; text_ is untouched when there is none.
  std::optional<int64_t> PeekNumber(std::string_view& rest) const {
    std::string_view text = text_;
    if (text.starts_with('+')) text.remove_prefix(1);
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    rest = text.substr(static_cast<size_t>(end - text.data()));
    return value;
  }

  bool ConsumeNumberWith(char lower, absl::Duration unit) {
    std::string_view rest;
    const std::optional<int64_t> value = PeekNumber(rest);
    if (!value || rest.empty() || (rest.front() | 0x20) != lower) return false;
    total_ += unit * *value;
    text_ = rest.substr(1);
    return true;
  }

  bool ConsumeSeconds() {
    std::string_view rest;
    const bool negative = text_.starts_with('-');
    const std::optional<int64_t> value = PeekNumber(rest);
    if (!value) return false;
    int64_t nanoseconds = 0;
    if (!rest.empty() && (rest.front() == '.' || rest.front() == ',')) {
      rest.remove_prefix(1);
      int64_t digit_value = 100'000'000;
      while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
        if (digit_value == 0) return false;
        nanoseconds += (rest.front() - '0') * digit_value;
        digit_value /= 10;
        rest.remove_prefix(1);
      }
    }
    if (rest.empty() || (rest.front() | 0x20) != 's') return false;
    total_ += absl::Seconds(*value) + absl::Nanoseconds(negative ? -nanoseconds : nanoseconds);
    text_ = rest.substr(1);
    return true;
  }

  std::string_view text_;
  absl::Duration total_ = absl::ZeroDuration();
};

absl::StatusOr<absl::Duration> ParseDurationWithoutNumber(const TableOption& option, std::string_view text,
                                                          FlinkVersion version) {
  constexpr std::string_view kNoNumber = "text does not start with a number";
  if (version == FlinkVersion::k1_20) return ValueError(option, kNoNumber, kNumberFormatException);
  const std::optional<absl::Duration> duration = Iso8601Parser(text).Parse();
  if (!duration) {
    return ValueError(option, Concat(kNoNumber, ", and is not a valid ISO-8601 duration format: ", text),
                      kNumberFormatException);
  }
  if (*duration < absl::ZeroDuration()) {
    return ValueError(option, "negative duration is not supported", kNumberFormatException);
  }
  return *duration;
}

// Flink's StructuredOptionsSplitter.
class ListSplitter {
 public:
  explicit ListSplitter(const TableOption& option) : option_(option), text_(option.value) {}

  absl::StatusOr<std::vector<std::string>> Split() {
    DREY_RETURN_IF_ERROR(Tokenize());
    std::vector<std::string> pieces;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const bool before_delimiter = i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::kDelimiter;
      switch (token.kind) {
        case TokenKind::kQuoted:
          if (i + 1 < tokens_.size() && !before_delimiter) {
            return Error(Concat("Could not split string. Illegal quoting at position: ", tokens_[i + 1].position - 1));
          }
          pieces.push_back(token.text);
          break;
        case TokenKind::kPlain:
          pieces.push_back(token.text);
          break;
        case TokenKind::kDelimiter:
          if (before_delimiter) pieces.emplace_back();
          break;
      }
    }
    return pieces;
  }

 private:
  enum class TokenKind : uint8_t { kQuoted, kPlain, kDelimiter };
  struct Token {
    TokenKind kind;
    std::string text;
    size_t position;
  };

  absl::Status Error(std::string_view message) const { return ValueError(option_, message, kIllegalArgumentException); }

  absl::Status Tokenize() {
    size_t i = 0;
    while (i < text_.size()) {
      const char c = text_[i];
      const size_t start = i;
      if (c == '\'' || c == '"') {
        std::string token;
        DREY_ASSIGN_OR_RETURN(i, ConsumeQuoted(i, token));
        tokens_.push_back({TokenKind::kQuoted, std::move(token), start});
      } else if (c == ';') {
        tokens_.push_back({TokenKind::kDelimiter, ";", start});
        ++i;
      } else if (static_cast<unsigned char>(c) <= ' ') {
        ++i;
      } else {
        i = std::min(text_.find(';', i), text_.size());
        tokens_.push_back({TokenKind::kPlain, std::string(Trim(text_.substr(start, i - start))), start});
      }
    }
    return absl::OkStatus();
  }

  // Returns the index behind the closing quote; a doubled quote stands for one.
  absl::StatusOr<size_t> ConsumeQuoted(size_t i, std::string& token) const {
    const char quote = text_[i];
    for (++i; i < text_.size(); ++i) {
      if (text_[i] != quote) {
        token += text_[i];
      } else if (i + 1 < text_.size() && text_[i + 1] == quote) {
        token += text_[++i];
      } else {
        return i + 1;
      }
    }
    return Error("Could not split string. Quoting was not closed properly.");
  }

  const TableOption& option_;
  std::string_view text_;
  std::vector<Token> tokens_;
};

// A scalar whose text is the same in YAML and here.
bool IsPlainYamlScalar(std::string_view text) {
  if (text.empty() || text == "null" || text == "true" || text == "false") return false;
  const char first = text.front();
  const bool starts_as_name = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
  if (!starts_as_name && first != '_') return false;
  return text.find_first_of("[]{},:#&*!|>'\"%@`\\") == std::string_view::npos;
}

std::optional<std::string> YamlScalar(std::string_view text) {
  text = Trim(text);
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  if (quoted) {
    const std::string_view inner = text.substr(1, text.size() - 2);
    if (inner.find_first_of("\\'\"") != std::string_view::npos) return std::nullopt;
    return std::string(inner);
  }
  // A whole number is shown as it is written, unless YAML reads it in another base.
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos && (text == "0" || text.front() != '0');
  if (is_number) return std::string(text);
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') {
    const std::optional<std::string> inner = YamlScalar(text.substr(1, text.size() - 2));
    return inner ? std::optional(Concat("[", *inner, "]")) : std::nullopt;
  }
  if (!IsPlainYamlScalar(text)) return std::nullopt;
  return std::string(text);
}

// The items of a value that YAML reads as a list, and nothing for other values.
std::optional<std::vector<std::string_view>> YamlItems(std::string_view text) {
  text = Trim(text);
  std::vector<std::string_view> items;
  if (text.starts_with('[') && text.ends_with(']')) {
    const std::string_view inner = Trim(text.substr(1, text.size() - 2));
    if (!inner.empty()) items = Split(inner, ',');
    return items;
  }
  if (!text.starts_with("- ")) return std::nullopt;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("- ")) return std::nullopt;
    items.push_back(line.substr(2));
  }
  return items;
}

}  // namespace

absl::StatusOr<int32_t> ParseInt(const TableOption& option) { return ParseInteger<int32_t>(option); }

absl::StatusOr<bool> ParseBoolean(const TableOption& option) {
  if (EqualsIgnoreCase(option.value, "true")) return true;
  if (EqualsIgnoreCase(option.value, "false")) return false;
  return ValueError(
      option, Concat("Unrecognized option for boolean: ", option.value, ". Expected either true or false(case insensitive)"),
      kIllegalArgumentException);
}

absl::StatusOr<absl::Duration> ParseDuration(const TableOption& option, FlinkVersion version) {
  const std::string_view text = Trim(option.value);
  if (text.empty()) return ValueError(option, "argument is an empty- or whitespace-only string", kIllegalArgumentException);
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  if (digits == 0) return ParseDurationWithoutNumber(option, text, version);
  const std::string_view number = text.substr(0, digits);
  const std::string label = ToLower(Trim(text.substr(digits)));
  int64_t value = 0;
  const bool fits_long = std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc();
  if (!fits_long && version == FlinkVersion::k1_20) return DurationOverflow(option, number, fits_long, version);
  const TimeUnit* unit = FindTimeUnit(label);
  if (unit == nullptr) {
    return ValueError(option,
                      Concat("Time interval unit label '", label, "' does not match any of the recognized units: ", AllTimeUnits()),
                      kIllegalArgumentException);
  }
  const bool overflows = unit->seconds > 0 && value > INT64_MAX / unit->seconds;
  if (!fits_long || overflows) return DurationOverflow(option, number, fits_long, version);
  return unit->duration * value;
}

absl::StatusOr<std::vector<std::string>> ParseList(const TableOption& option) {
  const auto items = YamlItems(option.value);
  if (!items) return ListSplitter(option).Split();
  std::vector<std::string> pieces;
  for (const std::string_view item : *items) {
    std::optional<std::string> piece = YamlScalar(item);
    if (!piece) return UnsupportedError("a YAML list of other than plain names as option value", option.value_range);
    pieces.push_back(*std::move(piece));
  }
  return pieces;
}

OptionReader::OptionReader(std::string_view factory, const TableOptions& options, FlinkVersion version)
    : factory_(factory), options_(&options), version_(version), asked_(std::make_shared<Asked>()) {}

OptionReader OptionReader::WithPrefix(std::string_view prefix) const {
  OptionReader view = *this;
  view.prefix_ += prefix;
  return view;
}

const TableOption* OptionReader::Find(std::string_view key) const {
  Declare(key);
  return Peek(key);
}

const TableOption* OptionReader::Peek(std::string_view key) const { return options_->Find(Concat(prefix_, key)); }

std::optional<std::string> OptionReader::GetString(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::nullopt;
  return option->value;
}

absl::StatusOr<bool> OptionReader::GetBoolean(std::string_view key, bool default_value) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return default_value;
  return ParseBoolean(*option);
}

absl::StatusOr<std::optional<int32_t>> OptionReader::GetInt(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<int32_t>();
  return ParseInteger<int32_t>(*option);
}

absl::StatusOr<std::optional<int64_t>> OptionReader::GetLong(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<int64_t>();
  return ParseInteger<int64_t>(*option);
}

absl::StatusOr<std::optional<float>> OptionReader::GetFloat(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<float>();
  const std::optional<float> value = ParseJavaFloat(option->value);
  if (!value) return FloatingPointError(*option);
  return value;
}

absl::StatusOr<std::optional<double>> OptionReader::GetDouble(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<double>();
  const std::optional<double> value = ParseJavaDouble(option->value);
  if (!value) return FloatingPointError(*option);
  return value;
}

absl::StatusOr<std::optional<absl::Duration>> OptionReader::GetDuration(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<absl::Duration>();
  return ParseDuration(*option, version_);
}

absl::StatusOr<std::optional<std::string>> OptionReader::GetEnum(std::string_view key, std::span<const std::string_view> values,
                                                                 std::string_view java_class) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<std::string>();
  for (const std::string_view value : values) {
    if (EqualsIgnoreCase(value, option->value)) return std::string(value);
  }
  const std::vector<std::string> names(values.begin(), values.end());
  const absl::Status error =
      ValueError(*option,
                 Concat("Could not parse value for enum class ", java_class, ". Expected one of: [[", Join(names, ", "), "]]"),
                 kIllegalArgumentException);
  const std::string suggestion = DidYouMean(option->value, names);
  return suggestion.empty() ? error : WithHint(error, suggestion);
}

absl::StatusOr<std::optional<std::vector<std::string>>> OptionReader::GetList(std::string_view key) const {
  const TableOption* option = Find(key);
  if (option == nullptr) return std::optional<std::vector<std::string>>();
  return ParseList(*option);
}

void OptionReader::Declare(std::string_view key) const { asked_->keys.insert(Concat(prefix_, key)); }

void OptionReader::DeclarePrefix(std::string_view prefix) const { asked_->prefixes.insert(Concat(prefix_, prefix)); }

absl::Status OptionReader::DeclareTableOptions() const {
  Declare("connector");
  Declare("property-version");
  Declare("scan.watermark.alignment.group");
  DREY_RETURN_IF_ERROR(GetEnum("scan.watermark.emit.strategy", kWatermarkEmitStrategies,
                               "org.apache.flink.table.watermark.WatermarkEmitStrategy")
                           .status());
  for (const std::string_view key :
       {"scan.watermark.alignment.max-drift", "scan.watermark.alignment.update-interval", "scan.watermark.idle-timeout"}) {
    DREY_RETURN_IF_ERROR(GetDuration(key).status());
  }
  return CheckWatermarkAlignment();
}

absl::Status OptionReader::CheckWatermarkAlignment() const {
  const TableOption* group = Peek("scan.watermark.alignment.group");
  const TableOption* drift = Peek("scan.watermark.alignment.max-drift");
  const TableOption* interval = Peek("scan.watermark.alignment.update-interval");
  const TableOption* any = group != nullptr ? group : drift != nullptr ? drift : interval;
  if (any == nullptr || (group != nullptr && drift != nullptr)) return absl::OkStatus();
  return WithFlinkClass(InvalidError(Concat("Error configuring watermark for '", factory_,
                                            "', 'scan.watermark.alignment.group' and 'scan.watermark.alignment.max-drift' must be set "
                                            "when configuring watermark alignment"),
                                     any->key_range),
                        kValidationException);
}

void OptionReader::Require(std::string_view key) const {
  Declare(key);
  asked_->required.insert(Concat(prefix_, key));
}

absl::Status OptionReader::CheckRequired() const {
  std::vector<std::string> missing;
  for (const std::string& key : asked_->required) {
    if (options_->Find(key) == nullptr) missing.push_back(key);
  }
  if (missing.empty()) return absl::OkStatus();
  return WithFlinkClass(InvalidError(Concat("One or more required options are missing.\n\nMissing required options are:\n\n",
                                            Join(missing, "\n"))),
                        kValidationException);
}

bool OptionReader::IsSupported(std::string_view full_key) const {
  if (asked_->keys.contains(std::string(full_key))) return true;
  for (const std::string& prefix : asked_->prefixes) {
    if (full_key.starts_with(prefix)) return true;
  }
  return false;
}

absl::Status OptionReader::CheckNothingLeft() const {
  std::set<std::string> unsupported;
  for (const TableOption& option : options_->all()) {
    if (!IsSupported(option.key)) unsupported.insert(option.key);
  }
  if (unsupported.empty()) return absl::OkStatus();
  // Of those that a prefix allows Flink lists what was given.
  std::set<std::string> known = asked_->keys;
  for (const TableOption& option : options_->all()) {
    if (IsSupported(option.key)) known.insert(option.key);
  }
  const std::vector<std::string> supported(known.begin(), known.end());
  const TableOption& first = *options_->Find(*unsupported.begin());
  return WithFlinkClass(
      InvalidError(Concat("Unsupported options found for '", factory_, "'.\n\nUnsupported options:\n\n",
                          Join(std::vector<std::string>(unsupported.begin(), unsupported.end()), "\n"),
                          "\n\nSupported options:\n\n", Join(supported, "\n")),
                   first.key_range, DidYouMean(first.key, supported)),
      kValidationException);
}

SourceRange OptionReader::RangeOf(std::string_view key) const {
  const TableOption* option = Peek(key);
  if (option == nullptr) return {};
  return option->value_range.known() ? option->value_range : option->key_range;
}

}  // namespace drey
