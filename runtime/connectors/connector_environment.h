// What the runtime lends to connectors when it opens them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/flink_version.h"
#include "runtime/log/record_log.h"

namespace drey {

// Lives as long as the sources and sinks that were opened with it; used by the task's thread only.
class ConnectorEnvironment {
 public:
  // Where topics are. A broker's log takes its servers from the client settings of each table; local and memory logs need none.
  RecordLog* log = nullptr;
  bool needs_servers = true;

  FlinkVersion version = FlinkVersion::k1_20;
  std::function<absl::Time()> clock = absl::Now;

  // --group: positions are kept under this group where the table names none.
  std::string group = {};
  // Who writes, for the lock of a local topic.
  std::string holder = {};

  // A poll of a source returns at most so many records and about so many bytes; the runner may change them between polls.
  size_t max_poll_records = 1024;
  size_t max_poll_bytes = size_t{1} << 20;

  // Rows of the `print` connector, a line each without its newline; to standard output, or to standard error where the table says so.
  std::function<void(std::string_view line, bool to_standard_error)> print_line = {};

  // This task among the tasks of its vertex: sources share the partitions among them as Flink does.
  int subtask = 0;
  int parallelism = 1;

  // Exactly once: the group whose positions a sink's transaction commits (empty: none), and the text that goes with them.
  std::string transaction_group = {};
  std::function<std::string()> transaction_metadata = {};

  // --dry-run: sinks write nothing; each record goes here as an envelope line (product of runtime/log's envelope writer).
  std::function<void(std::string_view envelope)> dry_run_output = {};
};

}  // namespace drey
