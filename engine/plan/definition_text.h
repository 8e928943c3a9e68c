// The expressions of computed columns and watermarks as Flink shows them.
#pragma once

#include <string>

#include "engine/base/source_text.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// As written, with names in back-ticks and functions in capitals: "`id` + UPPER(`name`)". `sources` has the text of the statement.
std::string DefinitionText(const Expression& expression, const SourceMap& sources);

}  // namespace drey
