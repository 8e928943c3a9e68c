// Turns the text of a path into tokens, accepting and refusing what Jayway's PathCompiler does.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/json/json_path_token.h"

namespace drey {

struct JsonPathCompilation {
  std::shared_ptr<const CompiledJsonPath> path = {};  // null on failure
  std::optional<JavaException> failure = {};
};

// As JsonPath.compile: blanks around are dropped, "$." may be missing. Every failure but an Error is an invalid path.
JsonPathCompilation CompileJsonPath(const std::u16string& text, JsonPatternCompiler compile_pattern);

}  // namespace drey
