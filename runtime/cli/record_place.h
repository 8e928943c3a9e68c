// The place of a record on the command line: TOPIC:PARTITION:OFFSET.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "runtime/testing/input_copy.h"

namespace drey {

// A topic may contain colons.
absl::Status ReadRecordPlace(std::string_view option, const std::string& text, InputSelection& selection);

}  // namespace drey
