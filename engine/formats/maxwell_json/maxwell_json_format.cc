#include "engine/formats/maxwell_json/maxwell_json_format.h"

#include <array>
#include <string>
#include <vector>

#include "engine/formats/json/json_event_metadata.h"
#include "engine/formats/json/json_format_options.h"
#include "engine/formats/maxwell_json/maxwell_json_decoder.h"
#include "engine/formats/maxwell_json/maxwell_json_encoder.h"

namespace drey {
namespace {

const std::array<JsonEventMetadata, 4>& Metadata() {
  static const auto* metadata = new std::array<JsonEventMetadata, 4>{{
      {.key = "database", .type = LogicalType::String(), .field = "database", .field_type = LogicalType::String()},
      {.key = "table", .type = LogicalType::String(), .field = "table", .field_type = LogicalType::String()},
      {.key = "primary-key-columns",
       .type = LogicalType::Array(LogicalType::String()),
       .field = "primary_key_columns",
       .field_type = LogicalType::Array(LogicalType::String())},
      {.key = "ingestion-timestamp",
       .type = LogicalType::TimestampLtz(3),
       .field = "ts",
       .field_type = LogicalType::Bigint(),
       .reading = JsonEventMetadata::Reading::kSeconds},
  }};
  return *metadata;
}

}  // namespace

absl::StatusOr<DecodingFormat> MaxwellJsonFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const JsonDecodingOptions json, ReadJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DecodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.metadata = MetadataColumnsOf(Metadata());
  format.make_decoder = [=](const LogicalType& row, const std::vector<std::string>& metadata) {
    return MaxwellJsonDecoder::Create(row, Metadata(), metadata, json, version);
  };
  return format;
}

absl::StatusOr<EncodingFormat> MaxwellJsonFormat::CreateEncoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DREY_ASSIGN_OR_RETURN(const JsonEncodingOptions json, ReadJsonEncodingOptions(options));
  EncodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.make_encoder = [=](const LogicalType& row) { return MaxwellJsonEncoder::Create(row, json, version); };
  return format;
}

FormatOptionUse MaxwellJsonFormat::UseOfOption(std::string_view key) const { return UseOfJsonOption(key); }

}  // namespace drey
