// THE SECOND DOOR: runs a JobGraph to its end, to a stop request, or to the first error.
#pragma once

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/job/run_options.h"
#include "runtime/job/run_progress.h"

namespace drey {

// Runs until the sources end, a stop is requested or something fails. The progress of a failed run is in `progress` too.
absl::Status RunJob(const JobGraph& graph, const RunOptions& options, RunProgress& progress);

}  // namespace drey
