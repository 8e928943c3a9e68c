// Runs the golden jobs: compiles each for a Flink version, runs it over topics in memory and compares every record and failure.
#pragma once

#include <string>

#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/expression_cases.h"

namespace drey {

// All .jsonl files of `folder`, each case with batches of `batch_rows` rows. False where a file cannot be read.
bool RunJobCases(const std::string& folder, const CaseFilter& filter, size_t batch_rows, Comparison& comparison);

}  // namespace drey
