#include "tests/command_cases/command_case.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace drey {
namespace {

constexpr std::string_view kMark = ">>> ";

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Takes the first line, newline included, off the text.
std::string_view TakeLine(std::string_view& text) {
  const size_t newline = text.find('\n');
  const size_t length = newline == std::string_view::npos ? text.size() : newline + 1;
  const std::string_view line = text.substr(0, length);
  text.remove_prefix(length);
  return line;
}

std::string ShellQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

CommandCase ParseCommandCase(std::string_view text) {
  CommandCase parsed;
  std::string* body = &parsed.comment;
  while (!text.empty()) {
    std::string_view line = TakeLine(text);
    if (!line.starts_with(kMark)) {
      body->append(line);
      continue;
    }
    line.remove_prefix(kMark.size());
    if (line.ends_with('\n')) line.remove_suffix(1);
    const size_t colon = line.find(": ");
    const std::string_view name = line.substr(0, colon);
    const std::string value(colon == std::string_view::npos ? std::string_view() : line.substr(colon + 2));
    if (name == "file" || name == "run") parsed.items.emplace_back();
    if (parsed.items.empty()) {
      ADD_FAILURE() << "a case begins with a file or a command, not with " << line;
      return parsed;
    }
    CommandCase::Item& item = parsed.items.back();
    if (name == "file") {
      item.file = value;
      body = &item.content;
    } else if (name == "run") {
      item.step.command = value;
    } else if (name == "exit") {
      item.step.exit_code = std::stoi(value);
    } else if (name == "stdout") {
      body = &item.step.standard_output;
    } else if (name == "stderr") {
      body = &item.step.standard_error;
    } else {
      ADD_FAILURE() << "unknown section " << line;
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
