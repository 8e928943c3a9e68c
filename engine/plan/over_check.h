// What Flink's streaming planner refuses of OVER, told though drey runs no OVER.
#pragma once

#include "absl/status/status.h"
#include "engine/base/flink_version.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct OverCheck {
  const Select& select;
  const LogicalPlan& input;  // what the select reads
  const Scope& scope;
  FlinkVersion version;
  // A query around filters the rows: a rank is the first N of each group then, which Flink plans in its own way.
  bool is_filtered = false;
};

// OK where the select has no OVER, or one that Flink plans.
absl::Status CheckOverWindows(const OverCheck& check);

}  // namespace drey
