// What a job asks for when it fails: Flink's restart-strategy.* settings, checked.
#pragma once

#include <cstdint>
#include <limits>

#include "absl/time/time.h"

namespace drey {

enum class RestartStrategyType : uint8_t { kNone, kFixedDelay, kExponentialDelay, kFailureRate };

// Defaults are Flink's (RestartStrategyOptions of both releases), but for the type: see docs/faults.md.
struct RestartSettings {
  RestartStrategyType type = RestartStrategyType::kNone;

  struct FixedDelay {
    int64_t attempts = 1;
    absl::Duration delay = absl::Seconds(1);
  };
  FixedDelay fixed_delay = {};

  struct ExponentialDelay {
    absl::Duration initial_backoff = absl::Seconds(1);
    absl::Duration max_backoff = absl::Minutes(1);
    double backoff_multiplier = 1.5;
    absl::Duration reset_backoff_threshold = absl::Hours(1);
    double jitter_factor = 0.1;
    int64_t attempts_before_reset_backoff = std::numeric_limits<int32_t>::max();
  };
  ExponentialDelay exponential_delay = {};

  struct FailureRate {
    int64_t max_failures_per_interval = 1;
    absl::Duration failure_rate_interval = absl::Minutes(1);
    absl::Duration delay = absl::Seconds(1);
  };
  FailureRate failure_rate = {};
};

}  // namespace drey
