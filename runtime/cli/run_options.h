// What every command that runs a job tells the runner: where topics are, who runs, where `print` prints.
#pragma once

#include <string>

#include "runtime/cli/command_line.h"
#include "runtime/cli/console.h"
#include "runtime/job/job_runner.h"

namespace drey {

// `holder` is who locks local topics. `console` must outlive the run. Contacts nothing.
RunOptions MakeRunOptions(const CommandLine& line, std::string holder, Console& console);

}  // namespace drey
