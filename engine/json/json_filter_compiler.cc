#include "engine/json/json_filter_compiler.h"

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/json/character_index.h"
#include "engine/json/json_path_compiler.h"
#include "engine/json/json_pattern.h"

namespace drey {
namespace {

using Value = JsonFilterValue;
using FilterPointer = std::shared_ptr<const JsonFilter>;

struct OperatorName {
  std::string_view name;
  JsonFilterOperator operation;
};

constexpr OperatorName kOperators[] = {
    {">=", JsonFilterOperator::kGreaterOrEqual},
    {"<=", JsonFilterOperator::kLessOrEqual},
    {"==", JsonFilterOperator::kEqual},
    {"===", JsonFilterOperator::kTypeSafeEqual},
    {"!=", JsonFilterOperator::kNotEqual},
    {"!==", JsonFilterOperator::kTypeSafeNotEqual},
    {"<", JsonFilterOperator::kLess},
    {">", JsonFilterOperator::kGreater},
    {"=~", JsonFilterOperator::kMatchesPattern},
    {"NIN", JsonFilterOperator::kNotIn},
    {"IN", JsonFilterOperator::kIn},
    {"CONTAINS", JsonFilterOperator::kContains},
    {"ALL", JsonFilterOperator::kAll},
    {"SIZE", JsonFilterOperator::kSize},
    {"EXISTS", JsonFilterOperator::kExists},
    {"TYPE", JsonFilterOperator::kType},
    {"MATCHES", JsonFilterOperator::kMatches},
    {"EMPTY", JsonFilterOperator::kEmpty},
    {"SUBSETOF", JsonFilterOperator::kSubsetOf},
    {"ANYOF", JsonFilterOperator::kAnyOf},
    {"NONEOF", JsonFilterOperator::kNoneOf},
};

bool IsRelationalCharacter(char16_t c) {
  return c == u'<' || c == u'>' || c == u'=' || c == u'~' || c == u'!';
}


class FilterCompiler {
 public:
  FilterCompiler(const std::u16string& text, JsonPatternCompiler compile_pattern)
      : text_(text), compile_pattern_(compile_pattern) {}

  FilterPointer Compile() {
    EnterParentheses();
    FilterPointer filter = ReadOr();
    text_.SkipBlanks();
    if (text_.InBounds()) text_.FailInvalid("Expected end of filter expression");
    return text_.failed() ? nullptr : filter;
  }

  const std::optional<JavaException>& failure() const { return text_.failure(); }

 private:
  void EnterParentheses() {
    text_.Trim();
    if (!text_.CurrentIs(u'[') || !text_.LastIs(u']')) text_.FailInvalid("Filter must start with '[' and end with ']'.");
    text_.Advance(1);
    text_.DropLast();
    text_.Trim();
    if (!text_.CurrentIs(u'?')) text_.FailInvalid("Filter must start with '[?' and end with ']'.");
    text_.Advance(1);
    text_.Trim();
    if (!text_.CurrentIs(u'(') || !text_.LastIs(u')')) text_.FailInvalid("Filter must start with '[?(' and end with ')]'.");
  }

  FilterPointer ReadOr() { return ReadChain(JsonFilter::Kind::kOr, u"||", &FilterCompiler::ReadAnd); }
  FilterPointer ReadAnd() { return ReadChain(JsonFilter::Kind::kAnd, u"&&", &FilterCompiler::ReadOperand); }

  FilterPointer ReadChain(JsonFilter::Kind kind, std::u16string_view separator, FilterPointer (FilterCompiler::*read)()) {
    auto chain = std::make_shared<JsonFilter>(JsonFilter{.kind = kind});
    chain->operands.push_back((this->*read)());
    while (!text_.failed()) {
      const int before = text_.position();
      if (!text_.TakeIfNext(separator)) {
        text_.set_position(before);
        break;
      }
      chain->operands.push_back((this->*read)());
    }
    return chain->operands.size() == 1 ? chain->operands[0] : chain;
  }

