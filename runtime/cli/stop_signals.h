// SIGINT and SIGTERM stop a job cleanly; a second one, 0.3 s later or more, ends the process at once with 130 or 143.
#pragma once

#include <signal.h>

#include "runtime/job/stop_request.h"

namespace drey {

// A file that reaches the limit of its size (ulimit -f) then is an error of the write, as a full disk is, not the end of the process.
void IgnoreFileSizeSignal();

// Handles the two signals while it lives, and leaves them to who had them before. At most one at a time in a process; `request` must
// outlive it.
class StopSignals {
 public:
  explicit StopSignals(StopRequest& request);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

 private:
  struct sigaction former_interrupt_ = {};
  struct sigaction former_terminate_ = {};
};

}  // namespace drey
