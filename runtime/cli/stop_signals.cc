#include "runtime/cli/stop_signals.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace drey {
namespace {

std::atomic<StopRequest*> g_request = nullptr;
std::atomic<int64_t> g_first_signal = 0;  // nanoseconds of the monotonic clock

// timeout(1) and a terminal's process groups send one signal to a process and then to its group: that is no impatience.
constexpr int64_t kOneSignal = 300'000'000;

// What follows is allowed in a signal handler.
int64_t Nanoseconds() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

void HandleStopSignal(int signal_number) {
  StopRequest* const request = g_request.load();
  if (request == nullptr) _exit(128 + signal_number);
  if (!request->stopped()) {
    g_first_signal.store(Nanoseconds());
    request->Stop();
  } else if (Nanoseconds() - g_first_signal.load() > kOneSignal) {
    _exit(128 + signal_number);
  }
}

}  // namespace

void IgnoreFileSizeSignal() { ::signal(SIGXFSZ, SIG_IGN); }

StopSignals::StopSignals(StopRequest& request) {
  g_request.store(&request);
  struct sigaction action = {};
  action.sa_handler = HandleStopSignal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &former_interrupt_);
  sigaction(SIGTERM, &action, &former_terminate_);
}

StopSignals::~StopSignals() {
  sigaction(SIGINT, &former_interrupt_, nullptr);
  sigaction(SIGTERM, &former_terminate_, nullptr);
  g_request.store(nullptr);
}

}  // namespace drey
