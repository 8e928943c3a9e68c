// The inside of a compiled JSON path. Only the files json_path_* include this.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/json/json_path.h"
#include "engine/types/big_decimal.h"

namespace drey {

// The characters that begin a path: of the document, of the element that a filter looks at.
constexpr bool IsPathContext(char16_t c) { return c == u'$' || c == u'@'; }

struct JsonFilter;
class JsonPattern;

// What stands between the parentheses of a path function.
struct JsonPathParameter {
  std::shared_ptr<const CompiledJsonPath> path = {};  // null: JSON text
  // Of the first parameter of length(), which reads it: the path with [*] behind it. Null where the path ends in a function.
  std::shared_ptr<const CompiledJsonPath> children_path = {};
  std::string json = {};
};

struct JsonPathToken {
  enum class Kind : uint8_t {
    kProperty,  // .a ['a'] ['a','b']
    kWildcard,  // .* [*]
    kIndex,     // [0] [0,2]
    kSlice,     // [1:2]
    kScan,      // ..
    kFilter,    // [?(…)]
    kFunction,  // .length()
  };
  Kind kind;
  std::string fragment = {};  // the token as messages show it

  std::vector<std::string> properties = {};
  std::vector<int32_t> indexes = {};
  std::optional<int32_t> from = {};
  std::optional<int32_t> to = {};
  std::shared_ptr<const JsonFilter> filter = {};
  std::string function = {};
  std::vector<JsonPathParameter> parameters = {};

  // Set when the path is complete.
  bool is_leaf = false;
  bool is_definite = false;           // finds at most one value
  bool is_upstream_definite = false;  // so do all tokens before it
};

struct CompiledJsonPath {
  char root = '$';  // or '@'
  std::vector<JsonPathToken> tokens = {};
  bool is_definite = true;
  std::string text = {};

  // Token `first` and all that follow, as messages show them.
  std::string TextFrom(size_t first) const;
  bool IsFunctionPath() const { return !tokens.empty() && tokens.back().kind == JsonPathToken::Kind::kFunction; }
};

// A value in a filter: a literal, a path, or what a path came to.
struct JsonFilterValue {
  enum class Kind : uint8_t { kNull, kUndefined, kBoolean, kNumber, kString, kPattern, kPath };
  Kind kind = Kind::kUndefined;
  bool boolean = false;
  BigDecimal number = {};
  std::string text = {};
  std::shared_ptr<const JsonPattern> pattern = {};
  std::shared_ptr<const CompiledJsonPath> path = {};
  bool should_exist = true;  // of a path: no "!" before it
};

enum class JsonFilterOperator : uint8_t {
  kGreaterOrEqual, kLessOrEqual, kEqual, kTypeSafeEqual, kNotEqual, kTypeSafeNotEqual, kLess, kGreater, kMatchesPattern,
  kNotIn, kIn, kContains, kAll, kSize, kExists, kType, kMatches, kEmpty, kSubsetOf, kAnyOf, kNoneOf,
};

struct JsonFilter {
  enum class Kind : uint8_t { kAnd, kOr, kNot, kRelation, kExistenceCheck };
  Kind kind = Kind::kRelation;
  std::vector<std::shared_ptr<const JsonFilter>> operands = {};
  JsonFilterValue left = {};
  JsonFilterOperator operation = JsonFilterOperator::kEqual;
  JsonFilterValue right = {};
};

// Failures while compiling.
inline JavaException InvalidPath(std::string message) {
  return {JavaException::Kind::kInvalidPath, "com.jayway.jsonpath.InvalidPathException", std::move(message)};
}
inline JavaException OtherException(std::string_view flink_class, std::string message) {
  return {JavaException::Kind::kOther, std::string(flink_class), std::move(message)};
}
inline JavaException MissingClass(std::string_view name) {
  return {JavaException::Kind::kError, "java.lang.ClassNotFoundException", std::string(name)};
}

}  // namespace drey
