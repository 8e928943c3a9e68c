#include "tests/benchmarks/message_log.h"

#include <algorithm>

namespace drey {

class MessageLog::Admin final : public LogAdmin {
 public:
  explicit Admin(const MessageLog& log) : log_(log) {}

  absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time) override { return std::vector<TopicDescription>(); }
  absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time) override {
    return TopicDescription{std::string(topic), static_cast<int32_t>(log_.partitions_.size())};
  }
  absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return Beginnings(partitions);
  }
  absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    PartitionOffsets offsets;
    for (const TopicPartition& partition : partitions) {
      const Messages* const messages = log_.partitions_[static_cast<size_t>(partition.partition)].messages;
      offsets[partition] = messages == nullptr ? 0 : static_cast<int64_t>(messages->size());
    }
    return offsets;
  }
  absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t, absl::Time) override {
    return Beginnings(partitions);
  }
  absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view, std::span<const TopicPartition>, absl::Time) override {
    return GroupOffsets();
  }
  absl::Status CommitOffsets(std::string_view, const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }
  absl::Status CreateTopic(std::string_view, int32_t, const std::map<std::string, std::string>&, absl::Time) override {
    return absl::OkStatus();
  }

 private:
  static PartitionOffsets Beginnings(std::span<const TopicPartition> partitions) {
    PartitionOffsets offsets;
    for (const TopicPartition& partition : partitions) offsets[partition] = 0;
    return offsets;
  }

  const MessageLog& log_;
};

class MessageLog::Reader final : public LogReader {
 public:
  explicit Reader(MessageLog& log) : log_(log), admin_(log) {}

  LogAdmin& admin() override { return admin_; }
  absl::Status Assign(std::span<const PartitionAssignment> assignments) override {
    for (const PartitionAssignment& assignment : assignments) {
      positions_[assignment.partition] = assignment.offset;
      ends_[assignment.partition] = assignment.end_offset;
    }
    return absl::OkStatus();
  }
  absl::Status Unassign(std::span<const TopicPartition>) override { return absl::OkStatus(); }

  absl::StatusOr<RecordBatch> Poll(absl::Time, const PollLimits& limits) override {
    records_.clear();
    size_t bytes = 0;
    for (auto& [id, position] : positions_) {
      Partition& partition = log_.partitions_[static_cast<size_t>(id.partition)];
      while (partition.next < partition.messages->size() && records_.size() < limits.max_records && bytes < limits.max_bytes) {
        const std::string& message = (*partition.messages)[partition.next];
        records_.push_back(
            {.topic = "messages", .partition = id.partition, .offset = static_cast<int64_t>(partition.next), .value = message});
        ++partition.next;
        bytes += message.size();
      }
      position = static_cast<int64_t>(partition.next);
    }
    return RecordBatch{.records = records_};
  }
  const PartitionOffsets& Positions() const override { return positions_; }
  bool Finished() const override {
    return std::all_of(positions_.begin(), positions_.end(), [&](const auto& entry) { return entry.second >= ends_.at(entry.first); });
  }
  int64_t PendingRecords() const override { return 0; }
  absl::Status Commit(const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }

 private:
  MessageLog& log_;
  Admin admin_;
  PartitionOffsets positions_;
  PartitionOffsets ends_;
  std::vector<RecordView> records_;  // of the last poll
};

class MessageLog::Writer final : public LogWriter {
 public:
  explicit Writer(std::string& output) : output_(output) {}

  absl::StatusOr<int32_t> PartitionCount(std::string_view, absl::Time) override { return 1; }
  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time) override {
    output_.append(record.key.value_or("null")).push_back('\n');
    output_.append(record.value.value_or("null")).push_back('\n');
    return AppendResult::kAppended;
  }
  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush(absl::Time) override { return absl::OkStatus(); }
  int64_t QueuedBytes() const override { return 0; }
  absl::Status InitTransactions(absl::Time) override { return absl::OkStatus(); }
  absl::Status BeginTransaction() override { return absl::OkStatus(); }
  absl::Status SendOffsets(std::string_view, const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }
  absl::Status CommitTransaction(absl::Time) override { return absl::OkStatus(); }
  absl::Status AbortTransaction(absl::Time) override { return absl::OkStatus(); }

 private:
  std::string& output_;
};

void MessageLog::SetPartitions(std::vector<const Messages*> partitions) {
  partitions_.clear();
  for (const Messages* messages : partitions) partitions_.push_back({messages, 0});
}

bool MessageLog::exhausted() const {
  return std::all_of(partitions_.begin(), partitions_.end(),
                     [](const Partition& partition) { return partition.next == partition.messages->size(); });
}

absl::StatusOr<std::unique_ptr<LogAdmin>> MessageLog::OpenAdmin(const AdminOptions&) { return std::make_unique<Admin>(*this); }
absl::StatusOr<std::unique_ptr<LogReader>> MessageLog::OpenReader(const ReaderOptions&) { return std::make_unique<Reader>(*this); }
absl::StatusOr<std::unique_ptr<LogWriter>> MessageLog::OpenWriter(const WriterOptions&) {
  const std::lock_guard lock(mutex_);
  return std::make_unique<Writer>(outputs_.emplace_back());
}

}  // namespace drey
