#include "tests/benchmarks/message_log.h"

namespace drey {

class MessageLog::Admin final : public LogAdmin {
 public:
  absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time) override { return std::vector<TopicDescription>(); }
  absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time) override {
    return TopicDescription{std::string(topic), 1};
  }
  absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return All(partitions, 0);
  }
  absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return All(partitions, kNoEndOffset);
  }
  absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t, absl::Time) override {
    return All(partitions, 0);
  }
  absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view, std::span<const TopicPartition>, absl::Time) override {
    return GroupOffsets();
  }
  absl::Status CommitOffsets(std::string_view, const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }
  absl::Status CreateTopic(std::string_view, int32_t, const std::map<std::string, std::string>&, absl::Time) override {
    return absl::OkStatus();
  }

 private:
  static PartitionOffsets All(std::span<const TopicPartition> partitions, int64_t offset) {
    PartitionOffsets offsets;
    for (const TopicPartition& partition : partitions) offsets[partition] = offset;
    return offsets;
  }
};

class MessageLog::Reader final : public LogReader {
 public:
  explicit Reader(MessageLog& log) : log_(log) {}

  LogAdmin& admin() override { return admin_; }
  absl::Status Assign(std::span<const PartitionAssignment> assignments) override {
    for (const PartitionAssignment& assignment : assignments) positions_[assignment.partition] = assignment.offset;
    return absl::OkStatus();
  }
  absl::Status Unassign(std::span<const TopicPartition>) override { return absl::OkStatus(); }

  absl::StatusOr<RecordBatch> Poll(absl::Time, const PollLimits& limits) override {
    log_.records_.clear();
    size_t bytes = 0;
    while (!log_.exhausted() && log_.records_.size() < limits.max_records && bytes < limits.max_bytes) {
      const std::string& message = (*log_.messages_)[log_.next_];
      log_.records_.push_back(
          {.topic = "messages", .partition = 0, .offset = static_cast<int64_t>(log_.next_), .value = message});
      ++log_.next_;
      bytes += message.size();
    }
    return RecordBatch{.records = log_.records_};
  }
  const PartitionOffsets& Positions() const override { return positions_; }
  bool Finished() const override { return false; }
  int64_t PendingRecords() const override { return 0; }
  absl::Status Commit(const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }

 private:
  MessageLog& log_;
  Admin admin_;
  PartitionOffsets positions_;
};

class MessageLog::Writer final : public LogWriter {
 public:
  explicit Writer(MessageLog& log) : log_(log) {}

  absl::StatusOr<int32_t> PartitionCount(std::string_view, absl::Time) override { return 1; }
  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time) override {
    std::string& out = log_.output_;
    out.append(record.key.value_or("null")).push_back('\n');
    out.append(record.value.value_or("null")).push_back('\n');
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
  MessageLog& log_;
};

absl::StatusOr<std::unique_ptr<LogAdmin>> MessageLog::OpenAdmin(const AdminOptions&) { return std::make_unique<Admin>(); }
absl::StatusOr<std::unique_ptr<LogReader>> MessageLog::OpenReader(const ReaderOptions&) {
  return std::make_unique<Reader>(*this);
}
absl::StatusOr<std::unique_ptr<LogWriter>> MessageLog::OpenWriter(const WriterOptions&) {
  return std::make_unique<Writer>(*this);
}

}  // namespace drey
