// A join as far as its columns: drey runs none, but tells what is wrong in it and around it.
#pragma once

#include "engine/base/error.h"
#include "engine/plan/query_tables.h"
#include "engine/plan/settings.h"

namespace drey {

// The names that the condition of the join sees: the tables of both sides, nullable where the join may miss them. Fails on a table's name
// that both sides have.
absl::StatusOr<Scope> ScopeOfJoin(const TableReference& join, const Scope& left, const Scope& right);

// `scope`: that of ScopeOfJoin. Columns of USING and NATURAL are merged.
absl::StatusOr<QueryTables> PlanJoin(const TableReference& join, const QueryTables& left, const QueryTables& right, Scope scope,
                                     RuntimeMode mode);

}  // namespace drey
