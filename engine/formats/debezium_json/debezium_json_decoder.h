// Change events as rows: a create or read is an insert, an update two rows, a delete one.
//
// Rules: DebeziumJsonDeserializationSchema of flink-json, which reads events with json's tree decoder.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/debezium_json/debezium_metadata.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_message_reader.h"
#include "engine/formats/json/json_node_converter.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/formats/row_decoder.h"
#include "engine/types/logical_type.h"

namespace drey {

class DebeziumJsonDecoder : public RowDecoder {
 public:
  static absl::StatusOr<std::unique_ptr<RowDecoder>> Create(const LogicalType& row, const std::vector<std::string>& metadata,
                                                            bool schema_include, const JsonDecodingOptions& options,
                                                            FlinkVersion version);

  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override;

 private:
  // A metadata column and where its field stands.
  struct MetadataPlace {
    DebeziumMetadata metadata;
    size_t field;
    bool is_of_payload;
  };

  DebeziumJsonDecoder(JsonTypePlan plan, bool schema_include, std::vector<MetadataPlace> metadata, const JsonDecodingOptions& options,
                      FlinkVersion version);

  // All false on failure, with failure_ set.
  bool DecodeEvent(std::string_view message, DecodedRows& rows);
  bool ReadEvent(std::string_view message, Arena& arena);
  // Into root_; `is_null`: the event is a JSON null, or not readable with ignore-parse-errors.
  bool ConvertEvent(const JsonNode* node, Arena& arena, bool& is_null);
  bool ReadMetadata();
  bool DecodeRows(std::string_view message, DecodedRows& rows);
  void AppendRow(RowKind kind, const Datum& row, DecodedRows& rows) const;
  bool Fail(std::string_view flink_class, std::string_view message);
  // What Java says of a call on a variable that is null.
  bool FailNull(std::string_view method, std::string_view variable);

  const JsonTypePlan plan_;
  const bool schema_include_;
  const std::vector<MetadataPlace> metadata_;
  const JsonDecodingOptions options_;
  const FlinkVersion version_;
  JsonTreeMessages messages_;
  JsonNodeConverter converter_;
  std::optional<RowError> failure_;

  // Of the current event.
  std::vector<Datum> root_;
  std::span<const Datum> payload_;
  std::vector<Datum> metadata_cells_;
};

}  // namespace drey
