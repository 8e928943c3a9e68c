#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "engine/functions/regex/java_regex.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/junit_report.h"
#include "runtime/cli/output_file.h"
#include "runtime/cli/recorded_file.h"
#include "runtime/cli/test_report.h"
#include "runtime/testing/test_runner.h"
#include "runtime/testing/test_update.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTestFileEnding = ".test.yaml";
constexpr absl::Duration kWatchInterval = absl::Milliseconds(100);

struct TestSettingsOfCommand {
  TestRunnerOptions runner = {};
  std::shared_ptr<const JavaRegex> filter = {};
  bool update = false;
  size_t jobs = 1;
  std::string junit_file = {};
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

// The tests of a file, several at once; results come in the order of the file.
std::vector<TestResult> RunTests(TestRunner& runner, const std::vector<PlannedTest>& tests, size_t threads) {
  std::vector<TestResult> results(tests.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < tests.size(); i = next++) results[i] = runner.Run(tests[i]);
  };
  std::vector<std::thread> workers;
  for (size_t i = 1; i < std::min(threads, tests.size()); ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return results;
}

// When each file was last written.
using FileTimes = std::map<std::string, fs::file_time_type>;

// The earliest time where it is missing.
fs::file_time_type TimeOf(const std::string& file) {
  std::error_code error;
  const fs::file_time_type time = fs::last_write_time(file, error);
  return error ? fs::file_time_type::min() : time;
}

// Of the same files, now.
FileTimes TimesNow(FileTimes times) {
  for (auto& [file, time] : times) time = TimeOf(file);
  return times;
}

// What ran and how it went, over all files.
class TestSession {
 public:
  TestSession(const TestSettingsOfCommand& settings, Console& console)
      : settings_(settings), console_(console), renderer_(ErrorFormat::kText, WantsColour(OutputStream::kStandardOutput)) {
    runner_options_ = settings.runner;
    runner_options_.read_file = [this](const std::string& path) { return ReadFile(path); };
  }
  TestSession(const TestSession&) = delete;
  TestSession& operator=(const TestSession&) = delete;

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
    if (!settings_.junit_file.empty()) {
      const absl::Status written = WriteOutputFile(settings_.junit_file, RenderJUnit(suites_));
      if (!written.ok()) exit_code_ = console_.Report(written);
    }
    if (passed_ + failed_ == 0) {
      SetExitCode(console_.Report(InvalidError(settings_.filter ? "option --filter: no test has such a name" : "there are no tests")));
    }
    console_.Print(Concat(passed_, " passed, ", failed_, " failed\n"));
    return exit_code_;
  }

  // Test files and jobs, and when each was last written before it was read.
  const FileTimes& files_read() const { return files_read_; }

 private:
  absl::StatusOr<std::string> ReadFile(const std::string& path) {
    files_read_.emplace(path, TimeOf(path));
    return ReadInputFile(path);
  }

  void RunFile(const std::string& path) {
    const absl::StatusOr<std::string> content = ReadFile(path);
    if (!content.ok()) return AddBrokenFile(content.status(), {}, path);
    SourceMap sources;
    const SourceId source = sources.Add({.file = path, .text = *content});
    const absl::StatusOr<TestFile> file = ReadTestFile(source, sources);
    if (!file.ok()) return AddBrokenFile(file.status(), sources, path);
    last_reason_.clear();
    suites_.push_back({.file = path});
    TestRunner runner(*file, sources, runner_options_);
    std::vector<PlannedTest> tests = runner.Plan();
    std::erase_if(tests, [this](const PlannedTest& test) {
      return settings_.filter && !JavaMatcher(*settings_.filter, test.name).Find();
    });
    const std::vector<TestResult> results = RunTests(runner, tests, settings_.jobs);
    for (const TestResult& result : results) Warn(result, sources, path);
    std::vector<std::string> not_updated(results.size());
    if (settings_.update) not_updated = Update(*file, *content, results);
    for (size_t i = 0; i < results.size(); ++i) {
      if (settings_.update && not_updated[i].empty()) {
        AddPassed(results[i]);
      } else {
        AddResult(results[i], *file, sources, not_updated[i]);
      }
    }
  }

  // What was said of one test is not said again of the next.
  void Warn(const TestResult& result, const SourceMap& sources, const std::string& path) {
    if (result.compiled == nullptr) return;
    for (const absl::Status& notice : result.compiled->notices) {
      const SourceRange range = DetailOf(notice).range;
      const std::string place = range.known() ? Concat(path, " ", range.source, " ", range.begin) : std::string();
      if (warned_.insert(Concat(place, " ", MessageOf(notice))).second) console_.Warn(notice, sources, range.known() ? path : "");
    }
  }

