#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/check/job_check.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/rule_text.h"
#include "runtime/cli/sarif_report.h"
#include "runtime/connectors/built_in_connectors.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

bool IsJobFile(const fs::path& path) { return path.extension() == ".sql" || path.extension() == ".json"; }

// The job definitions in a folder and its subfolders, in the order of their names.
absl::StatusOr<std::vector<std::string>> ListJobFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->is_regular_file() && IsJobFile(entry->path())) files.push_back(entry->path().string());
  }
  if (error) return UnavailableError(Concat("cannot read the folder: ", error.message()));
  if (files.empty()) return InvalidError("the folder has no job definitions (*.json, *.sql)");
  std::sort(files.begin(), files.end());
  return files;
}

enum class FindingFormat : uint8_t { kText, kJson, kSarif };

// Findings are what this command is for, so they go to standard output.
class Checker {
 public:
  Checker(CheckOptions options, bool deny_warnings, FindingFormat format, Console& console)
      : options_(std::move(options)),
        deny_warnings_(deny_warnings),
        format_(format),
        console_(console),
        renderer_(format == FindingFormat::kJson ? ErrorFormat::kJson : ErrorFormat::kText, WantsColour(OutputStream::kStandardOutput),
                  RuleNames::kShown) {}

  void CheckPath(const std::string& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return CheckFile(path);
    const absl::StatusOr<std::vector<std::string>> files = ListJobFiles(path);
    if (!files.ok()) return AddError(files.status(), {}, path);
    for (const std::string& file : *files) CheckFile(file);
  }

  int Finish() {
    if (format_ == FindingFormat::kSarif) console_.Print(sarif_.Finish());
    return exit_code_;
  }

 private:
  void CheckFile(const std::string& file) {
    SourceMap sources;
    const absl::StatusOr<std::vector<absl::Status>> findings = FindingsOf(file, sources);
    if (!findings.ok()) return AddError(findings.status(), sources, file);
    size_t warnings = 0;
    for (const absl::Status& finding : *findings) {
      const Severity severity = SeverityOf(finding);
      if (severity == Severity::kWarning) ++warnings;
      Print(severity, finding, sources, file);
    }
    if (warnings > 0 && deny_warnings_) SetExitCode(1);
    if (format_ == FindingFormat::kText) console_.Print(Summary(file, warnings, findings->size() - warnings));
  }

  absl::StatusOr<std::vector<absl::Status>> FindingsOf(const std::string& file, SourceMap& sources) const {
    DREY_ASSIGN_OR_RETURN(const std::string content, ReadInputFile(file));
    DREY_ASSIGN_OR_RETURN(const JobDefinition definition, ReadJobDefinition(file, content, sources));
    return CheckJob(definition, sources, BuiltInConnectors(), options_);
  }

  static std::string Summary(const std::string& file, size_t warnings, size_t notes) {
    if (warnings + notes == 0) return Concat(file, ": ok\n");
    std::vector<std::string> counts;
    if (warnings > 0) counts.push_back(Concat(warnings, warnings == 1 ? " warning" : " warnings"));
    if (notes > 0) counts.push_back(Concat(notes, notes == 1 ? " note" : " notes"));
    return Concat(file, ": ok, with ", Join(counts, " and "), "; drey check --explain RULE says more\n");
  }

  void AddError(const absl::Status& status, const SourceMap& sources, std::string_view file) {
    Print(Severity::kError, status, sources, file);
    SetExitCode(ExitCodeOf(status));
  }

  void Print(Severity severity, const absl::Status& status, const SourceMap& sources, std::string_view file) {
    if (format_ == FindingFormat::kSarif) return sarif_.Add(severity, status, sources, file);
    console_.Print(renderer_.Render(severity, status, sources, file));
  }

  // An error outweighs a denied warning; of several errors the first one counts.
  void SetExitCode(int exit_code) {
    if (exit_code_ <= 1) exit_code_ = exit_code;
  }

  CheckOptions options_;
  bool deny_warnings_;
  FindingFormat format_;
  Console& console_;
  ErrorRenderer renderer_;
  SarifReport sarif_;
  int exit_code_ = 0;
};

absl::StatusOr<FindingFormat> ReadFormat(const CommandLine& line, const Console& console) {
  constexpr std::array<std::string_view, 3> kFormats = {"text", "json", "sarif"};
  if (!line.Has("--format")) return console.error_format() == ErrorFormat::kJson ? FindingFormat::kJson : FindingFormat::kText;
  DREY_ASSIGN_OR_RETURN(const std::string format, line.Choice("--format", kFormats));
  if (format == "sarif") return FindingFormat::kSarif;
  return format == "json" ? FindingFormat::kJson : FindingFormat::kText;
}

absl::StatusOr<const CheckRule*> FindRule(std::string_view option, const std::string& name) {
  if (const CheckRule* rule = FindCheckRule(name)) return rule;
  std::vector<std::string> names;
  for (const CheckRule* rule : AllCheckRules()) names.emplace_back(rule->name);
  std::string hint = DidYouMean(name, names);
  if (hint.empty()) hint = "drey check --rules lists them";
  return InvalidError(Concat("option ", option, ": there is no rule '", name, "'"), {}, hint);
}

absl::StatusOr<CheckOptions> ReadCheckOptions(const CommandLine& line) {
  CheckOptions options;
  DREY_ASSIGN_OR_RETURN(options.compile, ReadCompileOptions(line));
  WithoutNeedForServers(options.compile);
  for (const std::string& name : line.Values("--allow")) {
    DREY_RETURN_IF_ERROR(FindRule("--allow", name).status());
    options.allowed.insert(name);
  }
  return options;
}

}  // namespace

int CheckCommand(const CommandLine& line, Console& console) {
  for (const std::string_view option : {"--rules", "--explain"}) {
    if (line.Has(option) && !line.arguments.empty()) return console.Report(InvalidError(Concat("drey check ", option, " looks at no job"), {}, "leave out PATH…"));
  }
  if (line.Has("--rules")) {
    console.Print(ListRules());
    return 0;
  }
  if (const auto name = line.Value("--explain")) {
    const absl::StatusOr<const CheckRule*> rule = FindRule("--explain", *name);
    if (!rule.ok()) return console.Report(rule.status());
    console.Print(ExplainRule(**rule));
    return 0;
  }
  if (line.arguments.empty()) return console.Report(InvalidError("drey check needs PATH…", {}, "usage: drey check PATH…"));
  absl::StatusOr<CheckOptions> options = ReadCheckOptions(line);
  if (!options.ok()) return console.Report(options.status());
  const absl::StatusOr<FindingFormat> format = ReadFormat(line, console);
  if (!format.ok()) return console.Report(format.status());
  Checker checker(*std::move(options), line.Has("--deny-warnings"), *format, console);
  for (const std::string& path : line.arguments) checker.CheckPath(path);
  return checker.Finish();
}

}  // namespace drey
