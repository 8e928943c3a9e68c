#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/functions/regex/java_regex.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/test_report.h"
#include "runtime/testing/test_runner.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTestFileEnding = ".test.yaml";

struct TestSettingsOfCommand {
  TestRunnerOptions runner = {};
  std::shared_ptr<const JavaRegex> filter = {};
};

// The test files of a folder and its subfolders, in the order of their names.
absl::StatusOr<std::vector<std::string>> ListTestFiles(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string path = entry->path().string();
    if (entry->is_regular_file() && path.ends_with(kTestFileEnding)) files.push_back(path);
  }
  if (error) return UnavailableError(Concat("cannot read the folder: ", error.message()));
  if (files.empty()) return InvalidError("the folder has no test files (*.test.yaml)");
  std::sort(files.begin(), files.end());
  return files;
}

// What ran and how it went, over all files.
class TestSession {
 public:
  TestSession(const TestSettingsOfCommand& settings, Console& console)
      : settings_(settings), console_(console), renderer_(ErrorFormat::kText, WantsColour(OutputStream::kStandardOutput)) {}

  void RunPath(const std::string& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return RunFile(path);
    const absl::StatusOr<std::vector<std::string>> files = ListTestFiles(path);
    if (!files.ok()) return AddBrokenFile(files.status(), {}, path);
    for (const std::string& file : *files) RunFile(file);
  }

  int Finish() {
    for (const auto& [reason, count] : ran_plain_) {
      console_.Print(Concat("ran once, since ", reason, " may differ from run to run: ", count, count == 1 ? " test\n" : " tests\n"));
    }
    console_.Print(Concat(passed_, " passed, ", failed_, " failed\n"));
    return exit_code_;
  }

 private:
  void RunFile(const std::string& path) {
    const absl::StatusOr<std::string> content = ReadInputFile(path);
    if (!content.ok()) return AddBrokenFile(content.status(), {}, path);
    SourceMap sources;
    const SourceId source = sources.Add({.file = path, .text = *content});
    const absl::StatusOr<TestFile> file = ReadTestFile(source, sources);
    if (!file.ok()) return AddBrokenFile(file.status(), sources, path);
    last_reason_.clear();
    TestRunner runner(*file, sources, settings_.runner);
    for (const PlannedTest& planned : runner.Plan()) {
      if (settings_.filter && !JavaMatcher(*settings_.filter, planned.name).Find()) continue;
      AddResult(runner.Run(planned), *file, sources);
    }
  }

  void AddResult(const TestResult& result, const TestFile& file, const SourceMap& sources) {
    if (!result.ran_plain.empty()) ++ran_plain_[result.ran_plain];
    if (result.passed) {
      ++passed_;
      return;
    }
    ++failed_;
    console_.Print(RenderFailure(result, file, sources, renderer_, ShownBefore(result)));
    SetExitCode(result.did_not_run ? ExitCodeOf(result.error) : 1);
  }

  // A job that does not compile fails all tests of its file: the reason is shown once.
  bool ShownBefore(const TestResult& result) {
    if (!result.did_not_run || result.expected_error_missing) return false;
    std::string reason(MessageOf(result.error));
    const SourceRange range = DetailOf(result.error).range;
    Append(reason, " ", range.source, " ", range.begin);
    const bool shown = reason == last_reason_;
    last_reason_ = std::move(reason);
    return shown;
  }

  // Counts as a test that failed: nothing in it ran.
  void AddBrokenFile(const absl::Status& status, const SourceMap& sources, const std::string& path) {
    ++failed_;
    SetExitCode(console_.Report(status, sources, path));
  }

  // A test that ran and failed outweighs what could not run; of the latter the first one counts.
  void SetExitCode(int exit_code) {
    if (exit_code_ == 0 || exit_code == 1) exit_code_ = exit_code;
  }

  const TestSettingsOfCommand& settings_;
  Console& console_;
  ErrorRenderer renderer_;
  std::string last_reason_;  // why a test of this file could not run
  int passed_ = 0;
  int failed_ = 0;
  int exit_code_ = 0;
  std::map<std::string, int> ran_plain_;
};

absl::StatusOr<TestSettingsOfCommand> ReadSettings(const CommandLine& line) {
  TestSettingsOfCommand settings;
  DREY_ASSIGN_OR_RETURN(settings.runner.compile, ReadCompileOptions(line));
  settings.runner.once = line.Has("--once");
  settings.runner.read_file = [](const std::string& path) { return ReadInputFile(path); };
  if (const auto filter = line.Value("--filter")) {
    absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Compile(*filter);
    if (!regex.ok()) return MakeError(DetailOf(regex.status()), Concat("option --filter: ", MessageOf(regex.status())));
    settings.filter = *std::move(regex);
  }
  return settings;
}

}  // namespace

int TestCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<TestSettingsOfCommand> settings = ReadSettings(line);
  if (!settings.ok()) return console.Report(settings.status());
  TestSession session(*settings, console);
  for (const std::string& path : line.arguments) session.RunPath(path);
  return session.Finish();
}

}  // namespace drey
