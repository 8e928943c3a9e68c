// Regular expressions of path filters, `@.name =~ /re/flags`. Whoever compiles paths brings the expressions of Java with him.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace drey {

class JsonPattern {
 public:
  virtual ~JsonPattern() = default;
  // Whether the whole text matches; empty where the search had to be given up.
  virtual std::optional<bool> Matches(std::string_view text) const = 0;
};

struct JsonPatternCompilation {
  std::shared_ptr<const JsonPattern> pattern = {};  // null on failure
  // Of an expression that Java would take: what is missing. Empty where Java refuses it, too.
  std::string unsupported = {};
};

// `expression` is what stands between the slashes, `flags` what follows them: letters of "dixmsuU".
using JsonPatternCompiler = JsonPatternCompilation (*)(std::string_view expression, std::string_view flags);

}  // namespace drey
