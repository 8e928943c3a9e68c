// Change events with the row before and the row after the change: an insert gives a row, an update two, a delete one.
//
// Rules: DebeziumJsonDeserializationSchema and OggJsonDeserializationSchema of flink-json.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/before_after_events.h"
#include "engine/formats/json/json_event_decoder.h"

namespace drey {

class BeforeAfterDecoder : public JsonEventDecoder {
 public:
  // A decoder of `row` and of the given metadata keys, which are among `known`.
  static absl::StatusOr<std::unique_ptr<RowDecoder>> Create(const BeforeAfterEvents& events, const LogicalType& row,
                                                            std::span<const JsonEventMetadata> known,
                                                            const std::vector<std::string>& metadata, bool has_payload_field,
                                                            const JsonDecodingOptions& options, FlinkVersion version);

 private:
  BeforeAfterDecoder(const BeforeAfterEvents& events, JsonEnvelope envelope, const JsonDecodingOptions& options, FlinkVersion version)
      : JsonEventDecoder(std::move(envelope), /*takes_arrays=*/true, options, version), events_(events) {}

  bool DecodeRows(std::string_view message, DecodedRows& rows) override;
  bool FailBeforeIsNull(std::string_view statement);

  const BeforeAfterEvents events_;
};

}  // namespace drey
