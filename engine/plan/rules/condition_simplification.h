// What Calcite's simplification leaves of AND, OR, NOT and the tests of truth: operands that cannot change the answer are not computed, and
// some are computed before others. It tells only where an operand fails, which it does not if it is not computed.
//
// Rules: RexSimplify of Calcite (simplifyAnd, simplifyOr, simplifyIs, SargCollector), run by ReduceExpressionsRule. Recorded in
// tests/flink/expressions/conditionals.jsonl.
#pragma once

#include <cstdint>

#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"

namespace drey {

// What a condition that is unknown counts as where it stands: false in WHERE and CASE.
enum class UnknownAs : uint8_t { kUnknown, kFalse, kTrue };

// The expression as Flink computes it; constants are folded before.
BoundExpressionPointer SimplifyConditions(const BoundExpressionPointer& expression, UnknownAs unknown_as, FlinkVersion version);

}  // namespace drey
