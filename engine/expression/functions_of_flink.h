// The scalar functions that Flink has and drey does not: they are refused as not supported, not as unknown.
#pragma once

#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

// Letters in any case.
bool IsFunctionOfFlinkOnly(std::string_view name, FlinkVersion version);

}  // namespace drey
