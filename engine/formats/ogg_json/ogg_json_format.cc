#include "engine/formats/ogg_json/ogg_json_format.h"

#include <array>
#include <string>
#include <vector>

#include "engine/formats/json/before_after_decoder.h"
#include "engine/formats/json/before_after_encoder.h"
#include "engine/formats/json/json_format_options.h"

namespace drey {
namespace {

constexpr BeforeAfterEvents kEvents = {.product = "Ogg",
                                       .operation_field = "op_type",
                                       .insert_operation = "I",
                                       .read_operation = "",
                                       .update_operation = "U",
                                       .delete_operation = "D",
                                       .payload_variable = "row"};

const std::array<JsonEventMetadata, 4>& Metadata() {
  using Reading = JsonEventMetadata::Reading;
  static const auto* metadata = new std::array<JsonEventMetadata, 4>{{
      {.key = "table", .type = LogicalType::String(), .field = "table", .field_type = LogicalType::String()},
      {.key = "primary-keys",
       .type = LogicalType::Array(LogicalType::String()),
       .field = "primary_keys",
       .field_type = LogicalType::Array(LogicalType::String())},
      {.key = "ingestion-timestamp",
       .type = LogicalType::TimestampLtz(6),
       .field = "current_ts",
       .field_type = LogicalType::String(),
       .reading = Reading::kIsoTimestamp},
      {.key = "event-timestamp",
       .type = LogicalType::TimestampLtz(6),
       .field = "op_ts",
       .field_type = LogicalType::String(),
       .reading = Reading::kTimestamp},
  }};
  return *metadata;
}

}  // namespace

absl::StatusOr<DecodingFormat> OggJsonFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const JsonDecodingOptions json, ReadJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DecodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.metadata = MetadataColumnsOf(Metadata());
  format.make_decoder = [=](const LogicalType& row, const std::vector<std::string>& metadata) {
    return BeforeAfterDecoder::Create(kEvents, row, Metadata(), metadata, /*has_payload_field=*/false, json, version);
  };
  return format;
}

absl::StatusOr<EncodingFormat> OggJsonFormat::CreateEncoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonDecodingOptions(options, /*has_fail_on_missing_field=*/false));
  DREY_ASSIGN_OR_RETURN(const JsonEncodingOptions json, ReadJsonEncodingOptions(options));
  EncodingFormat format;
  format.changelog_mode = ChangelogMode::All();
  format.make_encoder = [=](const LogicalType& row) { return BeforeAfterEncoder::Create(kEvents, row, json, version); };
  return format;
}

FormatOptionUse OggJsonFormat::UseOfOption(std::string_view key) const { return UseOfJsonOption(key); }

}  // namespace drey
