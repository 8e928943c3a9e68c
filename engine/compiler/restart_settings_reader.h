// Reads restart-strategy.* as Flink does when it takes a job: types, defaults, messages.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/job/job_graph.h"
#include "engine/job/restart_settings.h"
#include "engine/plan/settings.h"

namespace drey {

// Of the settings of a job that was compiled, which are sound.
absl::StatusOr<RestartSettings> RestartSettingsOf(const JobGraph& graph);

// Only the values of the chosen strategy are looked at, as in Flink.
absl::StatusOr<RestartSettings> ReadRestartSettings(const Settings& settings, FlinkVersion version);

}  // namespace drey
