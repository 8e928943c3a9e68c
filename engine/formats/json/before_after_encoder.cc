#include "engine/formats/json/before_after_encoder.h"

#include "engine/formats/json/json_type_plan.h"

namespace drey {

absl::StatusOr<std::unique_ptr<RowEncoder>> BeforeAfterEncoder::Create(const BeforeAfterEvents& events, const LogicalType& row,
                                                                       const JsonEncodingOptions& options, FlinkVersion version) {
  const LogicalType event =
      LogicalType::Row({{"before", row}, {"after", row}, {std::string(events.operation_field), LogicalType::String()}});
  DREY_ASSIGN_OR_RETURN(const JsonTypePlan plan, JsonTypePlan::Create(event, JsonTypePlan::Direction::kEncode));
  return std::unique_ptr<RowEncoder>(std::make_unique<BeforeAfterEncoder>(events, JsonRowEncoder(plan, options, version)));
}

RowEncoder::Result BeforeAfterEncoder::Encode(std::span<const Datum> row, RowKind kind, std::string& out,
                                              std::optional<RowError>& error) {
  const bool is_there = kind == RowKind::kInsert || kind == RowKind::kUpdateAfter;
  const Datum values = Datum::Cells(row.data(), static_cast<uint32_t>(row.size()));
  const std::string_view operation = is_there ? events_.insert_operation : events_.delete_operation;
  const Datum event[] = {is_there ? Datum::Null() : values, is_there ? values : Datum::Null(), Datum::Text(operation)};
  return encoder_.Encode(event, kind, out, error);
}

}  // namespace drey
