// Calcite's search arguments: comparisons of one value with literals that are joined by AND and OR become one set of intervals, shown as
// "SEARCH(id, Sarg[1, 2, [7..9]])", or as one comparison where the set is that simple.
//
// The result is to be looked at, not to be run.
#pragma once

#include "engine/expression/bound_expression.h"

namespace drey {

// `condition` without NOT before comparisons, AND and OR.
BoundExpressionPointer WithSearches(const BoundExpressionPointer& condition);

// The call of the operator that WithSearches makes: its operands are the value, the literals of the set in their order, and a symbol, the
// set's text with a '\0' for each literal.
inline constexpr std::string_view kSearch = "SEARCH";

}  // namespace drey