  FilterPointer ReadOperand() {
    if (text_.failed()) return nullptr;
    const int before = text_.SkipBlanks().position();
    if (text_.CurrentIs(u'!')) {
      text_.Take(u'!');
      if (!IsPathContext(text_.SkipBlanks().Current())) {
        return std::make_shared<JsonFilter>(JsonFilter{.kind = JsonFilter::Kind::kNot, .operands = {ReadOperand()}});
      }
      text_.set_position(before);
    }
    if (text_.SkipBlanks().CurrentIs(u'(')) {
      text_.Take(u'(');
      FilterPointer inner = ReadOr();
      text_.Take(u')');
      return inner;
    }
    return ReadRelation();
  }

  // Where no operator and right side can be read, the left side tests for existence and reading goes on behind it.
  FilterPointer ReadRelation() {
    auto relation = std::make_shared<JsonFilter>();
    relation->left = ReadValue();
    if (text_.failed()) return nullptr;
    const int before = text_.position();
    relation->operation = ReadOperator();
    if (!text_.failed()) relation->right = ReadValue();
    if (!text_.failed()) return relation;
    if (text_.failure()->kind != JavaException::Kind::kInvalidPath) return nullptr;
    text_.ClearFailure();
    text_.set_position(before);
    if (relation->left.kind != Value::Kind::kPath) {
      text_.FailInvalid("Expected path node");
      return nullptr;
    }
    relation->kind = JsonFilter::Kind::kExistenceCheck;
    return relation;
  }

  JsonFilterOperator ReadOperator() {
    const int begin = text_.SkipBlanks().position();
    if (IsRelationalCharacter(text_.Current())) {
      while (text_.InBounds() && IsRelationalCharacter(text_.Current())) text_.Advance(1);
    } else {
      while (text_.InBounds() && text_.Current() != u' ') text_.Advance(1);
    }
    const std::string name = ToUpper(ToUtf8(text_.Slice(begin, text_.position())));
    for (const OperatorName& known : kOperators) {
      if (known.name == name) return known.operation;
    }
    text_.FailInvalid("Filter operator " + name + " is not supported!");
    return JsonFilterOperator::kEqual;
  }

  Value ReadValue() {
    char16_t c = text_.SkipBlanks().Current();
    if (IsPathContext(c)) return ReadPath();
    if (c != u'!') return ReadLiteral(c);
    text_.Advance(1);
    c = text_.SkipBlanks().Current();
    if (IsPathContext(c)) return ReadPath();
    text_.FailInvalid("Unexpected character: !");
    return {};
  }

  Value ReadLiteral(char16_t c) {
    switch (c) {
      case u'\'':
      case u'"':
        return ReadString(c);
      case u't':
      case u'f':
        return ReadBoolean();
      case u'n':
        return ReadNull();
      case u'{':
        return ReadJson(u'{', u'}');
      case u'[':
        return ReadJson(u'[', u']');
      case u'/':
        return ReadPattern();
      default:
        return ReadNumber();
    }
  }

  Value ReadString(char16_t quote) {
    const int begin = text_.position();
    const int close = text_.IndexOfUnescaped(begin, quote);
    if (close == -1) {
      text_.FailInvalid("String literal does not have matching quotes.");
      return {};
    }
    text_.set_position(close + 1);
    const auto unescaped = UnescapeJayway(text_.Slice(begin + 1, close));
    if (!unescaped) {
      text_.Fail(OtherException("com.jayway.jsonpath.JsonPathException", "Unable to parse unicode value"));
      return {};
    }
    return {.kind = Value::Kind::kString, .text = ToUtf8(*unescaped)};
  }

  Value ReadBoolean() {
    const bool expected = text_.CurrentIs(u't');
    const std::u16string_view word = expected ? u"true" : u"false";
    const int end = text_.position() + static_cast<int>(word.size());
    if (!text_.InBounds(end - 1) || text_.Slice(text_.position(), end) != word) {
      text_.FailInvalid("Expected boolean literal");
      return {};
    }
    text_.set_position(end);
    return {.kind = Value::Kind::kBoolean, .boolean = expected};
  }

  Value ReadNull() {
    const int end = text_.position() + 4;
    if (!text_.InBounds(end - 1) || text_.Slice(text_.position(), end) != u"null") {
      text_.FailInvalid("Expected <null> value");
      return {};
    }
    text_.set_position(end);
    return {.kind = Value::Kind::kNull};
  }

