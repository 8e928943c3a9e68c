// How a job is to be run: where its topics are, what is kept where, whom to tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/connector/source.h"
#include "runtime/checkpoint/position_store.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/job/run_progress.h"
#include "runtime/job/stop_request.h"
#include "runtime/log/record_log.h"
#include "runtime/task/failed_rows.h"
#include "runtime/task/pipeline_profile.h"

namespace drey {

// What a run does that goes on where the last one of its group ended, while another is at work.
enum class IfRunning : uint8_t { kFail, kWait, kSkip };

struct SinceLastRun {
  // Where no run of the group has committed: begin where the tables say, though the ledger knows of runs.
  bool from_startup_mode = false;
  IfRunning if_running = IfRunning::kFail;
  // For the ledger.
  std::string job = {};
  std::vector<std::string> overrides = {};
};

struct RunOptions {
  // Where topics are: a broker, files or memory.
  std::shared_ptr<RecordLog> log = {};
  // True for a broker: each kafka table must say where its servers are.
  bool log_needs_servers = true;
  // Called from the run's thread about every 100 ms.
  std::function<void(const RunProgress&)> on_progress = {};
  const StopRequest* stop = nullptr;
  // Rows a batch holds at most.
  size_t batch_rows = 1024;
  // Stop after so many input records.
  std::optional<int64_t> limit = {};
  // Read as usual, write and commit nothing; each sink record goes here as an envelope line instead.
  std::function<void(std::string_view)> dry_run_output = {};
  // --since-last-run: goes on behind what the group has committed, in transactions with the output where the sinks can, and enters the
  // run into the ledger of the group.
  std::optional<SinceLastRun> since_last_run = {};
  ErrorHandling errors = {};
  bool strict = false;
  // --group: progress is kept under this group where the job names none.
  std::string group = {};
  // When records behind the position that a source goes on from are gone.
  DataLoss on_data_loss = DataLoss::kFail;
  // --checkpoints: folder of positions and state; empty: the job's own (execution.checkpointing.dir), if any.
  std::string checkpoint_directory = {};
  // The caller keeps positions and state by himself, with the three below: none are read from a group, or kept under it.
  bool caller_keeps_progress = false;
  // Where each pipeline's source starts, as after a restart; those that are absent start as their options say. Wins over what the folder
  // of positions has.
  std::vector<std::optional<SourcePosition>> resume = {};
  // What the operators knew there; a job that keeps state has no other way to go on behind positions.
  std::optional<std::vector<OperatorState>> resume_states = {};
  // Called with positions and state at every checkpoint, the last one at the end included.
  std::function<void(const JobPositions&)> on_checkpoint = {};
  // Gets what each vertex did, also of a run that fails; null: nothing is measured. Must outlive the run.
  JobProfile* profile = nullptr;
  // Who runs, for the lock of a local topic: "drey run job.json".
  std::string holder = {};
  // Rows of `print` tables, without newline.
  std::function<void(std::string_view line, bool to_standard_error)> print_line = {};
  // The clock; tests set it.
  std::function<absl::Time()> clock = absl::Now;
  // False: sources that make rows at a rate do not wait.
  bool paces_sources = true;
};

}  // namespace drey
