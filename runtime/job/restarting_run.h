// Runs a job again after it has failed, as its restart strategy says.
#pragma once

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/job/job_runner.h"

namespace drey {

// RunJob, again and again until it ends without a failure, with one that a new start cannot cure (only kJobFailed and kUnavailable are
// tried again), or the strategy gives up; each restart is a warning in the log. A restarted run goes on from the last checkpoint: of
// this process (parallelism 1 only), of --checkpoints, or of the group; else it begins where the job says. A stop request while waiting ends it, as stopped. `progress` is that
// of the last start.
absl::Status RunJobWithRestarts(const JobGraph& graph, const RunOptions& options, RunProgress& progress);

}  // namespace drey
