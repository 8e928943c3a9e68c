// Files in the format of java.util.Properties: `name=value` lines, # and ! comments, escapes, lines continued by a backslash.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace drey {

struct JavaProperty {
  std::string name;
  std::string value;
  int line = 0;  // where it begins, from 1
};

// In the order of the file; of a name given twice both are returned (Java keeps the last). Fails only, as Java does, for \u without
// four hexadecimal digits; `file` is named then. The text is UTF-8, as Java's Properties.load(Reader) sees it.
absl::StatusOr<std::vector<JavaProperty>> ParseJavaProperties(std::string_view text, std::string_view file);

}  // namespace drey
