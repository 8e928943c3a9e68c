#include "engine/formats/json/json_event_decoder.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/formats/json/json_failures.h"

namespace drey {
namespace {

constexpr std::string_view kRowClass = "org.apache.flink.table.data.GenericRowData";

size_t AddField(std::vector<RowField>& fields, const JsonEventMetadata& metadata) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const RowField& known) { return known.name == metadata.field; });
  if (found != fields.end()) return static_cast<size_t>(found - fields.begin());
  fields.push_back({std::string(metadata.field), metadata.field_type});
  return fields.size() - 1;
}

}  // namespace

absl::StatusOr<JsonEnvelope> JsonEnvelope::Create(std::vector<RowField> payload, bool has_payload_field,
                                                  std::span<const JsonEventMetadata> known, const std::vector<std::string>& keys) {
  std::vector<RowField> beside;
  std::vector<MetadataPlace> places;
  for (const std::string& key : keys) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const JsonEventMetadata& metadata) { return metadata.key == key; });
    if (found == known.end()) return BugError(Concat("the format has no metadata ", key));
    places.push_back({*found, AddField(found->is_of_payload ? payload : beside, *found)});
  }
  // The fields beside the payload are behind it; without a field for it the payload's fields are the root's own.
  std::vector<RowField> root = has_payload_field ? std::vector<RowField>{{"payload", LogicalType::Row(payload)}} : payload;
  for (MetadataPlace& place : places) {
    if (!place.metadata.is_of_payload) place.field += root.size();
  }
  root.insert(root.end(), beside.begin(), beside.end());
  DREY_ASSIGN_OR_RETURN(JsonTypePlan plan, JsonTypePlan::Create(LogicalType::Row(root), JsonTypePlan::Direction::kDecode));
  return JsonEnvelope(std::move(plan), has_payload_field, std::move(places));
}

JsonEventDecoder::JsonEventDecoder(JsonEnvelope envelope, bool takes_arrays, const JsonDecodingOptions& options, FlinkVersion version)
    : envelope_(std::move(envelope)),
      takes_arrays_(takes_arrays && version == FlinkVersion::k2_3),
      options_(options),
      messages_(envelope_.plan().HasDecimal(), version),
      converter_(options, envelope_.plan().HasDecimal(), version),
      root_(envelope_.plan().children.size()),
      metadata_cells_(envelope_.metadata().size()) {}

void JsonEventDecoder::Decode(std::optional<std::string_view> message, DecodedRows& rows) {
  if (!message || message->empty()) return;  // a tombstone
  failure_.reset();
  const bool sound = ReadEvent(*message, rows.arena()) && DecodeRows(*message, rows);
  if (!sound && !options_.ignore_parse_errors) rows.Fail(*std::exchange(failure_, std::nullopt));
}

bool JsonEventDecoder::ReadEvent(std::string_view message, Arena& arena) {
  node_ = nullptr;
  if (!messages_.Read(message, arena, node_)) {
    failure_ = messages_.Failure();
    return false;
  }
  return takes_arrays_ && node_ != nullptr && node_->IsArray() ? ReadArray(*node_, arena) : ConvertEvent(node_, arena);
}

// As a row an element, of which there has to be one.
bool JsonEventDecoder::ReadArray(const JsonNode& array, Arena& arena) {
  const JsonNode* found = nullptr;
  std::vector<Datum> event;
  for (const JsonNode* element = array.FirstChild(); element != nullptr; element = element->next) {
    if (!ConvertEvent(element, arena)) return false;
    if (is_null_) continue;
    if (found != nullptr) {
      return Fail("org.apache.flink.util.FlinkRuntimeException",
                  "Please invoke DeserializationSchema#deserialize(byte[], Collector<RowData>) instead.");
    }
    found = element;
    event = root_;
  }
  node_ = found;
  is_null_ = found == nullptr;
  if (found != nullptr) root_ = event;
  return true;
}

bool JsonEventDecoder::ConvertEvent(const JsonNode* node, Arena& arena) {
  is_null_ = node == nullptr || node->kind == JsonKind::kNull;
  std::fill(root_.begin(), root_.end(), Datum::Null());
  if (is_null_ || converter_.ConvertRow(envelope_.plan(), *node, arena, root_.data())) return true;
  failure_ = converter_.TakeFailure();
  is_null_ = true;
  return options_.ignore_parse_errors;
}

std::span<const Datum> JsonEventDecoder::payload() const {
  return envelope_.has_payload_field() ? root_.front().elements() : std::span<const Datum>(root_);
}

bool JsonEventDecoder::ReadMetadata(Arena& arena) {
  for (size_t i = 0; i < metadata_cells_.size(); ++i) {
    const auto& [metadata, place] = envelope_.metadata()[i];
    const Datum& field = metadata.is_of_payload ? payload()[place] : root_[place];
    RowError failure;
    const std::optional<Datum> value = ReadJsonEventMetadata(metadata, field, arena, failure);
    if (!value) {
      failure_ = std::move(failure);
      return false;
    }
    metadata_cells_[i] = *value;
  }
  return true;
}

void JsonEventDecoder::AppendRow(RowKind kind, std::span<const Datum> values, DecodedRows& rows) const {
  const std::span<Datum> cells = rows.AppendRow(kind);
  std::copy(values.begin(), values.end(), cells.begin());
  std::copy(metadata_cells_.begin(), metadata_cells_.end(), cells.begin() + static_cast<ptrdiff_t>(values.size()));
}

bool JsonEventDecoder::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = DecodingError(flink_class, message);
  return false;
}

bool JsonEventDecoder::FailNull(std::string_view method, std::string_view variable) {
  return Fail(kNullPointerException, Concat("Cannot invoke \"", kRowClass, ".", method, "\" because \"", variable, "\" is null"));
}

bool JsonEventDecoder::FailUnknown(std::string_view field, std::string_view operation, std::string_view product,
                                   std::string_view message) {
  std::string text;
  AppendReplacingMalformed(text, message);
  return Fail("java.io.IOException",
              Concat("Unknown \"", field, "\" value \"", operation, "\". The ", product, " JSON message is '", text, "'"));
}

}  // namespace drey
