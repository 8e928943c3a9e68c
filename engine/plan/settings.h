// What SET and --set say: Flink's configuration keys as far as a job can set them.
//
// Every key falls into one of four kinds: honoured; without effect in one process; one that would change answers and is not supported
// (refused, exit code 3); unknown to both Flink releases (accepted as Flink does, with a warning). kKnownSettings in settings.cc is the one
// table of them.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/connector/table_factory.h"

namespace drey {

struct Setting {
  std::string value = {};
  SourceRange range = {};  // of the value; unknown for --set
};

// A setting that stands outside of the script: of --set, or of a file, where it has a place.
struct GivenSetting {
  std::string key = {};
  std::string value = {};
  SourceRange key_range = {};
  SourceRange value_range = {};
};

class Settings {
 public:
  // Stores the value. A key that cannot be honoured is refused; what is accepted without effect or unknown adds to `notices`.
  absl::Status Set(std::string_view key, std::string_view value, SourceRange key_range, SourceRange value_range,
                   std::vector<absl::Status>& notices);
  void Reset(std::string_view key) { values_.erase(std::string(key)); }
  void ResetAll() { values_.clear(); }

  const Setting* Find(std::string_view key) const;
  const std::map<std::string, Setting, std::less<>>& all() const { return values_; }

  // Typed values with Flink's defaults; failures carry the place of the value and Flink's message.
  absl::StatusOr<std::optional<FlinkVersion>> DreyFlinkVersion() const;
  absl::StatusOr<RuntimeMode> RuntimeModeSetting() const;       // execution.runtime-mode
  absl::StatusOr<absl::TimeZone> LocalTimeZone() const;         // table.local-time-zone; UTC where unset
  absl::StatusOr<bool> Boolean(std::string_view key, bool default_value) const;
  absl::StatusOr<int> Integer(std::string_view key, int default_value) const;
  absl::StatusOr<int> Parallelism() const;  // table.exec.resource.default-parallelism, else parallelism.default; 1 where unset
  absl::StatusOr<std::optional<absl::Duration>> Duration(std::string_view key, FlinkVersion version) const;  // in whole milliseconds
  // One of `values`, letters in any case; `java_class` as in Flink's message.
  absl::StatusOr<std::string> Enum(std::string_view key, std::string_view default_value,
                                   std::initializer_list<std::string_view> values, std::string_view java_class) const;

 private:
  std::map<std::string, Setting, std::less<>> values_;
};

}  // namespace drey
