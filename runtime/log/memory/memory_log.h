// Topics in memory: for unit tests of jobs, and the shortest definition of what the other logs do. Transactions, their markers, aborted
// records and the last stable offset are as in Kafka.
//
// The functions beside RecordLog's stand for other programs that use the same topics: a producer, compaction, retention.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log/record_log.h"

namespace drey {

struct MemoryLogOptions {
  // The time in milliseconds that records without timestamp get; default is the system's clock.
  std::function<int64_t()> clock = {};
};

// A record with everything it needs.
struct MemoryRecord {
  struct Header {
    std::string key;
    std::optional<std::string> value;
    friend bool operator==(const Header&, const Header&) = default;
  };
  std::string topic = {};
  int32_t partition = 0;
  int64_t offset = -1;
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  int64_t timestamp = -1;
  TimestampType timestamp_type = TimestampType::kCreateTime;
  std::vector<Header> headers = {};
};

class MemoryLog : public RecordLog {
 public:
  explicit MemoryLog(MemoryLogOptions options = {});
  ~MemoryLog() override;

  absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) override;

  // Creates the topic, or gives an existing one more partitions.
  void SetPartitionCount(std::string_view topic, int32_t partition_count);

  // Appends as some other producer does and returns the offset. An offset of -1 is the next one; a larger one leaves a gap. A topic or
  // partition that is missing is created. The timestamp is taken as it is, with TimestampType::kNone as -1.
  int64_t Append(MemoryRecord record);

  // Compaction: the record is gone, its offset stays used.
  void RemoveRecord(const TopicPartition& partition, int64_t offset);
  // Retention: records before `offset` are gone.
  void RemoveBefore(const TopicPartition& partition, int64_t offset);

  // While true every queue is full: Append of writers waits for the end of it.
  void SetQueuesFull(bool full);

  // The committed records of a topic, by partition and offset.
  std::vector<MemoryRecord> CommittedRecords(std::string_view topic) const;

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace drey
