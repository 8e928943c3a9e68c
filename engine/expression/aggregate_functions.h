// The names of Flink's aggregate and window functions: what a query without GROUP BY support must refuse by name.
#pragma once

#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

// Letters in any case.
bool IsAggregateFunction(std::string_view name, FlinkVersion version);

}  // namespace drey
