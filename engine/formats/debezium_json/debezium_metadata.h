// The metadata that change events carry beside the rows.
//
// Rules: DebeziumJsonDecodingFormat.ReadableMetadata of flink-json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/source.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

enum class DebeziumMetadata : uint8_t {
  kSchema,
  kIngestionTimestamp,
  kSourceTimestamp,
  kSourceDatabase,
  kSourceSchema,
  kSourceTable,
  kSourceProperties,
};

// In Flink's order.
std::vector<MetadataColumn> DebeziumMetadataColumns();
// Absent where there is none of that key.
std::optional<DebeziumMetadata> FindDebeziumMetadata(std::string_view key);

// The field of the event that the metadata is read from.
struct DebeziumMetadataField {
  std::string_view name;
  LogicalType type;
  bool is_of_payload;  // else it stands beside "payload"
};
DebeziumMetadataField FieldOf(DebeziumMetadata metadata);

// The metadata from the value of that field. Absent where Java does not take a number: then `failure` is its message.
std::optional<Datum> ReadDebeziumMetadata(DebeziumMetadata metadata, const Datum& field, std::string& failure);

}  // namespace drey
