#include "runtime/log/memory/memory_log.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "runtime/log/log_errors.h"
#include "runtime/log/memory/memory_state.h"

namespace drey {
namespace {

int64_t SystemMilliseconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

bool IsCommitted(const MemoryEntry& entry) {
  return entry.transaction == nullptr || entry.transaction->outcome == MemoryTransaction::Outcome::kCommitted;
}

}  // namespace

std::deque<MemoryEntry>::const_iterator MemoryPartition::Find(int64_t offset) const {
  return std::lower_bound(entries.begin(), entries.end(), offset,
                          [](const MemoryEntry& entry, int64_t wanted) { return entry.offset < wanted; });
}

std::vector<std::string> MemoryLog::State::TopicNames() const {
  std::vector<std::string> names;
  for (const auto& [name, partitions] : topics) names.push_back(name);
  return names;
}

absl::StatusOr<MemoryPartition*> MemoryLog::State::FindPartition(const TopicPartition& id) {
  const auto topic = topics.find(id.topic);
  if (topic == topics.end()) return UnknownTopicError(id.topic, "memory", TopicNames());
  const auto count = static_cast<int32_t>(topic->second.size());
  if (id.partition < 0 || id.partition >= count) return UnknownPartitionError(id, count);
  return &topic->second[static_cast<size_t>(id.partition)];
}

int64_t MemoryLog::State::EndOffset(const TopicPartition& id, const MemoryPartition& partition,
                                    IsolationLevel isolation) const {
  int64_t end = partition.end;
  if (isolation == IsolationLevel::kReadUncommitted) return end;
  for (const auto& [transactional_id, producer] : producers) {
    if (producer.open == nullptr) continue;
    const auto first = producer.open->first_offsets.find(id);
    if (first != producer.open->first_offsets.end()) end = std::min(end, first->second);
  }
  return end;
}

int64_t MemoryLog::State::AppendEntry(MemoryRecord record, std::shared_ptr<MemoryTransaction> transaction) {
  std::vector<MemoryPartition>& partitions = topics[record.topic];
  const auto index = static_cast<size_t>(record.partition);
  if (partitions.size() <= index) partitions.resize(index + 1);
  MemoryPartition& partition = partitions[index];
  record.offset = std::max(record.offset, partition.end);
  const int64_t offset = record.offset;
  if (transaction != nullptr) transaction->first_offsets.try_emplace({record.topic, record.partition}, offset);
  partition.end = offset + 1;
  partition.entries.push_back({offset, std::make_shared<const MemoryRecord>(std::move(record)), std::move(transaction)});
  changed.notify_all();
  return offset;
}

void MemoryLog::State::EndTransaction(MemoryProducer& producer, MemoryTransaction::Outcome outcome) {
  const std::shared_ptr<MemoryTransaction> transaction = std::exchange(producer.open, nullptr);
  if (transaction == nullptr) return;
  transaction->outcome = outcome;
  for (const auto& [id, first] : transaction->first_offsets) {
    const absl::StatusOr<MemoryPartition*> partition = FindPartition(id);
    if (!partition.ok()) continue;  // the topic was deleted meanwhile
    (*partition)->entries.push_back({(*partition)->end++, nullptr, transaction});
  }
  if (outcome == MemoryTransaction::Outcome::kCommitted) {
    for (const auto& [group, offsets] : transaction->offsets) {
      for (const auto& [id, offset] : offsets) groups[group][id] = offset;
    }
  }
  changed.notify_all();
}

MemoryLog::MemoryLog(MemoryLogOptions options) : state_(std::make_shared<State>()) {
  state_->clock = options.clock ? std::move(options.clock) : std::function<int64_t()>(SystemMilliseconds);
}

MemoryLog::~MemoryLog() = default;

absl::StatusOr<std::unique_ptr<LogAdmin>> MemoryLog::OpenAdmin(const AdminOptions& options) {
  return MakeMemoryAdmin(state_, options.isolation_level);
}

absl::StatusOr<std::unique_ptr<LogReader>> MemoryLog::OpenReader(const ReaderOptions& options) {
  return MakeMemoryReader(state_, options);
}

absl::StatusOr<std::unique_ptr<LogWriter>> MemoryLog::OpenWriter(const WriterOptions& options) {
  return MakeMemoryWriter(state_, options);
}

void MemoryLog::SetPartitionCount(std::string_view topic, int32_t partition_count) {
  const std::lock_guard lock(state_->mutex);
  std::vector<MemoryPartition>& partitions = state_->topics[std::string(topic)];
  partitions.resize(std::max(partitions.size(), static_cast<size_t>(partition_count)));
  state_->changed.notify_all();
}

int64_t MemoryLog::Append(MemoryRecord record) {
  const std::lock_guard lock(state_->mutex);
  return state_->AppendEntry(std::move(record), nullptr);
}

void MemoryLog::RemoveRecord(const TopicPartition& partition, int64_t offset) {
  const std::lock_guard lock(state_->mutex);
  const absl::StatusOr<MemoryPartition*> found = state_->FindPartition(partition);
  if (!found.ok()) return;
  std::erase_if((*found)->entries, [offset](const MemoryEntry& entry) { return entry.offset == offset; });
}

void MemoryLog::RemoveBefore(const TopicPartition& partition, int64_t offset) {
  const std::lock_guard lock(state_->mutex);
  const absl::StatusOr<MemoryPartition*> found = state_->FindPartition(partition);
  if (!found.ok()) return;
  std::erase_if((*found)->entries, [offset](const MemoryEntry& entry) { return entry.offset < offset; });
  (*found)->beginning = std::min(std::max((*found)->beginning, offset), (*found)->end);
}

void MemoryLog::SetQueuesFull(bool full) {
  const std::lock_guard lock(state_->mutex);
  state_->queues_full = full;
  state_->changed.notify_all();
}

std::vector<MemoryRecord> MemoryLog::CommittedRecords(std::string_view topic) const {
  const std::lock_guard lock(state_->mutex);
  std::vector<MemoryRecord> records;
  const auto found = state_->topics.find(topic);
  if (found == state_->topics.end()) return records;
  for (const MemoryPartition& partition : found->second) {
    for (const MemoryEntry& entry : partition.entries) {
      if (entry.record != nullptr && IsCommitted(entry)) records.push_back(*entry.record);
    }
  }
  return records;
}

}  // namespace drey
