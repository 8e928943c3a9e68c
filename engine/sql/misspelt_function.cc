#include "engine/sql/misspelt_function.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "FlinkSqlParser.h"
#include "Token.h"
#include "engine/base/error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/functions/function_registry.h"

namespace drey {
namespace {

using Parser = grammar::FlinkSqlParser;

const std::array<std::string, 12>& FunctionsWithClauses() {
  static const std::array<std::string, 12> kNames = {"CAST",      "TRY_CAST", "JSON_VALUE", "JSON_QUERY", "JSON_EXISTS", "JSON_OBJECT",
                                                     "JSON_ARRAY", "TRIM",     "EXTRACT",    "SUBSTRING",  "POSITION",    "OVERLAY"};
  return kNames;
}

std::optional<size_t> TokenAt(const ParsedText& text, uint32_t offset) {
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    if (text.tokens[i]->getStartIndex() == offset) return i;
  }
  return std::nullopt;
}

// Whether the name at `index` names a table, a view or a subquery, whose columns the parenthesis lists.
bool ListsColumns(const ParsedText& text, size_t index) {
  if (index == 0) return false;
  switch (text.tokens[index - 1]->getType()) {
    case Parser::DOT:
    case Parser::EXISTS:
    case Parser::INTO:
    case Parser::OVERWRITE:
    case Parser::TABLE:
    case Parser::VIEW:
    case Parser::WITH:
      return true;
    default:
      return false;
  }
}

// The name of the innermost call that is open in front of the token.
const antlr4::Token* EnclosingFunction(const ParsedText& text, size_t token) {
  int closed = 0;
  for (size_t i = token; i-- > 1;) {
    const size_t type = text.tokens[i]->getType();
    if (type == Parser::RPAREN) ++closed;
    if (type != Parser::LPAREN || closed-- > 0) continue;
    const antlr4::Token* const name = text.tokens[i - 1];
    return name->getType() == Parser::IDENTIFIER && !ListsColumns(text, i - 1) ? name : nullptr;
  }
  return nullptr;
}

}  // namespace

absl::Status BlameMisspeltFunction(const ParsedText& text, const absl::Status& syntax_error) {
  const ErrorDetail detail = DetailOf(syntax_error);
  const std::optional<size_t> token = TokenAt(text, detail.range.begin);
  if (!detail.range.known() || !token) return syntax_error;
  const antlr4::Token* const function = EnclosingFunction(text, *token);
  if (function == nullptr) return syntax_error;
  const std::string name = function->getText();
  if (FunctionRegistry::BuiltIn().Find(name, text.version) != nullptr) return syntax_error;
  const std::string hint = DidYouMean(name, FunctionsWithClauses());
  if (hint.empty()) return syntax_error;
  const SourceRange range = {text.source, static_cast<uint32_t>(function->getStartIndex()),
                             static_cast<uint32_t>(function->getStopIndex() + 1)};
  return InvalidError(Concat("No match found for function signature ", ToUpper(name), "(…)"), range, hint);
}

}  // namespace drey
