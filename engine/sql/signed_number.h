// Numbers with signs before them.
#pragma once

#include <optional>

#include "engine/sql/syntax_tree.h"

namespace drey {

// A number with signs before it is one literal: the range of its type includes the least number, and functions ask for its value.
// Absent for any other expression.
std::optional<Literal> SignedNumber(const Expression& expression);

}  // namespace drey
