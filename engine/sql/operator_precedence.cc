#include "engine/sql/operator_precedence.h"

#include <memory>
#include <utility>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace drey {

namespace {

// Calcite's precedences; higher binds tighter.
constexpr int kCall = 200;
constexpr int kAccess = 100;  // [ ] and .
constexpr int kSign = 80;
constexpr int kMultiplication = 60;  // and ||
constexpr int kAddition = 40;        // and EXISTS
constexpr int kRange = 32;           // IN, BETWEEN, LIKE
constexpr int kComparison = 30;
constexpr int kIs = 28;
constexpr int kNot = 26;
constexpr int kAnd = 24;
constexpr int kOr = 22;
constexpr int kMultisetIntersect = 18;
constexpr int kMultisetUnion = 14;

bool StartsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }
bool EndsWith(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool IsBetween(std::string_view name) { return StartsWith(name, "BETWEEN ") || StartsWith(name, "NOT BETWEEN "); }

bool IsLike(std::string_view name) {
  return name == "LIKE" || name == "ILIKE" || name == "RLIKE" || name == "SIMILAR TO" || EndsWith(name, " LIKE") ||
         EndsWith(name, " ILIKE") || EndsWith(name, " RLIKE") || EndsWith(name, " SIMILAR TO");
}

int BinaryPrecedence(std::string_view name) {
  if (name == "*" || name == "/" || name == "%" || name == "||") return kMultiplication;
  if (name == "+" || name == "-") return kAddition;
  if (name == "AND") return kAnd;
  if (name == "OR") return kOr;
  if (IsBetween(name) || IsLike(name)) return kRange;
  if (StartsWith(name, "MULTISET INTERSECT")) return kMultisetIntersect;
  if (StartsWith(name, "MULTISET ")) return kMultisetUnion;
  return kComparison;
}

int PostfixPrecedence(std::string_view name) {
  if (name == "ITEM" || name == "DOT") return kAccess;
  if (StartsWith(name, "IS ") || StartsWith(name, "FORMAT ")) return kIs;
  return kRange;  // IN, = SOME …
}

int PrefixPrecedence(std::string_view name) {
  if (name == "NOT") return kNot;
  return name == "EXISTS" || name == "UNIQUE" ? kAddition : kSign;
}

class PrecedenceClimber {
 public:
  explicit PrecedenceClimber(std::vector<OperatorItem> items) : items_(std::move(items)) {}

  absl::StatusOr<Expression> Run() {
    DREY_ASSIGN_OR_RETURN(Expression result, Climb(0, {}));
    if (next_ < items_.size()) return Misplaced(items_[next_]);
    return result;
  }

 private:
  // Reads an expression of operators that bind tighter than `above`, up to the binary operator `stop`.
  absl::StatusOr<Expression> Climb(int above, std::string_view stop) {
    DREY_ASSIGN_OR_RETURN(Expression left, Operand());
    while (next_ < items_.size()) {
      OperatorItem& item = items_[next_];
      if (item.kind == OperatorItem::Kind::kPostfix) {
        if (PostfixPrecedence(item.name) <= above) break;
        ++next_;
        left = Postfix(std::move(left), item);
        continue;
      }
      if (item.name == "ESCAPE" || item.name == stop || BinaryPrecedence(item.name) <= above) break;
      ++next_;
      DREY_ASSIGN_OR_RETURN(left, Binary(std::move(left), item));
    }
    return left;
  }

  absl::StatusOr<Expression> Operand() {
    OperatorItem& item = items_[next_++];
    if (item.kind == OperatorItem::Kind::kOperand) return std::move(item.operand);
    DREY_ASSIGN_OR_RETURN(Expression operand, Climb(PrefixPrecedence(item.name), {}));
    Expression call = Call(item, CallSyntax::kPrefix, Cover(item.range, operand.range));
    call.operands.push_back(std::move(operand));
    return call;
  }

  Expression Postfix(Expression left, OperatorItem& item) {
    const bool is_access = item.name == "ITEM" || item.name == "DOT";
    Expression call = Call(item, is_access ? CallSyntax::kSpecial : CallSyntax::kPostfix, Cover(left.range, item.range));
    call.operands.push_back(std::move(left));
    for (Expression& operand : item.operands) call.operands.push_back(std::move(operand));
    return call;
  }

  absl::StatusOr<Expression> Binary(Expression left, OperatorItem& item) {
    const bool between = IsBetween(item.name);
    Expression call = Call(item, between ? CallSyntax::kSpecial : CallSyntax::kBinary, left.range);
    call.operands.push_back(std::move(left));
    // Between BETWEEN and its AND anything may stand.
    DREY_ASSIGN_OR_RETURN(Expression right, between ? Climb(0, "AND") : Climb(BinaryPrecedence(item.name), {}));
    call.operands.push_back(std::move(right));
    if (between) {
      if (next_ >= items_.size() || items_[next_].name != "AND") return UnfinishedBetween(item);
      ++next_;
      DREY_ASSIGN_OR_RETURN(Expression upper, Climb(kRange, {}));
      call.operands.push_back(std::move(upper));
    } else if (IsLike(item.name) && next_ < items_.size() && items_[next_].name == "ESCAPE") {
      ++next_;
      DREY_ASSIGN_OR_RETURN(Expression escape, Climb(kRange, {}));
      call.operands.push_back(std::move(escape));
    }
    call.range = Cover(call.range, call.operands.back().range);
    return call;
  }

  static Expression Call(const OperatorItem& item, CallSyntax syntax, SourceRange range) {
    Expression call;
    call.kind = ExpressionKind::kCall;
    call.range = range;
    call.name = item.name;
    call.name_range = item.range;
    call.syntax = syntax;
    return call;
  }

  static absl::Status UnfinishedBetween(const OperatorItem& item) {
    return WithFlinkClass(InvalidError("SQL parse failed. BETWEEN operator has no terminating AND", item.range),
                          "org.apache.calcite.sql.validate.SqlValidatorException");
  }

  static absl::Status Misplaced(const OperatorItem& item) {
    return InvalidError(Concat("SQL parse failed. ", item.name, " has nothing to belong to"), item.range);
  }

  std::vector<OperatorItem> items_;
  size_t next_ = 0;
};

}  // namespace

Binding BindingOf(std::string_view name, CallSyntax syntax) {
  const auto to_the_left = [](int precedence) { return Binding{precedence, precedence + 1}; };
  switch (syntax) {
    case CallSyntax::kPrefix: return to_the_left(PrefixPrecedence(name));
    case CallSyntax::kPostfix: return to_the_left(PostfixPrecedence(name));
    case CallSyntax::kBinary: return IsLike(name) ? Binding{kRange + 1, kRange} : to_the_left(BinaryPrecedence(name));
    case CallSyntax::kSpecial:
      if (IsBetween(name)) return to_the_left(kRange);
      if (StartsWith(name, "INTERVAL")) return to_the_left(0);
      return to_the_left(name == "ITEM" || name == "DOT" ? kAccess : kCall);
    case CallSyntax::kFunction: break;
  }
  return to_the_left(kCall);
}

absl::StatusOr<Expression> OrderOperators(std::vector<OperatorItem> items) {
  if (items.size() == 1 && items.front().kind == OperatorItem::Kind::kOperand) return std::move(items.front().operand);
  return PrecedenceClimber(std::move(items)).Run();
}

}  // namespace drey
