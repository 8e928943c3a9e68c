// VALUES: constant rows, of the types that the cells of a column have in common.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

absl::StatusOr<LogicalPlanPointer> PlanValues(const Query& query, FlinkVersion version);

}  // namespace drey
