#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"

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

// Findings are what this command is for, so they go to standard output.
class Checker {
 public:
  Checker(const CompileOptions& options, bool deny_warnings, Console& console)
      : options_(options),
        deny_warnings_(deny_warnings),
        console_(console),
        renderer_(console.error_format(), WantsColour(OutputStream::kStandardOutput)) {}

  void CheckPath(const std::string& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return CheckFile(path);
    const absl::StatusOr<std::vector<std::string>> files = ListJobFiles(path);
    if (!files.ok()) return AddError(files.status(), {}, path);
    for (const std::string& file : *files) CheckFile(file);
  }

  int exit_code() const { return exit_code_; }

 private:
  void CheckFile(const std::string& file) {
    SourceMap sources;
    const absl::StatusOr<Compilation> compilation = CompileJobFile(file, options_, sources);
    if (!compilation.ok()) return AddError(compilation.status(), sources, file);
    for (const absl::Status& notice : compilation->notices) {
      console_.Print(renderer_.Render(Severity::kWarning, notice, sources, file));
    }
    if (!compilation->notices.empty() && deny_warnings_) SetExitCode(1);
    if (compilation->notices.empty() && renderer_.format() == ErrorFormat::kText) console_.Print(Concat(file, ": ok\n"));
  }

  void AddError(const absl::Status& status, const SourceMap& sources, std::string_view file) {
    console_.Print(renderer_.Render(Severity::kError, status, sources, file));
    SetExitCode(ExitCodeOf(status));
  }

  // An error outweighs a denied warning; of several errors the first one counts.
  void SetExitCode(int exit_code) {
    if (exit_code_ <= 1) exit_code_ = exit_code;
  }

  const CompileOptions& options_;
  bool deny_warnings_;
  Console& console_;
  ErrorRenderer renderer_;
  int exit_code_ = 0;
};

}  // namespace

int CheckCommand(const CommandLine& line, Console& console) {
  absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  WithoutNeedForServers(*options);
  Checker checker(*options, line.Has("--deny-warnings"), console);
  for (const std::string& path : line.arguments) checker.CheckPath(path);
  return checker.exit_code();
}

}  // namespace drey
