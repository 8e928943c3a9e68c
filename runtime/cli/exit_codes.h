// What the exit codes of the program mean, for help and manual.
#pragma once

#include <string_view>

namespace drey {

inline constexpr std::string_view kExitCodes =
    "Exit codes: 0 done or stopped on request, 1 a test failed, jobs differ or a warning was denied, 2 the SQL, its\n"
    "options or the command line is wrong, 3 not supported yet, 4 the job failed as it would in Flink, 5 a resource\n"
    "cannot be reached or written, 6 a checkpoint does not fit the job, 70 a bug of drey.\n";

}  // namespace drey
