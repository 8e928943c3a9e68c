// Reads execution.checkpointing.* as Flink does when it takes a job: types, defaults, limits, messages.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/job/checkpoint_settings.h"
#include "engine/plan/settings.h"

namespace drey {

// A directory that is not one of this machine (s3://…) adds to `notices`: nothing is kept there.
absl::StatusOr<CheckpointSettings> ReadCheckpointSettings(const Settings& settings, FlinkVersion version,
                                                          std::vector<absl::Status>& notices);

}  // namespace drey
