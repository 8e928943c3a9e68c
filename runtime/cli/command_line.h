// What the user typed: a command, its arguments and its options, checked against the one table of commands and options.
//
// The tables below are also what help shows and what suggestions are made from. Meaning is given to values elsewhere: here an option is
// known, stands with a command that has it, has a value if it takes one, and comes once unless it may be repeated.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace drey {

enum class Command : uint8_t { kRun, kRuns, kReplay, kCheck, kExplain, kTest, kRecord, kDiff, kWhy, kTopics, kFunctions, kSql, kCompletion, kHelp, kVersion };

struct CommandDescription {
  std::string_view name;
  Command command;
  std::string_view arguments;  // "JOB"
  size_t minimum_arguments;
  size_t maximum_arguments;
  std::string_view summary;
};

struct OptionDescription {
  std::string_view name;        // "--limit"
  std::string_view value_name;  // "N"; empty for a flag
  std::string_view description;
  uint32_t commands;            // bit 1 << Command of each command that has it
  bool repeatable = false;
};

// In the order in which help lists them.
std::span<const CommandDescription> AllCommands();
std::span<const OptionDescription> AllOptions();
const CommandDescription& DescriptionOf(Command command);
bool IsOptionOf(const OptionDescription& option, Command command);

struct CommandLine {
  Command command = Command::kHelp;
  std::vector<std::string> arguments = {};
  // Values by option name; a flag has one empty value.
  std::map<std::string, std::vector<std::string>, std::less<>> options = {};

  bool Has(std::string_view option) const { return options.contains(option); }
  std::optional<std::string> Value(std::string_view option) const;
  std::vector<std::string> Values(std::string_view option) const;
  // The value, which must be one of `allowed`; the first of them where the option is absent.
  absl::StatusOr<std::string> Choice(std::string_view option, std::span<const std::string_view> allowed) const;
};

// `arguments` without the program's name. "drey COMMAND --help" becomes the command help.
absl::StatusOr<CommandLine> ParseCommandLine(std::span<const std::string> arguments);

}  // namespace drey
