// The scalar functions of Flink that may be missing in drey: they are refused as not supported, not as unknown.
#pragma once

#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

// Letters in any case.
bool IsFunctionOfFlink(std::string_view name, FlinkVersion version);

}  // namespace drey
