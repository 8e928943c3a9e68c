// The operators of Flink's streaming plans that change rows they have given: what drey needs to know of them to refuse what Flink refuses of
// their sinks.
#pragma once

#include <optional>

#include "engine/base/flink_version.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// The GroupAggregate of a select with GROUP BY columns, with aggregates alone or with DISTINCT; nothing where it is another operator (a window)
// or one whose text is not known. `columns`: those of the select.
std::optional<UpdatingOperator> GroupAggregateOf(const Select& select, const Scope& scope, const Schema& columns, FlinkVersion version);

// That of DISTINCT rows.
UpdatingOperator DistinctRows(const Schema& columns);

}  // namespace drey
