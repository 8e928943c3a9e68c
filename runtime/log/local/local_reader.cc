#include <algorithm>
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/log/assigned_partitions.h"
#include "runtime/log/batch_pool.h"
#include "runtime/log/local/file_watcher.h"
#include "runtime/log/local/local_folder.h"
#include "runtime/log/local/topic_cursor.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

class LocalReader : public LogReader {
 public:
  LocalReader(std::shared_ptr<LocalFolder> folder, const ReaderOptions& options)
      : folder_(std::move(folder)), options_(options), admin_(MakeLocalAdmin(folder_, options.isolation_level)) {}

  LogAdmin& admin() override { return *admin_; }

  // Partitions of a topic that come in one call share one way through the file.
  absl::Status Assign(std::span<const PartitionAssignment> assignments) override {
    std::map<std::string, TopicExtent> extents;
    std::map<std::string, TopicCursor*> cursors;
    for (const PartitionAssignment& assignment : assignments) {
      const std::string& topic = assignment.partition.topic;
      if (!extents.contains(topic)) {
        DREY_ASSIGN_OR_RETURN(extents[topic], folder_->Examine(topic, options_.isolation_level));
        DREY_ASSIGN_OR_RETURN(cursors[topic], OpenCursor(topic));
      }
      DREY_ASSIGN_OR_RETURN(const int64_t start, StartOffset(assignment, extents[topic]));
      Forget(assignment.partition);
      cursors[topic]->Add(assigned_.Assign({assignment.partition, start, assignment.end_offset}));
    }
    DropEmptyCursors();
    return absl::OkStatus();
  }

  absl::Status Unassign(std::span<const TopicPartition> partitions) override {
    for (const TopicPartition& partition : partitions) Forget(partition);
    DropEmptyCursors();
    return absl::OkStatus();
  }

  absl::StatusOr<RecordBatch> Poll(absl::Time deadline, const PollLimits& limits) override {
    if (!failed_.ok()) return failed_;
    const std::shared_ptr<LocalBatch> batch = pool_.Take();
    while (true) {
      const absl::StatusOr<bool> moved = ReadOn(limits, *batch);
      if (!moved.ok()) {
        // What came before is sound and comes first, however much a poll takes.
        failed_ = moved.status();
        if (batch->records.empty()) return failed_;
        break;
      }
      if (*moved || assigned_.Finished() || absl::Now() >= deadline) break;
      watcher_.Wait(deadline);
    }
    return RecordBatch{batch->records, batch};
  }

  const PartitionOffsets& Positions() const override { return assigned_.Positions(); }
  bool Finished() const override { return assigned_.Finished(); }

  int64_t PendingRecords() const override {
    int64_t pending = 0;
    std::map<std::string, TopicExtent> extents;
    for (const auto& [id, partition] : assigned_.partitions()) {
      if (!extents.contains(id.topic)) {
        absl::StatusOr<TopicExtent> extent = folder_->Examine(id.topic, options_.isolation_level);
        extents[id.topic] = extent.ok() ? *std::move(extent) : TopicExtent{};  // what is wrong there, Poll tells
      }
      const OffsetAssigner::Partition* known = extents[id.topic].Find(id.partition);
      if (known == nullptr) continue;
      pending += std::max<int64_t>(0, std::min(known->next, partition.end_offset) - *partition.position);
    }
    return pending;
  }

  absl::Status Commit(const GroupOffsets& offsets, absl::Time deadline) override {
    if (options_.group_id.empty()) return NoGroupError();
    return admin_->CommitOffsets(options_.group_id, offsets, deadline);
  }

 private:
  absl::StatusOr<TopicCursor*> OpenCursor(const std::string& topic) {
    DREY_ASSIGN_OR_RETURN(const int32_t fixed_count, folder_->FixedPartitionCount(topic));
    DREY_ASSIGN_OR_RETURN(TopicCursor cursor, TopicCursor::Open(topic, folder_->TopicPath(topic), fixed_count));
    watcher_.Watch(cursor.path());
    cursors_.push_back(std::make_unique<TopicCursor>(std::move(cursor)));
    return cursors_.back().get();
  }

  absl::StatusOr<int64_t> StartOffset(const PartitionAssignment& assignment, const TopicExtent& extent) const {
    const OffsetAssigner::Partition* known = extent.Find(assignment.partition.partition);
    if (known == nullptr) return UnknownPartitionError(assignment.partition, static_cast<int32_t>(extent.partitions.size()));
    const int64_t offset = assignment.offset;
    if (offset >= known->beginning && offset <= known->next) return offset;
    if (options_.offset_reset == OffsetReset::kNone) {
      return OffsetOutOfRangeError(assignment.partition, offset, known->beginning, known->next);
    }
    return options_.offset_reset == OffsetReset::kEarliest ? known->beginning : known->next;
  }

  void Forget(const TopicPartition& partition) {
    if (assigned_.Find(partition) == nullptr) return;
    for (const auto& cursor : cursors_) {
      if (cursor->topic() == partition.topic) cursor->Remove(partition.partition);
    }
    assigned_.Unassign(partition);
  }

  void DropEmptyCursors() {
    std::erase_if(cursors_, [](const auto& cursor) { return cursor->empty(); });
    next_cursor_ = 0;
  }

  // Each time another topic comes first, so that none waits for ever.
  absl::StatusOr<bool> ReadOn(const PollLimits& limits, LocalBatch& batch) {
    bool moved = false;
    for (size_t i = 0; i < cursors_.size(); ++i) {
      TopicCursor& cursor = *cursors_[(next_cursor_ + i) % cursors_.size()];
      DREY_ASSIGN_OR_RETURN(const int64_t readable, folder_->ReadableLength(cursor.topic(), options_.isolation_level));
      DREY_ASSIGN_OR_RETURN(const bool advanced, cursor.Read(readable, limits, batch));
      moved |= advanced;
    }
    ++next_cursor_;
    return moved;
  }

  std::shared_ptr<LocalFolder> folder_;
  ReaderOptions options_;
  std::unique_ptr<LogAdmin> admin_;
  AssignedPartitions assigned_;
  std::vector<std::unique_ptr<TopicCursor>> cursors_;
  size_t next_cursor_ = 0;
  FileWatcher watcher_;
  absl::Status failed_;  // told by the next poll
  BatchPool<LocalBatch> pool_;
};

}  // namespace

std::unique_ptr<LogReader> MakeLocalReader(std::shared_ptr<LocalFolder> folder, const ReaderOptions& options) {
  return std::make_unique<LocalReader>(std::move(folder), options);
}

}  // namespace drey
