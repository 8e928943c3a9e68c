// The way of each input record through a job: what became of it, and how each column of it came to its value.
//
// Runs the job once more over the topics of a log, a record at a time. Shared by the failures of unit tests and `drey why`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/base/source_text.h"
#include "engine/expression/expression_trace.h"
#include "engine/job/job_graph.h"
#include "runtime/log/memory/memory_log.h"

namespace drey {

// A part of an expression: the SQL as written, and what it came to.
struct PartTrace {
  std::string sql;
  std::string type;
  std::string value;  // as a person writes it: 'text', 42, NULL; of a failed one its message
  TracedPart::State state = TracedPart::State::kValue;
  int depth = 0;
  // Why it is NULL, where this part made it so.
  std::string null_reason = {};
};

struct ColumnTrace {
  std::string name;  // empty: the condition of WHERE
  std::vector<PartTrace> parts;
};

// What an operator did with the record.
struct OperatorTrace {
  std::string description;
  std::vector<ColumnTrace> columns = {};
  bool dropped = false;
};

struct RecordTrace {
  // The record; topic is empty for a row that is no record of a topic.
  std::string topic = {};
  int32_t partition = -1;
  int64_t offset = -1;
  std::optional<std::string> input_key = {};
  std::optional<std::string> input_value = {};
  std::string source_table = {};
  std::string sink_table = {};
  std::vector<OperatorTrace> operators = {};
  // What it failed on, and in which column.
  std::optional<RowError> error = {};
  std::vector<MemoryRecord> output = {};
  // The key that a dropped record would have been written with, as a JSON object, where that is known.
  std::optional<std::string> key_of_dropped = {};

  // Null where no operator computes the column.
  const ColumnTrace* FindColumn(std::string_view name) const;
  // The operator that dropped it; null where none did.
  const OperatorTrace* DroppedBy() const;
};

struct TraceOptions {
  std::vector<std::optional<SourcePosition>> resume = {};
  std::function<absl::Time()> clock = {};
  // Whether a trace is wanted; absent: all are.
  std::function<bool(const RecordTrace&)> keeps = {};
  // Looks at the records behind a failure too.
  bool goes_on_after_failure = false;
};

// `log` has the input, and gets the output. Stops behind a record on which the job fails,
// unless told otherwise.
absl::StatusOr<std::vector<RecordTrace>> TraceRecords(const JobGraph& graph, const SourceMap& sources, std::shared_ptr<MemoryLog> log,
                                                      const TraceOptions& options);

}  // namespace drey