  // Jayway makes a JsonNode of it, a class that cannot be loaded in Flink.
  Value ReadJson(char16_t open, char16_t close) {
    const int closing = text_.IndexOfMatchingClose(text_.position(), open, close, true, false);
    if (closing == -1) {
      text_.FailInvalid("String not closed.");
    } else {
      text_.Fail(MissingClass("net.minidev.json.parser.ParseException"));
    }
    return {};
  }

  Value ReadPattern() {
    const int begin = text_.position();
    const int close = text_.IndexOfUnescaped(begin, u'/');
    if (close == -1) {
      text_.FailInvalid("Pattern not closed.");
      return {};
    }
    int end = close + 1;
    while (text_.InBounds(end) && std::u16string_view(u"dixmsuU").find(text_.At(end)) != std::u16string_view::npos) ++end;
    text_.set_position(end);
    JsonPatternCompilation compiled =
        compile_pattern_(ToUtf8(text_.Slice(begin + 1, close)), ToUtf8(text_.Slice(close + 1, end)));
    if (!compiled.unsupported.empty()) {
      text_.Fail({JavaException::Kind::kError, "", std::move(compiled.unsupported)});
    } else if (compiled.pattern == nullptr) {
      text_.Fail(OtherException("java.util.regex.PatternSyntaxException", "not a pattern"));
    }
    return {.kind = Value::Kind::kPattern, .pattern = std::move(compiled.pattern)};
  }

  Value ReadNumber() {
    const int begin = text_.position();
    while (text_.InBounds() && IsNumberCharacter(text_.Current())) text_.Advance(1);
    const auto number = ParseBigDecimal(ToUtf8(text_.Slice(begin, text_.position())));
    if (!number) {
      text_.Fail(OtherException(kNumberFormatException, "not a number"));
      return {};
    }
    return {.kind = Value::Kind::kNumber, .number = *number};
  }

  static bool IsNumberCharacter(char16_t c) {
    return IsJavaDigit(c) || c == u'-' || c == u'.' || c == u'E' || c == u'e';
  }

  Value ReadPath() {
    const int previous = text_.IndexOfPreviousSignificant();
    const bool negated = previous != -1 && text_.At(previous) == u'!';
    const int begin = text_.position();
    text_.Advance(1);
    while (text_.InBounds() && !text_.failed()) {
      if (text_.CurrentIs(u'[')) {
        const int close = text_.IndexOfMatchingClose(text_.position(), u'[', u']', true, false);
        if (close == -1) text_.FailInvalid("Square brackets does not match in filter");
        if (text_.failed()) return {};
        text_.set_position(close + 1);
      }
      const char16_t c = text_.Current();
      const bool closes_group = c == u')' && !ClosesFunction(begin);
      if (!text_.InBounds() || IsRelationalCharacter(c) || c == u' ' || closes_group) break;
      text_.Advance(1);
    }
    if (text_.failed()) return {};
    JsonPathCompilation path = CompileJsonPath(text_.Slice(begin, text_.position()), compile_pattern_);
    if (path.failure) {
      text_.Fail(std::move(*path.failure));
      return {};
    }
    return {.kind = Value::Kind::kPath, .path = std::move(path.path), .should_exist = !negated};
  }

  // True at the ")" of "name()" within a path that begins at `begin`.
  bool ClosesFunction(int begin) {
    int i = text_.IndexOfPreviousSignificant();
    if (i == -1 || text_.At(i) != u'(') return false;
    for (--i; text_.InBounds(i) && i > begin; --i) {
      if (text_.At(i) == u'.') return true;
    }
    return false;
  }

  CharacterIndex text_;
  JsonPatternCompiler compile_pattern_;
};

}  // namespace

JsonFilterCompilation CompileJsonFilter(const std::u16string& text, JsonPatternCompiler compile_pattern) {
  FilterCompiler compiler(text, compile_pattern);
  FilterPointer filter = compiler.Compile();
  if (filter != nullptr) return {.filter = std::move(filter)};
  if (compiler.failure()->is_error()) return {.failure = compiler.failure()};
  return {.failure = InvalidPath(compiler.failure()->message)};
}

}  // namespace drey
