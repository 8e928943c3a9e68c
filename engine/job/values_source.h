// A source of constant rows: VALUES, and SELECT without FROM.
#pragma once

#include <memory>
#include <vector>

#include "engine/connector/source.h"
#include "engine/expression/bound_expression.h"

namespace drey {

// `rows` hold literals only.
std::shared_ptr<const SourceSpec> MakeValuesSource(std::vector<std::vector<BoundExpressionPointer>> rows);

}  // namespace drey
