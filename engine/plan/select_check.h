// What Flink refuses of a SELECT and its ORDER BY whatever the rows are, and what drey does not run of it.
//
// Rules: Calcite's validator as Flink configures it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/expression/binder.h"
#include "engine/expression/scope.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/schema.h"

namespace drey {

// Nothing gives a value to ?: the validator minds it where its type is open, the planner elsewhere.
absl::Status RefuseDynamicParameters(const Select& select);

// Of WHERE: without aggregates.
absl::Status CheckHasNoAggregate(const Expression& condition, FlinkVersion version);
// `clause`: WHERE or ON.
absl::Status CheckIsCondition(const BoundExpression& condition, std::string_view clause, SourceRange range);

// Names and keys of the windows that calls and WINDOW have.
absl::Status CheckWindows(const Select& select, const Binder& binder);

// Items of ORDER BY name columns of the query or of its tables, or count the query's columns.
absl::Status CheckOrder(const std::vector<OrderItem>& order_by, const Schema& columns, const Scope& tables, FlinkVersion version);

// The number that ORDER BY, LIMIT or OFFSET is written with; nothing where it is none that fits.
std::optional<int64_t> WholeNumber(std::string_view digits);

// The first of the calls in `expression` that drey does not run; what Flink's code generator refuses is told by the job planner.
absl::Status UnsupportedCallIn(const BoundExpression& expression);
// The first clause that drey does not run.
absl::Status UnsupportedClauseOf(const Select& select);

}  // namespace drey
