// SIGINT and SIGTERM stop a job cleanly; a second one ends the process at once with 130 or 143.
#pragma once

#include "runtime/job/stop_request.h"

namespace drey {

// A file that reaches the limit of its size (ulimit -f) then is an error of the write, as a full disk is, not the end of the process.
void IgnoreFileSizeSignal();

// Handles the two signals while it lives. At most one at a time in a process; `request` must outlive it.
class StopSignals {
 public:
  explicit StopSignals(StopRequest& request);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();
};

}  // namespace drey
