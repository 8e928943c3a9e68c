#include "engine/formats/json/json_format.h"

#include <memory>
#include <utility>

#include "engine/formats/json/json_format_options.h"
#include "engine/formats/json/json_row_encoder.h"
#include "engine/formats/json/json_token_decoder.h"
#include "engine/formats/json/json_tree_decoder.h"
#include "engine/formats/json/json_type_plan.h"

namespace drey {
namespace {

constexpr std::string_view kTokenDecoderEnabled = "decode.json-parser.enabled";  // an option since 2.0

absl::StatusOr<std::unique_ptr<RowDecoder>> MakeDecoder(const LogicalType& row, const JsonDecodingOptions& options,
                                                        bool uses_tokens, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(JsonTypePlan plan, JsonTypePlan::Create(row, JsonTypePlan::Direction::kDecode));
  if (!uses_tokens) {
    return std::unique_ptr<RowDecoder>(std::make_unique<JsonTreeDecoder>(std::move(plan), options, version));
  }
  return std::unique_ptr<RowDecoder>(std::make_unique<JsonTokenDecoder>(std::move(plan), options, version));
}

}  // namespace

absl::StatusOr<DecodingFormat> JsonFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonEncodingOptions(options));
  DREY_ASSIGN_OR_RETURN(const JsonDecodingOptions decoding,
                        ReadJsonDecodingOptions(options, /*has_fail_on_missing_field=*/true));
  bool uses_tokens = true;
  if (version == FlinkVersion::k2_3) {
    DREY_ASSIGN_OR_RETURN(uses_tokens, options.GetBoolean(kTokenDecoderEnabled, true));
  } else if (const TableOption* enabled = options.Peek(kTokenDecoderEnabled)) {
    // 1.20 reads the option before it finds that it does not know it.
    DREY_RETURN_IF_ERROR(ParseBoolean(*enabled).status());
  }
  DecodingFormat format;
  format.drops_failures_of_query = decoding.ignore_parse_errors && version == FlinkVersion::k2_3;
  format.make_decoder = [=](const LogicalType& row, const std::vector<std::string>& /*metadata*/) {
    return MakeDecoder(row, decoding, uses_tokens, version);
  };
  return format;
}

absl::StatusOr<EncodingFormat> JsonFormat::CreateEncoding(const OptionReader& options, FlinkVersion version) const {
  DREY_RETURN_IF_ERROR(DeclareJsonDecodingOptions(options, /*has_fail_on_missing_field=*/true));
  if (version == FlinkVersion::k2_3) DREY_RETURN_IF_ERROR(options.GetBoolean(kTokenDecoderEnabled, true).status());
  DREY_ASSIGN_OR_RETURN(const JsonEncodingOptions encoding, ReadJsonEncodingOptions(options));
  EncodingFormat format;
  format.make_encoder = [=](const LogicalType& row) -> absl::StatusOr<std::unique_ptr<RowEncoder>> {
    DREY_ASSIGN_OR_RETURN(const JsonTypePlan plan, JsonTypePlan::Create(row, JsonTypePlan::Direction::kEncode));
    return std::unique_ptr<RowEncoder>(std::make_unique<JsonRowEncoder>(plan, encoding, version));
  };
  return format;
}

FormatOptionUse JsonFormat::UseOfOption(std::string_view key) const { return UseOfJsonOption(key); }

}  // namespace drey
