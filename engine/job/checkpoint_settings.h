// What a job asks for its checkpoints: Flink's execution.checkpointing.* settings, checked.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace drey {

struct CheckpointSettings {
  // Absent: none are asked for.
  std::optional<absl::Duration> interval = {};
  // Between the end of one and the begin of the next.
  absl::Duration min_pause = absl::ZeroDuration();
  // One that takes longer fails the job.
  absl::Duration timeout = absl::Minutes(10);
  // The folder of this machine where they are kept; empty: none.
  std::string directory = {};
};

}  // namespace drey
