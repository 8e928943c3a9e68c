#include "runtime/job/restart_strategy.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace drey {

RestartStrategy::RestartStrategy(const RestartSettings& settings, std::function<double()> random)
    : settings_(settings), random_(std::move(random)) {}

std::optional<absl::Duration> RestartStrategy::DelayAfterFailure(absl::Time now) {
  switch (settings_.type) {
    case RestartStrategyType::kNone:
      break;
    case RestartStrategyType::kFixedDelay:
      return FixedDelay();
    case RestartStrategyType::kExponentialDelay:
      return ExponentialDelay(now);
    case RestartStrategyType::kFailureRate:
      return FailureRate(now);
  }
  return std::nullopt;
}

std::optional<absl::Duration> RestartStrategy::FixedDelay() {
  if (++attempts_ > settings_.fixed_delay.attempts) return std::nullopt;
  return settings_.fixed_delay.delay;
}

std::optional<absl::Duration> RestartStrategy::ExponentialDelay(absl::Time now) {
  // A failure before the restart that is planned already belongs to the one before.
  if (now > next_restart_) {
    if (now - next_restart_ >= settings_.exponential_delay.reset_backoff_threshold) attempts_ = 0;
    next_restart_ = now + NextBackoff();
    ++attempts_;
  }
  if (attempts_ > settings_.exponential_delay.attempts_before_reset_backoff) return std::nullopt;
  return std::max(absl::ZeroDuration(), next_restart_ - now);
}

absl::Duration RestartStrategy::NextBackoff() {
  const auto& delay = settings_.exponential_delay;
  const auto initial = static_cast<double>(absl::ToInt64Milliseconds(delay.initial_backoff));
  const auto longest = static_cast<double>(absl::ToInt64Milliseconds(delay.max_backoff));
  // Whole milliseconds, as there.
  const double backoff = std::floor(std::min(initial * std::pow(delay.backoff_multiplier, static_cast<double>(attempts_)), longest));
  const double span = std::floor(backoff * delay.jitter_factor);
  const double jitter = span == 0 ? 0 : std::floor(random_() * (2 * span + 1)) - span;
  return absl::Milliseconds(static_cast<int64_t>(std::clamp(backoff + jitter, initial, longest)));
}

std::optional<absl::Duration> RestartStrategy::FailureRate(absl::Time now) {
  const auto& rate = settings_.failure_rate;
  const auto most = static_cast<size_t>(rate.max_failures_per_interval);
  if (failures_.size() > most) failures_.pop_front();
  failures_.push_back(now);
  const bool too_many = failures_.size() > most && now - failures_.front() <= rate.failure_rate_interval;
  if (too_many) return std::nullopt;
  return rate.delay;
}

}  // namespace drey
