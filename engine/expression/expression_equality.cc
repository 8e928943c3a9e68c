#include "engine/expression/expression_equality.h"

namespace drey {
namespace {

bool SameLiteral(const BoundExpression& a, const BoundExpression& b) {
  if (a.value.is_null || b.value.is_null) return a.value.is_null && b.value.is_null;
  if (a.type.IsInteger() || a.type.Is(TypeRoot::kBoolean)) return a.value.integer == b.value.integer;
  if (a.type.Is(TypeRoot::kDouble)) return a.value.floating == b.value.floating;
  if (a.type.IsCharacterString()) return a.value.view() == b.value.view();
  return false;
}

}  // namespace

bool SameExpression(const BoundExpression& a, const BoundExpression& b) {
  if (a.kind != b.kind || !(a.type == b.type) || a.operands.size() != b.operands.size()) return false;
  switch (a.kind) {
    case BoundExpression::Kind::kInput:
      return a.index == b.index;
    case BoundExpression::Kind::kLiteral:
      return SameLiteral(a, b);
    case BoundExpression::Kind::kSymbol:
      return a.name == b.name;
    case BoundExpression::Kind::kField:
      if (a.index != b.index) return false;
      break;
    case BoundExpression::Kind::kCall:
      if (a.name != b.name || !a.call->deterministic) return false;
      break;
  }
  for (size_t i = 0; i < a.operands.size(); ++i) {
    if (!SameExpression(*a.operands[i], *b.operands[i])) return false;
  }
  return true;
}

}  // namespace drey
