#include "runtime/cli/program.h"

#include <unistd.h>

#include <array>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/command_line.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/console.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/logging/logging.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 2> kErrorFormats = {"text", "json"};

// How to write errors of a command line that cannot be parsed: as it asks for, as far as it can be seen.
ErrorFormat GuessErrorFormat(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--errors=json" || (words[i] == "--errors" && i + 1 < words.size() && words[i + 1] == "json")) {
      return ErrorFormat::kJson;
    }
  }
  return ErrorFormat::kText;
}

absl::Status ConfigureLogging(const CommandLine& line) {
  if (!line.Has("--log-level") && !line.Has("--log-format")) return absl::OkStatus();
  const std::optional<LogLevel> level = ParseLogLevel(line.Value("--log-level").value_or("warn"));
  if (!level) {
    return InvalidError(Concat("option --log-level is one of trace, debug, info, warn, error, off, not '",
                               *line.Value("--log-level"), "'"));
  }
  DREY_ASSIGN_OR_RETURN(const std::string format, line.Choice("--log-format", kErrorFormats));
  StartLogging(*level, format == "json" ? LogFormat::kJson : LogFormat::kText);
  return absl::OkStatus();
}

int Dispatch(const CommandLine& line, Console& console) {
  switch (line.command) {
    case Command::kRun:
      return RunCommand(line, console);
    case Command::kRuns:
      return RunsCommand(line, console);
    case Command::kReplay:
      return ReplayCommand(line, console);
    case Command::kCheck:
      return CheckCommand(line, console);
    case Command::kDiff:
      return DiffCommand(line, console);
    case Command::kExplain:
      return ExplainCommand(line, console);
    case Command::kTest:
      return TestCommand(line, console);
    case Command::kSql:
      return SqlCommand(line, console);
    case Command::kRecord:
      return RecordCommand(line, console);
    case Command::kWhy:
      return WhyCommand(line, console);
    case Command::kTopics:
      return TopicsCommand(line, console);
    case Command::kFunctions:
      return FunctionsCommand(line, console);
    case Command::kCompletion:
      return CompletionCommand(line, console);
    case Command::kHelp:
      return HelpCommand(line, console);
    case Command::kVersion:
      return VersionCommand(console);
  }
  return console.Report(BugError("a command that is not dispatched"));
}

// There is no way on, and nothing of what was not committed is seen by anybody.
[[noreturn]] void EndWithoutMemory() {
  constexpr std::string_view kMessage = "drey: error: out of memory\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kMessage.data(), kMessage.size());
  _exit(static_cast<int>(ErrorKind::kUnavailable));
}

int ExecuteWords(const std::vector<std::string>& words, Console& console) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  if (!line.ok()) return console.Report(line.status());
  const absl::StatusOr<std::string> errors = line->Choice("--errors", kErrorFormats);
  if (!errors.ok()) return console.Report(errors.status());
  if (const absl::Status logging = ConfigureLogging(*line); !logging.ok()) return console.Report(logging);
  return Dispatch(*line, console);
}

}  // namespace

int RunProgram(int argument_count, const char* const* arguments) {
  const std::vector<std::string> words(arguments + (argument_count > 0 ? 1 : 0), arguments + argument_count);
  IgnoreFileSizeSignal();
  std::set_new_handler(EndWithoutMemory);
  Console console(GuessErrorFormat(words));
  const int exit_code = ExecuteWords(words, console);
  if (!console.Flush()) return console.Report(UnavailableError("cannot write standard output"));
  return exit_code;
}

}  // namespace drey
