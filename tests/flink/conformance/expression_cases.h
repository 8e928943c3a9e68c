// Runs the golden expressions: parse, bind, plan and evaluate each for a Flink version and compare type, values and failures.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tests/flink/conformance/comparison.h"

namespace drey {

// Which cases to run: by "VERSION THEME CASE".
using CaseFilter = std::function<bool(std::string_view id)>;

// All .jsonl files of `folder`. False where a file cannot be read.
bool RunExpressionCases(const std::string& folder, const CaseFilter& filter, Comparison& comparison);

}  // namespace drey
