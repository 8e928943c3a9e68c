// A request to stop, made from a signal handler or another thread. Stopping is clean: what was read is finished, flushed, committed.
#pragma once

#include <atomic>

namespace drey {

class StopRequest {
 public:
  void Stop() { stopped_.store(true, std::memory_order_relaxed); }
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> stopped_ = false;
};

}  // namespace drey
