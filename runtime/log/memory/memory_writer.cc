#include <chrono>
#include <condition_variable>
#include <map>
#include <utility>

#include "runtime/log/default_partitioner.h"
#include "runtime/log/log_errors.h"
#include "runtime/log/memory/memory_state.h"

namespace drey {
namespace {

MemoryRecord CopyOf(const OutputRecord& record) {
  MemoryRecord copy{.topic = std::string(record.topic), .partition = record.partition, .timestamp = record.timestamp};
  if (record.key.has_value()) copy.key = std::string(*record.key);
  if (record.value.has_value()) copy.value = std::string(*record.value);
  for (const RecordHeader& header : record.headers) {
    MemoryRecord::Header& added = copy.headers.emplace_back();
    added.key = std::string(header.key);
    if (header.value.has_value()) added.value = std::string(*header.value);
  }
  return copy;
}

class MemoryWriter : public LogWriter {
 public:
  MemoryWriter(std::shared_ptr<MemoryLog::State> state, const WriterOptions& options)
      : state_(std::move(state)), transactional_id_(options.transactional_id) {}

  // As a producer that dies: what is open stays open until the next InitTransactions of the same id.
  ~MemoryWriter() override = default;

  absl::StatusOr<int32_t> PartitionCount(std::string_view topic, absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    return static_cast<int32_t>(PartitionsOf(topic).size());
  }

  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time deadline) override {
    std::unique_lock lock(state_->mutex);
    if (!WaitForSpace(lock, deadline)) return AppendResult::kQueueFull;
    DREY_RETURN_IF_ERROR(CheckInTransaction());
    const auto count = static_cast<int32_t>(PartitionsOf(record.topic).size());
    MemoryRecord copy = CopyOf(record);
    if (copy.partition < 0) {
      const size_t bytes = (copy.key ? copy.key->size() : 0) + (copy.value ? copy.value->size() : 0);
      copy.partition = partitioners_[copy.topic].Choose(record.key, bytes, count);
    }
    if (copy.partition >= count) return UnknownPartitionError({copy.topic, copy.partition}, count);
    if (copy.timestamp < 0) copy.timestamp = state_->clock();
    state_->AppendEntry(std::move(copy), transaction_);
    return AppendResult::kAppended;
  }

  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush(absl::Time) override { return absl::OkStatus(); }
  int64_t QueuedBytes() const override { return 0; }

  absl::Status InitTransactions(absl::Time) override {
    if (transactional_id_.empty()) return NotTransactionalError("InitTransactions");
    const std::lock_guard lock(state_->mutex);
    MemoryProducer& producer = state_->producers[transactional_id_];
    state_->EndTransaction(producer, MemoryTransaction::Outcome::kAborted);
    epoch_ = ++producer.epoch;
    return absl::OkStatus();
  }

  absl::Status BeginTransaction() override {
    const std::lock_guard lock(state_->mutex);
    DREY_ASSIGN_OR_RETURN(MemoryProducer * producer, Producer("BeginTransaction"));
    if (producer->open != nullptr) return BugError("BeginTransaction inside a transaction");
    transaction_ = producer->open = std::make_shared<MemoryTransaction>();
    return absl::OkStatus();
  }

  absl::Status SendOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    DREY_ASSIGN_OR_RETURN(MemoryProducer * producer, Producer("SendOffsets"));
    if (producer->open == nullptr) return BugError("SendOffsets outside a transaction");
    for (const auto& [id, offset] : offsets) producer->open->offsets[std::string(group)][id] = offset;
    return absl::OkStatus();
  }

  absl::Status CommitTransaction(absl::Time) override { return End("CommitTransaction", MemoryTransaction::Outcome::kCommitted); }
  absl::Status AbortTransaction(absl::Time) override { return End("AbortTransaction", MemoryTransaction::Outcome::kAborted); }

 private:
  std::vector<MemoryPartition>& PartitionsOf(std::string_view topic) {
    auto found = state_->topics.find(topic);
    if (found == state_->topics.end()) found = state_->topics.emplace(topic, std::vector<MemoryPartition>(1)).first;
    return found->second;
  }

  bool WaitForSpace(std::unique_lock<std::mutex>& lock, absl::Time deadline) {
    const auto has_space = [this] { return !state_->queues_full; };
    if (deadline == absl::InfiniteFuture()) {
      state_->changed.wait(lock, has_space);
      return true;
    }
    if (deadline == absl::InfinitePast()) return has_space();
    return state_->changed.wait_until(lock, absl::ToChronoTime(deadline), has_space);
  }

  absl::Status CheckInTransaction() {
    if (transactional_id_.empty()) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(Producer("Append").status());
    return transaction_ != nullptr ? absl::OkStatus() : BugError("Append outside a transaction");
  }

  // This writer's producer; an error when it has none or a newer writer took it.
  absl::StatusOr<MemoryProducer*> Producer(std::string_view call) {
    if (transactional_id_.empty()) return NotTransactionalError(call);
    MemoryProducer& producer = state_->producers[transactional_id_];
    if (epoch_ == 0) return BugError("transactions must be initialized first");
    if (producer.epoch != epoch_) return FencedError(transactional_id_);
    return &producer;
  }

  absl::Status End(std::string_view call, MemoryTransaction::Outcome outcome) {
    const std::lock_guard lock(state_->mutex);
    DREY_ASSIGN_OR_RETURN(MemoryProducer * producer, Producer(call));
    if (producer->open == nullptr) return BugError("no transaction is open");
    state_->EndTransaction(*producer, outcome);
    transaction_ = nullptr;
    return absl::OkStatus();
  }

  std::shared_ptr<MemoryLog::State> state_;
  std::string transactional_id_;
  int64_t epoch_ = 0;
  std::shared_ptr<MemoryTransaction> transaction_;
  std::map<std::string, DefaultPartitioner> partitioners_;
};

}  // namespace

std::unique_ptr<LogWriter> MakeMemoryWriter(std::shared_ptr<MemoryLog::State> state, const WriterOptions& options) {
  return std::make_unique<MemoryWriter>(std::move(state), options);
}

}  // namespace drey
