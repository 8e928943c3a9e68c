// Regular expressions of path filters: `@.name =~ /re/flags`.
#pragma once

#include <memory>
#include <string_view>

namespace drey {

struct JsonPattern;

// Null where java.util.regex would refuse the expression, or where drey does not know it.
std::shared_ptr<const JsonPattern> CompileJsonPattern(std::string_view expression, std::string_view flags);

// The whole text.
bool MatchesJsonPattern(const JsonPattern& pattern, std::string_view text);

}  // namespace drey
