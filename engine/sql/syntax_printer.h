// Syntax trees as text: a dump that shows every field, for tests. As SQL they are written by sql_writer.h.
#pragma once

#include <string>

#include "engine/sql/syntax_tree.h"

namespace drey {

// One node a line, indented by depth; fields that were not written are left out. Ends with a newline.
std::string ToText(const Statement& statement);
std::string ToText(const Expression& expression);

}  // namespace drey
