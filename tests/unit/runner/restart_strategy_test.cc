// The numbers are what Flink's strategies answered to failures after the same pauses.
#include "runtime/job/restart_strategy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

// The delays in milliseconds after failures with these pauses before them; "-": no restart.
std::string Delays(const RestartSettings& settings, const std::vector<int64_t>& pauses, double random = 0.5) {
  RestartStrategy strategy(settings, [random] { return random; });
  absl::Time now = absl::FromUnixMillis(1700000000000);
  std::vector<std::string> delays;
  for (const int64_t pause : pauses) {
    now += absl::Milliseconds(pause);
    const std::optional<absl::Duration> delay = strategy.DelayAfterFailure(now);
    delays.push_back(delay ? Concat(absl::ToInt64Milliseconds(*delay)) : "-");
  }
  return Join(delays, " ");
}

RestartSettings Exponential() {
  RestartSettings settings{.type = RestartStrategyType::kExponentialDelay};
  settings.exponential_delay.jitter_factor = 0;
  return settings;
}

TEST(RestartStrategyTest, NoneGivesUpAtOnce) { EXPECT_EQ(Delays({}, {0, 10}), "- -"); }

TEST(RestartStrategyTest, FixedDelayCountsItsAttempts) {
  EXPECT_EQ(Delays({.type = RestartStrategyType::kFixedDelay}, {0, 10, 10}), "1000 - -");
  EXPECT_EQ(Delays({.type = RestartStrategyType::kFixedDelay, .fixed_delay = {3, absl::Seconds(10)}}, {0, 0, 0, 0, 0}),
            "10000 10000 10000 - -");
  EXPECT_EQ(Delays({.type = RestartStrategyType::kFixedDelay, .fixed_delay = {0, absl::Seconds(1)}}, {0, 0}), "- -");
}

TEST(RestartStrategyTest, FailureRateForgetsOldFailures) {
  EXPECT_EQ(Delays({.type = RestartStrategyType::kFailureRate, .failure_rate = {2, absl::Milliseconds(100), absl::Milliseconds(5)}},
                   {0, 10, 10, 10, 200, 10, 10}),
            "5 5 - - 5 5 -");
  EXPECT_EQ(Delays({.type = RestartStrategyType::kFailureRate, .failure_rate = {1, absl::Milliseconds(100), absl::Seconds(1)}},
                   {0, 100, 101, 101, 1, 200}),
            "1000 - 1000 1000 - 1000");
}

TEST(RestartStrategyTest, ExponentialDelayGrowsAndIsResetAfterAQuietHour) {
  EXPECT_EQ(Delays(Exponential(), {0, 1000, 1500, 2250, 3000, 5000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 3660000, 1, 3659999}),
            "1000 0 1500 2250 3375 5062 7593 11390 17085 25628 38443 57665 60000 0 1000 999 1000");
}

TEST(RestartStrategyTest, FailuresBeforeThePlannedRestartAreOne) {
  RestartSettings settings = Exponential();
  settings.exponential_delay = {.initial_backoff = absl::Milliseconds(3),
                                .max_backoff = absl::Milliseconds(20),
                                .backoff_multiplier = 1.7,
                                .reset_backoff_threshold = absl::Milliseconds(100),
                                .jitter_factor = 0};
  EXPECT_EQ(Delays(settings, {0, 1, 1, 3, 5, 8, 13, 20, 20, 50, 119, 100, 120, 121, 1000, 3}), "3 2 1 5 0 8 14 20 0 20 20 20 3 3 3 0");
}

TEST(RestartStrategyTest, ExponentialDelayMayBeLimited) {
  RestartSettings settings = Exponential();
  settings.exponential_delay.attempts_before_reset_backoff = 2;
  EXPECT_EQ(Delays(settings, {0, 1000, 1500, 2250, 3000, 5000, 60000}), "1000 0 1500 - - - -");
}

TEST(RestartStrategyTest, JitterStaysBetweenInitialAndMaximumBackoff) {
  RestartSettings settings = Exponential();
  settings.exponential_delay.jitter_factor = 0.1;
  EXPECT_EQ(Delays(settings, {0, 1001}, 0), "1000 1350");
  EXPECT_EQ(Delays(settings, {0, 1101}, 0.999999), "1100 1650");
}

}  // namespace
}  // namespace drey
