// Applies filters: Jayway's EvaluatorFactory and ValueNodes, as far as they can come up without the class JsonNode (see json_path.h).
#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/json/json_path_evaluator.h"
#include "engine/json/json_pattern.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

using Kind = JsonFilterValue::Kind;

std::string NumberText(const BigDecimal& number) {
  std::string text;
  AppendBigDecimal(number, text);
  return text;
}

// BigDecimal.compareTo.
int CompareNumbers(const BigDecimal& a, const BigDecimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  if (a.IsZero() || b.IsZero()) {
    if (a.IsZero() && b.IsZero()) return 0;
    return a.IsZero() == a.negative ? 1 : -1;
  }
  const int sign = a.negative ? -1 : 1;
  const auto magnitude = [](const BigDecimal& n) { return static_cast<int64_t>(n.digits.size()) - n.scale; };
  if (magnitude(a) != magnitude(b)) return magnitude(a) < magnitude(b) ? -sign : sign;
  const auto digit = [](const BigDecimal& n, size_t i) { return i < n.digits.size() ? n.digits[i] : '0'; };
  for (size_t i = 0; i < std::max(a.digits.size(), b.digits.size()); ++i) {
    if (digit(a, i) != digit(b, i)) return digit(a, i) < digit(b, i) ? -sign : sign;
  }
  return 0;
}

bool Equal(const JsonFilterValue& left, const JsonFilterValue& right) {
  switch (left.kind) {
    case Kind::kString:
      if (right.kind == Kind::kString) return left.text == right.text;
      return right.kind == Kind::kNumber && left.text == NumberText(right.number);
    case Kind::kNumber:
      if (right.kind == Kind::kNumber) return CompareNumbers(left.number, right.number) == 0;
      if (right.kind == Kind::kString) {
        const auto number = ParseBigDecimal(right.text);
        return number && CompareNumbers(left.number, *number) == 0;
      }
      return false;
    case Kind::kBoolean:
      return right.kind == Kind::kBoolean && left.boolean == right.boolean;
    case Kind::kNull:
      return right.kind == Kind::kNull;
    default:
      return false;
  }
}

// Empty where the two cannot be compared.
std::optional<int> Compare(const JsonFilterValue& left, const JsonFilterValue& right) {
  if (left.kind == Kind::kNumber && right.kind == Kind::kNumber) return CompareNumbers(left.number, right.number);
  if (left.kind == Kind::kString && right.kind == Kind::kString) return CompareUtf16(left.text, right.text);
  return std::nullopt;
}

class FilterReader {
 public:
  FilterReader(const JsonNode* item, const JsonPathEnvironment& environment, std::optional<JavaException>& exception)
      : item_(item), environment_(environment), exception_(exception) {}

  std::optional<bool> Apply(const JsonFilter& filter) {
    switch (filter.kind) {
      case JsonFilter::Kind::kOr:
        return ApplyChain(filter, true);
      case JsonFilter::Kind::kAnd:
        return ApplyChain(filter, false);
      case JsonFilter::Kind::kNot: {
        const auto inner = Apply(*filter.operands[0]);
        return inner ? std::optional(!*inner) : inner;
      }
      case JsonFilter::Kind::kRelation:
        return ApplyRelation(filter);
      case JsonFilter::Kind::kExistenceCheck:
        return Throw(MissingClass("net.minidev.json.writer.JsonReaderI"));
    }
    return false;
  }

 private:
  std::optional<bool> ApplyChain(const JsonFilter& filter, bool decisive) {
    for (const auto& operand : filter.operands) {
      const auto applied = Apply(*operand);
      if (!applied || *applied == decisive) return applied;
    }
    return !decisive;
  }

  std::optional<bool> ApplyRelation(const JsonFilter& filter) {
    const auto left = Resolve(filter.left);
    if (!left) return std::nullopt;
    const auto right = Resolve(filter.right);
    if (!right) return std::nullopt;
    return Relate(*left, filter.operation, *right);
  }

  std::optional<bool> Relate(const JsonFilterValue& left, JsonFilterOperator operation, const JsonFilterValue& right) {
    using Operator = JsonFilterOperator;
    switch (operation) {
      case Operator::kEqual:
        return Equal(left, right);
      case Operator::kNotEqual:
        return !Equal(left, right);
      case Operator::kTypeSafeEqual:
        return left.kind == right.kind && Equal(left, right);
      case Operator::kTypeSafeNotEqual:
        return left.kind != right.kind || !Equal(left, right);
      case Operator::kLess:
        return Compare(left, right).value_or(0) < 0;
      case Operator::kGreater:
        return Compare(left, right).value_or(0) > 0;
      case Operator::kLessOrEqual:
        return Compare(left, right).value_or(1) <= 0;
      case Operator::kGreaterOrEqual:
        return Compare(left, right).value_or(-1) >= 0;
      case Operator::kMatchesPattern:
        return MatchesPattern(left, right);
      case Operator::kContains:
        return left.kind == Kind::kString && right.kind == Kind::kString &&
               left.text.find(right.text) != std::string::npos;
      case Operator::kSize:
        return HasSize(left, right);
      case Operator::kEmpty:
        if (left.kind != Kind::kString) return false;
        if (right.kind != Kind::kBoolean) return Throw(InvalidPath("Expected boolean node"));
        return left.text.empty() == right.boolean;
      case Operator::kExists:
        return Exists(left, right);
      case Operator::kAll:
      case Operator::kIn:
      case Operator::kNotIn:
      case Operator::kSubsetOf:
      case Operator::kAnyOf:
      case Operator::kNoneOf:
        return Throw(InvalidPath("Expected value list node"));
      case Operator::kType:
        return Throw(InvalidPath("Expected class node"));
      case Operator::kMatches:
        return Throw(InvalidPath("Expected predicate node"));
    }
    return false;
  }

