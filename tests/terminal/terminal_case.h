// A golden case of a program on a terminal: what a user types and what the screen then shows. One text file a case:
//
//   # Why the case is there.
//   >>> file: job.sql
//   CREATE TABLE …
//   >>> run: drey sql
//   >>> screen
//   drey> 
//   >>> type: SELECT 1;
//   >>> screen
//   drey> SELECT 1;
//   …
//   drey> 
//   >>> keys: <Ctrl-D>
//   >>> exit: 0
//
// `type` is a line with Enter at its end, `keys` are keys without. `screen` waits until the text from the line on which the last `screen` ended
// is this, without the blanks at the ends of lines; `{{*}}` and `{{…}}` stand for any text as in tests/command_cases. `sh` runs a command
// beside the program. `exit` waits for the end of the program, and what the screen shows until then is not looked at. The
// program runs in an empty folder that is its home too.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

struct TerminalStep {
  enum class Kind : uint8_t { kFile, kRun, kType, kScreen, kShell, kExit };
  Kind kind = Kind::kFile;
  std::string argument = {};  // behind the colon; of `keys` and `type` the bytes
  std::string body = {};      // the lines below
};

// Ends the test with a failure where the text is not a case.
std::vector<TerminalStep> ParseTerminalCase(std::string_view text);

// Ends the test with a failure at the first step that does not do what it says.
void RunTerminalCase(const std::vector<TerminalStep>& steps, const std::filesystem::path& folder);

}  // namespace drey
