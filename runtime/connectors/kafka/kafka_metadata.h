// The metadata that kafka and upsert-kafka tables exchange with records (Flink's KafkaDynamicSource.ReadableMetadata and
// KafkaDynamicSink.WritableMetadata).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/connector/source.h"
#include "engine/types/datum.h"
#include "engine/types/row_batch.h"

namespace drey {

// What format metadata of the value is prefixed with.
inline constexpr std::string_view kValueMetadataPrefix = "value.";

enum class RecordMetadata : uint8_t { kTopic, kPartition, kHeaders, kLeaderEpoch, kOffset, kTimestamp, kTimestampType };

// The connector's own, in Flink's order.
std::vector<MetadataColumn> ReadableRecordMetadata();
// 'topic' only where a table has not exactly one topic.
std::vector<MetadataColumn> WritableRecordMetadata(bool with_topic);

std::optional<RecordMetadata> FindRecordMetadata(std::string_view key);

// The value of `metadata` for a record; it points into the record or the arena.
Datum ReadRecordMetadata(const RecordView& record, RecordMetadata metadata, Arena& arena);

}  // namespace drey
