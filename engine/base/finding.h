// What is worth saying of a job that compiles: a status like an error's, with message, place and hint, that names the rule of `drey check`
// which it comes from. The rules stand in engine/check; what is found out while compiling names its rule by this.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

enum class Severity : uint8_t { kError, kWarning, kNote };

absl::Status MakeFinding(std::string_view rule, std::string_view message, SourceRange range = {}, std::string_view hint = {});

// Empty for a status that is no finding.
std::string RuleOf(const absl::Status& finding);

}  // namespace drey
