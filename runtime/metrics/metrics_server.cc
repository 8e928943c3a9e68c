#include "runtime/metrics/metrics_server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "engine/base/text.h"

namespace drey {

class MetricsServer::Listener {
 public:
  explicit Listener(const RunMetrics& metrics) {
    // By default two servers may share a port, and each would hide the other half of the time.
    server_.set_socket_options([](int socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    server_.new_task_queue = [] { return new httplib::ThreadPool(2); };
    server_.Get("/metrics", [&metrics](const httplib::Request&, httplib::Response& response) {
      response.set_content(metrics.PrometheusText(), "text/plain; version=0.0.4");
    });
    server_.Get("/health", [&metrics](const httplib::Request&, httplib::Response& response) {
      const std::string reason = metrics.WhyUnhealthy();
      response.status = reason.empty() ? 200 : 503;
      response.set_content(reason.empty() ? "ok\n" : reason + "\n", "text/plain");
    });
  }

  ~Listener() {
    if (!thread_.joinable()) return;
    // The library knows that it runs only once its thread does.
    while (!server_.is_running() && !ended_) std::this_thread::yield();
    server_.stop();
    thread_.join();
  }

  // The port; -1, with the reason in errno, where it cannot be had.
  int Listen(const std::string& address, int port) {
    errno = 0;
    const int bound = port == 0 ? server_.bind_to_any_port(address) : server_.bind_to_port(address, port) ? port : -1;
    if (bound <= 0) return bound;
    thread_ = std::thread([this] {
      server_.listen_after_bind();
      ended_ = true;
    });
    return bound;
  }

 private:
  httplib::Server server_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

MetricsServer::MetricsServer(std::unique_ptr<Listener> listener, int port) : listener_(std::move(listener)), port_(port) {}

MetricsServer::~MetricsServer() = default;

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const std::string& address, int port, const RunMetrics& metrics) {
  auto listener = std::make_unique<Listener>(metrics);
  const int bound = listener->Listen(address, port);
  if (bound > 0) return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(listener), bound));
  const std::string_view reason = errno == 0 ? "there is no such address here" : std::strerror(errno);
  return UnavailableError(Concat("cannot listen on ", address, ":", port, " for metrics: ", reason),
                          "--metrics-port and --metrics-address say where");
}

}  // namespace drey
