#include "engine/sql/parser.h"

#include <memory>
#include <utility>

#include "CommonToken.h"
#include "CommonTokenStream.h"
#include "Exceptions.h"
#include "FlinkSqlLexer.h"
#include "FlinkSqlParser.h"
#include "ListTokenSource.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/character_stream.h"
#include "engine/sql/client_command.h"
#include "engine/sql/misspelt_function.h"
#include "engine/sql/nesting_limit.h"
#include "engine/sql/syntax_builder.h"
#include "engine/sql/syntax_error.h"
#include "engine/sql/token_classifier.h"

namespace drey {

namespace {

using Parser = grammar::FlinkSqlParser;

// One text while it is parsed: its tokens, ANTLR's parser over them.
class ParseSession {
 public:
  ParseSession(SourceId source, std::string_view text, FlinkVersion version)
      : characters_(text), tokens_(Tokens(text, version)), stream_(&tokens_), parser_(&stream_), nesting_limit_(parsed_) {
    parsed_.source = source;
    parsed_.text = text;
    parsed_.version = version;
    stream_.fill();
    for (antlr4::Token* token : stream_.getTokens()) parsed_.tokens.push_back(token);
    parser_.removeErrorListeners();
    errors_ = std::make_shared<SyntaxErrorStrategy>(parsed_);
    parser_.setErrorHandler(errors_);
    parser_.addParseListener(&nesting_limit_);
  }

  Parser& parser() { return parser_; }
  const ParsedText& parsed() const { return parsed_; }
  antlr4::Token* next() { return stream_.LT(1); }
  bool at_end() { return next()->getType() == antlr4::Token::EOF; }
  void Skip() { stream_.consume(); }
  void SkipSemicolons() {
    while (next()->getType() == Parser::SEMICOLON) Skip();
  }

  // Runs one rule of the grammar: quickly, and once more with all of ANTLR's care if that failed.
  template <typename Context>
  absl::StatusOr<Context*> Run(Context* (Parser::*rule)()) {
    const size_t begin = stream_.index();
    for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
      parser_.reset();
      nesting_limit_.Reset();
      stream_.seek(begin);
      parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
      try {
        return (parser_.*rule)();
      } catch (const antlr4::ParseCancellationException&) {
        DREY_RETURN_IF_ERROR(nesting_limit_.status());
      }
    }
    if (errors_->is_lexical()) return errors_->status();
    SyntaxBuilder builder(parsed_);
    builder.BuildWhatWasRead(errors_->context(), stream_.index());
    DREY_RETURN_IF_ERROR(builder.status());
    return BlameMisspeltFunction(parsed_, errors_->status());
  }

  absl::StatusOr<Statement> RunStatement() {
    if (std::optional<ClientCommandMatch> command = MatchClientCommand(parsed_.source, parsed_.text, next()->getStartIndex())) {
      while (!at_end() && next()->getStartIndex() < command->end) Skip();
      return std::move(command->statement);
    }
    DREY_ASSIGN_OR_RETURN(auto* context, Run(&Parser::scriptStatement));
    SyntaxBuilder builder(parsed_);
    Statement statement = builder.BuildStatement(context->statement());
    DREY_RETURN_IF_ERROR(builder.status());
    return statement;
  }

 private:
  antlr4::ListTokenSource Tokens(std::string_view text, FlinkVersion version) {
    grammar::FlinkSqlLexer lexer(&characters_);
    lexer.removeErrorListeners();
    TokenList tokens = lexer.getAllTokens();
    ClassifyTokens(tokens, version);
    auto end = std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF, "<EOF>");
    end->setStartIndex(text.size());
    end->setStopIndex(text.size() - 1);
    tokens.push_back(std::move(end));
    return antlr4::ListTokenSource(std::move(tokens));
  }

  CharacterStream characters_;
  antlr4::ListTokenSource tokens_;
  antlr4::CommonTokenStream stream_;
  Parser parser_;
  ParsedText parsed_;
  std::shared_ptr<SyntaxErrorStrategy> errors_;
  NestingLimit nesting_limit_;
};

}  // namespace

absl::StatusOr<std::vector<Statement>> ParseScript(SourceId source, std::string_view text, FlinkVersion version) {
  ParseSession session(source, text, version);
  std::vector<Statement> statements;
  while (true) {
    session.SkipSemicolons();
    if (session.at_end()) return statements;
    DREY_ASSIGN_OR_RETURN(Statement statement, session.RunStatement());
    statements.push_back(std::move(statement));
  }
}

absl::StatusOr<Statement> ParseStatement(SourceId source, std::string_view text, FlinkVersion version) {
  ParseSession session(source, text, version);
  DREY_ASSIGN_OR_RETURN(Statement statement, session.RunStatement());
  session.SkipSemicolons();
  if (session.at_end()) return statement;
  const auto begin = static_cast<uint32_t>(session.next()->getStartIndex());
  // Flink reads all of the text before it minds that there is more than one.
  while (!session.at_end()) {
    DREY_RETURN_IF_ERROR(session.RunStatement().status());
    session.SkipSemicolons();
  }
  return WithFlinkClass(InvalidError("only single statement supported", {source, begin, static_cast<uint32_t>(text.size())}),
                        "java.lang.IllegalArgumentException");
}

absl::StatusOr<Expression> ParseExpression(SourceId source, std::string_view text, FlinkVersion version) {
  ParseSession session(source, text, version);
  DREY_ASSIGN_OR_RETURN(auto* context, session.Run(&Parser::singleExpression));
  SyntaxBuilder builder(session.parsed());
  Expression expression = builder.BuildExpression(context->expression());
  DREY_RETURN_IF_ERROR(builder.status());
  return expression;
}

absl::StatusOr<TypeSyntax> ParseTypeSyntax(SourceId source, std::string_view text, FlinkVersion version) {
  ParseSession session(source, text, version);
  DREY_ASSIGN_OR_RETURN(auto* context, session.Run(&Parser::singleType));
  SyntaxBuilder builder(session.parsed());
  TypeSyntax type = builder.BuildAnyType(context->extendedDataType());
  DREY_RETURN_IF_ERROR(builder.status());
  return type;
}

}  // namespace drey
