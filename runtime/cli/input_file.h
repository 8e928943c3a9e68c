// Files named on the command line.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

// The contents of a file; "-" is standard input. Errors are kUnavailable and do not repeat the name; a misspelt name gets a suggestion
// from the files beside it.
absl::StatusOr<std::string> ReadInputFile(std::string_view path);

}  // namespace drey
