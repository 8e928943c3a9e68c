// The commands. Each takes the checked command line, writes to the console and returns the exit code of the process.
#pragma once

#include <functional>

#include "engine/compiler/compiler.h"
#include "runtime/cli/command_line.h"
#include "runtime/cli/console.h"
#include "runtime/task/pipeline_profile.h"

namespace drey {

int CheckCommand(const CommandLine& line, Console& console);
int DiffCommand(const CommandLine& line, Console& console);
int CompletionCommand(const CommandLine& line, Console& console);
int ExplainCommand(const CommandLine& line, Console& console);
int FunctionsCommand(const CommandLine& line, Console& console);
int HelpCommand(const CommandLine& line, Console& console);
int ReplayCommand(const CommandLine& line, Console& console);
int SqlCommand(const CommandLine& line, Console& console);
int RecordCommand(const CommandLine& line, Console& console);
// `show` gets the compiled job and what each of its vertices did, when the run has ended well; then rows that the job prints go to
// standard error, too.
using ShowProfile = std::function<void(const JobGraph&, const CompileOptions&, const JobProfile&)>;
int RunCommand(const CommandLine& line, Console& console, const ShowProfile& show = {});
int RunsCommand(const CommandLine& line, Console& console);
int TestCommand(const CommandLine& line, Console& console);
int TopicsCommand(const CommandLine& line, Console& console);

int WhyCommand(const CommandLine& line, Console& console);

// "drey 0.1.0 (…)".
int VersionCommand(Console& console);

}  // namespace drey
