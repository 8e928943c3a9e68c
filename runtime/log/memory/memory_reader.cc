#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <utility>

#include "runtime/log/assigned_partitions.h"
#include "runtime/log/log_errors.h"
#include "runtime/log/memory/memory_state.h"

namespace drey {
namespace {

// What keeps a returned batch alive.
struct BatchMemory {
  std::vector<std::shared_ptr<const MemoryRecord>> kept = {};
  std::vector<RecordView> records = {};
  std::deque<std::vector<RecordHeader>> headers = {};
  size_t bytes = 0;

  void Add(const std::shared_ptr<const MemoryRecord>& record) {
    RecordView view{.topic = record->topic,
                    .partition = record->partition,
                    .offset = record->offset,
                    .key = record->key,
                    .value = record->value,
                    .timestamp = record->timestamp,
                    .timestamp_type = record->timestamp_type,
                    .leader_epoch = 0};  // of a partition whose leader never changed
    if (!record->headers.empty()) {
      std::vector<RecordHeader>& views = headers.emplace_back();
      for (const MemoryRecord::Header& header : record->headers) views.push_back({header.key, header.value});
      view.headers = views;
    }
    bytes += (record->key ? record->key->size() : 0) + (record->value ? record->value->size() : 0);
    records.push_back(view);
    kept.push_back(record);
  }
};

class MemoryReader : public LogReader {
 public:
  MemoryReader(std::shared_ptr<MemoryLog::State> state, const ReaderOptions& options)
      : state_(std::move(state)), options_(options), admin_(MakeMemoryAdmin(state_, options.isolation_level)) {}

  LogAdmin& admin() override { return *admin_; }

  absl::Status Assign(std::span<const PartitionAssignment> assignments) override {
    const std::lock_guard lock(state_->mutex);
    for (const PartitionAssignment& assignment : assignments) {
      DREY_RETURN_IF_ERROR(state_->FindPartition(assignment.partition).status());
      assigned_.Assign(assignment);
    }
    return absl::OkStatus();
  }

  absl::Status Unassign(std::span<const TopicPartition> partitions) override {
    for (const TopicPartition& partition : partitions) assigned_.Unassign(partition);
    return absl::OkStatus();
  }

  absl::StatusOr<RecordBatch> Poll(absl::Time deadline, const PollLimits& limits) override {
    std::unique_lock lock(state_->mutex);
    while (true) {
      auto memory = std::make_shared<BatchMemory>();
      DREY_ASSIGN_OR_RETURN(const bool moved, Collect(limits, *memory));
      if (moved || assigned_.Finished() || !WaitForChange(lock, deadline)) {
        const std::span<const RecordView> records = memory->records;
        return RecordBatch{records, std::move(memory)};
      }
    }
  }

  const PartitionOffsets& Positions() const override { return assigned_.Positions(); }
  bool Finished() const override { return assigned_.Finished(); }

  int64_t PendingRecords() const override {
    const std::lock_guard lock(state_->mutex);
    int64_t pending = 0;
    for (const auto& [id, partition] : assigned_.partitions()) {
      const absl::StatusOr<MemoryPartition*> found = state_->FindPartition(id);
      if (!found.ok()) continue;  // deleted: nothing is pending
      const int64_t end = std::min(partition.end_offset, state_->EndOffset(id, **found, options_.isolation_level));
      pending += std::max<int64_t>(0, end - *partition.position);
    }
    return pending;
  }

  absl::Status Commit(const GroupOffsets& offsets, absl::Time deadline) override {
    if (options_.group_id.empty()) return NoGroupError();
    return admin_->CommitOffsets(options_.group_id, offsets, deadline);
  }

 private:
  // False when the deadline has passed.
  bool WaitForChange(std::unique_lock<std::mutex>& lock, absl::Time deadline) {
    if (deadline == absl::InfiniteFuture()) {
      state_->changed.wait(lock);
      return true;
    }
    return state_->changed.wait_until(lock, absl::ToChronoTime(deadline)) == std::cv_status::no_timeout;
  }

  // Adds what is there, partition after partition; true when a position has moved.
  absl::StatusOr<bool> Collect(const PollLimits& limits, BatchMemory& memory) {
    bool moved = false;
    for (auto& [id, partition] : assigned_.partitions()) {
      if (partition.finished()) continue;
      DREY_ASSIGN_OR_RETURN(const MemoryPartition* stored, state_->FindPartition(id));
      DREY_RETURN_IF_ERROR(CheckRange(id, *stored, partition));
      const int64_t before = *partition.position;
      CollectPartition(*stored, state_->EndOffset(id, *stored, options_.isolation_level), limits, partition, memory);
      moved |= *partition.position != before;
    }
    return moved;
  }

  absl::Status CheckRange(const TopicPartition& id, const MemoryPartition& stored, AssignedPartitions::Partition& partition) {
    const int64_t position = *partition.position;
    if (position >= stored.beginning && position <= stored.end) return absl::OkStatus();
    if (options_.offset_reset == OffsetReset::kNone) return OffsetOutOfRangeError(id, position, stored.beginning, stored.end);
    const bool earliest = options_.offset_reset == OffsetReset::kEarliest;
    *partition.position = earliest ? stored.beginning : state_->EndOffset(id, stored, options_.isolation_level);
    return absl::OkStatus();
  }

  void CollectPartition(const MemoryPartition& stored, int64_t end, const PollLimits& limits,
                        AssignedPartitions::Partition& partition, BatchMemory& memory) {
    end = std::min(end, partition.end_offset);
    for (auto entry = stored.Find(*partition.position); entry != stored.entries.end() && entry->offset < end; ++entry) {
      if (memory.records.size() >= limits.max_records || memory.bytes >= limits.max_bytes) return;
      if (IsVisible(*entry)) memory.Add(entry->record);
      partition.Advance(entry->offset + 1);
    }
    partition.Advance(end);
  }

  bool IsVisible(const MemoryEntry& entry) const {
    if (entry.record == nullptr) return false;
    if (options_.isolation_level == IsolationLevel::kReadUncommitted || entry.transaction == nullptr) return true;
    return entry.transaction->outcome == MemoryTransaction::Outcome::kCommitted;
  }

  std::shared_ptr<MemoryLog::State> state_;
  ReaderOptions options_;
  std::unique_ptr<LogAdmin> admin_;
  AssignedPartitions assigned_;
};

}  // namespace

std::unique_ptr<LogReader> MakeMemoryReader(std::shared_ptr<MemoryLog::State> state, const ReaderOptions& options) {
  return std::make_unique<MemoryReader>(std::move(state), options);
}

}  // namespace drey
