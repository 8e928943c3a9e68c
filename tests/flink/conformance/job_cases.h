// Runs the golden jobs: compiles each for a Flink version, runs it over topics in memory and compares every record and failure.
#pragma once

#include <string>

#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/expression_cases.h"

namespace drey {

// All .jsonl files of `folder`, each case with batches of `batch_rows` rows. False where a file cannot be read. Where `test_folder` is not
// empty, each case in which drey answers as Flink is written there as a unit test.
bool RunJobCases(const std::string& folder, const CaseFilter& filter, size_t batch_rows, const std::string& test_folder,
                 Comparison& comparison);

}  // namespace drey
