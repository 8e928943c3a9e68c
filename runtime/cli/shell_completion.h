// Scripts that let a shell complete command lines of drey, made of the tables of commands and options.
#pragma once

#include <string>

namespace drey {

std::string BashCompletion();
std::string ZshCompletion();
std::string FishCompletion();

}  // namespace drey
