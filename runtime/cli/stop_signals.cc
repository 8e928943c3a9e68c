#include "runtime/cli/stop_signals.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace drey {
namespace {

std::atomic<StopRequest*> g_request = nullptr;

// Only what is allowed in a signal handler.
void HandleStopSignal(int signal_number) {
  StopRequest* const request = g_request.load();
  if (request == nullptr || request->stopped()) _exit(128 + signal_number);
  request->Stop();
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
