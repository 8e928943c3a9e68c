#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/assigned_partitions.h"
#include "runtime/log/batch_pool.h"
#include "runtime/log/librdkafka/client.h"
#include "runtime/log/librdkafka/fetch_ahead.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

// Of one call that waits; callbacks (a refused login) are looked at in between.
constexpr absl::Duration kLongestWait = absl::Milliseconds(500);

// What keeps a returned batch alive: the messages, and the client they belong to.
struct MessageBatch {
  std::vector<rd_kafka_message_t*> messages = {};
  std::vector<RecordView> records = {};
  Arena headers = {};
  std::shared_ptr<Client> client = {};

  ~MessageBatch() { Clear(); }
  void Clear() {
    for (rd_kafka_message_t* message : messages) rd_kafka_message_destroy(message);
    messages.clear();
    records.clear();
    headers.Reset();
    client.reset();
  }
};

// A topic being read.
struct ReadTopic {
  UniqueTopic handle;
  std::string_view name;  // the handle's
  std::vector<AssignedPartitions::Partition*> partitions;  // by number; null where not assigned

  AssignedPartitions::Partition* Find(int32_t partition) const {
    const auto index = static_cast<size_t>(partition);
    return index < partitions.size() ? partitions[index] : nullptr;
  }
};

class LibrdkafkaReader : public LogReader {
 public:
  LibrdkafkaReader(std::shared_ptr<Client> client, const ReaderOptions& options)
      : client_(std::move(client)), options_(options), admin_(MakeLibrdkafkaAdmin(client_)), queue_(rd_kafka_queue_new(client_->get())) {}

  ~LibrdkafkaReader() override {
    for (const auto& [id, partition] : assigned_.partitions()) {
      if (!partition.finished()) Stop(id);
    }
  }

  LogAdmin& admin() override { return *admin_; }

  absl::Status Assign(std::span<const PartitionAssignment> assignments) override {
    DREY_RETURN_IF_ERROR(CheckPartitions(assignments));
    for (const PartitionAssignment& assignment : assignments) {
      Forget(assignment.partition);
      AssignedPartitions::Partition& partition = assigned_.Assign(assignment);
      ReadTopic& topic = Topic(assignment.partition.topic);
      const auto index = static_cast<size_t>(assignment.partition.partition);
      if (topic.partitions.size() <= index) topic.partitions.resize(index + 1);
      topic.partitions[index] = &partition;
      if (partition.finished()) continue;
      if (rd_kafka_consume_start_queue(topic.handle.get(), assignment.partition.partition, assignment.offset, queue_.get()) != 0) {
        return client_->CallError(Concat("reading of ", ToString(assignment.partition)), rd_kafka_last_error());
      }
    }
    return absl::OkStatus();
  }

  absl::Status Unassign(std::span<const TopicPartition> partitions) override {
    for (const TopicPartition& partition : partitions) Forget(partition);
    return absl::OkStatus();
  }

  absl::StatusOr<RecordBatch> Poll(absl::Time deadline, const PollLimits& limits) override {
    if (!failed_.ok()) return failed_;
    std::shared_ptr<MessageBatch> batch = pool_.Take();
    batch->client = client_;
    moved_ = false;
    while (!Finished()) {
      client_->Serve();
      DREY_RETURN_IF_ERROR(client_->Failure());
      failed_ = TakeMessages(deadline, limits, *batch);
      StopFinished();
      if (!failed_.ok()) {
        // What came before is sound and comes first, however much a poll takes.
        if (batch->records.empty()) return failed_;
        break;
      }
      if (moved_ || absl::Now() >= deadline) break;
    }
    return RecordBatch{batch->records, std::move(batch)};
  }

  const PartitionOffsets& Positions() const override { return assigned_.Positions(); }
  bool Finished() const override { return assigned_.Finished(); }

  int64_t PendingRecords() const override {
    int64_t pending = 0;
    for (const auto& [id, partition] : assigned_.partitions()) {
      int64_t low = 0;
      int64_t high = -1;
      rd_kafka_get_watermark_offsets(client_->get(), id.topic.c_str(), id.partition, &low, &high);
      // Before the first fetch nothing is known but the end that was asked for.
      if (high < 0 && partition.end_offset != kNoEndOffset) high = partition.end_offset;
      pending += std::max<int64_t>(0, std::min(high, partition.end_offset) - *partition.position);
    }
    return pending;
  }

  absl::Status Commit(const GroupOffsets& offsets, absl::Time deadline) override {
    if (options_.group_id.empty()) return NoGroupError();
    return admin_->CommitOffsets(options_.group_id, offsets, deadline);
  }

