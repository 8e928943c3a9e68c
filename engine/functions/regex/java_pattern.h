// The syntax of java.util.regex.Pattern, translated to PCRE2.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

// InvalidError with the message of Java's PatternSyntaxException, or UnsupportedError. `pattern` is a Java String.
absl::StatusOr<std::string> TranslateJavaPattern(std::string_view pattern);

}  // namespace drey
