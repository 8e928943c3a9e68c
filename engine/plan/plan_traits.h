// What can be said of the rows of a logical plan by looking at its operators.
#pragma once

#include <cstddef>

#include "engine/plan/logical_plan.h"

namespace drey {

// Whether nothing tells the rows apart: they come of tables without a primary key.
bool HasNoKeys(const LogicalPlan& plan);
bool HasWindows(const LogicalPlan& plan);
bool HasFilter(const LogicalPlan& plan);
bool HasUnion(const LogicalPlan& plan);
// The operators on the longest way down.
size_t DepthOf(const LogicalPlan& plan);

}  // namespace drey
