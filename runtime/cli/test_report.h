// How results of unit tests are shown: a line for a test that failed, and below it what was expected and what came, aligned, with the
// differing part marked.
#pragma once

#include <string>

#include "engine/base/source_text.h"
#include "runtime/cli/error_renderer.h"
#include "runtime/testing/test_runner.h"

namespace drey {

// Whole lines, none wider than a terminal of 80 columns where the test file's own texts allow it. `error_shown`: the test before it failed
// with the same error, which is not shown again.
std::string RenderFailure(const TestResult& result, const TestFile& file, const SourceMap& sources, const ErrorRenderer& errors,
                          bool error_shown);

}  // namespace drey
