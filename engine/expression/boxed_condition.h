// Conditions that Flink's generated code takes out of a java.lang.Boolean: JSON_VALUE(… RETURNING BOOLEAN) and JSON_EXISTS(… UNKNOWN ON
// ERROR) leave NULL in one, and a NullPointerException where WHERE, CASE, IF or IS TRUE asks for its value.
//
// Rules: JsonValueCallGen and JsonExistsCallGen of Flink, whose result is NULL without being marked so in time; AND, OR and NOT look at
// the mark. Recorded in tests/flink/jobs/json-decoding.jsonl and tests/flink/expressions.
#pragma once

#include <cstddef>
#include <optional>

#include "engine/expression/bound_expression.h"

namespace drey {

// Where the value is asked for. Java names a variable of the generated code in its message, whose number depends on the code around it: here
// it is that of the smallest query.
enum class ConditionPlace { kFilter, kTruthTest, kBranch };

// The condition as it is computed: one that fails as Flink does where it comes from such a call that gave NULL, else itself. A call that
// was not made, as its document is NULL, is no failure.
BoundExpressionPointer UnboxedCondition(const BoundExpressionPointer& condition, ConditionPlace place);

// Whether operand i of a call of the function or operator is such a condition, and where.
std::optional<ConditionPlace> PlaceOfCondition(const BoundExpression& call, size_t operand);

}  // namespace drey
