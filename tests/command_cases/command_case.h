// A golden case of the command line: files, commands, and what each command prints and returns. One text file a case:
//
//   # Why the case is there.
//   >>> file: job.sql
//   SELECT 1
//   >>> run: drey check job.sql
//   >>> exit: 2
//   >>> stdout
//   job.sql:1:1: error: …
//   >>> stderr
//
// Commands run in an empty folder that holds the case's files, by sh, with drey on the PATH and the repository in $REPOSITORY. A stream
// that is not named must be empty; an exit that is not named must be 0. `{{*}}` stands for any text within a line, `{{…}}` for
// any lines.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

struct CommandStep {
  std::string command;
  int exit_code = 0;
  std::string standard_output;
  std::string standard_error;
};

struct CommandCase {
  std::string comment;
  // Files and steps in the order of the text; a file is written before the steps that follow it.
  struct Item {
    std::string file;  // empty: a step
    std::string content;
    CommandStep step;
  };
  std::vector<Item> items;
};

// Ends the test with a failure when the text is not a case.
CommandCase ParseCommandCase(std::string_view text);

// The text of a case; the inverse of ParseCommandCase.
std::string FormatCommandCase(const CommandCase& command_case);

// Whether `actual` is what `expected` says, with its wildcards.
bool MatchesExpectation(std::string_view expected, std::string_view actual);

// What the command printed and returned.
CommandStep RunCommandStep(const std::string& command, const std::filesystem::path& folder);

}  // namespace drey
