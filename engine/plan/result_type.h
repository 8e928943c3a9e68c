// The types of a query's columns as Flink tells them to a client: time attributes marked, intervals with the resolution of their kind.
#pragma once

#include <string>

#include "engine/plan/logical_plan.h"

namespace drey {

enum class TimeAttribute : uint8_t { kNone, kRowtime, kProctime };

// What column `column` of the plan is: the rowtime of a table with a watermark, PROCTIME(), or neither.
TimeAttribute TimeAttributeOf(const LogicalPlan& plan, size_t column);

// "TIMESTAMP(3) NOT NULL *ROWTIME*", "INTERVAL SECOND(3)".
std::string ResultTypeText(const LogicalPlan& plan, size_t column);

}  // namespace drey
