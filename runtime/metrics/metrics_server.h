// Answers GET /metrics and GET /health over HTTP; the only user of cpp-httplib.
#pragma once

#include <memory>
#include <string>

#include "engine/base/error.h"
#include "runtime/metrics/run_metrics.h"

namespace drey {

class MetricsServer {
 public:
  // Listens at once, and answers on threads of its own until it is destroyed. Port 0: any free port. `metrics` must outlive the server.
  // kUnavailable where the address cannot be had.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& address, int port, const RunMetrics& metrics);
  ~MetricsServer();

  int port() const { return port_; }

 private:
  class Listener;

  MetricsServer(std::unique_ptr<Listener> listener, int port);

  std::unique_ptr<Listener> listener_;
  int port_;
};

}  // namespace drey
