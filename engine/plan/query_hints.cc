#include "engine/plan/query_hints.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 4> kJoinHints = {"BROADCAST", "NEST_LOOP", "SHUFFLE_HASH", "SHUFFLE_MERGE"};
constexpr std::array<std::string_view, 3> kOtherHints = {"LOOKUP", "OPTIONS", "STATE_TTL"};

bool IsHint(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

absl::Status HintError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "java.lang.AssertionError");
}

}  // namespace

absl::Status CheckHints(const std::vector<Hint>& hints) {
  for (const Hint& hint : hints) {
    const std::string name = ToUpper(hint.name.text);
    const bool is_of_join = IsHint(name, kJoinHints);
    if (!is_of_join && !IsHint(name, kOtherHints)) {
      return HintError(Concat("Hint: ", hint.name.text, " should be registered in the HintStrategyTable"), hint.range);
    }
    if (is_of_join && hint.arguments.empty()) {
      return HintError(Concat("Invalid hint: ", name, ", expecting at least one table or view specified in hint ", name, "."), hint.range);
    }
    if (name == "OPTIONS" && hint.options.empty()) {
      return HintError("Hint [OPTIONS] only support non empty key value options", hint.range);
    }
  }
  return absl::OkStatus();
}

}  // namespace drey
