// What `drey test --update` makes of a test file: its text with what came in place of what was expected.
//
// A test is updated as a whole or not at all, and only where the new text is proven: it is a test file, it says the same of all other
// tests, and the tests that were updated pass. Several runs of one test, and tests that share a place by an alias, are updated together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/testing/test_runner.h"

namespace drey {

struct FileUpdate {
  // The whole file; the same text where nothing is updated.
  std::string text = {};
  // By result: why a test that failed is not updated; empty for one that is, and for one that passed.
  std::vector<std::string> reasons = {};
};

// `results` are those of tests of `file`, which was read from `text`; `options` those of their runner.
FileUpdate UpdateTestFile(const TestFile& file, std::string_view text, const std::vector<TestResult>& results,
                          const TestRunnerOptions& options);

}  // namespace drey