 private:
  absl::Status CheckPartitions(std::span<const PartitionAssignment> assignments) {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    std::map<std::string, int32_t> counts;
    for (const PartitionAssignment& assignment : assignments) {
      const TopicPartition& id = assignment.partition;
      if (!counts.contains(id.topic)) {
        DREY_ASSIGN_OR_RETURN(const TopicDescription topic, admin_->DescribeTopic(id.topic, deadline));
        counts[id.topic] = topic.partition_count;
      }
      if (id.partition < 0 || id.partition >= counts[id.topic]) return UnknownPartitionError(id, counts[id.topic]);
    }
    return absl::OkStatus();
  }

  ReadTopic& Topic(const std::string& name) {
    std::unique_ptr<ReadTopic>& topic = topics_[name];
    if (topic != nullptr) return *topic;
    topic = std::make_unique<ReadTopic>();
    topic->handle.reset(rd_kafka_topic_new(client_->get(), name.c_str(), nullptr));
    topic->name = rd_kafka_topic_name(topic->handle.get());
    return *topic;
  }

  // Null for a topic that is not read. Most messages come from the topic of the one before.
  const ReadTopic* TopicOf(const rd_kafka_message_t& message) {
    if (message.rkt == last_handle_) return last_topic_;
    const auto found = topics_.find(rd_kafka_topic_name(message.rkt));
    last_topic_ = found == topics_.end() ? nullptr : found->second.get();
    last_handle_ = message.rkt;
    return last_topic_;
  }

  void Stop(const TopicPartition& id) { rd_kafka_consume_stop(topics_.at(id.topic)->handle.get(), id.partition); }

  void Forget(const TopicPartition& id) {
    const AssignedPartitions::Partition* partition = assigned_.Find(id);
    if (partition == nullptr) return;
    if (!partition->finished()) Stop(id);
    topics_.at(id.topic)->partitions[static_cast<size_t>(id.partition)] = nullptr;
    assigned_.Unassign(id);
  }

  // Waits for a message, and takes what else is there.
  absl::Status TakeMessages(absl::Time deadline, const PollLimits& limits, MessageBatch& batch) {
    rd_kafka_message_t* first = rd_kafka_consume_queue(queue_.get(), MillisecondsUntil(deadline, kLongestWait));
    if (first == nullptr) return absl::OkStatus();
    batch.messages.push_back(first);
    DREY_RETURN_IF_ERROR(Read(*first, batch));
    return TakeWaiting(limits, batch);
  }

  // Takes what the library has fetched already, without waiting.
  absl::Status TakeWaiting(const PollLimits& limits, MessageBatch& batch) {
    while (batch.records.size() < limits.max_records && bytes_ < limits.max_bytes) {
      const size_t start = batch.messages.size();
      const size_t wanted = std::min(limits.max_records - batch.records.size(), LikelyCount(limits.max_bytes - bytes_, batch));
      batch.messages.resize(start + wanted);
      const ssize_t count = rd_kafka_consume_batch_queue(queue_.get(), 0, batch.messages.data() + start, wanted);
      batch.messages.resize(start + static_cast<size_t>(std::max<ssize_t>(count, 0)));
      for (size_t i = start; i < batch.messages.size(); ++i) DREY_RETURN_IF_ERROR(Read(*batch.messages[i], batch));
      if (count < static_cast<ssize_t>(wanted)) break;
    }
    fetch_ahead_.Took(std::exchange(bytes_, 0), client_->get(), assigned_.Positions());
    return absl::OkStatus();
  }

  // How many of such records as came so far make up `bytes`.
  size_t LikelyCount(size_t bytes, const MessageBatch& batch) const {
    const size_t average = batch.records.empty() ? 1024 : bytes_ / batch.records.size() + 1;
    return std::clamp<size_t>(bytes / average, 1, 4096);
  }

