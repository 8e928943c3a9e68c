// What a run shows of itself: its progress as metrics with Flink's names, and whether it is healthy.
//
// Update is called by the run, the rest by whoever asks, on any thread. Names are those of Flink's Prometheus reporter with its default
// scopes, so that dashboards made for Flink work; the counters are of the whole job: what Flink counts for sources is summed over all
// sources, what it counts for sinks over all sinks. Rates are Flink's MeterView: over the last minute, moved on every 5 seconds.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "runtime/job/run_progress.h"

namespace drey {

// The average of a counter's growth per second over a minute.
class MeterView {
 public:
  // The counter stands at `count`, `elapsed` after the start.
  void Update(int64_t count, absl::Duration elapsed);
  double rate() const { return rate_; }

 private:
  static constexpr size_t kSamples = 60 / 5 + 1;
  std::array<int64_t, kSamples> counts_ = {};
  int64_t ticks_ = 0;
  double rate_ = 0;
};

class RunMetrics {
 public:
  explicit RunMetrics(std::string job_name, std::function<absl::Time()> clock = absl::Now);

  void Update(const RunProgress& progress);

  // The text exposition format of Prometheus.
  std::string PrometheusText() const;

  // Healthy: the run is at work and, where it makes checkpoints, the last one that succeeded is not older than two intervals and some
  // seconds. Empty then, else what is wrong.
  std::string WhyUnhealthy() const;

 private:
  std::string job_name_;
  std::function<absl::Time()> clock_;
  mutable std::mutex mutex_;
  bool started_ = false;
  RunProgress progress_;
  absl::Time last_update_ = absl::InfinitePast();
  absl::Time last_checkpoint_ = absl::InfinitePast();  // at first, the start
  MeterView records_in_;
  MeterView records_out_;
  MeterView bytes_in_;
  MeterView bytes_out_;
};

}  // namespace drey
