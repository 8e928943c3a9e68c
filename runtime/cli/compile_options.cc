#include "runtime/cli/compile_options.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/input_file.h"
#include "runtime/log/java_properties.h"

namespace drey {
namespace {

// KEY=VALUE at the first '='.
absl::StatusOr<std::pair<std::string, std::string>> SplitAssignment(std::string_view option, std::string_view text,
                                                                    std::string_view form) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return InvalidError(Concat("option ", option, " is ", form, ", not '", text, "'"));
  }
  return std::pair(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)));
}

// Client properties from a file as Java reads it: of a name given twice the last counts.
absl::StatusOr<std::map<std::string, std::string>> ReadIntegration(const std::string& file) {
  DREY_ASSIGN_OR_RETURN(const std::string content, ReadNamedInputFile(file));
  DREY_ASSIGN_OR_RETURN(const std::vector<JavaProperty> properties, ParseJavaProperties(content, file));
  std::map<std::string, std::string> values;
  for (const JavaProperty& property : properties) values[property.name] = property.value;
  return values;
}

absl::StatusOr<std::optional<RuntimeMode>> ReadMode(const CommandLine& line) {
  constexpr std::array<std::string_view, 2> kModes = {"streaming", "batch"};
  if (!line.Has("--mode")) return std::nullopt;
  DREY_ASSIGN_OR_RETURN(const std::string mode, line.Choice("--mode", kModes));
  return mode == "batch" ? RuntimeMode::kBatch : RuntimeMode::kStreaming;
}

}  // namespace

absl::StatusOr<std::optional<FlinkVersion>> ReadFlinkVersion(const CommandLine& line) {
  const std::optional<std::string> text = line.Value("--flink-version");
  if (!text) return std::nullopt;
  const std::optional<FlinkVersion> version = ParseFlinkVersion(*text);
  if (!version) return InvalidError(Concat("option --flink-version is 1.20 or 2.3, not '", *text, "'"));
  return version;
}

absl::StatusOr<std::optional<int64_t>> ReadCount(const CommandLine& line, std::string_view option, int64_t minimum, int64_t maximum) {
  const std::optional<std::string> text = line.Value(option);
  if (!text) return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc::result_out_of_range || (error == std::errc() && value > maximum)) {
    return InvalidError(Concat("option ", option, " is at most ", maximum, ", not '", *text, "'"));
  }
  if (error != std::errc() || end != text->data() + text->size() || value < minimum) {
    return InvalidError(Concat("option ", option, " is a whole number of at least ", minimum, ", not '", *text, "'"));
  }
  return value;
}

absl::StatusOr<CompileOptions> ReadCompileOptions(const CommandLine& line) {
  CompileOptions options;
  DREY_ASSIGN_OR_RETURN(options.version, ReadFlinkVersion(line));
  DREY_ASSIGN_OR_RETURN(options.mode, ReadMode(line));
  for (const std::string& setting : line.Values("--set")) {
    DREY_ASSIGN_OR_RETURN(auto assignment, SplitAssignment("--set", setting, "KEY=VALUE"));
    options.settings.push_back({std::move(assignment.first), std::move(assignment.second)});
  }
  for (const std::string& override_text : line.Values("--option")) {
    DREY_RETURN_IF_ERROR(SplitAssignment("--option", override_text, "TABLE.KEY=VALUE").status());
    options.table_options.push_back(override_text);
  }
  options.has_file = [](const std::string& path) { return std::filesystem::exists(path); };
  options.bounded = line.Has("--bounded");
  options.strict = line.Has("--strict");
  options.local = line.Has("--local");
  options.bootstrap_servers = line.Value("--bootstrap-servers");
  for (const std::string& integration : line.Values("--integration")) {
    DREY_ASSIGN_OR_RETURN(const auto assignment, SplitAssignment("--integration", integration, "NAME=FILE"));
    DREY_ASSIGN_OR_RETURN(options.integrations[assignment.first], ReadIntegration(assignment.second));
  }
  return options;
}


void WithoutNeedForServers(CompileOptions& options) {
  if (!options.bootstrap_servers && options.integrations.empty()) options.local = true;
}

}  // namespace drey
