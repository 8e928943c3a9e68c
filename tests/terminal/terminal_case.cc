#include "tests/terminal/terminal_case.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <utility>

#include "tests/command_cases/case_sections.h"
#include "tests/command_cases/command_case.h"
#include "tests/terminal/pseudo_terminal.h"

namespace drey {
namespace {

constexpr size_t kColumns = 120;

std::string KeyBytes(std::string_view name) {
  static const std::map<std::string_view, std::string_view> kKeys = {
      {"Tab", "\t"},          {"Enter", "\r"},        {"Ctrl-C", "\x03"},  {"Ctrl-D", "\x04"},     {"Ctrl-R", "\x12"}, {"Ctrl-A", "\x01"},     {"Ctrl-U", "\x15"},
      {"Backspace", "\x7f"},  {"Up", "\x1b[A"},       {"Down", "\x1b[B"},  {"Right", "\x1b[C"},    {"Left", "\x1b[D"},
  };
  const auto found = kKeys.find(name);
  if (found == kKeys.end()) ADD_FAILURE() << "unknown key <" << name << ">";
  return found == kKeys.end() ? "" : std::string(found->second);
}

// "SEL<Tab>": names of keys stand between angle brackets.
std::string Keys(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const size_t end = text.front() == '<' ? text.find('>') : std::string_view::npos;
    if (end == std::string_view::npos) {
      bytes += text.front();
      text.remove_prefix(1);
    } else {
      bytes += KeyBytes(text.substr(1, end - 1));
      text.remove_prefix(end + 1);
    }
  }
  return bytes;
}

std::string WithoutLastNewline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string WithoutBlanksAtLineEnds(std::string_view text) {
  std::string out;
  for (const char c : text) {
    while (c == '\n' && out.ends_with(' ')) out.pop_back();
    out += c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

class CaseRun {
 public:
  explicit CaseRun(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void Step(const TerminalStep& step) {
    switch (step.kind) {
      case TerminalStep::Kind::kFile:
        return WriteFile(step);
      case TerminalStep::Kind::kRun:
        terminal_ = std::make_unique<PseudoTerminal>(std::vector<std::string>{"sh", "-c", "exec " + step.argument}, folder_, kColumns);
        first_row_ = 0;
        return;
      case TerminalStep::Kind::kShell:
        ASSERT_EQ(RunCommandStep(step.argument, folder_).exit_code, 0) << step.argument;
        return;
      default:
        break;
    }
    ASSERT_NE(terminal_, nullptr) << "nothing runs yet";
    if (step.kind == TerminalStep::Kind::kType) {
      terminal_->Type(step.argument);
    } else if (step.kind == TerminalStep::Kind::kScreen) {
      ExpectScreen(step);
    } else {
      EXPECT_EQ(terminal_->WaitForExit(), std::stoi(step.argument)) << terminal_->screen().Text(first_row_);
      terminal_.reset();
    }
  }

 private:
  void WriteFile(const TerminalStep& step) const {
    std::filesystem::create_directories((folder_ / step.argument).parent_path());
    std::ofstream(folder_ / step.argument, std::ios::binary) << step.body;
  }

  void ExpectScreen(const TerminalStep& step) {
    const std::string expected = WithoutBlanksAtLineEnds(WithoutLastNewline(step.body));
    const bool reached =
        terminal_->WaitUntil([&](const Screen& screen) { return MatchesExpectation(expected, WithoutLastNewline(screen.Text(first_row_))); });
    if (!reached) {
      ASSERT_EQ(WithoutLastNewline(terminal_->screen().Text(first_row_)), expected);
    }
    first_row_ = terminal_->screen().row();
  }

  std::filesystem::path folder_;
  std::unique_ptr<PseudoTerminal> terminal_;
  size_t first_row_ = 0;
};

}  // namespace

std::vector<TerminalStep> ParseTerminalCase(std::string_view text) {
  using Kind = TerminalStep::Kind;
  static const std::map<std::string_view, Kind> kKinds = {{"file", Kind::kFile}, {"run", Kind::kRun},       {"type", Kind::kType}, {"keys", Kind::kType},
                                                          {"sh", Kind::kShell},  {"screen", Kind::kScreen}, {"exit", Kind::kExit}};
  std::vector<TerminalStep> steps;
  for (CaseSection& section : SplitIntoSections(text).sections) {
    const auto kind = kKinds.find(section.name);
    if (kind == kKinds.end()) {
      ADD_FAILURE() << "unknown section " << section.Line();
      return {};
    }
    std::string argument = section.value;
    if (section.name == "type") argument += '\r';
    if (section.name == "keys") argument = Keys(section.value);
    steps.push_back({.kind = kind->second, .argument = std::move(argument), .body = std::move(section.body)});
  }
  return steps;
}

void RunTerminalCase(const std::vector<TerminalStep>& steps, const std::filesystem::path& folder) {
  CaseRun run(folder);
  for (const TerminalStep& step : steps) {
    run.Step(step);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace drey
