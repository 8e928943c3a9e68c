#include "engine/formats/debezium_json/debezium_json_format.h"

#include <memory>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/formats/debezium_json/debezium_json_decoder.h"
#include "engine/formats/debezium_json/debezium_json_encoder.h"
#include "engine/formats/debezium_json/debezium_metadata.h"
#include "engine/formats/json/json_format_options.h"

namespace drey {
namespace {

constexpr std::string_view kSchemaInclude = "schema-include";

}  // namespace

absl::StatusOr<DecodingFormat> DebeziumJsonFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const JsonDecodingOptions json, ReadJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DREY_ASSIGN_OR_RETURN(const bool schema_include, options.GetBoolean(kSchemaInclude, false));
  DecodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.metadata = DebeziumMetadataColumns();
  format.make_decoder = [=](const LogicalType& row, const std::vector<std::string>& metadata) {
    return DebeziumJsonDecoder::Create(row, metadata, schema_include, json, version);
  };
  return format;
}

absl::StatusOr<EncodingFormat> DebeziumJsonFormat::CreateEncoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DREY_ASSIGN_OR_RETURN(const JsonEncodingOptions json, ReadJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const bool schema_include, options.GetBoolean(kSchemaInclude, false));
  if (schema_include) {
    return ValidationError("Debezium JSON serialization doesn't support 'debezium-json.schema-include' option been set to true.",
                           options.RangeOf(kSchemaInclude));
  }
  EncodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.make_encoder = [=](const LogicalType& row) { return DebeziumJsonEncoder::Create(row, json, version); };
  return format;
}

FormatOptionUse DebeziumJsonFormat::UseOfOption(std::string_view key) const { return UseOfJsonOption(key); }

}  // namespace drey
