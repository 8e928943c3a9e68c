// What a MemoryLog holds, shared by the readers, writers and admins it opened. Everything is guarded by `mutex`.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "runtime/log/memory/memory_log.h"

namespace drey {

struct MemoryTransaction {
  enum class Outcome : uint8_t { kOpen, kCommitted, kAborted };
  Outcome outcome = Outcome::kOpen;
  std::map<TopicPartition, int64_t> first_offsets = {};  // of the partitions written to
  std::map<std::string, GroupOffsets> offsets = {};      // by group
};

// A place in a partition: a record, or a transaction marker.
struct MemoryEntry {
  int64_t offset = 0;
  std::shared_ptr<const MemoryRecord> record = {};              // null for markers
  std::shared_ptr<const MemoryTransaction> transaction = {};  // null outside transactions
};

struct MemoryPartition {
  std::deque<MemoryEntry> entries = {};
  int64_t beginning = 0;
  int64_t end = 0;

  // The first entry at `offset` or behind.
  std::deque<MemoryEntry>::const_iterator Find(int64_t offset) const;
};

struct MemoryProducer {
  int64_t epoch = 0;
  std::shared_ptr<MemoryTransaction> open = {};
};

struct MemoryLog::State {
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::function<int64_t()> clock;
  std::map<std::string, std::vector<MemoryPartition>, std::less<>> topics;
  std::map<std::string, GroupOffsets, std::less<>> groups;
  std::map<std::string, MemoryProducer> producers;  // by transactional id
  bool queues_full = false;

  std::vector<std::string> TopicNames() const;
  absl::StatusOr<MemoryPartition*> FindPartition(const TopicPartition& id);
  // One past the last offset that a reader of this isolation level can come to.
  int64_t EndOffset(const TopicPartition& id, const MemoryPartition& partition, IsolationLevel isolation) const;
  int64_t AppendEntry(MemoryRecord record, std::shared_ptr<MemoryTransaction> transaction);
  // Ends the producer's open transaction, if there is one: markers, and the groups' offsets if it is committed.
  void EndTransaction(MemoryProducer& producer, MemoryTransaction::Outcome outcome);
};

std::unique_ptr<LogAdmin> MakeMemoryAdmin(std::shared_ptr<MemoryLog::State> state, IsolationLevel isolation);
std::unique_ptr<LogReader> MakeMemoryReader(std::shared_ptr<MemoryLog::State> state, const ReaderOptions& options);
std::unique_ptr<LogWriter> MakeMemoryWriter(std::shared_ptr<MemoryLog::State> state, const WriterOptions& options);

}  // namespace drey
