#include "engine/formats/debezium_json/debezium_json_decoder.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/json/json_failures.h"

namespace drey {
namespace {

constexpr std::string_view kRowClass = "org.apache.flink.table.data.GenericRowData";

// The fields of the payload that are always there.
enum PayloadField : size_t { kBefore, kAfter, kOperation, kPayloadFields };

size_t AddField(std::vector<RowField>& fields, const DebeziumMetadataField& field) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const RowField& known) { return known.name == field.name; });
  if (found != fields.end()) return static_cast<size_t>(found - fields.begin());
  fields.push_back({std::string(field.name), field.type});
  return fields.size() - 1;
}

std::string_view BeforeIsNull(std::string_view operation) {
  return operation == "u" ? "The \"before\" field of UPDATE message is null, if you are using Debezium Postgres Connector, please check "
                            "the Postgres table has been set REPLICA IDENTITY to FULL level."
                          : "The \"before\" field of DELETE message is null, if you are using Debezium Postgres Connector, please check "
                            "the Postgres table has been set REPLICA IDENTITY to FULL level.";
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowDecoder>> DebeziumJsonDecoder::Create(const LogicalType& row,
                                                                        const std::vector<std::string>& metadata, bool schema_include,
                                                                        const JsonDecodingOptions& options, FlinkVersion version) {
  std::vector<RowField> payload = {{"before", row}, {"after", row}, {"op", LogicalType::String()}};
  std::vector<RowField> beside;
  std::vector<MetadataPlace> places;
  for (const std::string& key : metadata) {
    const std::optional<DebeziumMetadata> found = FindDebeziumMetadata(key);
    if (!found) return BugError(Concat("debezium-json has no metadata ", key));
    const DebeziumMetadataField field = FieldOf(*found);
    places.push_back({*found, AddField(field.is_of_payload ? payload : beside, field), field.is_of_payload});
  }
  // The fields beside the payload are behind it; without schemas the payload's fields are the root's own.
  std::vector<RowField> root = schema_include ? std::vector<RowField>{{"payload", LogicalType::Row(payload)}} : payload;
  for (MetadataPlace& place : places) {
    if (!place.is_of_payload) place.field += root.size();
  }
  root.insert(root.end(), beside.begin(), beside.end());
  DREY_ASSIGN_OR_RETURN(JsonTypePlan plan, JsonTypePlan::Create(LogicalType::Row(root), JsonTypePlan::Direction::kDecode));
  return std::unique_ptr<RowDecoder>(
      new DebeziumJsonDecoder(std::move(plan), schema_include, std::move(places), options, version));
}

DebeziumJsonDecoder::DebeziumJsonDecoder(JsonTypePlan plan, bool schema_include, std::vector<MetadataPlace> metadata,
                                         const JsonDecodingOptions& options, FlinkVersion version)
    : plan_(std::move(plan)),
      schema_include_(schema_include),
      metadata_(std::move(metadata)),
      options_(options),
      version_(version),
      messages_(plan_.HasDecimal(), version),
      converter_(options, plan_.HasDecimal(), version),
      root_(plan_.children.size()),
      metadata_cells_(metadata_.size()) {}

void DebeziumJsonDecoder::Decode(std::optional<std::string_view> message, DecodedRows& rows) {
  if (!message || message->empty()) return;  // a tombstone
  failure_.reset();
  if (!DecodeEvent(*message, rows) && !options_.ignore_parse_errors) rows.Fail(*std::exchange(failure_, std::nullopt));
}

bool DebeziumJsonDecoder::DecodeEvent(std::string_view message, DecodedRows& rows) {
  return ReadEvent(message, rows.arena()) && DecodeRows(message, rows);
}

bool DebeziumJsonDecoder::ReadEvent(std::string_view message, Arena& arena) {
  const JsonNode* node = nullptr;
  if (!messages_.Read(message, arena, node)) {
    failure_ = messages_.Failure();
    return false;
  }
  bool is_null = true;
  if (version_ == FlinkVersion::k2_3 && node != nullptr && node->IsArray()) {
    // 2.3 reads arrays as a row an element, and wants one.
    bool found = false;
    for (const JsonNode* element = node->FirstChild(); element != nullptr; element = element->next) {
      const std::vector<Datum> before = root_;
      bool element_is_null = true;
      if (!ConvertEvent(element, arena, element_is_null)) return false;
      if (!element_is_null && found) {
        return Fail("org.apache.flink.util.FlinkRuntimeException",
                    "Please invoke DeserializationSchema#deserialize(byte[], Collector<RowData>) instead.");
      }
      if (element_is_null) root_ = before;
      found = found || !element_is_null;
    }
    is_null = !found;
  } else if (!ConvertEvent(node, arena, is_null)) {
    return false;
  }
  if (is_null) return FailNull("getField(int)", schema_include_ ? "row" : "payload");
  if (schema_include_ && root_.front().is_null) return FailNull("getField(int)", "payload");
  payload_ = schema_include_ ? root_.front().elements() : std::span<const Datum>(root_);
  return true;
}

bool DebeziumJsonDecoder::ConvertEvent(const JsonNode* node, Arena& arena, bool& is_null) {
  is_null = node == nullptr || node->kind == JsonKind::kNull;
  std::fill(root_.begin(), root_.end(), Datum::Null());
  if (is_null || converter_.ConvertRow(plan_, *node, arena, root_.data())) return true;
  failure_ = converter_.TakeFailure();
  is_null = true;
  return options_.ignore_parse_errors;
}

bool DebeziumJsonDecoder::DecodeRows(std::string_view message, DecodedRows& rows) {
  const Datum& before = payload_[kBefore];
  const Datum& after = payload_[kAfter];
  if (payload_[kOperation].is_null) {
    return Fail(kNullPointerException,
                Concat("Cannot invoke \"Object.toString()\" because the return value of \"", kRowClass, ".getField(int)\" is null"));
  }
  const std::string_view operation = payload_[kOperation].view();
  const bool is_insert = operation == "c" || operation == "r";
  const bool is_update = operation == "u";
  if (!is_insert && !is_update && operation != "d") {
    std::string text;
    AppendReplacingMalformed(text, message);
    return Fail("java.io.IOException", Concat("Unknown \"op\" value \"", operation, "\". The Debezium JSON message is '", text, "'"));
  }
  if (!is_insert && before.is_null) return Fail(kIllegalStateException, BeforeIsNull(operation));
  if ((is_insert || is_update) && after.is_null) return FailNull("setRowKind(org.apache.flink.types.RowKind)", "after");
  if (!ReadMetadata()) return false;
  if (is_insert) {
    AppendRow(RowKind::kInsert, after, rows);
  } else if (is_update) {
    AppendRow(RowKind::kUpdateBefore, before, rows);
    AppendRow(RowKind::kUpdateAfter, after, rows);
  } else {
    AppendRow(RowKind::kDelete, before, rows);
  }
  return true;
}

bool DebeziumJsonDecoder::ReadMetadata() {
  for (size_t i = 0; i < metadata_.size(); ++i) {
    const MetadataPlace& place = metadata_[i];
    std::string message;
    const Datum& field = place.is_of_payload ? payload_[place.field] : root_[place.field];
    const std::optional<Datum> value = ReadDebeziumMetadata(place.metadata, field, message);
    if (!value) return Fail(kNumberFormatException, message);
    metadata_cells_[i] = *value;
  }
  return true;
}

void DebeziumJsonDecoder::AppendRow(RowKind kind, const Datum& row, DecodedRows& rows) const {
  const std::span<Datum> cells = rows.AppendRow(kind);
  const std::span<const Datum> values = row.elements();
  std::copy(values.begin(), values.end(), cells.begin());
  std::copy(metadata_cells_.begin(), metadata_cells_.end(), cells.begin() + static_cast<ptrdiff_t>(values.size()));
}

bool DebeziumJsonDecoder::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = DecodingError(flink_class, message);
  return false;
}

bool DebeziumJsonDecoder::FailNull(std::string_view method, std::string_view variable) {
  return Fail(kNullPointerException,
              Concat("Cannot invoke \"", kRowClass, ".", method, "\" because \"", variable, "\" is null"));
}

}  // namespace drey
