// UNNEST of a collection in FROM.
//
// The elements that a constructor lists are rows; of any other collection only the columns are known, so that what is wrong around them
// can be told.
#pragma once

#include "engine/base/flink_version.h"
#include "engine/plan/query_tables.h"

namespace drey {

// `left`: the tables before it, whose columns the collections name.
absl::StatusOr<QueryTables> PlanUnnest(const TableReference& reference, const Scope& left, FlinkVersion version);

}  // namespace drey
