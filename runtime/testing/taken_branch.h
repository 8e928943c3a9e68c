// Which branch of a CASE or IF a row took.
#pragma once

#include <span>
#include <vector>

#include "engine/expression/expression_trace.h"

namespace drey {

bool IsBranching(const BoundExpression& expression);

// The result of the CASE or IF `parts` begins with, one of its operands. Null where that is not known: a condition was not evaluated.
const BoundExpression* TakenBranch(std::span<const TracedPart> parts);

// Marks the results that were not taken, and their parts, as not computed: a column has a value without having been asked for it.
void HideOtherBranches(std::vector<TracedPart>& parts);

}  // namespace drey
