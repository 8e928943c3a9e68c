// The window functions TUMBLE, HOP, CUMULATE and SESSION in FROM: the rows of a table with the windows they belong to.
//
// drey runs none; their columns are known, so that what is wrong around them can be told.
// https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/sql/queries/window-tvf/
#pragma once

#include "engine/base/flink_version.h"
#include "engine/plan/query_tables.h"
#include "engine/plan/settings.h"

namespace drey {

bool IsWindowFunction(const Expression& call);

// The table that the function windows; fails where the call is not FUNCTION(TABLE t, DESCRIPTOR(c), …).
absl::StatusOr<TableReference> WindowedTable(const TableReference& reference);

// `input`: what WindowedTable gives, planned.
absl::StatusOr<QueryTables> PlanWindowFunction(const TableReference& reference, const QueryTables& input, RuntimeMode mode);

// What GROUP BY makes of the windows that its input assigns: groups by start and end are windows, others none.
enum class WindowGroups : uint8_t { kNone, kWindows, kUnknown };
WindowGroups WindowGroupsOf(const Select& select, const QueryTables& from, FlinkVersion version);

}  // namespace drey
