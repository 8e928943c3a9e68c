// Makes a test of input: runs the job over it and writes both as a test file, which passes.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/testing/input_copy.h"
#include "runtime/testing/test_file.h"

namespace drey {

// The records of a copy as input of a test, and the partitions of all topics.
TestCase ToTestCase(const JobGraph& graph, const InputCopy& copy);

// One record for each topic that the job reads, with an example value for each column.
TestCase ExampleInput(const JobGraph& graph);

void RedactInput(TestCase& test);

// Runs the test's input through the job; the text of the test file. `job_path`: as the file is to name it.
absl::StatusOr<std::string> WriteRecordedTest(TestCase test, JobGraph graph, const std::string& job_path, const std::string& comment);

}  // namespace drey
