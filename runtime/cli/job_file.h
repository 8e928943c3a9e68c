// The job definition that a command works on: read, understood, compiled.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/source_text.h"
#include "engine/compiler/compiler.h"

namespace drey {


// Reads the file and compiles it with the built-in connectors. `sources` gets its texts; errors are shown with them. "-" is standard input.
absl::StatusOr<Compilation> CompileJobFile(std::string_view path, const CompileOptions& options, SourceMap& sources);

}  // namespace drey
