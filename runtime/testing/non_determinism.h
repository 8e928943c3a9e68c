// Whether a job makes the same of the same input each time.
#pragma once

#include <string>
#include <vector>

#include "engine/job/job_graph.h"

namespace drey {

// Why the job's outcome may differ from run to run: names of functions, or of a sink's buffer; empty where it does not. Functions of time
// count only where nothing fixes it.
std::vector<std::string> NonDeterminismOf(const JobGraph& graph, bool time_is_fixed);

}  // namespace drey
