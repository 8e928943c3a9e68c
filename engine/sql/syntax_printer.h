// Syntax trees as text: a dump that shows every field, for tests, and SQL as Calcite would write it back, for messages.
#pragma once

#include <string>

#include "engine/sql/syntax_tree.h"

namespace drey {

// One node a line, indented by depth; fields that were not written are left out. Ends with a newline.
std::string ToText(const Statement& statement);
std::string ToText(const Expression& expression);

// `a` + 1, CAST(`x` AS INTEGER) …: one line.
std::string Unparse(const Expression& expression);
std::string Unparse(const TypeSyntax& type);

}  // namespace drey
