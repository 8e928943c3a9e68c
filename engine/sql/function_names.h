// How the names of functions look where Flink writes SQL back.
#pragma once

#include <string>

#include "engine/sql/syntax_tree.h"

namespace drey {

// UPPER or `MD5`. What the parser has read: functions that Calcite knows in capitals, others as written, in back-ticks.
// What the validator has found: every operator of the planner in capitals.
std::string WrittenFunctionName(const IdentifierPart& name, bool is_validated);

}  // namespace drey
