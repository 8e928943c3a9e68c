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

  // A checkpoint: everything since the last call has reached its destination and, where the sink writes in transactions, becomes visible
  // together with the source's positions.
  virtual absl::Status CommitTransaction(const SourcePosition& position) = 0;
  virtual SinkStatistics Statistics() const { return {}; }
};

// A validated sink of a plan: immutable, made by a TableFactory.
class SinkSpec {
 public:
  virtual ~SinkSpec() = default;
  // The kinds of rows it takes.
  virtual ChangelogMode accepted_changes() const = 0;
  virtual std::vector<std::pair<std::string, std::string>> Describe() const = 0;
  virtual absl::StatusOr<std::unique_ptr<Sink>> Open(ConnectorEnvironment& environment) const = 0;
};

}  // namespace drey
