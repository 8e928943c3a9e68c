// What had been read of a text when a syntax error stopped the parser.
//
// Flink's parser checks literals, types and operators as soon as it has read them, drey's builder once the whole text is read. Where a syntax
// error follows, what the builder would refuse before it is the error that Flink names.
#include <algorithm>

#include "engine/base/error.h"
#include "engine/sql/syntax_builder.h"

namespace drey {
namespace {

using Parser = SyntaxBuilder::Parser;

}  // namespace

void SyntaxBuilder::BuildWhatWasRead(antlr4::ParserRuleContext* stopped, size_t token) {
  stopped_at_ = token;
  std::vector<antlr4::ParserRuleContext*> unfinished;
  for (auto* rule = stopped; rule != nullptr; rule = static_cast<antlr4::ParserRuleContext*>(rule->parent)) unfinished.push_back(rule);
  if (!unfinished.empty()) BuildChildren(unfinished.back(), unfinished);
}

void SyntaxBuilder::BuildChildren(antlr4::ParserRuleContext* context, const std::vector<antlr4::ParserRuleContext*>& unfinished) {
  if (auto* elements = dynamic_cast<Parser::TableElementsContext*>(context)) {
    std::vector<Parser::TableElementContext*> finished;
    for (auto* element : elements->tableElement()) {
      if (std::find(unfinished.begin(), unfinished.end(), element) == unfinished.end()) finished.push_back(element);
    }
    if (!finished.empty()) CheckNamesOnly(finished, dynamic_cast<Parser::CreateTableContext*>(context->parent) != nullptr);
  }
  auto* call = dynamic_cast<Parser::BuiltinCallContext*>(context);
  if (call != nullptr && call->TRIM() != nullptr && call->FROM() != nullptr) RefuseTrimFromNothing(call);
  for (antlr4::tree::ParseTree* child : context->children) {
    auto* rule = dynamic_cast<antlr4::ParserRuleContext*>(child);
    if (rule == nullptr) continue;
    if (std::find(unfinished.begin(), unfinished.end(), rule) != unfinished.end()) {
      BuildChildren(rule, unfinished);
    } else {
      BuildFinished(rule);
    }
  }
}

void SyntaxBuilder::BuildFinished(antlr4::ParserRuleContext* context) {
  empty_list_ = dynamic_cast<Parser::GroupingElementContext*>(context->parent) != nullptr;
  interval_type_ = IsCast(context->parent);
  any_type_ = dynamic_cast<Parser::SingleTypeContext*>(context->parent) != nullptr;
  switch (context->getRuleIndex()) {
    case Parser::RuleOrderedQuery: BuildQuery(static_cast<Parser::OrderedQueryContext*>(context)); break;
    case Parser::RuleTableReference: BuildTable(static_cast<Parser::TableReferenceContext*>(context)); break;
    case Parser::RuleSelectItem: BuildSelectItem(static_cast<Parser::SelectItemContext*>(context)); break;
    case Parser::RuleExpression: BuildExpression(static_cast<Parser::ExpressionContext*>(context)); break;
    case Parser::RulePrimary: BuildPrimary(static_cast<Parser::PrimaryContext*>(context)); break;
    case Parser::RuleStringLiteral: BuildString(static_cast<Parser::StringLiteralContext*>(context)); break;
    case Parser::RuleIntervalQualifier: BuildQualifier(static_cast<Parser::IntervalQualifierContext*>(context)); break;
    case Parser::RuleDataType: BuildType(static_cast<Parser::DataTypeContext*>(context)); break;
    case Parser::RuleExtendedDataType: BuildType(static_cast<Parser::ExtendedDataTypeContext*>(context)); break;
    case Parser::RuleTypeName: BuildTypeName(static_cast<Parser::TypeNameContext*>(context)); break;
    default: BuildChildren(context, {}); break;
  }
  empty_list_ = interval_type_ = any_type_ = false;
}

}  // namespace drey
