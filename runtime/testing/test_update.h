// What `drey test --update` writes: the text of a test file with what came in place of what was expected.
//
// Only the values that differ change; comments, order and layout of everything else stay.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"
#include "runtime/testing/test_runner.h"

namespace drey {

struct TextEdit {
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string text = {};
};

// The edits that make a failed test expect what came. Empty where that cannot be written: the job failed, or differs from run to run.
std::vector<TextEdit> UpdatesOf(const TestResult& result, std::string_view text);

// Applies edits; of several of one place the first counts.
std::string ApplyEdits(std::string_view text, std::vector<TextEdit> edits);

}  // namespace drey
