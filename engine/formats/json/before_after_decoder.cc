#include "engine/formats/json/before_after_decoder.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/formats/json/json_failures.h"

namespace drey {
namespace {

// The fields of the payload that are always there.
enum PayloadField : size_t { kBefore, kAfter, kOperation };

}  // namespace

absl::StatusOr<std::unique_ptr<RowDecoder>> BeforeAfterDecoder::Create(const BeforeAfterEvents& events, const LogicalType& row,
                                                                       std::span<const JsonEventMetadata> known,
                                                                       const std::vector<std::string>& metadata, bool has_payload_field,
                                                                       const JsonDecodingOptions& options, FlinkVersion version) {
  std::vector<RowField> payload = {{"before", row}, {"after", row}, {std::string(events.operation_field), LogicalType::String()}};
  DREY_ASSIGN_OR_RETURN(JsonEnvelope envelope, JsonEnvelope::Create(std::move(payload), has_payload_field, known, metadata));
  return std::unique_ptr<RowDecoder>(new BeforeAfterDecoder(events, std::move(envelope), options, version));
}

bool BeforeAfterDecoder::DecodeRows(std::string_view message, DecodedRows& rows) {
  const bool has_payload_field = envelope().has_payload_field();
  if (is_null()) return FailNull("getField(int)", has_payload_field ? "row" : events_.payload_variable);
  if (has_payload_field && root().front().is_null) return FailNull("getField(int)", "payload");
  const Datum& before = payload()[kBefore];
  const Datum& after = payload()[kAfter];
  if (payload()[kOperation].is_null) {
    return Fail(kNullPointerException,
                "Cannot invoke \"Object.toString()\" because the return value of "
                "\"org.apache.flink.table.data.GenericRowData.getField(int)\" is null");
  }
  const std::string_view operation = payload()[kOperation].view();
  const bool is_read = !events_.read_operation.empty() && operation == events_.read_operation;
  const bool is_insert = is_read || operation == events_.insert_operation;
  const bool is_update = operation == events_.update_operation;
  const bool is_delete = operation == events_.delete_operation;
  if (!is_insert && !is_update && !is_delete) return FailUnknown(events_.operation_field, operation, events_.product, message);
  if (!is_insert && before.is_null) return FailBeforeIsNull(is_update ? "UPDATE" : "DELETE");
  if (!is_delete && after.is_null) return FailNull("setRowKind(org.apache.flink.types.RowKind)", "after");
  if (!ReadMetadata(rows.arena())) return false;
  if (is_insert) {
    AppendRow(RowKind::kInsert, after.elements(), rows);
  } else if (is_update) {
    AppendRow(RowKind::kUpdateBefore, before.elements(), rows);
    AppendRow(RowKind::kUpdateAfter, after.elements(), rows);
  } else {
    AppendRow(RowKind::kDelete, before.elements(), rows);
  }
  return true;
}

bool BeforeAfterDecoder::FailBeforeIsNull(std::string_view statement) {
  return Fail(kIllegalStateException, Concat("The \"before\" field of ", statement, " message is null, if you are using ", events_.product,
                                             " Postgres Connector, please check the Postgres table has been set REPLICA IDENTITY to "
                                             "FULL level."));
}

}  // namespace drey
