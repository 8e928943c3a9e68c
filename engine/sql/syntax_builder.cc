#include "engine/sql/syntax_builder.h"

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace drey {

SourceRange SyntaxBuilder::RangeBetween(const antlr4::Token* first, const antlr4::Token* last) const {
  if (first == nullptr) return {};
  const auto begin = static_cast<uint32_t>(first->getStartIndex());
  // An empty construct stops before it starts.
  const bool empty = last == nullptr || last->getTokenIndex() < first->getTokenIndex();
  return {text_.source, begin, empty ? begin : static_cast<uint32_t>(last->getStopIndex() + 1)};
}

SourceRange SyntaxBuilder::RangeOf(const antlr4::ParserRuleContext* context) const {
  return RangeBetween(context->start, context->stop);
}

SourceRange SyntaxBuilder::RangeOf(const antlr4::Token* token) const { return RangeBetween(token, token); }

std::string SyntaxBuilder::TextInCapitals(const antlr4::Token* token) { return ToUpper(token->getText()); }

void SyntaxBuilder::Fail(absl::Status status) {
  // What Flink's validator minds, or what is not supported, comes after what its parser minds.
  const bool counts = !stopped_at_ || (MessageOf(status).starts_with("SQL parse failed.") &&
                                       DetailOf(status).range.begin < text_.tokens[*stopped_at_]->getStartIndex());
  if (counts && status_.ok()) status_ = std::move(status);
}

void SyntaxBuilder::FailUnsupported(std::string_view feature, SourceRange range) { Fail(UnsupportedError(feature, range)); }

void SyntaxBuilder::FailAt(const antlr4::Token* token, const std::vector<std::string>& expected) {
  Fail(UnexpectedTokenError(text_, token->getTokenIndex(), expected));
}

IdentifierPart SyntaxBuilder::BuildPart(Parser::IdentifierContext* context) {
  IdentifierPart part;
  part.range = RangeOf(context);
  std::string text = context->getText();
  part.quoted = context->QUOTED_IDENTIFIER() != nullptr;
  part.text = part.quoted ? ReplaceAll(std::string_view(text).substr(1, text.size() - 2), "``", "`") : std::move(text);
  return part;
}

std::vector<IdentifierPart> SyntaxBuilder::BuildParts(const std::vector<Parser::IdentifierContext*>& contexts) {
  std::vector<IdentifierPart> parts;
  for (auto* context : contexts) parts.push_back(BuildPart(context));
  return parts;
}

std::vector<IdentifierPart> SyntaxBuilder::BuildParts(Parser::IdentifierListContext* context) {
  return context == nullptr ? std::vector<IdentifierPart>() : BuildParts(context->identifier());
}

std::vector<IdentifierPart> SyntaxBuilder::BuildParts(Parser::IdentifierOrListContext* context) {
  if (context->identifierList() != nullptr) return BuildParts(context->identifierList());
  std::vector<IdentifierPart> parts;
  parts.push_back(BuildPart(context->identifier()));
  return parts;
}

Identifier SyntaxBuilder::BuildIdentifier(Parser::IdentifierContext* first, const std::vector<Parser::DotPartContext*>& rest) {
  Identifier identifier;
  identifier.parts.push_back(BuildPart(first));
  identifier.range = identifier.parts.back().range;
  for (auto* dot_part : rest) {
    if (identifier.is_star) FailAt(dot_part->start, {});
    if (dot_part->STAR() != nullptr) {
      identifier.is_star = true;
      identifier.parts.push_back({.range = RangeOf(dot_part->STAR())});
    } else {
      identifier.parts.push_back(BuildPart(dot_part->identifier()));
    }
    identifier.range = Cover(identifier.range, identifier.parts.back().range);
  }
  return identifier;
}

Identifier SyntaxBuilder::BuildIdentifier(Parser::CompoundIdentifierContext* context) {
  return BuildIdentifier(context->identifier(), context->dotPart());
}

Identifier SyntaxBuilder::SimpleIdentifier(Parser::IdentifierContext* context) { return BuildIdentifier(context, {}); }

}  // namespace drey
