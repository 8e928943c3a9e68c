#include <array>
#include <string>
#include <vector>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/shell_completion.h"

namespace drey {

int CompletionCommand(const CommandLine& line, Console& console) {
  const std::string& shell = line.arguments.front();
  if (shell == "bash") {
    console.Print(BashCompletion());
  } else if (shell == "zsh") {
    console.Print(ZshCompletion());
  } else if (shell == "fish") {
    console.Print(FishCompletion());
  } else {
    const std::vector<std::string> shells = {"bash", "zsh", "fish"};
    const std::string hint = DidYouMean(shell, shells);
    return console.Report(InvalidError(Concat("the shell is one of ", Join(shells, ", "), ", not '", shell, "'"), {}, hint));
  }
  return 0;
}

}  // namespace drey
