// Rows as change events of Maxwell: what is inserted or what a row became is an "insert", what is deleted or what a row was a "delete".
//
// Rules: MaxwellJsonSerializationSchema of flink-json.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_encoding_options.h"
#include "engine/formats/json/json_row_encoder.h"
#include "engine/formats/row_encoder.h"
#include "engine/types/logical_type.h"

namespace drey {

class MaxwellJsonEncoder : public RowEncoder {
 public:
  static absl::StatusOr<std::unique_ptr<RowEncoder>> Create(const LogicalType& row, const JsonEncodingOptions& options,
                                                            FlinkVersion version);

  explicit MaxwellJsonEncoder(JsonRowEncoder events) : events_(std::move(events)) {}

  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override;

 private:
  JsonRowEncoder events_;
};

}  // namespace drey
