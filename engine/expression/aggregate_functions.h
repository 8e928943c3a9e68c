// The names of Flink's aggregate and window functions: what a query without GROUP BY support must refuse by name.
#pragma once

#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

// Letters in any case.
bool IsAggregateFunction(std::string_view name, FlinkVersion version);

// TUMBLE, HOP and SESSION, by which GROUP BY makes windows.
bool IsGroupWindow(std::string_view name);

// TUMBLE_START and its kin: what a query says of the window that it groups by.
bool IsWindowProperty(std::string_view name);

}  // namespace drey
