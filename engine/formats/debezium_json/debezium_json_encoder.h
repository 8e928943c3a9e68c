// Rows as change events: what is inserted or what a row became is "c", what is deleted or what a row was is "d".
//
// Rules: DebeziumJsonSerializationSchema of flink-json.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_encoding_options.h"
#include "engine/formats/json/json_row_encoder.h"
#include "engine/formats/row_encoder.h"
#include "engine/types/logical_type.h"

namespace drey {

class DebeziumJsonEncoder : public RowEncoder {
 public:
  static absl::StatusOr<std::unique_ptr<RowEncoder>> Create(const LogicalType& row, const JsonEncodingOptions& options,
                                                            FlinkVersion version);

  explicit DebeziumJsonEncoder(JsonRowEncoder events) : events_(std::move(events)) {}

  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override;

 private:
  JsonRowEncoder events_;
};

}  // namespace drey
