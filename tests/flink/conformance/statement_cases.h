// Runs the golden statements: each script in a session of its own, comparing acceptance, error messages and the schemas of queries.
#pragma once

#include <string>

#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/expression_cases.h"

namespace drey {

// All .jsonl files of `folder`. False where a file cannot be read. Acceptance counts under the file's theme, messages under
// "THEME messages".
bool RunStatementCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison);

// The same scripts, comparing the texts of EXPLAIN for the queries and INSERTs that both accept. Plans with what drey does not run are left
// out, as are details (costs, changelog modes).
bool RunPlanCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison);

}  // namespace drey
