#include "engine/formats/json/json_format_options.h"

#include <string>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kFailOnMissingField = "fail-on-missing-field";
constexpr std::string_view kIgnoreParseErrors = "ignore-parse-errors";
constexpr std::string_view kTimestampFormat = "timestamp-format.standard";
constexpr std::string_view kMapNullKeyMode = "map-null-key.mode";
constexpr std::string_view kMapNullKeyLiteral = "map-null-key.literal";
constexpr std::string_view kDecimalAsPlainNumber = "encode.decimal-as-plain-number";
constexpr std::string_view kIgnoreNullFields = "encode.ignore-null-fields";

absl::StatusOr<TimestampFormat> ReadTimestampFormat(const OptionReader& options) {
  const std::string format = options.GetString(kTimestampFormat).value_or("SQL");
  if (format == "SQL") return TimestampFormat::kSql;
  if (format == "ISO-8601") return TimestampFormat::kIso8601;
  return ValidationError(
      Concat("Unsupported value '", format, "' for ", kTimestampFormat, ". Supported values are [SQL, ISO-8601]."),
      options.RangeOf(kTimestampFormat));
}

absl::StatusOr<JsonEncodingOptions::NullKeyMode> ReadNullKeyMode(const OptionReader& options) {
  const std::string mode = options.GetString(kMapNullKeyMode).value_or("FAIL");
  const std::string capitals = ToUpper(mode);
  if (capitals == "FAIL") return JsonEncodingOptions::NullKeyMode::kFail;
  if (capitals == "DROP") return JsonEncodingOptions::NullKeyMode::kDrop;
  if (capitals == "LITERAL") return JsonEncodingOptions::NullKeyMode::kLiteral;
  return ValidationError(
      Concat("Unsupported value '", mode, "' for option ", kMapNullKeyMode, ". Supported values are [LITERAL, FAIL, DROP]."),
      options.RangeOf(kMapNullKeyMode));
}

// Flink reads every option of a format once before it uses those of one direction, so a value of another type is refused in both.
absl::Status CheckTypes(const OptionReader& options, std::initializer_list<std::string_view> booleans) {
  for (const std::string_view key : booleans) DREY_RETURN_IF_ERROR(options.GetBoolean(key, false).status());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<JsonDecodingOptions> ReadJsonDecodingOptions(const OptionReader& options, bool has_fail_on_missing_field) {
  JsonDecodingOptions result;
  if (has_fail_on_missing_field) {
    DREY_ASSIGN_OR_RETURN(result.fail_on_missing_field, options.GetBoolean(kFailOnMissingField, false));
  }
  DREY_ASSIGN_OR_RETURN(result.ignore_parse_errors, options.GetBoolean(kIgnoreParseErrors, false));
  if (result.fail_on_missing_field && result.ignore_parse_errors) {
    return ValidationError(Concat(kFailOnMissingField, " and ", kIgnoreParseErrors, " shouldn't both be true."),
                           options.RangeOf(kIgnoreParseErrors));
  }
  DREY_ASSIGN_OR_RETURN(result.timestamp_format, ReadTimestampFormat(options));
  return result;
}

absl::StatusOr<JsonEncodingOptions> ReadJsonEncodingOptions(const OptionReader& options) {
  JsonEncodingOptions result;
  DREY_ASSIGN_OR_RETURN(result.null_key_mode, ReadNullKeyMode(options));
  DREY_ASSIGN_OR_RETURN(result.timestamp_format, ReadTimestampFormat(options));
  result.null_key_literal = options.GetString(kMapNullKeyLiteral).value_or("null");
  DREY_ASSIGN_OR_RETURN(result.decimal_as_plain_number, options.GetBoolean(kDecimalAsPlainNumber, false));
  DREY_ASSIGN_OR_RETURN(result.ignore_null_fields, options.GetBoolean(kIgnoreNullFields, false));
  return result;
}

FormatOptionUse UseOfJsonOption(std::string_view key) {
  if (key == kFailOnMissingField || key == kIgnoreParseErrors || key.starts_with("decode.")) return FormatOptionUse::kDecoding;
  if (key == kMapNullKeyMode || key == kMapNullKeyLiteral || key.starts_with("encode.")) return FormatOptionUse::kEncoding;
  return FormatOptionUse::kBoth;
}

absl::Status DeclareJsonDecodingOptions(const OptionReader& options, bool has_fail_on_missing_field) {
  if (has_fail_on_missing_field) {
    options.Declare(kFailOnMissingField);
    DREY_RETURN_IF_ERROR(CheckTypes(options, {kFailOnMissingField}));
  }
  options.Declare(kIgnoreParseErrors);
  return CheckTypes(options, {kIgnoreParseErrors});
}

absl::Status DeclareJsonEncodingOptions(const OptionReader& options) {
  options.Declare(kMapNullKeyMode);
  options.Declare(kMapNullKeyLiteral);
  options.Declare(kDecimalAsPlainNumber);
  options.Declare(kIgnoreNullFields);
  return CheckTypes(options, {kDecimalAsPlainNumber, kIgnoreNullFields});
}

}  // namespace drey
