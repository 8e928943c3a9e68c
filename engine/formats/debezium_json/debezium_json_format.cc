#include "engine/formats/debezium_json/debezium_json_format.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/formats/json/before_after_decoder.h"
#include "engine/formats/json/before_after_encoder.h"
#include "engine/formats/json/json_format_options.h"

namespace drey {
namespace {

constexpr std::string_view kSchemaInclude = "schema-include";

constexpr BeforeAfterEvents kEvents = {.product = "Debezium",
                                       .operation_field = "op",
                                       .insert_operation = "c",
                                       .read_operation = "r",
                                       .update_operation = "u",
                                       .delete_operation = "d",
                                       .payload_variable = "payload"};

JsonEventMetadata OfSource(std::string_view key, JsonEventMetadata::Reading reading, LogicalType type, std::string_view property) {
  return {.key = key,
          .type = std::move(type),
          .field = "source",
          .field_type = LogicalType::Map(LogicalType::String(), LogicalType::String()),
          .reading = reading,
          .property = property};
}

const std::array<JsonEventMetadata, 7>& Metadata() {
  using Reading = JsonEventMetadata::Reading;
  static const auto* metadata = new std::array<JsonEventMetadata, 7>{{
      {.key = "schema", .type = LogicalType::String(), .field = "schema", .field_type = LogicalType::String(), .is_of_payload = false},
      {.key = "ingestion-timestamp",
       .type = LogicalType::TimestampLtz(3),
       .field = "ts_ms",
       .field_type = LogicalType::Bigint(),
       .reading = Reading::kMilliseconds},
      OfSource("source.timestamp", Reading::kMillisecondsProperty, LogicalType::TimestampLtz(3), "ts_ms"),
      OfSource("source.database", Reading::kProperty, LogicalType::String(), "db"),
      OfSource("source.schema", Reading::kProperty, LogicalType::String(), "schema"),
      OfSource("source.table", Reading::kProperty, LogicalType::String(), "table"),
      OfSource("source.properties", Reading::kValue, LogicalType::Map(LogicalType::String(), LogicalType::String()), ""),
  }};
  return *metadata;
}

}  // namespace

absl::StatusOr<DecodingFormat> DebeziumJsonFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const JsonDecodingOptions json, ReadJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DREY_ASSIGN_OR_RETURN(const bool schema_include, options.GetBoolean(kSchemaInclude, false));
  DecodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.metadata = MetadataColumnsOf(Metadata());
  format.make_decoder = [=](const LogicalType& row, const std::vector<std::string>& metadata) {
    return BeforeAfterDecoder::Create(kEvents, row, Metadata(), metadata, schema_include, json, version);
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
  format.make_encoder = [=](const LogicalType& row) { return BeforeAfterEncoder::Create(kEvents, row, json, version); };
  return format;
}

FormatOptionUse DebeziumJsonFormat::UseOfOption(std::string_view key) const { return UseOfJsonOption(key); }

}  // namespace drey
