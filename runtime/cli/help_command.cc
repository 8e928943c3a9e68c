#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/display_width.h"
#include "runtime/cli/exit_codes.h"
#include "runtime/cli/manual_page.h"

namespace drey {
namespace {

struct HelpLine {
  std::string term;
  std::string_view text;
};

std::string AlignedLines(const std::vector<HelpLine>& lines) {
  size_t widest = 0;
  for (const HelpLine& line : lines) widest = std::max(widest, DisplayWidth(line.term));
  std::string out;
  for (const HelpLine& line : lines) {
    Append(out, "  ", line.term, std::string(widest - DisplayWidth(line.term) + 2, ' '), line.text, "\n");
  }
  return out;
}

std::string Overview() {
  std::vector<HelpLine> commands;
  for (const CommandDescription& command : AllCommands()) {
    commands.push_back({Concat(command.name, command.arguments.empty() ? "" : " ", command.arguments), command.summary});
  }
  return Concat("drey runs Apache Flink SQL jobs in one native process.\n\nusage: drey COMMAND [ARGUMENT…] [OPTION…]\n\n",
                AlignedLines(commands), "\ndrey help COMMAND lists the options of a command.\n\n", kExitCodes);
}

std::string HelpFor(const CommandDescription& command) {
  std::vector<HelpLine> options;
  for (const OptionDescription& option : AllOptions()) {
    if (!IsOptionOf(option, command.command)) continue;
    options.push_back({Concat(option.name, option.value_name.empty() ? "" : " ", option.value_name), option.description});
  }
  return Concat("drey ", command.name, " ", command.summary, ".\n\nusage: drey ", command.name,
                command.arguments.empty() ? "" : " ", command.arguments, options.empty() ? "" : " [OPTION…]\n\n",
                AlignedLines(options), "\n", kExitCodes);
}

}  // namespace

int HelpCommand(const CommandLine& line, Console& console) {
  if (line.Has("--man")) {
    console.Print(ManualPage());
    return 0;
  }
  if (line.arguments.empty()) {
    console.Print(Overview());
    return 0;
  }
  std::vector<std::string> names;
  for (const CommandDescription& command : AllCommands()) {
    if (command.name == line.arguments.front()) {
      console.Print(HelpFor(command));
      return 0;
    }
    names.emplace_back(command.name);
  }
  return console.Report(InvalidError(Concat("unknown command '", line.arguments.front(), "'"), {},
                                     DidYouMean(line.arguments.front(), names)));
}

int VersionCommand(Console& console) {
  console.Print("drey " DREY_VERSION " (answers as Apache Flink 1.20.3 and 2.3.0)\n");
  return 0;
}

}  // namespace drey
