#include "tests/tour/tour.h"

#include <regex>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kFence = "```";

std::string NameInBackTicks(std::string_view line) {
  const size_t end = line.rfind('`');
  const size_t begin = end == std::string_view::npos || end == 0 ? end : line.rfind('`', end - 1);
  return begin == std::string_view::npos ? std::string() : std::string(line.substr(begin + 1, end - begin - 1));
}

}  // namespace

std::vector<TourStep> ReadTour(std::string_view markdown, std::string_view heading) {
  std::vector<TourStep> steps;
  bool in_section = false;
  bool in_block = false;
  bool is_output = false;
  std::string_view before;  // the last line of text
  for (const std::string_view line : Split(markdown, '\n')) {
    if (!in_block && line.starts_with("## ")) in_section = line.substr(3) == heading;
    if (!in_section) continue;
    if (line.starts_with(kFence)) {
      in_block = !in_block;
      const std::string_view language = line.substr(kFence.size());
      is_output = in_block && language.empty();
      if (!in_block || is_output) continue;
      steps.push_back({.file = language == "sh" ? std::string() : NameInBackTicks(before)});
    } else if (!in_block) {
      if (!line.empty()) before = line;
    } else if (is_output) {
      Append(steps.back().output, line, "\n");
    } else if (steps.back().file.empty()) {
      steps.back().commands.emplace_back(line);
    } else {
      Append(steps.back().content, line, "\n");
    }
  }
  return steps;
}

std::string WithoutTimes(std::string_view text) {
  std::string out(text);
  for (const char* pattern : {R"(\b1[0-9]{12}\b)", R"(\b[0-9.]+ m?s\b( \([0-9,]+/s\))?)", R"(127\.0\.0\.1:[0-9]+)"}) {
    out = std::regex_replace(out, std::regex(pattern), "<varies>");
  }
  return out;
}

}  // namespace drey
