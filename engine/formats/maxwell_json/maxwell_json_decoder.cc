#include "engine/formats/maxwell_json/maxwell_json_decoder.h"

#include <utility>

#include "engine/formats/json/json_failures.h"

namespace drey {
namespace {

// The fields of an event that are always read.
enum EventField : size_t { kData, kOld, kType };

constexpr std::string_view kOldName = "old";

// Jackson's findValue: whether a member anywhere inside has the name.
bool HasMember(const JsonNode& node, std::string_view name) {
  std::vector<const JsonNode*> containers = {&node};
  while (!containers.empty()) {
    const JsonNode& container = *containers.back();
    containers.pop_back();
    if (container.IsObject() && container.Find(name) != nullptr) return true;
    for (const JsonNode* child = container.FirstChild(); child != nullptr; child = child->next) {
      if (child->IsObject() || child->IsArray()) containers.push_back(child);
    }
  }
  return false;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RowDecoder>> MaxwellJsonDecoder::Create(const LogicalType& row, std::span<const JsonEventMetadata> known,
                                                                       const std::vector<std::string>& metadata,
                                                                       const JsonDecodingOptions& options, FlinkVersion version) {
  std::vector<RowField> fields = {{"data", row}, {std::string(kOldName), row}, {"type", LogicalType::String()}};
  DREY_ASSIGN_OR_RETURN(JsonEnvelope envelope,
                        JsonEnvelope::Create(std::move(fields), /*has_payload_field=*/false, known, metadata));
  return std::unique_ptr<RowDecoder>(new MaxwellJsonDecoder(std::move(envelope), options, version));
}

bool MaxwellJsonDecoder::DecodeRows(std::string_view message, DecodedRows& rows) {
  if (is_null()) return FailNull("getString(int)", "row");
  if (payload()[kType].is_null) {
    return Fail(kNullPointerException,
                "Cannot invoke \"org.apache.flink.table.data.StringData.toString()\" because the return value of "
                "\"org.apache.flink.table.data.GenericRowData.getString(int)\" is null");
  }
  const std::string_view type = payload()[kType].view();
  if (type == "insert") return DecodeChange(RowKind::kInsert, "insert", rows);
  if (type == "update") return DecodeUpdate(rows);
  if (type == "delete") return DecodeChange(RowKind::kDelete, "delete", rows);
  return FailUnknown("type", type, "Maxwell", message);
}

bool MaxwellJsonDecoder::DecodeChange(RowKind kind, std::string_view variable, DecodedRows& rows) {
  const Datum& data = payload()[kData];
  if (data.is_null) return FailNull("setRowKind(org.apache.flink.types.RowKind)", variable);
  if (!ReadMetadata(rows.arena())) return false;
  AppendRow(kind, data.elements(), rows);
  return true;
}

bool MaxwellJsonDecoder::DecodeUpdate(DecodedRows& rows) {
  const Datum& data = payload()[kData];
  const Datum& old = payload()[kOld];
  if (old.is_null) return FailNull("isNullAt(int)", "before");
  if (!CompleteOldRow(old, data)) return false;
  if (data.is_null) return FailNull("setRowKind(org.apache.flink.types.RowKind)", "after");
  if (!ReadMetadata(rows.arena())) return false;
  AppendRow(RowKind::kUpdateBefore, before_, rows);
  AppendRow(RowKind::kUpdateAfter, data.elements(), rows);
  return true;
}

bool MaxwellJsonDecoder::CompleteOldRow(const Datum& old, const Datum& data) {
  before_.assign(old.elements().begin(), old.elements().end());
  const JsonNode& old_node = *node().Find(kOldName);
  const JsonFieldNames& names = envelope().plan().children[kOld].names;
  for (size_t i = 0; i < before_.size(); ++i) {
    // What has not changed is missing; a NULL that is there was the value, or could not be read.
    if (!before_[i].is_null || HasMember(old_node, names[i])) continue;
    if (data.is_null) return FailNull("getField(int)", "after");
    before_[i] = data.elements()[i];
  }
  return true;
}

}  // namespace drey
