// Where rows go while a job runs, and what a plan knows about it before.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/connector/source.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/row_batch.h"
#include "engine/types/row_kind.h"

namespace drey {

// What a sink has written since it was opened.
struct SinkStatistics {
  int64_t records = 0;
  int64_t bytes = 0;  // of keys and values
};

// An open sink. Used by one thread at a time.
class Sink {
 public:
  virtual ~Sink() = default;

  // Encodes row `i` and hands it over; waits while the queue is full. A row that cannot be encoded is not written: its reason goes to
  // `error`. The status is about the resource, not the row. What the row points to is not needed afterwards.
  virtual absl::Status Write(const RowBatch& batch, size_t i, std::optional<RowError>& error) = 0;

  // Called after the rows of a batch: a chance to hand over what is buffered for batching's sake.
  virtual absl::Status FinishBatch() = 0;

  // Everything written so far has reached its destination when this returns.
  virtual absl::Status Flush() = 0;

  // A record as it is, to any topic, among those that Write makes: a dead letter. Fails where the sink has no topics.
  virtual absl::Status WriteRecord(const RecordView& record) {
    (void)record;
    return UnsupportedError("records that failed can only be written where the sink is a kafka table");
  }

  // True when what is written becomes visible with CommitTransaction, together with what the runtime adds to the transaction.
  virtual bool transactional() const { return false; }
  // A checkpoint: everything since the last call has reached its destination and, where the sink is transactional, becomes visible.
  virtual absl::Status CommitTransaction() = 0;
  // What was written since the last commit never becomes visible; the sink may be used on. Nothing where it is not transactional.
  virtual absl::Status AbortTransaction() { return absl::OkStatus(); }
  // Aborts what another subtask of this sink left open in an earlier run with more subtasks.
  virtual absl::Status AbortTransactionOf(int subtask) {
    (void)subtask;
    return absl::OkStatus();
  }
  virtual SinkStatistics Statistics() const { return {}; }
};

// A validated sink of a plan: immutable, made by a TableFactory.
class SinkSpec {
 public:
  virtual ~SinkSpec() = default;
  // The kinds of rows it takes.
  virtual ChangelogMode accepted_changes() const = 0;
  // Of the ids of its transactions; empty: it does not write in transactions unless the runtime asks for it.
  virtual std::string transactional_id_prefix() const { return {}; }
  // Whether it asks for no more than the kinds that its input produces (print, blackhole): for inserts it is no upsert sink.
  virtual bool adapts_to_input() const { return false; }
  virtual std::vector<std::pair<std::string, std::string>> Describe() const = 0;
  virtual absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& environment) const = 0;
};

}  // namespace drey
