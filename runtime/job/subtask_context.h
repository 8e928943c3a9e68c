// Which subtask of which run: what all its parts look at.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "engine/job/job_graph.h"
#include "runtime/job/run_options.h"
#include "runtime/task/failed_rows.h"

namespace drey {

// What the subtasks of a run have in common. Thread-safe.
struct SharedRun {
  SharedRun(const JobGraph& graph, const RunOptions& options);

  const std::string fingerprint;
  // The groups under which the progress of each sink is kept. Of the whole job: not every subtask has every pipeline.
  const std::map<const SinkSpec*, std::string> groups;
  const absl::Time start;
  // Sortable by time, and no two alike.
  const std::string name;
  FailedRows failed_rows;
  std::atomic<bool> failed = false;
  std::atomic<int> at_work = 1;
  std::atomic<int64_t> records_in = 0;
  std::mutex progress_mutex;
};

// All that it names outlives the subtask.
struct SubtaskContext {
  const JobGraph& graph;
  const RunOptions& options;
  SharedRun& shared;
  int subtask = 0;
  int parallelism = 1;

  bool is_dry_run() const { return static_cast<bool>(options.dry_run_output); }
  bool stop_requested() const { return options.stop != nullptr && options.stop->stopped(); }
  absl::Time now() const { return options.clock(); }
  // Of positions and state; empty: none. The job's own counts in streaming mode, since Flink makes no checkpoints in batch mode.
  std::string checkpoint_directory() const {
    if (!options.checkpoint_directory.empty() || graph.mode == RuntimeMode::kBatch) return options.checkpoint_directory;
    return graph.checkpoints.directory;
  }
};

}  // namespace drey
