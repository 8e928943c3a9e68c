// The types of what aggregate functions give: known though drey does not run them, so that what is wrong around a call can be told.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/types/logical_type.h"

namespace drey {

// How an aggregate is called.
struct AggregateUse {
  // Behind GROUP BY, without FILTER: every result stands for a row at least.
  bool has_rows = false;
};

// Flink's result type of the aggregate or window function `name` (capitals); nothing where drey does not know it.
std::optional<LogicalType> AggregateResultType(std::string_view name, std::span<const LogicalType> arguments, AggregateUse use);

}  // namespace drey
