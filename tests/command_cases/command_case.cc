#include "tests/command_cases/command_case.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "tests/command_cases/case_sections.h"

namespace drey {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string ShellQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

CommandCase ParseCommandCase(std::string_view text) {
  CaseSections split = SplitIntoSections(text);
  CommandCase parsed;
  parsed.comment = std::move(split.comment);
  for (CaseSection& section : split.sections) {
    if (section.name == "file" || section.name == "run") parsed.items.emplace_back();
    if (parsed.items.empty()) {
      ADD_FAILURE() << "a case begins with a file or a command, not with " << section.Line();
      return parsed;
    }
    CommandCase::Item& item = parsed.items.back();
    const bool takes_lines = section.name == "file" || section.name == "stdout" || section.name == "stderr";
    if (!takes_lines && !section.body.empty()) ADD_FAILURE() << "lines that belong to nothing below " << section.Line();
    if (section.name == "file") {
      item.file = std::move(section.value);
      item.content = std::move(section.body);
    } else if (section.name == "run") {
      item.step.command = std::move(section.value);
    } else if (section.name == "exit") {
      item.step.exit_code = std::stoi(section.value);
    } else if (section.name == "stdout") {
      item.step.standard_output = std::move(section.body);
    } else if (section.name == "stderr") {
      item.step.standard_error = std::move(section.body);
    } else {
      ADD_FAILURE() << "unknown section " << section.Line();
    }
  }
  return parsed;
}

std::string FormatCommandCase(const CommandCase& command_case) {
  std::string out = command_case.comment;
  for (const CommandCase::Item& item : command_case.items) {
    if (!item.file.empty()) {
      out += ">>> file: " + item.file + "\n" + item.content;
      continue;
    }
    out += ">>> run: " + item.step.command + "\n";
    if (item.step.exit_code != 0) out += ">>> exit: " + std::to_string(item.step.exit_code) + "\n";
    if (!item.step.standard_output.empty()) out += ">>> stdout\n" + item.step.standard_output;
    if (!item.step.standard_error.empty()) out += ">>> stderr\n" + item.step.standard_error;
  }
  return out;
}

bool MatchesExpectation(std::string_view expected, std::string_view actual) {
  constexpr std::string_view kAnyText = "{{*}}";
  constexpr std::string_view kAnyLines = "{{…}}";
  const size_t wildcard = std::min(expected.find(kAnyText), expected.find(kAnyLines));
  if (wildcard == std::string_view::npos) return expected == actual;
  if (!actual.starts_with(expected.substr(0, wildcard))) return false;
  actual.remove_prefix(wildcard);
  const bool lines = expected.substr(wildcard).starts_with(kAnyLines);
  expected.remove_prefix(wildcard + (lines ? kAnyLines : kAnyText).size());
  for (size_t skipped = 0;; ++skipped) {
    if (MatchesExpectation(expected, actual.substr(skipped))) return true;
    if (skipped == actual.size() || (!lines && actual[skipped] == '\n')) return false;
  }
}

CommandStep RunCommandStep(const std::string& command, const std::filesystem::path& folder) {
  const std::filesystem::path out = folder.string() + ".stdout";
  const std::filesystem::path err = folder.string() + ".stderr";
  const std::string shell = "cd " + ShellQuoted(folder) + " && sh -c " + ShellQuoted(command) + " </dev/null >" + ShellQuoted(out) +
                            " 2>" + ShellQuoted(err);
  const int status = std::system(shell.c_str());
  CommandStep step = {command, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), ReadFile(out), ReadFile(err)};
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return step;
}

}  // namespace drey
