// Change events as rows: what the decoders of debezium-json, maxwell-json and ogg-json have in common.
//
// An event is a JSON object, the envelope, with rows and metadata in its fields. It is read with json's tree decoder, and gives all of
// its rows or none.
//
// Rules: the deserialization schemas of the formats in flink-json.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_event_metadata.h"
#include "engine/formats/json/json_message_reader.h"
#include "engine/formats/json/json_node_converter.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/formats/row_decoder.h"
#include "engine/types/logical_type.h"

namespace drey {

// What is read of each event.
class JsonEnvelope {
 public:
  // A metadata column and where its field stands.
  struct MetadataPlace {
    JsonEventMetadata metadata;
    size_t field;
  };

  // The fields `payload`, and behind them those of the metadata with the given keys. `has_payload_field`: the first field of the event,
  // "payload", holds them, and metadata stands in there or beside.
  static absl::StatusOr<JsonEnvelope> Create(std::vector<RowField> payload, bool has_payload_field,
                                             std::span<const JsonEventMetadata> known, const std::vector<std::string>& keys);

  const JsonTypePlan& plan() const { return plan_; }
  bool has_payload_field() const { return has_payload_field_; }
  const std::vector<MetadataPlace>& metadata() const { return metadata_; }

 private:
  JsonEnvelope(JsonTypePlan plan, bool has_payload_field, std::vector<MetadataPlace> metadata)
      : plan_(std::move(plan)), has_payload_field_(has_payload_field), metadata_(std::move(metadata)) {}

  JsonTypePlan plan_;
  bool has_payload_field_;
  std::vector<MetadataPlace> metadata_;
};

class JsonEventDecoder : public RowDecoder {
 public:
  void Decode(std::optional<std::string_view> message, DecodedRows& rows) final;

 protected:
  // `takes_arrays`: 2.3 reads an event that is the only element of an array, too.
  JsonEventDecoder(JsonEnvelope envelope, bool takes_arrays, const JsonDecodingOptions& options, FlinkVersion version);

  // Appends the rows of the event that has been read. False after Fail; then no row was appended.
  virtual bool DecodeRows(std::string_view message, DecodedRows& rows) = 0;

  // The event is a JSON null, or not readable with ignore-parse-errors.
  bool is_null() const { return is_null_; }
  // The fields of the event; those of its "payload" where the envelope has one, which must not be NULL then.
  std::span<const Datum> payload() const;
  const JsonEnvelope& envelope() const { return envelope_; }
  const std::vector<Datum>& root() const { return root_; }
  // The event as it came. Not of a null event.
  const JsonNode& node() const { return *node_; }

  // Reads the metadata, which AppendRow adds to each row. False on failure.
  bool ReadMetadata(Arena& arena);
  void AppendRow(RowKind kind, std::span<const Datum> values, DecodedRows& rows) const;

  // All return false.
  bool Fail(std::string_view flink_class, std::string_view message);
  // What Java says of a call on a variable that holds no row but null.
  bool FailNull(std::string_view method, std::string_view variable);
  // The value in `field` that names the operation is none that `product` has.
  bool FailUnknown(std::string_view field, std::string_view operation, std::string_view product, std::string_view message);

 private:
  bool ReadEvent(std::string_view message, Arena& arena);
  bool ReadArray(const JsonNode& array, Arena& arena);
  // Into root_.
  bool ConvertEvent(const JsonNode* node, Arena& arena);

  const JsonEnvelope envelope_;
  const bool takes_arrays_;
  const JsonDecodingOptions options_;
  JsonTreeMessages messages_;
  JsonNodeConverter converter_;
  std::optional<RowError> failure_;

  // Of the current event.
  const JsonNode* node_ = nullptr;
  bool is_null_ = true;
  std::vector<Datum> root_;
  std::vector<Datum> metadata_cells_;
};

}  // namespace drey
