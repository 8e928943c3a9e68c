// Change events of Maxwell as rows: "data" is the row that there is now or was deleted, "old" what an update changed of it.
//
// Rules: MaxwellJsonDeserializationSchema of flink-json.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_event_decoder.h"

namespace drey {

class MaxwellJsonDecoder : public JsonEventDecoder {
 public:
  // A decoder of `row` and of the given metadata keys, which are among `known`.
  static absl::StatusOr<std::unique_ptr<RowDecoder>> Create(const LogicalType& row, std::span<const JsonEventMetadata> known,
                                                            const std::vector<std::string>& metadata,
                                                            const JsonDecodingOptions& options, FlinkVersion version);

 private:
  MaxwellJsonDecoder(JsonEnvelope envelope, const JsonDecodingOptions& options, FlinkVersion version)
      : JsonEventDecoder(std::move(envelope), /*takes_arrays=*/false, options, version) {}

  bool DecodeRows(std::string_view message, DecodedRows& rows) override;
  bool DecodeChange(RowKind kind, std::string_view variable, DecodedRows& rows);
  bool DecodeUpdate(DecodedRows& rows);
  // Into before_.
  bool CompleteOldRow(const Datum& old, const Datum& data);

  std::vector<Datum> before_;  // of the current event
};

}  // namespace drey
