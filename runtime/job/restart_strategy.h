// Whether and when a failed job is started again: Flink's restart strategies, decided from the times of the failures alone.
//
// The rules, and the numbers in the test, are those of the RestartBackoffTimeStrategy classes of Flink 1.20.3 and 2.3.0, which are the
// same in both. Used by one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "absl/time/time.h"
#include "engine/job/restart_settings.h"

namespace drey {

class RestartStrategy {
 public:
  // `random` gives numbers in [0, 1), for the jitter of exponential-delay.
  RestartStrategy(const RestartSettings& settings, std::function<double()> random);

  // Tells that the job has failed at `now`. How long to wait before it is started again; nothing: it has failed for good.
  std::optional<absl::Duration> DelayAfterFailure(absl::Time now);

 private:
  std::optional<absl::Duration> FixedDelay();
  std::optional<absl::Duration> ExponentialDelay(absl::Time now);
  std::optional<absl::Duration> FailureRate(absl::Time now);
  absl::Duration NextBackoff();

  RestartSettings settings_;
  std::function<double()> random_;
  int64_t attempts_ = 0;                                // fixed-delay: all; exponential-delay: since the last reset
  absl::Time next_restart_ = absl::InfinitePast();  // exponential-delay
  std::deque<absl::Time> failures_;                 // failure-rate: the latest
};

}  // namespace drey
