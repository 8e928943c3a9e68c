// The expressions of java.util.regex for JSON paths.
#pragma once

#include "engine/json/json_pattern.h"

namespace drey {

// A JsonPatternCompiler.
JsonPatternCompilation CompileJsonPathPattern(std::string_view expression, std::string_view flags);

}  // namespace drey
