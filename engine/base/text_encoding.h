#pragma once

// The encoding of the text files that people write: jobs and tests are UTF-8.

#include <string_view>

#include "absl/status/status.h"
#include "engine/base/error.h"

namespace drey {

// An error at the first byte of `text`, the whole of `source`, that is not well-formed UTF-8 (RFC 3629). `kind` says what the file is
// meant to be: "a job definition".
absl::Status CheckEncoding(std::string_view text, SourceId source, std::string_view kind);

}  // namespace drey
