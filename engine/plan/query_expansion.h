// The query of a view as Flink keeps it: every name complete, so that it means the same wherever the view is read.
#pragma once

#include "engine/base/flink_version.h"
#include "engine/plan/query_names.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Changes `query` to what Flink keeps. Flink 1.20 completes the names that its user wrote: columns without a table, tables without a
// database. Flink 2.3 keeps what its validator makes of the query: stars listed, tables and subqueries with an alias, casts that make
// numbers equal in type. `names` are those of `query`, as QueryPlanner has found them.
void ExpandQuery(Query& query, const QueryNames& names, FlinkVersion version);

}  // namespace drey
