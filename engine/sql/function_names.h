// How the names of functions look where Flink writes SQL back.
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// UPPER or `MD5`. Flink 1.20 writes what its parser has read: functions that Calcite knows in capitals, others as written, in back-ticks.
// Flink 2.3 writes what the validator has found: every operator of the planner in capitals.
std::string WrittenFunctionName(const IdentifierPart& name, FlinkVersion version);

}  // namespace drey
