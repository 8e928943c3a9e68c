// What a run did so far.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace drey {

struct RunProgress {
  int64_t records_in = 0;
  int64_t records_out = 0;
  int64_t records_skipped = 0;
  int64_t bytes_in = 0;
  int64_t bytes_out = 0;
  // Records still to be read to the fixed ends; -1 when unbounded or unknown.
  int64_t records_pending = -1;
  // Of the source that is furthest behind: how old the last record was when it was fetched, and when its row was handed on.
  std::optional<absl::Duration> fetch_event_time_lag = {};
  std::optional<absl::Duration> emit_event_time_lag = {};
  // Not empty: nothing was done, for this reason.
  std::string skipped_because = {};
  absl::Duration elapsed = absl::ZeroDuration();
  // Times that the run was started again after a failure; what stands above is since the last of them.
  int64_t restarts = 0;
  // It has failed, and waits for the next of them.
  bool awaits_restart = false;
  // Infinite: it makes no checkpoints.
  absl::Duration checkpoint_interval = absl::InfiniteDuration();
  int64_t checkpoints = 0;  // that succeeded
  absl::Duration last_checkpoint_duration = absl::ZeroDuration();
};

}  // namespace drey
