#include "tests/command_cases/case_sections.h"

namespace drey {
namespace {

constexpr std::string_view kMark = ">>> ";

// Takes the first line, newline included, off the text.
std::string_view TakeLine(std::string_view& text) {
  const size_t newline = text.find('\n');
  const size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
  const std::string_view line = text.substr(0, length);
  text.remove_prefix(length);
  return line;
}

}  // namespace

CaseSections SplitIntoSections(std::string_view text) {
  CaseSections parsed;
  while (!text.empty()) {
    std::string_view line = TakeLine(text);
    if (!line.starts_with(kMark)) {
      (parsed.sections.empty() ? parsed.comment : parsed.sections.back().body).append(line);
      continue;
    }
    line.remove_prefix(kMark.size());
    if (line.ends_with('\n')) line.remove_suffix(1);
    const size_t colon = line.find(": ");
    CaseSection& section = parsed.sections.emplace_back();
    section.name = line.substr(0, colon);
    if (colon != std::string_view::npos) section.value = line.substr(colon + 2);
  }
  return parsed;
}

}  // namespace drey
