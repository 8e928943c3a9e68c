#include "engine/formats/debezium_json/debezium_metadata.h"

#include <algorithm>
#include <array>
#include <span>

#include "engine/formats/json/json_number.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 7> kKeys = {"schema",          "ingestion-timestamp", "source.timestamp", "source.database",
                                                   "source.schema",   "source.table",        "source.properties"};

LogicalType StringMap() { return LogicalType::Map(LogicalType::String(), LogicalType::String()); }

LogicalType TypeOf(DebeziumMetadata metadata) {
  switch (metadata) {
    case DebeziumMetadata::kIngestionTimestamp:
    case DebeziumMetadata::kSourceTimestamp:
      return LogicalType::TimestampLtz(3);
    case DebeziumMetadata::kSourceProperties:
      return StringMap();
    default:
      return LogicalType::String();
  }
}

std::string_view PropertyOf(DebeziumMetadata metadata) {
  switch (metadata) {
    case DebeziumMetadata::kSourceTimestamp:
      return "ts_ms";
    case DebeziumMetadata::kSourceDatabase:
      return "db";
    case DebeziumMetadata::kSourceSchema:
      return "schema";
    default:
      return "table";
  }
}

Datum FindProperty(const Datum& map, std::string_view name) {
  if (map.is_null) return Datum::Null();
  const std::span<const Datum> entries = map.entries();
  for (size_t i = 0; i + 1 < entries.size(); i += 2) {
    if (!entries[i].is_null && entries[i].view() == name) return entries[i + 1];
  }
  return Datum::Null();
}

}  // namespace

std::vector<MetadataColumn> DebeziumMetadataColumns() {
  std::vector<MetadataColumn> columns;
  for (size_t i = 0; i < kKeys.size(); ++i) {
    columns.push_back({std::string(kKeys[i]), TypeOf(static_cast<DebeziumMetadata>(i))});
  }
  return columns;
}

std::optional<DebeziumMetadata> FindDebeziumMetadata(std::string_view key) {
  const auto found = std::find(kKeys.begin(), kKeys.end(), key);
  if (found == kKeys.end()) return std::nullopt;
  return static_cast<DebeziumMetadata>(found - kKeys.begin());
}

DebeziumMetadataField FieldOf(DebeziumMetadata metadata) {
  switch (metadata) {
    case DebeziumMetadata::kSchema:
      return {.name = "schema", .type = LogicalType::String(), .is_of_payload = false};
    case DebeziumMetadata::kIngestionTimestamp:
      return {.name = "ts_ms", .type = LogicalType::Bigint(), .is_of_payload = true};
    default:
      return {.name = "source", .type = StringMap(), .is_of_payload = true};
  }
}

std::optional<Datum> ReadDebeziumMetadata(DebeziumMetadata metadata, const Datum& field, std::string& failure) {
  switch (metadata) {
    case DebeziumMetadata::kSchema:
    case DebeziumMetadata::kSourceProperties:
      return field;
    case DebeziumMetadata::kIngestionTimestamp:
      return field.is_null ? field : Datum::Timestamp(field.integer, 0);
    case DebeziumMetadata::kSourceTimestamp: {
      const Datum text = FindProperty(field, PropertyOf(metadata));
      if (text.is_null) return text;
      const std::optional<int64_t> milliseconds = ParseJavaIntegerOf(TypeRoot::kBigint, text.view());
      if (milliseconds) return Datum::Timestamp(*milliseconds, 0);
      failure = IntegerFormatMessage(TypeRoot::kBigint, text.view());
      return std::nullopt;
    }
    default:
      return FindProperty(field, PropertyOf(metadata));
  }
}

}  // namespace drey
