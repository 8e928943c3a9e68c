#include "runtime/log/local/topic_cursor.h"

#include <utility>

#include "engine/base/text.h"

namespace drey {

absl::StatusOr<TopicCursor> TopicCursor::Open(std::string_view topic, const std::string& path, int32_t fixed_partition_count) {
  DREY_ASSIGN_OR_RETURN(LineReader reader, LineReader::Open(path));
  return TopicCursor(topic, std::move(reader), fixed_partition_count);
}

void TopicCursor::Add(AssignedPartitions::Partition& partition) {
  const auto index = static_cast<size_t>(partition.id.partition);
  if (partitions_.size() <= index) partitions_.resize(index + 1);
  partition_total_ += partitions_[index] == nullptr ? 1 : 0;
  partitions_[index] = &partition;
}

void TopicCursor::Remove(int32_t partition) {
  const auto index = static_cast<size_t>(partition);
  if (index >= partitions_.size() || partitions_[index] == nullptr) return;
  partitions_[index] = nullptr;
  --partition_total_;
}

bool TopicCursor::Finished() const {
  for (const AssignedPartitions::Partition* partition : partitions_) {
    if (partition != nullptr && !partition->finished()) return false;
  }
  return true;
}

bool TopicCursor::IsWanted(int32_t partition, int64_t offset) const {
  const AssignedPartitions::Partition* wanted = Find(partition);
  return wanted != nullptr && offset >= *wanted->position && offset < wanted->end_offset;
}

absl::StatusOr<bool> TopicCursor::Read(int64_t readable, const PollLimits& limits, LocalBatch& batch) {
  bool moved = false;
  // How often to ask whether everything is finished: a partition may end on a line of another one.
  bool finished = Finished();
  while (!finished && batch.records.size() < limits.max_records && batch.bytes < limits.max_bytes) {
    DREY_ASSIGN_OR_RETURN(const std::optional<LineReader::Line> line, reader_.Next(readable));
    if (!line.has_value()) return AdvanceToEnd() || moved;
    DREY_ASSIGN_OR_RETURN(const bool advanced, TakeLine(*line, batch));
    moved |= advanced;
    if (advanced) finished = Finished();
  }
  return moved;
}

absl::StatusOr<bool> TopicCursor::TakeLine(const LineReader::Line& line, LocalBatch& batch) {
  int32_t partition = 0;
  int64_t offset = 0;
  EnvelopeError error;
  const bool has_prefix = prefix_.Read(line.text, partition, offset);
  if (has_prefix) {
    if (!assigner_.Assign(partition, offset, error)) return LineError(path(), line, error);
    if (!IsWanted(partition, offset)) {
      AssignedPartitions::Partition* assigned = Find(partition);
      if (assigned == nullptr || assigned->finished()) return false;
      const int64_t before = *assigned->position;
      assigned->Advance(offset + 1);
      return *assigned->position != before;
    }
  }
  Envelope envelope;
  if (!ParseEnvelope(line.text, batch.arena, envelope, error)) return LineError(path(), line, error);
  if (!has_prefix) {
    if (!CheckTopic(envelope, *topic_, error)) return LineError(path(), line, error);
    if (!assigner_.Assign(envelope, partition, offset, error)) return LineError(path(), line, error);
  }
  AssignedPartitions::Partition* assigned = Find(partition);
  if (assigned == nullptr) return false;
  const int64_t before = *assigned->position;
  if (IsWanted(partition, offset)) {
    if (batch.kept.empty() || batch.kept.back() != reader_.block()) {
      batch.kept.push_back(topic_);
      batch.kept.push_back(reader_.block());
    }
    batch.records.push_back({.topic = *topic_,
                             .partition = partition,
                             .offset = offset,
                             .key = envelope.key,
                             .value = envelope.value,
                             .timestamp = envelope.timestamp,
                             .timestamp_type = envelope.timestamp_type,
                             .headers = envelope.headers});
    batch.bytes += (envelope.key ? envelope.key->size() : 0) + (envelope.value ? envelope.value->size() : 0);
  }
  assigned->Advance(offset + 1);
  return *assigned->position != before;
}

// Nothing more is there: whatever comes next has at least the next offset.
bool TopicCursor::AdvanceToEnd() {
  bool moved = false;
  for (size_t i = 0; i < partitions_.size(); ++i) {
    if (partitions_[i] == nullptr) continue;
    const int64_t before = *partitions_[i]->position;
    partitions_[i]->Advance(assigner_.NextOffset(static_cast<int32_t>(i)));
    moved |= *partitions_[i]->position != before;
  }
  return moved;
}

}  // namespace drey
