#include "runtime/metrics/run_metrics.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/text.h"
#include "runtime/metrics/metrics_server.h"

namespace drey {
namespace {

// The answer to GET, status line and headers included, by a plain socket.
std::string Get(int port, std::string_view path) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = Concat("GET ", path, " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(::send(socket, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(socket, buffer, sizeof(buffer), 0)) > 0;) answer.append(buffer, static_cast<size_t>(n));
  }
  ::close(socket);
  return answer;
}

class RunMetricsTest : public testing::Test {
 protected:
  absl::Time now_ = absl::FromUnixSeconds(1700000000);
  RunMetrics metrics_{"orders \"eu\"", [this] { return now_; }};
};

TEST_F(RunMetricsTest, NamesAreThoseOfFlinksReporter) {
  metrics_.Update({.records_in = 12,
                   .records_out = 11,
                   .records_skipped = 1,
                   .bytes_in = 300,
                   .bytes_out = 200,
                   .records_pending = 7,
                   .fetch_event_time_lag = absl::Milliseconds(250),
                   .emit_event_time_lag = absl::Milliseconds(251),
                   .elapsed = absl::Milliseconds(1500),
                   .restarts = 2,
                   .checkpoint_interval = absl::Seconds(10),
                   .checkpoints = 3,
                   .last_checkpoint_duration = absl::Milliseconds(45)});
  const std::string text = metrics_.PrometheusText();
  for (const std::string_view line :
       {"# TYPE flink_taskmanager_job_task_operator_numRecordsIn counter\n"
        "flink_taskmanager_job_task_operator_numRecordsIn{job_name=\"orders \\\"eu\\\"\"} 12\n",
        "_numRecordsOut{job_name=\"orders \\\"eu\\\"\"} 11\n", "_numRecordsInErrors{job_name=\"orders \\\"eu\\\"\"} 1\n",
        "_numBytesIn{job_name=\"orders \\\"eu\\\"\"} 300\n", "_numBytesOut{job_name=\"orders \\\"eu\\\"\"} 200\n",
        "_pendingRecords{job_name=\"orders \\\"eu\\\"\"} 7\n",
        "_currentFetchEventTimeLag{job_name=\"orders \\\"eu\\\"\"} 250\n",
        "_currentEmitEventTimeLag{job_name=\"orders \\\"eu\\\"\"} 251\n",
        "flink_jobmanager_job_numberOfCompletedCheckpoints{job_name=\"orders \\\"eu\\\"\"} 3\n",
        "flink_jobmanager_job_lastCheckpointDuration{job_name=\"orders \\\"eu\\\"\"} 45\n",
        "flink_jobmanager_job_numRestarts{job_name=\"orders \\\"eu\\\"\"} 2\n",
        "flink_jobmanager_job_uptime{job_name=\"orders \\\"eu\\\"\"} 1500\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
  }
}

TEST_F(RunMetricsTest, WhatIsUnknownIsLeftOut) {
  metrics_.Update({});
  const std::string text = metrics_.PrometheusText();
  EXPECT_EQ(text.find("pendingRecords"), std::string::npos);
  EXPECT_EQ(text.find("EventTimeLag"), std::string::npos);
  EXPECT_EQ(text.find("lastCheckpointDuration"), std::string::npos);
}

TEST_F(RunMetricsTest, IsUnhealthyUntilItBegins) {
  EXPECT_EQ(metrics_.WhyUnhealthy(), "the run has not begun");
  metrics_.Update({});
  EXPECT_EQ(metrics_.WhyUnhealthy(), "");
}

TEST_F(RunMetricsTest, IsUnhealthyWithoutCheckpoints) {
  RunProgress progress{.elapsed = absl::Seconds(1), .checkpoint_interval = absl::Seconds(10)};
  metrics_.Update(progress);
  now_ += absl::Seconds(30);
  progress.elapsed += absl::Seconds(30);
  metrics_.Update(progress);
  EXPECT_EQ(metrics_.WhyUnhealthy(), "");
  now_ += absl::Seconds(1);
  EXPECT_EQ(metrics_.WhyUnhealthy(), "no checkpoint has succeeded for 31 s");
  progress.checkpoints = 1;
  metrics_.Update(progress);
  EXPECT_EQ(metrics_.WhyUnhealthy(), "");
}

TEST_F(RunMetricsTest, IsUnhealthyBetweenFailureAndRestart) {
  metrics_.Update({.elapsed = absl::Minutes(5), .awaits_restart = true});
  EXPECT_EQ(metrics_.WhyUnhealthy(), "the run has failed and waits for its restart");
  metrics_.Update({.elapsed = absl::Seconds(1), .restarts = 1});
  EXPECT_EQ(metrics_.WhyUnhealthy(), "");
}

TEST(MeterViewTest, IsTheGrowthOfTheLastMinute) {
  MeterView meter;
  for (int second = 0; second <= 60; ++second) meter.Update(100 * second, absl::Seconds(second));
  EXPECT_EQ(meter.rate(), 100);
  meter.Update(6000, absl::Seconds(90));
  EXPECT_EQ(meter.rate(), 50);
  meter.Update(6000, absl::Minutes(10));
  EXPECT_EQ(meter.rate(), 0);
  meter.Update(60, absl::Seconds(5));
  EXPECT_EQ(meter.rate(), 1);
}

TEST(MetricsServerTest, AnswersMetricsAndHealth) {
  absl::Time now = absl::FromUnixSeconds(1700000000);
  RunMetrics metrics("job", [&now] { return now; });
  const auto server = MetricsServer::Start("127.0.0.1", 0, metrics);
  ASSERT_TRUE(server.ok()) << server.status();
  const int port = (*server)->port();
  EXPECT_TRUE(Get(port, "/health").starts_with("HTTP/1.1 503")) << Get(port, "/health");
  metrics.Update({.records_in = 5, .checkpoint_interval = absl::Seconds(1)});
  EXPECT_TRUE(Get(port, "/health").starts_with("HTTP/1.1 200"));
  const std::string answer = Get(port, "/metrics");
  EXPECT_NE(answer.find("Content-Type: text/plain; version=0.0.4\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("numRecordsIn{job_name=\"job\"} 5\n"), std::string::npos) << answer;
  now += absl::Seconds(13);
  const std::string health = Get(port, "/health");
  EXPECT_TRUE(health.starts_with("HTTP/1.1 503")) << health;
  EXPECT_TRUE(health.ends_with("no checkpoint has succeeded for 13 s\n")) << health;
  EXPECT_TRUE(Get(port, "/").starts_with("HTTP/1.1 404"));
}

TEST(MetricsServerTest, SaysWhyItCannotListen) {
  RunMetrics metrics("job");
  const auto server = MetricsServer::Start("127.0.0.1", 0, metrics);
  ASSERT_TRUE(server.ok());
  const int port = (*server)->port();
  const absl::Status taken = MetricsServer::Start("127.0.0.1", port, metrics).status();
  EXPECT_EQ(DetailOf(taken).kind, ErrorKind::kUnavailable);
  EXPECT_EQ(MessageOf(taken), Concat("cannot listen on 127.0.0.1:", port, " for metrics: Address already in use"));
  const absl::Status foreign = MetricsServer::Start("203.0.113.1", 8080, metrics).status();
  EXPECT_EQ(MessageOf(foreign), "cannot listen on 203.0.113.1:8080 for metrics: Cannot assign requested address");
}

}  // namespace
}  // namespace drey
