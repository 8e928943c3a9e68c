// Statements that Flink reads before its grammar does: SET and RESET without quotes, QUIT, EXIT, CLEAR, HELP.
//
// Flink matches them with regular expressions over the whole statement (org.apache.flink.table.planner.parse, Extended parsers),
// so a value may hold what would be no token: `SET path = s3://a/b`.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/sql/syntax_tree.h"

namespace drey {

struct ClientCommandMatch {
  Statement statement = {};
  size_t end = 0;  // offset behind the command, where a semicolon or the end of the text is
};

// The command at `begin` of `text`, if one stands there.
std::optional<ClientCommandMatch> MatchClientCommand(SourceId source, std::string_view text, size_t begin);

}  // namespace drey
