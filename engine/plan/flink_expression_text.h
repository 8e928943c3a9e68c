// Expressions and types as Calcite writes them in Flink's plans.
#pragma once

#include <cstdint>
#include <string>

#include "engine/expression/bound_expression.h"
#include "engine/types/logical_type.h"

namespace drey {

// kAbstract: inputs as $0, decorated literals; kPhysical: inputs by name, decorated literals; kBatchPhysical: inputs by name, plain literals;
// kExecution: so, and operators between their operands.
enum class PlanStyle : uint8_t { kAbstract, kPhysical, kBatchPhysical, kExecution };
std::string PlanText(const BoundExpression& expression, PlanStyle style);

// `full`: with character set and NOT NULL, as all but the execution plan show a type.
std::string CalciteType(const LogicalType& type, bool full);

}  // namespace drey
