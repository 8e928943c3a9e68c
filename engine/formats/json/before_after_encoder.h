// Rows as change events: what is inserted or what a row became stands "after", what is deleted or what a row was stands "before".
//
// Rules: DebeziumJsonSerializationSchema and OggJsonSerializationSchema of flink-json.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/before_after_events.h"
#include "engine/formats/json/json_encoding_options.h"
#include "engine/formats/json/json_row_encoder.h"
#include "engine/formats/row_encoder.h"
#include "engine/types/logical_type.h"

namespace drey {

class BeforeAfterEncoder : public RowEncoder {
 public:
  static absl::StatusOr<std::unique_ptr<RowEncoder>> Create(const BeforeAfterEvents& events, const LogicalType& row,
                                                            const JsonEncodingOptions& options, FlinkVersion version);

  BeforeAfterEncoder(const BeforeAfterEvents& events, JsonRowEncoder encoder) : events_(events), encoder_(std::move(encoder)) {}

  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override;

 private:
  const BeforeAfterEvents events_;
  JsonRowEncoder encoder_;
};

}  // namespace drey
