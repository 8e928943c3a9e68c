#include "engine/plan/definition_text.h"

#include <map>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "engine/types/logical_type.h"

namespace drey {
namespace {

// By where it begins: where it ends and the new text.
using Replacements = std::map<uint32_t, std::pair<uint32_t, std::string>>;

void CollectNames(const Expression& expression, Replacements& replaced) {
  if (expression.kind == ExpressionKind::kIdentifier) {
    for (const IdentifierPart& part : expression.identifier.parts) {
      replaced[part.range.begin] = {part.range.end, QuoteIdentifier(part.text)};
    }
  }
  if (expression.kind == ExpressionKind::kCall && expression.syntax == CallSyntax::kFunction) {
    replaced[expression.name_range.begin] = {expression.name_range.end, ToUpper(expression.name)};
  }
  for (const Expression& operand : expression.operands) CollectNames(operand, replaced);
}

}  // namespace

std::string DefinitionText(const Expression& expression, const SourceMap& sources) {
  Replacements replaced;
  CollectNames(expression, replaced);
  const std::string_view text = sources.Text({expression.range.source, 0, expression.range.end});
  std::string out;
  uint32_t at = expression.range.begin;
  for (const auto& [begin, replacement] : replaced) {
    if (begin < at) continue;
    Append(out, text.substr(at, begin - at), replacement.second);
    at = replacement.first;
  }
  return out.append(text.substr(at));
}

}  // namespace drey
