// Test files that drey writes: `record` and `test --init`.
#pragma once

#include <functional>

#include "engine/job/job_graph.h"
#include "runtime/cli/command_line.h"
#include "runtime/cli/console.h"
#include "runtime/testing/test_file.h"

namespace drey {

using MakeTest = std::function<absl::StatusOr<TestCase>(const JobGraph& graph)>;

// Compiles the job of the command line, runs what `make` gives through it and writes both to the file of --output, which must not be
// there yet.
int WriteTestOfJob(const CommandLine& line, const std::string& comment, const MakeTest& make, Console& console);

// test --init.
int InitTest(const CommandLine& line, Console& console);

}  // namespace drey
