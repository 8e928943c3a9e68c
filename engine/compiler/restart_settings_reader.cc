#include "engine/compiler/restart_settings_reader.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr absl::Duration kMillisecond = absl::Milliseconds(1);

class Reader {
 public:
  Reader(const Settings& settings, FlinkVersion version) : settings_(settings), version_(version) {}

  absl::StatusOr<RestartSettings> Read() {
    DREY_ASSIGN_OR_RETURN(result_.type, ReadType());
    switch (result_.type) {
      case RestartStrategyType::kNone:
        break;
      case RestartStrategyType::kFixedDelay:
        DREY_RETURN_IF_ERROR(ReadFixedDelay());
        break;
      case RestartStrategyType::kExponentialDelay:
        DREY_RETURN_IF_ERROR(ReadExponentialDelay());
        break;
      case RestartStrategyType::kFailureRate:
        DREY_RETURN_IF_ERROR(ReadFailureRate());
        break;
    }
    return result_;
  }

 private:
  // The key that 1.x once had goes on to be read, by both releases.
  absl::StatusOr<RestartStrategyType> ReadType() const {
    const Setting* setting = settings_.Find("restart-strategy.type");
    if (setting == nullptr) setting = settings_.Find("restart-strategy");
    if (setting == nullptr) return RestartStrategyType::kNone;
    const std::string type = ToLower(setting->value);
    if (type == "none" || type == "off" || type == "disable") return RestartStrategyType::kNone;
    if (type == "fixed-delay" || type == "fixeddelay") return RestartStrategyType::kFixedDelay;
    if (type == "exponential-delay" || type == "exponentialdelay") return RestartStrategyType::kExponentialDelay;
    if (type == "failure-rate" || type == "failurerate") return RestartStrategyType::kFailureRate;
    return WithFlinkClass(InvalidError(Concat(type, " is an unknown value of RestartStrategyType."), setting->range,
                                       "it is one of none, fixed-delay, exponential-delay, failure-rate"),
                          "java.lang.IllegalArgumentException");
  }

  absl::Status ReadFixedDelay() {
    auto& fixed = result_.fixed_delay;
    DREY_RETURN_IF_ERROR(ReadNumber("fixed-delay.attempts", fixed.attempts));
    DREY_RETURN_IF_ERROR(ReadDuration("fixed-delay.delay", fixed.delay));
    return Require(fixed.attempts >= 0, "fixed-delay.attempts", "Maximum number of restart attempts must be at least 0.");
  }

  absl::Status ReadExponentialDelay() {
    auto& delay = result_.exponential_delay;
    DREY_RETURN_IF_ERROR(ReadDuration("exponential-delay.initial-backoff", delay.initial_backoff));
    DREY_RETURN_IF_ERROR(ReadDuration("exponential-delay.max-backoff", delay.max_backoff));
    DREY_RETURN_IF_ERROR(ReadNumber("exponential-delay.backoff-multiplier", delay.backoff_multiplier));
    DREY_RETURN_IF_ERROR(ReadDuration("exponential-delay.reset-backoff-threshold", delay.reset_backoff_threshold));
    DREY_RETURN_IF_ERROR(ReadNumber("exponential-delay.jitter-factor", delay.jitter_factor));
    DREY_RETURN_IF_ERROR(ReadNumber("exponential-delay.attempts-before-reset-backoff", delay.attempts_before_reset_backoff));
    DREY_RETURN_IF_ERROR(Require(delay.initial_backoff >= kMillisecond, "exponential-delay.initial-backoff",
                                 "Initial backoff must be at least 1."));
    DREY_RETURN_IF_ERROR(Require(delay.max_backoff >= kMillisecond, "exponential-delay.max-backoff",
                                 "Maximum backoff must be at least 1."));
    DREY_RETURN_IF_ERROR(Require(delay.initial_backoff <= delay.max_backoff, "exponential-delay.initial-backoff",
                                 "Initial backoff cannot be higher than maximum backoff."));
    DREY_RETURN_IF_ERROR(Require(delay.backoff_multiplier > 1, "exponential-delay.backoff-multiplier",
                                 "Backoff multiplier must be greater than 1."));
    DREY_RETURN_IF_ERROR(Require(delay.reset_backoff_threshold >= kMillisecond, "exponential-delay.reset-backoff-threshold",
                                 "Threshold duration for exponential backoff reset must be at least 1."));
    DREY_RETURN_IF_ERROR(Require(delay.jitter_factor >= 0 && delay.jitter_factor <= 1, "exponential-delay.jitter-factor",
                                 "Jitter factor must be >= 0 and <= 1."));
    return Require(delay.attempts_before_reset_backoff >= 1, "exponential-delay.attempts-before-reset-backoff",
                   "The attemptsBeforeResetBackoff must be at least 1.");
  }

  absl::Status ReadFailureRate() {
    auto& rate = result_.failure_rate;
    DREY_RETURN_IF_ERROR(ReadNumber("failure-rate.max-failures-per-interval", rate.max_failures_per_interval));
    DREY_RETURN_IF_ERROR(ReadDuration("failure-rate.failure-rate-interval", rate.failure_rate_interval));
    DREY_RETURN_IF_ERROR(ReadDuration("failure-rate.delay", rate.delay));
    DREY_RETURN_IF_ERROR(Require(rate.max_failures_per_interval > 0, "failure-rate.max-failures-per-interval",
                                 "Maximum number of restart attempts per time unit must be greater than 0."));
    return Require(rate.failure_rate_interval >= kMillisecond, "failure-rate.failure-rate-interval",
                   "Failures interval must be greater than 0 ms.");
  }

  template <typename Number>
  absl::Status ReadNumber(std::string_view name, Number& number) const {
    const Setting* setting = Find(name);
    if (setting == nullptr) return absl::OkStatus();
    const std::string_view text = setting->value;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return absl::OkStatus();
    return WithFlinkClass(
        InvalidError(Concat("Could not parse value '", text, "' for key 'restart-strategy.", name, "'."), setting->range),
        "java.lang.IllegalArgumentException");
  }

  absl::Status ReadDuration(std::string_view name, absl::Duration& duration) const {
    DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> given,
                          settings_.Duration(Concat("restart-strategy.", name), version_));
    duration = given.value_or(duration);
    return absl::OkStatus();
  }

  absl::Status Require(bool condition, std::string_view name, std::string_view message) const {
    if (condition) return absl::OkStatus();
    const Setting* setting = Find(name);
    return WithFlinkClass(InvalidError(message, setting == nullptr ? SourceRange{} : setting->range),
                          "java.lang.IllegalArgumentException");
  }

  const Setting* Find(std::string_view name) const { return settings_.Find(Concat("restart-strategy.", name)); }

  const Settings& settings_;
  FlinkVersion version_;
  RestartSettings result_;
};

}  // namespace

absl::StatusOr<RestartSettings> RestartSettingsOf(const JobGraph& graph) {
  Settings settings;
  std::vector<absl::Status> notices;
  for (const auto& [key, value] : graph.settings) DREY_RETURN_IF_ERROR(settings.Set(key, value, {}, {}, notices));
  return ReadRestartSettings(settings, graph.version);
}

absl::StatusOr<RestartSettings> ReadRestartSettings(const Settings& settings, FlinkVersion version) {
  return Reader(settings, version).Read();
}

}  // namespace drey
