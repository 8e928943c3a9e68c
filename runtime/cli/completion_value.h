// What a shell can offer for a word of the command line, read from the tables of commands and options.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/cli/command_line.h"

namespace drey {

struct CompletionValue {
  enum class Kind : uint8_t {
    kNothing,
    kWords,    // one of `words`
    kFiles,
    kFolders,
  };
  Kind kind = Kind::kNothing;
  std::vector<std::string> words = {};
};

CompletionValue ValueOf(const OptionDescription& option);
CompletionValue ArgumentsOf(const CommandDescription& command);

// The options of a command, in the order of its help.
std::vector<OptionDescription> OptionsOf(Command command);

}  // namespace drey
