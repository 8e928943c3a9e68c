#include "engine/formats/maxwell_json/maxwell_json_encoder.h"

#include "engine/formats/json/json_type_plan.h"

namespace drey {

absl::StatusOr<std::unique_ptr<RowEncoder>> MaxwellJsonEncoder::Create(const LogicalType& row, const JsonEncodingOptions& options,
                                                                       FlinkVersion version) {
  const LogicalType event = LogicalType::Row({{"data", row}, {"type", LogicalType::String()}});
  DREY_ASSIGN_OR_RETURN(const JsonTypePlan plan, JsonTypePlan::Create(event, JsonTypePlan::Direction::kEncode));
  return std::unique_ptr<RowEncoder>(std::make_unique<MaxwellJsonEncoder>(JsonRowEncoder(plan, options, version)));
}

RowEncoder::Result MaxwellJsonEncoder::Encode(std::span<const Datum> row, RowKind kind, std::string& out,
                                              std::optional<RowError>& error) {
  const bool is_there = kind == RowKind::kInsert || kind == RowKind::kUpdateAfter;
  const Datum event[] = {Datum::Cells(row.data(), static_cast<uint32_t>(row.size())), Datum::Text(is_there ? "insert" : "delete")};
  return events_.Encode(event, kind, out, error);
}

}  // namespace drey
