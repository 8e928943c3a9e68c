#include "engine/plan/settings.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "engine/base/finding.h"
#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"

namespace drey {
namespace {

enum class SettingKind : uint8_t { kHonoured, kWithoutEffect, kUnsupported };

struct KnownSetting {
  std::string_view key;  // a trailing '*' stands for any rest
  SettingKind kind;
};

constexpr KnownSetting kKnownSettings[] = {
    {"drey.flink-version", SettingKind::kHonoured},
    {"execution.runtime-mode", SettingKind::kHonoured},
    {"execution.checkpointing.interval", SettingKind::kHonoured},
    {"execution.checkpointing.dir", SettingKind::kHonoured},
    {"execution.checkpointing.mode", SettingKind::kHonoured},
    {"execution.checkpointing.min-pause", SettingKind::kHonoured},
    {"execution.checkpointing.timeout", SettingKind::kHonoured},
    {"state.checkpoints.dir", SettingKind::kHonoured},
    {"parallelism.default", SettingKind::kHonoured},
    {"pipeline.name", SettingKind::kHonoured},
    {"restart-strategy", SettingKind::kHonoured},
    {"restart-strategy.type", SettingKind::kHonoured},
    {"restart-strategy.fixed-delay.attempts", SettingKind::kHonoured},
    {"restart-strategy.fixed-delay.delay", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.initial-backoff", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.max-backoff", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.backoff-multiplier", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.reset-backoff-threshold", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.jitter-factor", SettingKind::kHonoured},
    {"restart-strategy.exponential-delay.attempts-before-reset-backoff", SettingKind::kHonoured},
    {"restart-strategy.failure-rate.max-failures-per-interval", SettingKind::kHonoured},
    {"restart-strategy.failure-rate.failure-rate-interval", SettingKind::kHonoured},
    {"restart-strategy.failure-rate.delay", SettingKind::kHonoured},
    {"table.exec.resource.default-parallelism", SettingKind::kHonoured},
    {"table.exec.sink.not-null-enforcer", SettingKind::kHonoured},
    {"table.exec.sink.require-on-conflict", SettingKind::kHonoured},
    {"table.exec.sink.upsert-materialize", SettingKind::kHonoured},
    {"table.local-time-zone", SettingKind::kHonoured},
    {"table.exec.legacy-cast-behaviour", SettingKind::kHonoured},
    {"table.exec.sink.type-length-enforcer", SettingKind::kHonoured},
    {"table.exec.sink.nested-constraint-enforcer", SettingKind::kHonoured},
    {"table.sql-dialect", SettingKind::kUnsupported},
    {"table.exec.source.cdc-events-duplicate", SettingKind::kHonoured},
    {"table.exec.state.ttl", SettingKind::kHonoured},
    {"table.exec.mini-batch.enabled", SettingKind::kHonoured},
    {"table.exec.mini-batch.size", SettingKind::kHonoured},
    {"table.exec.mini-batch.allow-latency", SettingKind::kHonoured},
    {"table.exec.async-*", SettingKind::kWithoutEffect},
    {"table.exec.sink.keyed-shuffle", SettingKind::kWithoutEffect},
    {"table.exec.sink.rowtime-inserter", SettingKind::kWithoutEffect},
    {"table.exec.source.idle-timeout", SettingKind::kWithoutEffect},
    {"table.exec.spill-compression.*", SettingKind::kWithoutEffect},
    {"table.exec.uid.*", SettingKind::kWithoutEffect},
    {"table.exec.operator-fusion-codegen.enabled", SettingKind::kWithoutEffect},
    {"table.exec.disabled-operators", SettingKind::kWithoutEffect},
    {"table.exec.resource.*", SettingKind::kWithoutEffect},
    {"table.exec.simplify-operator-name-enabled", SettingKind::kWithoutEffect},
    {"table.optimizer.*", SettingKind::kWithoutEffect},
    {"table.dml-sync", SettingKind::kWithoutEffect},
    {"table.generated-code.*", SettingKind::kWithoutEffect},
    {"table.dynamic-table-options.enabled", SettingKind::kWithoutEffect},
    {"table.plan.*", SettingKind::kWithoutEffect},
    {"table.builtin-catalog-name", SettingKind::kUnsupported},
    {"table.builtin-database-name", SettingKind::kUnsupported},
    {"table.column-expansion-strategy", SettingKind::kUnsupported},
    {"table.rtas-ctas.*", SettingKind::kWithoutEffect},
    {"table.display.max-column-width", SettingKind::kWithoutEffect},
    {"sql-client.*", SettingKind::kWithoutEffect},
    {"pipeline.operator-chaining*", SettingKind::kWithoutEffect},
    {"pipeline.object-reuse", SettingKind::kWithoutEffect},
    {"pipeline.max-parallelism", SettingKind::kWithoutEffect},
    {"pipeline.auto-watermark-interval", SettingKind::kWithoutEffect},
    {"pipeline.jars", SettingKind::kUnsupported},
    {"pipeline.classpaths", SettingKind::kUnsupported},
    {"pipeline.*", SettingKind::kWithoutEffect},
    {"execution.*", SettingKind::kWithoutEffect},
    {"state.*", SettingKind::kWithoutEffect},
    {"jobmanager.*", SettingKind::kWithoutEffect},
    {"taskmanager.*", SettingKind::kWithoutEffect},
    {"metrics.*", SettingKind::kWithoutEffect},
    {"rest.*", SettingKind::kWithoutEffect},
    {"akka.*", SettingKind::kWithoutEffect},
    {"pekko.*", SettingKind::kWithoutEffect},
    {"cluster.*", SettingKind::kWithoutEffect},
    {"client.*", SettingKind::kWithoutEffect},
    {"security.*", SettingKind::kWithoutEffect},
    {"high-availability*", SettingKind::kWithoutEffect},
    {"fs.*", SettingKind::kWithoutEffect},
    {"s3.*", SettingKind::kWithoutEffect},
    {"env.*", SettingKind::kWithoutEffect},
    {"kubernetes.*", SettingKind::kWithoutEffect},
    {"yarn.*", SettingKind::kWithoutEffect},
    {"python.*", SettingKind::kWithoutEffect},
    {"web.*", SettingKind::kWithoutEffect},
    {"blob.*", SettingKind::kWithoutEffect},
    {"heartbeat.*", SettingKind::kWithoutEffect},
    {"parallelism.*", SettingKind::kWithoutEffect},
};

const KnownSetting* FindKnown(std::string_view key) {
  for (const KnownSetting& known : kKnownSettings) {
    std::string_view pattern = known.key;
    if (!pattern.ends_with('*')) {
      if (pattern == key) return &known;
      continue;
    }
    pattern.remove_suffix(1);
    if (key.starts_with(pattern)) return &known;
  }
  return nullptr;
}

std::vector<std::string> ExactKeys() {
  std::vector<std::string> keys;
  for (const KnownSetting& known : kKnownSettings) {
    if (!known.key.ends_with('*')) keys.emplace_back(known.key);
  }
  return keys;
}

absl::Status CouldNotParse(std::string_view key, const Setting& setting) {
  return WithFlinkClass(InvalidError(Concat("Could not parse value '", setting.value, "' for key '", key, "'."), setting.range),
                        "java.lang.IllegalArgumentException");
}

}  // namespace

absl::Status Settings::Set(std::string_view key, std::string_view value, SourceRange key_range, SourceRange value_range,
                           std::vector<absl::Status>& notices) {
  const KnownSetting* known = FindKnown(key);
  if (known == nullptr) {
    notices.push_back(MakeFinding("unknown-setting", Concat("No Flink release knows the key '", key, "'; it has no effect"), key_range,
                                  DidYouMean(key, ExactKeys())));
  } else if (known->kind == SettingKind::kUnsupported) {
    return UnsupportedError(Concat("the setting ", key), key_range);
  } else if (known->kind == SettingKind::kWithoutEffect) {
    notices.push_back(MakeFinding("setting-without-effect", Concat("'", key, "' has no effect in one process"), key_range));
  }
  values_[std::string(key)] = {std::string(value), value_range};
  return absl::OkStatus();
}

const Setting* Settings::Find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::optional<FlinkVersion>> Settings::DreyFlinkVersion() const {
  const Setting* setting = Find("drey.flink-version");
  if (setting == nullptr) return std::optional<FlinkVersion>();
  const auto version = ParseFlinkVersion(setting->value);
  if (!version) {
    return InvalidError(Concat("Unknown Flink version '", setting->value, "'"), setting->range, "known versions are 1.20 and 2.3");
  }
  return version;
}

absl::StatusOr<RuntimeMode> Settings::RuntimeModeSetting() const {
  DREY_ASSIGN_OR_RETURN(const std::string mode, Enum("execution.runtime-mode", "STREAMING", {"STREAMING", "BATCH", "AUTOMATIC"},
                                                     "org.apache.flink.api.common.RuntimeExecutionMode"));
  if (mode == "AUTOMATIC") {
    return TableError(
        "Unsupported mode 'AUTOMATIC' for 'execution.runtime-mode'. Only an explicit BATCH or STREAMING mode is supported in Table API.",
        Find("execution.runtime-mode")->range);
  }
  return mode == "BATCH" ? RuntimeMode::kBatch : RuntimeMode::kStreaming;
}

namespace {

std::optional<int> ReadDigits(std::string_view text, size_t fewest, size_t most) {
  int value = 0;
  if (text.size() < fewest || text.size() > most) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ptr == text.data() + text.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

// +8, -08, +0800, -08:00.
std::optional<absl::TimeZone> ReadOffset(std::string_view text) {
  constexpr int kMostSeconds = 18 * 3600;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const std::string_view digits = text.substr(1);
  const bool has_colon = digits.size() == 5 && digits[2] == ':';
  const bool has_minutes = has_colon || digits.size() == 4;
  const auto hours = has_minutes ? ReadDigits(digits.substr(0, 2), 2, 2) : ReadDigits(digits, 1, 2);
  const auto minutes = has_minutes ? ReadDigits(digits.substr(has_colon ? 3 : 2), 2, 2) : std::optional(0);
  if (!hours || !minutes || *minutes > 59) return std::nullopt;
  const int seconds = *hours * 3600 + *minutes * 60;
  if (seconds > kMostSeconds) return std::nullopt;
  return absl::FixedTimeZone(text[0] == '-' ? -seconds : seconds);
}

// The names in which java.util.TimeZone and java.time.ZoneId agree, as Flink asks.
std::optional<absl::TimeZone> ReadZone(std::string_view name) {
  constexpr std::string_view kOffsetPrefix = "GMT";
  if (name == "UTC" || name == "GMT") return absl::UTCTimeZone();
  for (const std::string_view unknown : {"EST", "MST", "HST", "UT", "Z"}) {
    if (name == unknown) return std::nullopt;
  }
  if (name.starts_with(kOffsetPrefix) && name.size() > kOffsetPrefix.size()) {
    if (const auto offset = ReadOffset(name.substr(kOffsetPrefix.size()))) return offset;
  }
  absl::TimeZone zone;
  if (absl::LoadTimeZone(std::string(name), &zone)) return zone;
  return std::nullopt;
}

}  // namespace

absl::StatusOr<absl::TimeZone> Settings::LocalTimeZone() const {
  const Setting* setting = Find("table.local-time-zone");
  if (setting == nullptr || setting->value == "default") return absl::UTCTimeZone();
  if (const std::optional<absl::TimeZone> zone = ReadZone(setting->value)) return *zone;
  return WithFlinkClass(
      InvalidError("Invalid time zone. The value should be a Time Zone Database (TZDB) ID such as 'America/Los_Angeles' to include daylight "
                   "saving time. Fixed offsets are supported using 'GMT-03:00' or 'GMT+03:00'. Or use 'UTC' without time zone and daylight "
                   "saving time.",
                   setting->range),
      kValidationException);
}

absl::StatusOr<bool> Settings::Boolean(std::string_view key, bool default_value) const {
  const Setting* setting = Find(key);
  if (setting == nullptr) return default_value;
  if (EqualsIgnoreCase(setting->value, "true")) return true;
  if (EqualsIgnoreCase(setting->value, "false")) return false;
  return CouldNotParse(key, *setting);
}

absl::StatusOr<int> Settings::Integer(std::string_view key, int default_value) const {
  const Setting* setting = Find(key);
  if (setting == nullptr) return default_value;
  int value = 0;
  const char* end = setting->value.data() + setting->value.size();
  const auto [rest, error] = std::from_chars(setting->value.data(), end, value);
  if (rest == end && error == std::errc() && !setting->value.empty()) return value;
  return WithFlinkClass(InvalidError(Concat("For input string: \"", setting->value, "\""), setting->range, "a whole number, like 1"),
                        "java.lang.NumberFormatException");
}

absl::StatusOr<int> Settings::Parallelism() const {
  constexpr int kOfSystem = -1;
  DREY_ASSIGN_OR_RETURN(const int parallelism, Integer("parallelism.default", kOfSystem));
  if (parallelism < 1 && parallelism != kOfSystem) {
    return WithFlinkClass(
        InvalidError("Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system default).",
                     Find("parallelism.default")->range),
        "java.lang.IllegalArgumentException");
  }
  DREY_ASSIGN_OR_RETURN(const int of_tables, Integer("table.exec.resource.default-parallelism", kOfSystem));
  return of_tables > 0 ? of_tables : std::max(parallelism, 1);
}

absl::StatusOr<std::optional<absl::Duration>> Settings::Duration(std::string_view key, FlinkVersion version) const {
  const Setting* setting = Find(key);
  if (setting == nullptr) return std::optional<absl::Duration>();
  const TableOption option{.key = std::string(key), .value = setting->value, .value_range = setting->range};
  DREY_ASSIGN_OR_RETURN(const absl::Duration duration, ParseDuration(option, version));
  return std::optional(absl::Trunc(duration, absl::Milliseconds(1)));
}

absl::StatusOr<std::string> Settings::Enum(std::string_view key, std::string_view default_value,
                                           std::initializer_list<std::string_view> values, std::string_view java_class) const {
  const Setting* setting = Find(key);
  if (setting == nullptr) return std::string(default_value);
  std::vector<std::string> names;
  for (std::string_view value : values) {
    if (EqualsIgnoreCase(value, setting->value)) return std::string(value);
    names.emplace_back(value);
  }
  return WithFlinkClass(InvalidError(Concat("Could not parse value for enum class ", java_class, ". Expected one of: [[",
                                            Join(names, ", "), "]]"),
                                     setting->range),
                        "java.lang.IllegalArgumentException");
}

}  // namespace drey