  // Why each test that failed still does; empty for the others.
  std::vector<std::string> Update(const TestFile& file, const std::string& content, const std::vector<TestResult>& results) {
    FileUpdate update = UpdateTestFile(file, content, results, runner_options_);
    if (update.text == content) return update.reasons;
    const absl::Status written = ReplaceOutputFile(file.path, update.text);
    if (written.ok()) {
      console_.Print(Concat("updated ", file.path, "\n"));
      return update.reasons;
    }
    SetExitCode(console_.Report(written));
    for (size_t i = 0; i < results.size(); ++i) {
      if (!results[i].passed && update.reasons[i].empty()) update.reasons[i] = "the file cannot be written";
    }
    return update.reasons;
  }

  void AddPassed(const TestResult& result) {
    ++passed_;
    suites_.back().cases.push_back({.name = result.name, .elapsed = result.elapsed});
  }

  // `not_updated`: why --update left it as it is; empty without that.
  void AddResult(const TestResult& result, const TestFile& file, const SourceMap& sources, const std::string& not_updated) {
    if (!result.ran_plain.empty()) ++ran_plain_[result.ran_plain];
    if (result.passed) return AddPassed(result);
    ++failed_;
    console_.Print(RenderFailure(result, file, sources, renderer_, ShownBefore(result)));
    if (!not_updated.empty()) console_.Print(Concat("  not updated: ", not_updated, "\n"));
    const ErrorRenderer plain(ErrorFormat::kText, false);
    suites_.back().cases.push_back(
        {.name = result.name, .elapsed = result.elapsed, .failure = RenderFailure(result, file, sources, plain, false)});
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
    suites_.push_back({.file = path, .cases = {{.name = path, .failure = std::string(MessageOf(status))}}});
    SetExitCode(console_.Report(status, sources, path));
  }

  // A test that ran and failed outweighs what could not run; of the latter the first one counts.
  void SetExitCode(int exit_code) {
    if (exit_code_ == 0 || exit_code == 1) exit_code_ = exit_code;
  }

  const TestSettingsOfCommand& settings_;
  Console& console_;
  ErrorRenderer renderer_;
  TestRunnerOptions runner_options_;
  FileTimes files_read_;
  std::vector<JUnitSuite> suites_;
  std::set<std::string> warned_;
  std::string last_reason_;  // why a test of this file could not run
  int passed_ = 0;
  int failed_ = 0;
  int exit_code_ = 0;
  std::map<std::string, int> ran_plain_;
};

// The test files there are now.
std::set<std::string> TestFilesOf(const std::vector<std::string>& paths) {
  std::set<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.insert(path);
      continue;
    }
    const absl::StatusOr<std::vector<std::string>> listed = ListTestFiles(path);
    if (listed.ok()) files.insert(listed->begin(), listed->end());
  }
  return files;
}

int RunAll(const TestSettingsOfCommand& settings, const std::vector<std::string>& paths, Console& console,
           FileTimes& files) {
  TestSession session(settings, console);
  for (const std::string& path : paths) session.RunPath(path);
  files = session.files_read();
  return session.Finish();
}

// Until the process is interrupted.
void Watch(const TestSettingsOfCommand& settings, const std::vector<std::string>& paths, Console& console) {
  while (true) {
    const std::set<std::string> test_files = TestFilesOf(paths);
    FileTimes times;
    RunAll(settings, paths, console, times);
    console.Flush();
    // What changed while the tests ran has changed, unless --update did it.
    if (settings.update) times = TimesNow(std::move(times));
    do {
      absl::SleepFor(kWatchInterval);
    } while (TimesNow(times) == times && TestFilesOf(paths) == test_files);
    console.Print("\n");
  }
}

absl::StatusOr<TestSettingsOfCommand> ReadSettings(const CommandLine& line) {
  TestSettingsOfCommand settings;
  DREY_ASSIGN_OR_RETURN(settings.runner.compile, ReadCompileOptions(line));
  settings.runner.once = line.Has("--once");
  settings.update = line.Has("--update");
  settings.junit_file = line.Value("--junit").value_or("");
  if (settings.junit_file == "-") {
    return InvalidError("option --junit takes the name of a file, not '-'", {}, "standard output has the report for people");
  }
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> jobs, ReadCount(line, "--jobs", 1));
  settings.jobs = static_cast<size_t>(jobs.value_or(1));
  if (const auto filter = line.Value("--filter")) {
    absl::StatusOr<std::shared_ptr<const JavaRegex>> regex = JavaRegex::Compile(*filter);
    if (!regex.ok()) return MakeError(DetailOf(regex.status()), Concat("option --filter: ", MessageOf(regex.status())));
    settings.filter = *std::move(regex);
  }
  return settings;
}

}  // namespace

int TestCommand(const CommandLine& line, Console& console) {
  if (line.Has("--init")) return InitTest(line, console);
  if (line.Has("--output")) return console.Report(InvalidError("option --output is for --init"));
  const absl::StatusOr<TestSettingsOfCommand> settings = ReadSettings(line);
  if (!settings.ok()) return console.Report(settings.status());
  if (line.Has("--watch")) Watch(*settings, line.arguments, console);
  FileTimes files;
  return RunAll(*settings, line.arguments, console, files);
}

}  // namespace drey
