// The manual page drey(1), in the macros of man(7), made of the tables of commands and options.
#pragma once

#include <string>

namespace drey {

std::string ManualPage();

}  // namespace drey
