// Which words of a text are keywords.
//
// The lexer knows words only. Here each gets its keyword's token type: reserved words everywhere, others where the grammar can
// use them. A word that is a keyword only beside certain neighbours (IGNORE before NULLS, MAP before a bracket) stays a name
// elsewhere, and a keyword whose neighbours decide between two constructs (TABLE before a parenthesis, ON before CONFLICT DO)
// gets a type of its own. So the parser decides everything with one token.
#pragma once

#include <memory>
#include <vector>

#include "Token.h"
#include "engine/base/flink_version.h"

namespace drey {

using TokenList = std::vector<std::unique_ptr<antlr4::Token>>;

// `tokens` are a whole text's, without the end of file.
void ClassifyTokens(TokenList& tokens, FlinkVersion version);

}  // namespace drey
