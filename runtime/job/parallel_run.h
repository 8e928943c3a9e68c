// As many subtasks as the job's parallelism, each on its thread.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/job/run_options.h"
#include "runtime/job/run_progress.h"
#include "runtime/job/subtask_context.h"
#include "runtime/job/subtask_run.h"

namespace drey {

class ParallelRun {
 public:
  // All three outlive the run.
  ParallelRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared);
  ParallelRun(const ParallelRun&) = delete;

  // Once. Of several failures the first is the reason of the others.
  absl::Status Run(RunProgress& progress);

 private:
  void Take(const absl::Status& status);
  void Report(RunProgress& progress);

  const RunOptions& options_;
  RunOptions subtask_options_;
  SharedRun& shared_;
  JobGraph others_graph_;
  std::vector<std::unique_ptr<SubtaskRun>> subtasks_;
  std::mutex output_mutex_;
  std::mutex failure_mutex_;
  absl::Status failure_;
};

}  // namespace drey
