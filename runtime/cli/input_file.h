// Files named on the command line.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

// The contents of a file; "-" is standard input. Errors are kUnavailable and do not repeat the name; a misspelt name gets a suggestion
// from the files beside it, and one of more than 256 MiB is refused.
absl::StatusOr<std::string> ReadInputFile(std::string_view path);

// The same, with the name in the message: where the file is not what the command is about.
absl::StatusOr<std::string> ReadNamedInputFile(std::string_view path);

}  // namespace drey
