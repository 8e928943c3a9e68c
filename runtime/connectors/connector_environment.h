// What the runtime lends to connectors when it opens them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/flink_version.h"
#include "runtime/log/record_log.h"

namespace drey {

enum class DataLoss : uint8_t { kFail, kContinue };

// Where a source goes on: behind what a group has committed.
struct ResumePoint {
  std::string group = {};  // empty: the table's options say where to begin
  // Called with what is committed as far as it can be seen, before it is waited for.
  std::function<absl::Status(const GroupOffsets&)> before_reading = {};
  // Whether a committed position is one to go on from; fails where it is of a job that does not fit. Not set: any is.
  std::function<absl::StatusOr<bool>(const CommittedOffset&)> accepts = {};
  // When the group has committed nothing: OK to begin where the table says, else this error.
  absl::Status when_absent = absl::OkStatus();
};

// What goes along with rows in one transaction.
struct TransactionContent {
  struct Record {
    std::string topic;
    std::string key;
    std::string value;
  };
  std::string group = {};  // of the offsets; empty: there are none
  GroupOffsets offsets = {};
  std::vector<Record> records = {};
};

// Lives as long as the sources and sinks that were opened with it; used by the task's thread only.
class ConnectorEnvironment {
 public:
  // Where topics are. A broker's log takes its servers from the client settings of each table; local and memory logs need none.
  RecordLog* log = nullptr;
  bool needs_servers = true;

  FlinkVersion version = FlinkVersion::k1_20;
  std::function<absl::Time()> clock = absl::Now;
  // Whether a source that makes rows at a rate waits for them to be due. Not where the clock stands still.
  bool paces_sources = true;
  // Where what is made at random begins; of one run, the same for all its subtasks.
  uint64_t random_seed = 0;

  // What Flink would refuse is refused.
  bool strict = false;
  // --group: positions are kept under this group where the table names none.
  std::string group = {};
  // Who writes, for the lock of a local topic.
  std::string holder = {};

  // A poll of a source returns at most so many records and about so many bytes; the runner may change them between polls.
  size_t max_poll_records = 1024;
  // Little enough for the rows of a batch to stay in a processor's own cache from the source to the sink.
  size_t max_poll_bytes = size_t{128} << 10;

  // Rows of the `print` connector, a line each without its newline; to standard output, or to standard error where the table says so.
  std::function<void(std::string_view line, bool to_standard_error)> print_line = {};

  // This task among the tasks of its vertex: sources share the partitions among them as Flink does.
  int subtask = 0;
  int parallelism = 1;

  // When records behind the position that a source goes on from are gone.
  DataLoss on_data_loss = DataLoss::kFail;
  // Where this source begins instead of where its table says.
  ResumePoint resume = {};

  // Sinks whose table names no delivery guarantee write in transactions with this prefix. Empty: they do as Flink.
  std::string transactional_id_prefix = {};
  // For a local log's transactions: the group of all positions that transaction_content gives.
  std::string transaction_group = {};
  // What a sink's transaction commits besides its rows; asked right before each commit.
  std::function<TransactionContent()> transaction_content = {};

  // When a checkpoint that is being made has failed: CommitTransaction waits no longer.
  absl::Time checkpoint_deadline = absl::InfiniteFuture();

  // --dry-run: sinks write nothing; each record goes here as an envelope line (product of runtime/log's envelope writer).
  std::function<void(std::string_view envelope)> dry_run_output = {};
};

}  // namespace drey
