// How deep a statement may be nested.
//
// The parser, the builders of the syntax tree and all that walks the tree behind them call themselves for what is inside. Flink does the
// same and fails with a StackOverflowError where the Java stack ends; here a statement is refused, with its place, long before the stack
// (8 MB, also with sanitizers) does.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "engine/sql/syntax_error.h"
#include "tree/ParseTreeListener.h"

namespace drey {

// Listens to the parser and cancels it (antlr4::ParseCancellationException) where rules of the grammar are in each other more than kDeepest
// times; those that cost the builders most count threefold, and so do operators, UNIONs and joins in a row, each of which holds all before
// it.
class NestingLimit final : public antlr4::tree::ParseTreeListener {
 public:
  // About what Flink's stack takes: 400 parentheses, 300 subqueries or 240 calls in each other, 800 operators in a row.
  static constexpr size_t kDeepest = 2400;

  explicit NestingLimit(const ParsedText& text) : text_(text) {}

  // What was nested too deeply; OK when nothing was.
  const absl::Status& status() const { return status_; }
  // Forgets all rules that were entered.
  void Reset() { open_.clear(); }

  void enterEveryRule(antlr4::ParserRuleContext* context) override;
  void exitEveryRule(antlr4::ParserRuleContext* context) override;
  void visitTerminal(antlr4::tree::TerminalNode*) override {}
  void visitErrorNode(antlr4::tree::ErrorNode*) override {}

 private:
  // A rule that is being parsed: how deep it is itself, and how high the tree is that has been made of it so far.
  struct OpenRule {
    size_t depth = 0;
    size_t height = 0;
    size_t prefixes = 0;  // that wait for their operand
  };

  const ParsedText& text_;
  std::vector<OpenRule> open_;
  absl::Status status_;
};

}  // namespace drey