  bool HasSize(const JsonFilterValue& left, const JsonFilterValue& right) {
    if (left.kind != Kind::kString || right.kind != Kind::kNumber) return false;
    const auto whole = ToDecimal(right.number, 38, 0);
    return whole && static_cast<int32_t>(*whole) == static_cast<int32_t>(Utf16Length(left.text));
  }

  std::optional<bool> Exists(const JsonFilterValue& left, const JsonFilterValue& right) {
    if (left.kind != Kind::kBoolean && right.kind != Kind::kBoolean) {
      return Throw(OtherException(JaywayClass("JsonPathException", environment_.version),
                                  "Failed to evaluate exists expression"));
    }
    if (left.kind != right.kind) return Throw(InvalidPath("Expected boolean node"));
    return left.boolean == right.boolean;
  }

  std::optional<bool> MatchesPattern(const JsonFilterValue& left, const JsonFilterValue& right) {
    const bool pattern_left = left.kind == Kind::kPattern;
    if (pattern_left == (right.kind == Kind::kPattern)) return false;
    const JsonFilterValue& pattern = pattern_left ? left : right;
    const JsonFilterValue& value = pattern_left ? right : left;
    std::string input;
    if (value.kind == Kind::kString) input = value.text;
    if (value.kind == Kind::kNumber) input = NumberText(value.number);
    if (value.kind == Kind::kBoolean) input = value.boolean ? "true" : "false";
    const auto matches = pattern.pattern->Matches(input);
    return matches ? matches : Throw({JavaException::Kind::kError, "java.lang.StackOverflowError", ""});
  }

  // A path becomes the value it leads to. Empty after an exception.
  std::optional<JsonFilterValue> Resolve(const JsonFilterValue& value) {
    if (value.kind != Kind::kPath) return value;
    const bool from_root = value.path->root == '$';
    JsonPath::Result result = ReadJsonPath(*value.path, from_root ? &environment_.root : item_, environment_);
    if (result.exception && result.exception->kind == JavaException::Kind::kPathNotFound) return JsonFilterValue{};
    if (result.exception) {
      exception_ = std::move(result.exception);
      return std::nullopt;
    }
    return FromNode(result.value);
  }

  std::optional<JsonFilterValue> FromNode(const JsonNode* node) {
    if (node == nullptr) return JsonFilterValue{.kind = Kind::kNull};
    switch (node->kind) {
      case JsonKind::kNull:
        return JsonFilterValue{.kind = Kind::kNull};
      case JsonKind::kTrue:
      case JsonKind::kFalse:
        return JsonFilterValue{.kind = Kind::kBoolean, .boolean = node->kind == JsonKind::kTrue};
      case JsonKind::kString:
        return JsonFilterValue{.kind = Kind::kString, .text = std::string(node->text())};
      case JsonKind::kInteger:
      case JsonKind::kFloat:
      case JsonKind::kDouble:
        return FromNumber(*node);
      case JsonKind::kArray:
      case JsonKind::kObject:
        exception_ = MissingClass("net.minidev.json.parser.ParseException");
        return std::nullopt;
      case JsonKind::kKeySet:
        break;
    }
    std::string message = "Could not convert class java.util.LinkedHashMap$LinkedKeySet:";
    AppendJavaText(*node, environment_.version, message);
    exception_ = OtherException(JaywayClass("JsonPathException", environment_.version), message + " to a ValueNode");
    return std::nullopt;
  }

  std::optional<JsonFilterValue> FromNumber(const JsonNode& node) {
    std::string text;
    AppendJavaText(node, environment_.version, text);
    auto number = ParseBigDecimal(text);
    if (number) return JsonFilterValue{.kind = Kind::kNumber, .number = *std::move(number)};
    // Infinity and NaN, which new BigDecimal refuses.
    const char first = text[text.starts_with('-') ? 1 : 0];
    exception_ = OtherException(kNumberFormatException,
                                Concat("Character ", first, " is neither a decimal digit number, decimal point, nor "
                                       "\"e\" notation exponential mark."));
    return std::nullopt;
  }

  std::optional<bool> Throw(JavaException exception) {
    exception_ = std::move(exception);
    return std::nullopt;
  }

  const JsonNode* item_;
  const JsonPathEnvironment& environment_;
  std::optional<JavaException>& exception_;
};

}  // namespace

std::optional<bool> ApplyJsonFilter(const JsonFilter& filter, const JsonNode* item,
                                    const JsonPathEnvironment& environment, std::optional<JavaException>& exception) {
  return FilterReader(item, environment, exception).Apply(filter);
}

}  // namespace drey
