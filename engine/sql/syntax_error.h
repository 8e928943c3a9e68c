// Syntax errors in Flink's words and at Flink's places.
//
// Flink's parser decides by looking ahead: where a construct fails within the tokens looked at, it reports the construct's
// first token, not the one that did not fit. A table of those constructs reproduces that.
#pragma once

#include <memory>
#include <vector>

#include "BailErrorStrategy.h"
#include "absl/status/status.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/sql/token_classifier.h"

namespace antlr4 {
class Parser;
namespace tree {
class ParseTree;
}
}  // namespace antlr4

namespace drey {

// The text that is parsed and its tokens; the last one is the end of file.
struct ParsedText {
  SourceId source = kNoSource;
  std::string_view text = {};
  FlinkVersion version = FlinkVersion::k1_20;
  std::vector<antlr4::Token*> tokens = {};
};

// CAST, TRY_CAST, SAFE_CAST. Of null: no.
bool IsCast(antlr4::tree::ParseTree* tree);

// Stops at the first error and keeps what is needed to describe it.
class SyntaxErrorStrategy : public antlr4::BailErrorStrategy {
 public:
  explicit SyntaxErrorStrategy(const ParsedText& text) : text_(text) {}

  // The error that stopped the parser.
  const absl::Status& status() const { return status_; }
  // Whether it is text that is no token: Flink's parser, which reads a token ahead, meets it before it looks at what stands before.
  bool is_lexical() const;
  // The rule it stopped in; its children are what had been read. Lives until the parser is reset; null before an error.
  antlr4::ParserRuleContext* context() const { return context_; }

  void reset(antlr4::Parser* parser) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

 private:
  // A decision that was taken at a token: what it could have chosen was expected there as well.
  struct Decision {
    size_t token;
    size_t state;
    antlr4::ParserRuleContext* context;
  };

  void Describe(antlr4::Parser* parser);
  bool NameMayStandAt(antlr4::Parser* parser, size_t token) const;
  size_t InsideJsonClause(antlr4::RuleContext* context, size_t index) const;

  const ParsedText& text_;
  std::vector<Decision> decisions_;  // at the current token and at those just before it
  antlr4::ParserRuleContext* context_ = nullptr;
  absl::Status status_;
};

// `Encountered "x" at line 1, column 2.` for the token at `index`, with what would have been expected (may be empty). `shown`: how many tokens
// Flink has looked at, and shows.
absl::Status UnexpectedTokenError(const ParsedText& text, size_t index, const std::vector<std::string>& expected, size_t shown = 1);

// A failure of Flink's parser that is no matter of tokens: "SQL parse failed. <message>".
absl::Status ParseFailure(std::string_view message, SourceRange range, std::string_view flink_class);

}  // namespace drey
