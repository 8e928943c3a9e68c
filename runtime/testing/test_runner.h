// Runs the tests of one file: the job over topics in memory, as Flink would run it, and what it wrote against what is expected.
//
// A test that passes runs again with its input in batches of one, and once for each place where it can be stopped and resumed; the outcome
// must be the same. Jobs whose outcome may differ from run to run by their nature run once, and the result says why.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/compiler/compiler.h"
#include "runtime/testing/record_comparison.h"
#include "runtime/testing/record_trace.h"
#include "runtime/testing/table_replacement.h"
#include "runtime/testing/test_file.h"

namespace drey {

struct TestRunnerOptions {
  // What the command line adds to the job; its release and mode win over those of the file.
  CompileOptions compile = {};
  // --once: no batches of one, no stops.
  bool once = false;
  // Reads the file of a job definition.
  std::function<absl::StatusOr<std::string>(const std::string& path)> read_file = {};
};

// A test with one release of its list.
struct PlannedTest {
  const TestCase* test = nullptr;
  FlinkVersion version = FlinkVersion::k1_20;
  // Whether the test itself says so; else it is the default or the command line's.
  bool version_given = false;
  std::string name = {};  // "NAME [2.3]" where there are several
};

struct CompiledTest {
  JobGraph graph = {};
  std::map<std::string, std::vector<std::string>> table_columns = {};  // of replaced tables
  std::vector<std::string> written_tables = {};                        // of those, the ones the job writes
  std::map<std::string, std::string> declared_topics = {};             // with the replaced table of each, or nothing
  std::vector<std::string> non_deterministic = {};                     // functions, or a sink's buffer
  std::vector<absl::Status> notices = {};                              // of the compilation
};

struct TestResult {
  std::string name = {};
  SourceRange range = {};
  bool passed = false;
  // Which run failed: empty for the plain one, else "with the input in batches of one", "stopped and resumed after record 3".
  std::string variation = {};
  // The job failed though nothing of that kind was expected, or the test cannot be run.
  absl::Status error = absl::OkStatus();
  // The job did not compile or the test does not fit it, so nothing ran.
  bool did_not_run = false;
  // `error` was expected, and the job ended well or failed with another message.
  bool expected_error_missing = false;
  std::vector<TopicDifference> differences = {};
  // Why the test ran plain only; empty where it did not.
  std::string ran_plain = {};
  absl::Duration elapsed = absl::ZeroDuration();
  const TestCase* test = nullptr;
  // The records that `tables` expect of the job; differences point into them.
  std::shared_ptr<const std::vector<TopicRecords<ExpectedRecord>>> expected_rows = {};
  std::shared_ptr<const CompiledTest> compiled = {};
  // Of a test that ran and failed: the way of each of its input records.
  std::vector<RecordTrace> traces = {};
};

// Thread-safe: several threads may run tests of one file.
class TestRunner {
 public:
  // `sources` holds the file's text and gets those of the job. All must outlive the runner.
  TestRunner(const TestFile& file, SourceMap& sources, const TestRunnerOptions& options)
      : file_(file), sources_(sources), options_(options) {}

  std::vector<PlannedTest> Plan() const;
  TestResult Run(const PlannedTest& planned);

 private:
  struct Compiled {
    absl::Status status = absl::OkStatus();
    std::shared_ptr<const CompiledTest> test = {};
  };

  void TraceFailure(const TestCase& test, const CompiledTest& compiled, TestResult& result);
  Compiled Compile(const PlannedTest& planned);
  absl::StatusOr<CompiledTest> CompileNow(const PlannedTest& planned);
  absl::StatusOr<const JobDefinition*> Definition();

  const TestFile& file_;
  SourceMap& sources_;
  const TestRunnerOptions& options_;
  std::mutex mutex_;
  std::optional<absl::StatusOr<JobDefinition>> definition_;
  std::map<std::string, Compiled> compiled_;  // by what the compilation depends on
};

}  // namespace drey
