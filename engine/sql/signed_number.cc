#include "engine/sql/signed_number.h"

namespace drey {

std::optional<Literal> SignedNumber(const Expression& expression) {
  if (expression.kind == ExpressionKind::kLiteral) {
    const LiteralKind kind = expression.literal.kind;
    if (kind == LiteralKind::kExactNumber || kind == LiteralKind::kApproximateNumber) return expression.literal;
    return std::nullopt;
  }
  if (expression.kind != ExpressionKind::kCall || (expression.name != "-/1" && expression.name != "+/1")) return std::nullopt;
  std::optional<Literal> number = SignedNumber(expression.operands.front());
  if (!number || expression.name == "+/1") return number;
  if (number->text.starts_with('-')) {
    number->text.erase(0, 1);
  } else {
    number->text.insert(0, "-");
  }
  return number;
}

}  // namespace drey
