// The program drey: command line in, exit code out.
#pragma once

namespace drey {

int RunProgram(int argument_count, const char* const* arguments);

}  // namespace drey
