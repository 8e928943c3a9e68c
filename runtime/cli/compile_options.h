// Options of the commands that read SQL, given their meaning.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/compiler/compiler.h"
#include "runtime/cli/command_line.h"

namespace drey {

// --flink-version; nothing where it is not given.
absl::StatusOr<std::optional<FlinkVersion>> ReadFlinkVersion(const CommandLine& line);

// A whole number of at least `minimum` and at most `maximum`; nothing where the option is not given.
absl::StatusOr<std::optional<int64_t>> ReadCount(const CommandLine& line, std::string_view option, int64_t minimum,
                                                int64_t maximum = std::numeric_limits<int64_t>::max());

// Everything that a compilation takes from the command line; reads the files of --integration.
absl::StatusOr<CompileOptions> ReadCompileOptions(const CommandLine& line);

// For commands that contact nothing: a job is sound without knowing its brokers, unless the command line speaks of brokers.
void WithoutNeedForServers(CompileOptions& options);

}  // namespace drey
