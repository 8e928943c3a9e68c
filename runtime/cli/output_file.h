// Files that commands write for the user: tests, reports.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

// Makes the file, or writes over it. Errors name the file and say why.
absl::Status WriteOutputFile(const std::string& path, std::string_view content);

// A file that is there has the new content after this, or, on failure, still the old one. Its permissions and links to it stay.
absl::Status ReplaceOutputFile(const std::string& path, std::string_view content);

}  // namespace drey
