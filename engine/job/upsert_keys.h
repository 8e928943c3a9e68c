// The keys by which the rows of a query's changes are told apart: the primary key of its source, as far as the query's columns have it.
//
// Rules: FlinkRelMdUpsertKeys and FlinkRelMdUniqueKeys of Flink's planner.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"
#include "engine/types/schema.h"

namespace drey {

// Sets of output columns, ascending; nothing where Flink does not know of any key.
using UpsertKeys = std::optional<std::set<std::vector<size_t>>>;

// Of projections over a source; `source_key`: columns of its primary key, empty where it has none.
UpsertKeys DeriveUpsertKeys(const std::vector<size_t>& source_key, const std::vector<BoundExpressionPointer>& projections,
                            FlinkVersion version);

// Whether one of the keys is made of columns of `columns` only.
bool HasKeyWithin(const UpsertKeys& keys, const std::vector<size_t>& columns);
bool HasKey(const UpsertKeys& keys, std::vector<size_t> columns);
// The one of fewest columns; empty where there is none.
std::vector<size_t> SmallestKey(const UpsertKeys& keys);
// "[a, b], [c]", or "none".
std::string UpsertKeysText(const UpsertKeys& keys, const Schema& schema);

}  // namespace drey
