// One run of a test's job over topics in memory.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/log/memory/memory_log.h"
#include "runtime/testing/test_file.h"
#include "runtime/testing/test_runner.h"

namespace drey {

struct TestRunShape {
  size_t batch_rows = 1024;
  // The job is stopped after so many input records, and another run of it resumes.
  std::optional<int64_t> stop_after = {};
};

struct TestRunOutcome {
  absl::Status status = absl::OkStatus();
  int64_t records_in = 0;
  std::shared_ptr<MemoryLog> log = {};
};

// Topics with the test's input and the partitions it names. Fails where the test does not fit the job.
absl::StatusOr<std::shared_ptr<MemoryLog>> FillTopics(const TestCase& test, const CompiledTest& compiled);

// Where the sources start: what a test gives as input is there before the job, also for those that begin at the end or at committed
// offsets.
std::vector<std::optional<SourcePosition>> StartPositions(const JobGraph& graph);

// The input topics and replaced tables are those of `log`.
TestRunOutcome RunOnce(const TestCase& test, const CompiledTest& compiled, const TestRunShape& shape, std::shared_ptr<MemoryLog> log);

}  // namespace drey