  absl::Status Read(const rd_kafka_message_t& message, MessageBatch& batch) {
    if (message.rkt == nullptr) return message.err == 0 ? absl::OkStatus() : client_->CallError("reading", message.err, Payload(message));
    const ReadTopic* topic = TopicOf(message);
    AssignedPartitions::Partition* partition = topic == nullptr ? nullptr : topic->Find(message.partition);
    if (partition == nullptr || partition->finished()) return absl::OkStatus();
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) return ReadEvent(message, *partition);
    FollowReset(message.offset, *partition);
    if (message.offset < partition->end_offset) AddRecord(message, *topic, batch);
    Advance(*partition, message.offset + 1);
    return absl::OkStatus();
  }

  // The library went back from an offset that is not there (auto.offset.reset).
  void FollowReset(int64_t offset, AssignedPartitions::Partition& partition) {
    if (offset >= *partition.position) return;
    *partition.position = offset;
    moved_ = true;
  }

  void Advance(AssignedPartitions::Partition& partition, int64_t next) {
    const int64_t before = *partition.position;
    partition.Advance(next);
    moved_ |= *partition.position != before;
    if (partition.finished()) finished_.push_back(&partition.id);
  }

  void AddRecord(const rd_kafka_message_t& message, const ReadTopic& topic, MessageBatch& batch) {
    RecordView& record = batch.records.emplace_back();
    record.topic = topic.name;
    record.partition = message.partition;
    record.offset = message.offset;
    if (message.key != nullptr) record.key = std::string_view(static_cast<const char*>(message.key), message.key_len);
    if (message.payload != nullptr) record.value = Payload(message);
    bytes_ += message.key_len + message.len;
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    record.timestamp = rd_kafka_message_timestamp(&message, &type);
    record.timestamp_type = type == RD_KAFKA_TIMESTAMP_CREATE_TIME       ? TimestampType::kCreateTime
                            : type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? TimestampType::kLogAppendTime
                                                                         : TimestampType::kNone;
#if RD_KAFKA_VERSION >= 0x020100ff
    record.leader_epoch = rd_kafka_message_leader_epoch(&message);
#endif
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) record.headers = ReadHeaders(*headers, batch);
  }

  static std::span<const RecordHeader> ReadHeaders(const rd_kafka_headers_t& headers, MessageBatch& batch) {
    const size_t count = rd_kafka_header_cnt(&headers);
    RecordHeader* read = batch.headers.AllocateArray<RecordHeader>(count);
    for (size_t i = 0; i < count; ++i) {
      const char* name = nullptr;
      const void* value = nullptr;
      size_t size = 0;
      rd_kafka_header_get_all(&headers, i, &name, &value, &size);
      std::construct_at(read + i, RecordHeader{name, std::nullopt});
      if (value != nullptr) read[i].value = std::string_view(static_cast<const char*>(value), size);
    }
    return {read, count};
  }

  static std::string_view Payload(const rd_kafka_message_t& message) {
    if (message.payload == nullptr) return {};
    return {static_cast<const char*>(message.payload), message.len};
  }

  absl::Status ReadEvent(const rd_kafka_message_t& message, AssignedPartitions::Partition& partition) {
    switch (message.err) {
      case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        // The end as it is now, behind markers and gaps.
        FollowReset(message.offset, partition);
        Advance(partition, message.offset);
        return absl::OkStatus();
      case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
      case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        return OffsetOutOfRangeError(partition.id, *partition.position, -1, -1);
      case RD_KAFKA_RESP_ERR__TRANSPORT:
      case RD_KAFKA_RESP_ERR__TIMED_OUT:
      case RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION:
      case RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE:
        return absl::OkStatus();  // the library goes on by itself
      default:
        return client_->CallError(Concat("reading of ", ToString(partition.id)), message.err, Payload(message));
    }
  }

  void StopFinished() {
    for (const TopicPartition* id : finished_) Stop(*id);
    finished_.clear();
  }

  std::shared_ptr<Client> client_;
  ReaderOptions options_;
  std::unique_ptr<LogAdmin> admin_;
  UniqueQueue queue_;
  std::map<std::string, std::unique_ptr<ReadTopic>> topics_;
  const rd_kafka_topic_t* last_handle_ = nullptr;
  const ReadTopic* last_topic_ = nullptr;
  AssignedPartitions assigned_;
  BatchPool<MessageBatch> pool_;
  FetchAhead fetch_ahead_;
  // Of the poll that is going on.
  std::vector<const TopicPartition*> finished_;
  size_t bytes_ = 0;
  bool moved_ = false;
  absl::Status failed_;  // told by the next poll
};

std::string_view ResetSetting(OffsetReset reset) {
  switch (reset) {
    case OffsetReset::kEarliest:
      return "earliest";
    case OffsetReset::kLatest:
      return "latest";
    case OffsetReset::kNone:
      return "error";
  }
  return "error";
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogReader>> MakeLibrdkafkaReader(const ReaderOptions& options) {
  ClientSettings settings = FetchAhead::Settings();
  // The answer to a fetch at the end is what tells a bounded read that nothing but markers is left: let it come soon.
  if (options.bounded) settings.emplace_back("fetch.wait.max.ms", "10");
  settings.insert(settings.end(), options.settings.begin(), options.settings.end());
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<Client> client,
                        Client::Open({.type = RD_KAFKA_CONSUMER,
                                      .settings = std::move(settings),
                                      .overrides = {{"isolation.level", std::string(IsolationSetting(options.isolation_level))},
                                                    {"auto.offset.reset", std::string(ResetSetting(options.offset_reset))},
                                                    {"enable.auto.commit", "false"},
                                                    {"enable.auto.offset.store", "false"},
                                                    {"enable.partition.eof", "true"}}}));
  return std::make_unique<LibrdkafkaReader>(std::move(client), options);
}

}  // namespace drey
