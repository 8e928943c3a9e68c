#include "runtime/connectors/kafka/kafka_metadata.h"

#include <algorithm>
#include <array>

#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 7> kKeys = {"topic",  "partition", "headers",       "leader-epoch",
                                                   "offset", "timestamp", "timestamp-type"};

LogicalType HeadersType() { return LogicalType::Map(LogicalType::String(), LogicalType::Bytes()); }

LogicalType TypeOf(RecordMetadata metadata) {
  switch (metadata) {
    case RecordMetadata::kTopic:
    case RecordMetadata::kTimestampType:
      return LogicalType::String().AsNotNull();
    case RecordMetadata::kPartition:
      return LogicalType::Integer().AsNotNull();
    case RecordMetadata::kHeaders:
      return HeadersType().AsNotNull();
    case RecordMetadata::kLeaderEpoch:
      return LogicalType::Integer();
    case RecordMetadata::kOffset:
      return LogicalType::Bigint().AsNotNull();
    case RecordMetadata::kTimestamp:
      return LogicalType::TimestampLtz(3).AsNotNull();
  }
  return LogicalType::Null();
}

std::string_view NameOf(TimestampType type) {
  switch (type) {
    case TimestampType::kNone:
      return "NoTimestampType";
    case TimestampType::kCreateTime:
      return "CreateTime";
    case TimestampType::kLogAppendTime:
      return "LogAppendTime";
  }
  return {};
}

// Flink puts headers into a HashMap: the last one of a name wins, and the map has that order.
Datum ReadHeaders(const RecordView& record, Arena& arena) {
  std::vector<const RecordHeader*> headers;
  std::vector<int32_t> hashes;
  for (const RecordHeader& header : record.headers) {
    const auto same = std::find_if(headers.begin(), headers.end(),
                                   [&](const RecordHeader* earlier) { return earlier->key == header.key; });
    if (same != headers.end()) {
      *same = &header;
      continue;
    }
    headers.push_back(&header);
    hashes.push_back(HashOfStringData(header.key));
  }
  Datum* cells = arena.AllocateArray<Datum>(2 * headers.size());
  Datum* next = cells;
  for (const size_t i : HashMapOrder(hashes)) {
    *next++ = Datum::Text(headers[i]->key);
    *next++ = headers[i]->value ? Datum::Text(*headers[i]->value) : Datum::Null();
  }
  return Datum::Cells(cells, static_cast<uint32_t>(headers.size()));
}

}  // namespace

std::vector<MetadataColumn> ReadableRecordMetadata() {
  std::vector<MetadataColumn> columns;
  for (size_t i = 0; i < kKeys.size(); ++i) {
    columns.push_back({std::string(kKeys[i]), TypeOf(static_cast<RecordMetadata>(i))});
  }
  return columns;
}

std::vector<MetadataColumn> WritableRecordMetadata(bool with_topic) {
  std::vector<MetadataColumn> columns;
  if (with_topic) columns.push_back({"topic", LogicalType::String().AsNotNull()});
  columns.push_back({"headers", HeadersType()});
  columns.push_back({"timestamp", LogicalType::TimestampLtz(3)});
  return columns;
}

std::optional<RecordMetadata> FindRecordMetadata(std::string_view key) {
  for (size_t i = 0; i < kKeys.size(); ++i) {
    if (kKeys[i] == key) return static_cast<RecordMetadata>(i);
  }
  return std::nullopt;
}

Datum ReadRecordMetadata(const RecordView& record, RecordMetadata metadata, Arena& arena) {
  switch (metadata) {
    case RecordMetadata::kTopic:
      return Datum::Text(record.topic);
    case RecordMetadata::kPartition:
      return Datum::Integer(record.partition);
    case RecordMetadata::kHeaders:
      return ReadHeaders(record, arena);
    case RecordMetadata::kLeaderEpoch:
      return record.leader_epoch < 0 ? Datum::Null() : Datum::Integer(record.leader_epoch);
    case RecordMetadata::kOffset:
      return Datum::Integer(record.offset);
    case RecordMetadata::kTimestamp:
      return Datum::Timestamp(record.timestamp, 0);
    case RecordMetadata::kTimestampType:
      return Datum::Text(NameOf(record.timestamp_type));
  }
  return Datum::Null();
}

}  // namespace drey
