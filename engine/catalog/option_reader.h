// Reads the options of one table by name and type. What has been read (or declared) is supported; what nobody asked for when
// CheckNothingLeft is called is an error with Flink's message, the place of the key, and a suggestion.
//
// A factory makes one reader; formats get views of it with a prefix ("value.json."), which share its record of what was asked for.
// Values are understood as Flink's Configuration does (ConfigurationUtils, TimeUtils, StructuredOptionsSplitter); errors carry the
// place of the value and Flink's innermost message.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/table_options.h"

namespace drey {

class OptionReader {
 public:
  // `factory` is the identifier in messages ("kafka"). The options must outlive the reader and its views.
  OptionReader(std::string_view factory, const TableOptions& options, FlinkVersion version = FlinkVersion::k1_20);

  // The same options seen behind a further prefix: Find("a") of a view for "json." looks for "json.a".
  OptionReader WithPrefix(std::string_view prefix) const;

  // Null when the option is absent. Every call declares the option as supported; so do all Get functions.
  const TableOption* Find(std::string_view key) const;
  // Null when the option is absent. Declares nothing.
  const TableOption* Peek(std::string_view key) const;
  std::optional<std::string> GetString(std::string_view key) const;
  absl::StatusOr<bool> GetBoolean(std::string_view key, bool default_value) const;
  absl::StatusOr<std::optional<int32_t>> GetInt(std::string_view key) const;
  absl::StatusOr<std::optional<int64_t>> GetLong(std::string_view key) const;
  absl::StatusOr<std::optional<float>> GetFloat(std::string_view key) const;
  absl::StatusOr<std::optional<double>> GetDouble(std::string_view key) const;
  absl::StatusOr<std::optional<absl::Duration>> GetDuration(std::string_view key) const;
  // One of `values`, letters in any case; the result is as written in `values`. `java_class` is Flink's enum class in the message.
  absl::StatusOr<std::optional<std::string>> GetEnum(std::string_view key, std::span<const std::string_view> values,
                                                     std::string_view java_class) const;
  // Pieces between ';', which may be quoted; or a YAML list of plain scalars.
  absl::StatusOr<std::optional<std::vector<std::string>>> GetList(std::string_view key) const;

  // Supported without being read.
  void Declare(std::string_view key) const;
  // Every key that starts with `prefix` is supported ("properties."); Flink does not list them.
  void DeclarePrefix(std::string_view prefix) const;
  // What Flink accepts for every table: connector, property-version and the watermark options, whose values are checked.
  absl::Status DeclareTableOptions() const;
  // A missing one makes CheckRequired fail with Flink's list of missing options.
  void Require(std::string_view key) const;

  absl::Status CheckRequired() const;
  // Options that nobody declared.
  absl::Status CheckNothingLeft() const;

  // The place of the value (of the key where there is no value); unknown when the option is absent.
  SourceRange RangeOf(std::string_view key) const;
  const TableOptions& options() const { return *options_; }
  // What the keys of this view start with: empty, or "value.json.".
  std::string_view prefix() const { return prefix_; }

 private:
  struct Asked {
    std::set<std::string> keys;
    std::set<std::string> prefixes;
    std::set<std::string> required;
  };

  absl::Status CheckWatermarkAlignment() const;
  bool IsSupported(std::string_view full_key) const;

  std::string factory_;
  const TableOptions* options_;
  FlinkVersion version_;
  std::string prefix_;
  std::shared_ptr<Asked> asked_;
};

// Integer.parseInt; fails with Flink's message otherwise.
absl::StatusOr<int32_t> ParseInt(const TableOption& option);
// "true" or "false" in any case; fails with Flink's message otherwise.
absl::StatusOr<bool> ParseBoolean(const TableOption& option);
// As Flink reads a duration: "10 s", "1h", a bare number of milliseconds; 2.3 also ISO-8601 ("PT10S").
absl::StatusOr<absl::Duration> ParseDuration(const TableOption& option, FlinkVersion version);
absl::StatusOr<std::vector<std::string>> ParseList(const TableOption& option);

}  // namespace drey
