#include "engine/compiler/checkpoint_settings_reader.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kInterval = "execution.checkpointing.interval";
constexpr std::string_view kMinPause = "execution.checkpointing.min-pause";
constexpr std::string_view kTimeout = "execution.checkpointing.timeout";
constexpr std::string_view kMode = "execution.checkpointing.mode";
constexpr std::string_view kDirectory = "execution.checkpointing.dir";
// What it was called before 1.20; both releases go on to read it.
constexpr std::string_view kOldDirectory = "state.checkpoints.dir";

constexpr std::string_view kModeClass = "org.apache.flink.core.execution.CheckpointingMode";

// Of Flink's CheckpointConfig, for intervals and timeouts.
constexpr absl::Duration kShortest = absl::Milliseconds(10);

absl::Status Refuse(const Setting& setting, std::string_view message) {
  return WithFlinkClass(InvalidError(message, setting.range), "java.lang.IllegalArgumentException");
}

absl::StatusOr<std::optional<absl::Duration>> ReadTime(const Settings& settings, std::string_view key, std::string_view name,
                                                       FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> time, settings.Duration(key, version));
  if (time && *time < kShortest) {
    return Refuse(*settings.Find(key), Concat("Checkpoint ", name, " must be larger than or equal to 10 ms"));
  }
  return time;
}

// "file:///a", "file:/a", "/a" and "a"; nothing where the URI is of another file system. A scheme begins with a letter, as in RFC 3986.
std::optional<std::string> LocalFolder(std::string_view uri) {
  const size_t colon = uri.find(':');
  const bool has_scheme = colon != std::string_view::npos && colon > 0 && uri.find('/') > colon &&
                          std::isalpha(static_cast<unsigned char>(uri[0])) != 0;
  if (!has_scheme) return std::string(uri);
  if (!EqualsIgnoreCase(uri.substr(0, colon), "file")) return std::nullopt;
  uri.remove_prefix(colon + 1);
  if (uri.starts_with("//")) uri.remove_prefix(std::min(uri.find('/', 2), uri.size()));
  return std::string(uri);
}

absl::StatusOr<std::string> ReadDirectory(const Settings& settings, std::vector<absl::Status>& notices) {
  const bool is_new = settings.Find(kDirectory) != nullptr;
  const Setting* setting = settings.Find(is_new ? kDirectory : kOldDirectory);
  if (setting == nullptr) return std::string();
  std::optional<std::string> folder = LocalFolder(setting->value);
  if (folder && folder->empty()) return Refuse(*setting, "Can not create a Path from an empty string");
  if (folder) return *std::move(folder);
  notices.push_back(InvalidError(Concat("'", is_new ? kDirectory : kOldDirectory, "' = '", setting->value,
                                        "' has no effect: checkpoints are kept in folders of this machine"),
                                 setting->range, "--checkpoints DIR says where"));
  return std::string();
}

}  // namespace

absl::StatusOr<CheckpointSettings> ReadCheckpointSettings(const Settings& settings, FlinkVersion version,
                                                          std::vector<absl::Status>& notices) {
  CheckpointSettings result;
  // Both modes are met: what is kept always belongs to the same records.
  DREY_RETURN_IF_ERROR(settings.Enum(kMode, "EXACTLY_ONCE", {"EXACTLY_ONCE", "AT_LEAST_ONCE"}, kModeClass).status());
  DREY_ASSIGN_OR_RETURN(result.interval, ReadTime(settings, kInterval, "interval", version));
  DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> timeout, ReadTime(settings, kTimeout, "timeout", version));
  result.timeout = timeout.value_or(result.timeout);
  DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> min_pause, settings.Duration(kMinPause, version));
  if (min_pause && *min_pause < absl::ZeroDuration()) return Refuse(*settings.Find(kMinPause), "Pause value must be zero or positive");
  result.min_pause = min_pause.value_or(result.min_pause);
  DREY_ASSIGN_OR_RETURN(result.directory, ReadDirectory(settings, notices));
  return result;
}

}  // namespace drey
