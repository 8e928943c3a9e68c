#include "engine/formats/debezium_json/debezium_json_encoder.h"

#include "engine/formats/json/json_type_plan.h"

namespace drey {

absl::StatusOr<std::unique_ptr<RowEncoder>> DebeziumJsonEncoder::Create(const LogicalType& row, const JsonEncodingOptions& options,
                                                                        FlinkVersion version) {
  const LogicalType event = LogicalType::Row({{"before", row}, {"after", row}, {"op", LogicalType::String()}});
  DREY_ASSIGN_OR_RETURN(const JsonTypePlan plan, JsonTypePlan::Create(event, JsonTypePlan::Direction::kEncode));
  return std::unique_ptr<RowEncoder>(std::make_unique<DebeziumJsonEncoder>(JsonRowEncoder(plan, options, version)));
}

RowEncoder::Result DebeziumJsonEncoder::Encode(std::span<const Datum> row, RowKind kind, std::string& out,
                                               std::optional<RowError>& error) {
  const bool is_there = kind == RowKind::kInsert || kind == RowKind::kUpdateAfter;
  const Datum values = Datum::Cells(row.data(), static_cast<uint32_t>(row.size()));
  const Datum event[] = {is_there ? Datum::Null() : values, is_there ? values : Datum::Null(), Datum::Text(is_there ? "c" : "d")};
  return events_.Encode(event, kind, out, error);
}

}  // namespace drey
