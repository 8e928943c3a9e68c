// UNION ALL of two queries, and as far as their columns the set operations that drey does not run.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/plan/logical_plan.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// `left` and `right`: the two queries of `query`, planned. Their columns are cast to the types that both have.
absl::StatusOr<LogicalPlanPointer> PlanSetOperation(const Query& query, LogicalPlanPointer left, LogicalPlanPointer right, FlinkVersion version,
                                                    RuntimeMode mode);

}  // namespace drey
