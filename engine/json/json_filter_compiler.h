// Turns the text of a filter, "[?(…)]", into a tree, accepting and refusing what Jayway's FilterCompiler does.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/json/json_path_token.h"

namespace drey {

struct JsonFilterCompilation {
  std::shared_ptr<const JsonFilter> filter = {};  // null on failure
  std::optional<JavaException> failure = {};
};

JsonFilterCompilation CompileJsonFilter(const std::u16string& text, JsonPatternCompiler compile_pattern);

}  // namespace drey
