// Which topics cannot have the dead letters of a job.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"

namespace drey {

// The name must be one that a topic may have, and the job must not write the topic: its consumers take what is there for rows. That
// the job does not read it is seen when its sources are open.
absl::Status CheckDeadLetterTarget(const JobGraph& graph, const std::string& topic);

// Letters are replayed from the topic to which they were sent, which is no topic of the job itself.
absl::Status CheckReplayTarget(const JobGraph& graph, const std::string& topic);

}  // namespace drey
