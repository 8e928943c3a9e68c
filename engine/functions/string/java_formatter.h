// java.util.Formatter with Locale.US, for the values that Flink's PRINTF hands to it: Flink's internal objects.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// Absent where Java throws. `types` are those of the arguments. `unsupported` is set where drey cannot say what Java would write.
std::optional<std::string> FormatAsJava(std::string_view format, std::span<const Datum> arguments,
                                        std::span<const LogicalType> types, Arena& arena, bool& unsupported);

}  // namespace drey
