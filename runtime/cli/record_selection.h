// Which records of a job's topics a command looks at: --limit, --from, --since, --until.
#pragma once

#include <cstdint>

#include "engine/base/error.h"
#include "runtime/cli/command_line.h"
#include "runtime/testing/input_copy.h"

namespace drey {

// `usual_records`: how many where --limit is not given.
absl::StatusOr<InputSelection> ReadRecordSelection(const CommandLine& line, int64_t usual_records);

}  // namespace drey
