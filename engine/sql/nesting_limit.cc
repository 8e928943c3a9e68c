#include "engine/sql/nesting_limit.h"

#include <algorithm>

#include "Exceptions.h"
#include "FlinkSqlParser.h"
#include "engine/base/error.h"

namespace drey {
namespace {

using Parser = grammar::FlinkSqlParser;

// What comes in a row in the text and holds in the tree what stands before it.
bool IsChained(size_t rule) {
  switch (rule) {
    case Parser::RuleExpressionSuffix:
    case Parser::RuleFieldAccess:
    case Parser::RuleSetOperation:
    case Parser::RuleJoinPart:
    case Parser::RuleCommaPart:
    case Parser::RuleCollectionSuffix:
      return true;
    default:
      return false;
  }
}

size_t WeightOf(size_t rule) {
  const bool is_heavy = IsChained(rule) || rule == Parser::RulePrefixOperator || rule == Parser::RuleBuiltinCall ||
                        rule == Parser::RuleCaseExpression || rule == Parser::RuleGroupingElement || rule == Parser::RuleTypeName;
  return is_heavy ? 3 : 1;
}

}  // namespace

void NestingLimit::enterEveryRule(antlr4::ParserRuleContext* context) {
  const OpenRule outer = open_.empty() ? OpenRule() : open_.back();
  open_.push_back({.depth = outer.depth + WeightOf(context->getRuleIndex())});
  if (open_.back().depth + outer.height + outer.prefixes <= kDeepest) return;
  const antlr4::Token& token = *context->start;
  status_ = UnsupportedError("SQL that is nested this deeply",
                             {text_.source, static_cast<uint32_t>(token.getStartIndex()), static_cast<uint32_t>(token.getStopIndex() + 1)},
                             "too many parentheses, calls or queries are in each other here, or too many operators in a row");
  throw antlr4::ParseCancellationException();
}

// Called by destructors, which must not throw.
void NestingLimit::exitEveryRule(antlr4::ParserRuleContext* context) {
  const size_t rule = context->getRuleIndex();
  const size_t weight = WeightOf(rule);
  const size_t height = open_.back().height + open_.back().prefixes + weight;
  open_.pop_back();
  if (open_.empty()) return;
  OpenRule& outer = open_.back();
  if (rule == Parser::RulePrefixOperator) {
    outer.prefixes += weight;
  } else {
    outer.height = std::max(outer.height + (IsChained(rule) ? weight : 0), height);
  }
}

}  // namespace drey
