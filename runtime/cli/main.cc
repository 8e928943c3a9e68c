#include "runtime/cli/program.h"

int main(int argument_count, char** arguments) { return drey::RunProgram(argument_count, arguments); }
