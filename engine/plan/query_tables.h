// What a FROM clause, or a part of it, gives: the plan of its rows and the names that its columns have.
#pragma once

#include <optional>

#include "engine/base/error.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct QueryTables {
  LogicalPlanPointer plan = {};
  Scope scope = {};
};

// What a query without FROM reads.
LogicalPlanPointer OneEmptyRow();

// Gives `table` and its columns the names of AS t (a, b); fails where there is another number of columns.
absl::Status ApplyAlias(const TableAlias& alias, ScopeTable& table);

}  // namespace drey
