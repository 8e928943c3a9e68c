// What can be said of a query with aggregates, GROUP BY or HAVING before anybody computes it: names, arguments, and that every column is grouped
// or aggregated.
//
// Rules: AggChecker and the operand checks of Calcite's validator.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/expression/scope.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Whether the query has a clause or a call that makes it one with aggregates; calls with OVER do not.
bool IsAggregating(const Select& select, FlinkVersion version);

// Fails as Flink's validator does; a query that passes is merely not supported.
absl::Status CheckAggregates(const Select& select, const Scope& scope, FlinkVersion version);

}  // namespace drey
