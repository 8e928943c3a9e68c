// Topics, whatever they are: a Kafka broker (librdkafka/), files in a folder (local/) or memory (memory/). Connectors, commands and
// the unit-test runner know only these interfaces; tests/integration/record_log_test.cc holds all three to the same behaviour.
//
// A RecordLog is where the topics are. From it come readers (consume), writers (produce) and admins (ask and create). Each of these
// is used by one thread at a time and may be used by different threads one after the other; several may be open at once. A RecordLog
// is thread-safe and must outlive what it opened.
//
// Words and meaning are Kafka's. Offsets of a partition rise and may have gaps (compaction, transaction markers, aborted
// records). A position is the offset of the next record; it moves over gaps too.
//
// Errors: kUnavailable for everything that cannot be reached, read or written (host and port, topic or file are named; credentials
// never are); kJobFailed where the Java client under Flink fails the job for what it read (no committed offset, offset out of range).
// After an error the object is only good for being destroyed, except where a function says otherwise.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/types/row_batch.h"

namespace drey {

struct TopicPartition {
  std::string topic;
  int32_t partition = 0;
  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

struct TopicDescription {
  std::string name;
  int32_t partition_count = 0;
  // Of the log itself ("__consumer_offsets"); not meant for jobs.
  bool internal = false;
};

// What a group has committed for a partition.
struct CommittedOffset {
  int64_t offset = -1;
  std::string metadata = {};  // free text beside it; empty is the same as none
  friend bool operator==(const CommittedOffset&, const CommittedOffset&) = default;
};

using PartitionOffsets = std::map<TopicPartition, int64_t>;
using GroupOffsets = std::map<TopicPartition, CommittedOffset>;

enum class IsolationLevel : uint8_t {
  kReadUncommitted,  // Kafka's default
  kReadCommitted,    // up to the first open transaction, without aborted records
};

// What a reader does at a position that the log no longer or not yet has (auto.offset.reset).
enum class OffsetReset : uint8_t { kNone, kEarliest, kLatest };

// Settings of the client library, in its own names, as MapClientProperties of runtime/connectors/kafka/client_properties.h makes
// them from Kafka's. Only logs on a broker look at them; what all logs honour has a field of its own in the options below.
using ClientSettings = std::vector<std::pair<std::string, std::string>>;

struct AdminOptions {
  ClientSettings settings = {};
  // EndOffsets: of kReadCommitted the last stable offset, else the high watermark.
  IsolationLevel isolation_level = IsolationLevel::kReadUncommitted;
  // CommittedOffsets waits for positions of a transaction whose end is still being written.
  bool stable_offsets = false;
};

// Questions about topics and groups, and their creation. Each call waits at most until its deadline, then fails with kUnavailable.
// A topic that does not exist is kUnavailable with the topics there are as hint; a partition that does not exist likewise.
class LogAdmin {
 public:
  virtual ~LogAdmin() = default;

  // All topics, sorted by name.
  virtual absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time deadline) = 0;
  virtual absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time deadline) = 0;

  // The first offset that can still be read (for an empty partition the end).
  virtual absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time deadline) = 0;
  // One past the last offset, markers included; see AdminOptions::isolation_level.
  virtual absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time deadline) = 0;
  // The earliest offset whose timestamp is `timestamp` (milliseconds) or later. A partition without such a record is left out.
  virtual absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t timestamp,
                                                               absl::Time deadline) = 0;

  // What `group` has committed. A partition without committed offset is left out; a group that never was has none.
  virtual absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view group, std::span<const TopicPartition> partitions,
                                                        absl::Time deadline) = 0;
  // Commits outside any transaction; durable when it returns.
  virtual absl::Status CommitOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time deadline) = 0;

  // Fails when the topic exists. `configs` are topic configs of Kafka ("cleanup.policy"); logs without broker take none.
  virtual absl::Status CreateTopic(std::string_view topic, int32_t partition_count,
                                   const std::map<std::string, std::string>& configs, absl::Time deadline) = 0;
};

struct ReaderOptions {
  ClientSettings settings = {};
  IsolationLevel isolation_level = IsolationLevel::kReadUncommitted;
  OffsetReset offset_reset = OffsetReset::kNone;
  // Every assignment will have an end: an end that is near is then noticed sooner.
  bool bounded = false;
  // The group for Commit; empty: none. Partitions are always assigned, never subscribed: a group has no members.
  std::string group_id = {};
};

inline constexpr int64_t kNoEndOffset = INT64_MAX;

// A partition to read: from `offset` up to, not including, `end_offset`.
struct PartitionAssignment {
  TopicPartition partition;
  int64_t offset = 0;
  int64_t end_offset = kNoEndOffset;
};

// Records as a reader returned them. `records`, and everything they point to, live as long as a copy of `owner` does, on any thread,
// also after the reader is gone.
struct RecordBatch {
  std::span<const RecordView> records = {};
  std::shared_ptr<const void> owner = {};
};

struct PollLimits {
  size_t max_records = 4096;
  // Of keys and values together; a batch may exceed it by what its last records have, and one record is always returned.
  size_t max_bytes = size_t{1} << 20;
};

// Reads assigned partitions. Records of one partition come in the order of their offsets.
class LogReader {
 public:
  virtual ~LogReader() = default;

  // The same place as seen through this reader's connection, with its isolation level. Lives as long as the reader.
  virtual LogAdmin& admin() = 0;

