// Where the repository is, for tests that read its data. Known to one object file alone, so that all others are the same in every
// checkout and a compiler cache serves them.
#pragma once

#include <string>

namespace drey {

// Without a slash at the end.
std::string SourceDirectory();

}  // namespace drey
