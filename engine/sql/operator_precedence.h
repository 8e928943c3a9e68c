// Orders a flat list of operands and operators as Apache Calcite does.
//
// The grammar has no precedence: an expression is what stands in the text. The binding powers are those of Calcite's operator
// table, so that `a = b LIKE c` and `NOT a = b AND c` come out as in Flink.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/source_text.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct OperatorItem {
  enum class Kind { kOperand, kPrefix, kBinary, kPostfix };

  Kind kind = Kind::kOperand;
  Expression operand = {};  // kOperand
  std::string name = {};    // of the operator, see Expression
  SourceRange range = {};   // of the operator's words; of a postfix operator with its operands
  // Further operands that a postfix operator brings along: the list of IN, the index of ITEM, the field of DOT.
  std::vector<Expression> operands = {};
};

// How tight an operator binds to its left and its right when it is written: it needs parentheses next to what binds tighter.
struct Binding {
  int left = 0;
  int right = 0;
};

// That of the operator `name`, see Expression; of calls that are not operators tighter than any.
Binding BindingOf(std::string_view name, CallSyntax syntax);
inline Binding BindingOf(const Expression& call) { return BindingOf(call.name, call.syntax); }

// `items` begins with prefix operators and an operand and alternates then; an ESCAPE follows a LIKE.
absl::StatusOr<Expression> OrderOperators(std::vector<OperatorItem> items);

}  // namespace drey
