#include "engine/functions/json/json_path_pattern.h"

#include "engine/base/text.h"
#include "engine/functions/regex/java_regex.h"

namespace drey {
namespace {

class JavaPattern final : public JsonPattern {
 public:
  explicit JavaPattern(std::shared_ptr<const JavaRegex> regex) : regex_(std::move(regex)) {}

  std::optional<bool> Matches(std::string_view text) const override {
    JavaMatcher matcher(*regex_, text);
    const bool matches = matcher.Matches();
    if (matcher.gave_up()) return std::nullopt;
    return matches;
  }

 private:
  std::shared_ptr<const JavaRegex> regex_;
};

}  // namespace

JsonPatternCompilation CompileJsonPathPattern(std::string_view expression, std::string_view flags) {
  const auto regex = JavaRegex::Compile(flags.empty() ? std::string(expression) : Concat("(?", flags, ")", expression));
  if (regex.ok()) return {.pattern = std::make_shared<JavaPattern>(*regex)};
  if (DetailOf(regex.status()).kind != ErrorKind::kUnsupported) return {};
  return {.unsupported = std::string(MessageOf(regex.status()))};
}

}  // namespace drey