  // Adds partitions to those being read; one that is being read already begins anew at its new place. Call it again whenever a
  // topic has grown.
  virtual absl::Status Assign(std::span<const PartitionAssignment> assignments) = 0;
  // Stops reading these partitions; their positions are forgotten. Others go on.
  virtual absl::Status Unassign(std::span<const TopicPartition> partitions) = 0;

  // Returns as soon as there is something to tell, at the latest at the deadline: records, or none when a position has moved, everything
  // is finished, or the deadline has passed. Records at or behind a partition's end offset are never returned. A deadline in the past
  // returns what is there.
  virtual absl::StatusOr<RecordBatch> Poll(absl::Time deadline, const PollLimits& limits) = 0;

  // The next offset of every assigned partition, behind everything that Poll returned and behind gaps known to follow. A partition
  // with an end is finished when its position has reached it, which also happens by a gap, and its position stays at the end.
  virtual const PartitionOffsets& Positions() const = 0;
  // True when every assigned partition has reached its end offset; also when nothing is assigned.
  virtual bool Finished() const = 0;
  // Records known to be in the log (as of the last answers of the broker) and not yet returned, offsets counted (gaps included).
  virtual int64_t PendingRecords() const = 0;

  // Commits positions for the group of the options, which must not be empty. Durable when it returns.
  virtual absl::Status Commit(const GroupOffsets& offsets, absl::Time deadline) = 0;
};

// A record to write. Nothing it points to is needed after Append.
struct OutputRecord {
  std::string_view topic = {};
  // -1: as the default partitioner of Kafka's Java producer: by murmur2 of the key; without key, any, in runs.
  int32_t partition = -1;
  std::optional<std::string_view> key = {};
  std::optional<std::string_view> value = {};
  std::span<const RecordHeader> headers = {};
  // Milliseconds since 1970; -1: the time of writing.
  int64_t timestamp = -1;
};

struct WriterOptions {
  ClientSettings settings = {};
  // Not empty: everything is written in transactions of this id.
  std::string transactional_id = {};
  // The transaction time-out of the settings is nobody's wish: InitTransactions takes the broker's limit where that is smaller, and
  // says so in the log, instead of failing.
  bool adapt_transaction_timeout = false;
  // For local logs: the group whose file holds positions and output lengths. On a broker: not used, SendOffsets names the group.
  std::string group_id = {};
  // Who writes, for the lock of a local topic: "drey run job.json".
  std::string holder = {};
};

enum class AppendResult : uint8_t { kAppended, kQueueFull };

// Writes records. Order within a partition is the order of Append. A record that could not be delivered fails the next call, and Flush.
class LogWriter {
 public:
  virtual ~LogWriter() = default;

  // How many partitions the topic has now. A missing topic is created where the log does that (local, memory: with one partition; a
  // broker with auto.create.topics.enable), else kUnavailable.
  virtual absl::StatusOr<int32_t> PartitionCount(std::string_view topic, absl::Time deadline) = 0;

  // Takes a copy. While the queue is full, waits for space until the deadline, then returns kQueueFull: the record is not taken and
  // may be tried again. The queue is bounded by bytes (buffer.memory). Never blocks with absl::InfinitePast().
  virtual absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time deadline) = 0;

  // After the records of a batch: lets go what is buffered only for efficiency. Does not wait for delivery.
  virtual absl::Status FinishBatch() = 0;

  // Returns when everything appended has been delivered (local: is in the file, synced), or an error.
  virtual absl::Status Flush(absl::Time deadline) = 0;

  // Bytes appended and not yet delivered, about.
  virtual int64_t QueuedBytes() const = 0;

  // Transactions; only with a transactional_id. InitTransactions comes first, once: it aborts what a predecessor with this id left
  // open (local: cuts it off) and fences it. Then, again and again: Begin, Append…, SendOffsets, then Commit or Abort.
  // A fenced writer gets kUnavailable ("… was fenced by a newer one with the same transactional id") from then on.
  virtual absl::Status InitTransactions(absl::Time deadline) = 0;
  virtual absl::Status BeginTransaction() = 0;
  // The group's positions become committed together with the records, or not at all.
  virtual absl::Status SendOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time deadline) = 0;
  // Flushes, then commits: certain when it returns; a broker may show it to others a moment later. When it fails, it is unknown whether the transaction was committed, unless
  // AbortTransaction succeeds afterwards; a restart reads the truth from CommittedOffsets.
  virtual absl::Status CommitTransaction(absl::Time deadline) = 0;
  // Drops what was appended since Begin. Allowed after an error of Append, Flush, SendOffsets or CommitTransaction.
  virtual absl::Status AbortTransaction(absl::Time deadline) = 0;
};

// Where topics are. Opening contacts nothing on a broker; the first call that needs the broker does.
class RecordLog {
 public:
  virtual ~RecordLog() = default;

  virtual absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) = 0;
  virtual absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) = 0;
  virtual absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) = 0;

  // Keeps `group` for its holder, where the log can tell at once that a holder has died (files, memory): until the lock is destroyed,
  // or its process ends, others are told who it is. A broker cannot: null, always.
  using GroupLock = std::shared_ptr<void>;
  struct GroupLockResult {
    GroupLock lock = {};
    std::string holder = {};  // who has it; empty when nobody had
  };
  virtual absl::StatusOr<GroupLockResult> LockGroup(std::string_view group, std::string_view holder) {
    (void)group;
    (void)holder;
    return GroupLockResult();
  }
};

}  // namespace drey
