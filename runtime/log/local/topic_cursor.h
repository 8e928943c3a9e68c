// Reads records of some partitions of one local topic, in the order of the lines.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/log/assigned_partitions.h"
#include "runtime/log/local/topic_index.h"
#include "runtime/log/record_log.h"

namespace drey {

// What keeps a returned batch alive: blocks of files, unescaped texts, topic names.
struct LocalBatch {
  Arena arena = {};
  std::vector<RecordView> records = {};
  std::vector<std::shared_ptr<const void>> kept = {};
  size_t bytes = 0;

  void Clear() {
    records.clear();
    kept.clear();
    arena.Reset();
    bytes = 0;
  }
};

class TopicCursor {
 public:
  static absl::StatusOr<TopicCursor> Open(std::string_view topic, const std::string& path, int32_t fixed_partition_count);

  // The entry must stay where it is until Remove.
  void Add(AssignedPartitions::Partition& partition);
  void Remove(int32_t partition);
  bool empty() const { return partition_total_ == 0; }
  const std::string& topic() const { return *topic_; }
  const std::string& path() const { return reader_.path(); }

  // Appends records until a limit is reached, every partition is finished, or the lines that end before byte `readable` are read.
  // True when a position has moved.
  absl::StatusOr<bool> Read(int64_t readable, const PollLimits& limits, LocalBatch& batch);

 private:
  TopicCursor(std::string_view topic, LineReader reader, int32_t fixed_partition_count)
      : topic_(std::make_shared<const std::string>(topic)), reader_(std::move(reader)), prefix_(topic), assigner_(fixed_partition_count) {}

  AssignedPartitions::Partition* Find(int32_t partition) const {
    return static_cast<size_t>(partition) < partitions_.size() ? partitions_[static_cast<size_t>(partition)] : nullptr;
  }
  bool IsWanted(int32_t partition, int64_t offset) const;
  absl::StatusOr<bool> TakeLine(const LineReader::Line& line, LocalBatch& batch);
  bool AdvanceToEnd();
  bool Finished() const;

  std::shared_ptr<const std::string> topic_;
  LineReader reader_;
  LinePrefix prefix_;
  OffsetAssigner assigner_;
  std::vector<AssignedPartitions::Partition*> partitions_;  // by number; null where not assigned
  size_t partition_total_ = 0;
};

}  // namespace drey
