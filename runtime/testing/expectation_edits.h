// The edits of a test file's text that make one test expect what came.
//
// Only the values that differ change; comments, order and layout of everything else stay, and no field is added to a record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/testing/test_runner.h"

namespace drey {

// Bytes [begin, end) of the text become `text`.
struct TextEdit {
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string text = {};

  friend auto operator<=>(const TextEdit&, const TextEdit&) = default;
};

// How the records of a topic find their places in the list that stands there.
enum class RecordPlacing : uint8_t {
  kAligned,   // those that fit stay, the others come and go between them
  kInOrder,   // the first one becomes the first one that came, and so on
};

// The edits of a test that failed, in `text`, the file that it was read from. They do not overlap.
std::vector<TextEdit> ExpectationEdits(const TestResult& result, std::string_view text, RecordPlacing placing);

}  // namespace drey
