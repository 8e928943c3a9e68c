// The commands. Each takes the checked command line, writes to the console and returns the exit code of the process.
#pragma once

#include "runtime/cli/command_line.h"
#include "runtime/cli/console.h"

namespace drey {

int CheckCommand(const CommandLine& line, Console& console);
int ExplainCommand(const CommandLine& line, Console& console);
int FunctionsCommand(const CommandLine& line, Console& console);
int HelpCommand(const CommandLine& line, Console& console);
int ReplayCommand(const CommandLine& line, Console& console);
int SqlCommand(const CommandLine& line, Console& console);
int RecordCommand(const CommandLine& line, Console& console);
int RunCommand(const CommandLine& line, Console& console);
int RunsCommand(const CommandLine& line, Console& console);
int TestCommand(const CommandLine& line, Console& console);
int TopicsCommand(const CommandLine& line, Console& console);

int WhyCommand(const CommandLine& line, Console& console);

// "drey 0.1.0 (…)".
int VersionCommand(Console& console);

}  // namespace drey
