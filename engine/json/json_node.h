// A value of a parsed JSON text, as Jackson makes it of Object.class: the trees that the JSON functions read.
//
// Nodes are small, lie in an arena and are linked to their siblings. They are immutable once their document is read; a value that a
// path builds (a list of matches, a merged object) is made of shallow copies that share the children.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"

namespace drey {

enum class JsonKind : uint8_t {
  kNull,
  kTrue,
  kFalse,
  kString,   // text
  kInteger,  // text: the literal, "0" for "-0"; Integer, Long or BigInteger
  kFloat,    // text: the literal; a Double in Flink 1.20, a BigDecimal in 2.3
  kDouble,   // floating: a Double that a path function computed
  kArray,    // children
  kObject,   // children, each with its key; keys are distinct
  kKeySet,   // children: the keys of an object as the path function keys() returns them, in Java a Set and no List
};

struct JsonNode {
  JsonKind kind = JsonKind::kNull;
  uint32_t size = 0;  // bytes of the text, or number of children
  union {
    const char* text_begin = nullptr;
    JsonNode* first_child;
    double floating;
  };
  const char* key_begin = nullptr;
  uint32_t key_size = 0;
  JsonNode* next = nullptr;  // sibling

  std::string_view text() const { return {text_begin, size}; }
  std::string_view key() const { return {key_begin, key_size}; }

  bool IsArray() const { return kind == JsonKind::kArray; }
  bool IsObject() const { return kind == JsonKind::kObject; }
  bool IsCollection() const { return kind == JsonKind::kArray || kind == JsonKind::kKeySet; }
  // Neither a Collection nor a Map. JSON null is none either.
  bool IsScalar() const { return kind < JsonKind::kArray; }
  bool IsNumber() const {
    return kind == JsonKind::kInteger || kind == JsonKind::kFloat || kind == JsonKind::kDouble;
  }

  // Of an object: the value of the key, or null.
  const JsonNode* Find(std::string_view wanted) const {
    for (const JsonNode* child = first_child; child != nullptr; child = child->next) {
      if (child->key_size == wanted.size() && child->key() == wanted) return child;
    }
    return nullptr;
  }
  // Of an array. Null where there is none.
  const JsonNode* At(int64_t index) const;

  void SetText(JsonKind text_kind, std::string_view text) {
    kind = text_kind;
    text_begin = text.data();
    size = static_cast<uint32_t>(text.size());
  }
  void SetKey(std::string_view key) {
    key_begin = key.data();
    key_size = static_cast<uint32_t>(key.size());
  }
};

// Builds an array or object in order.
class JsonChildren {
 public:
  JsonChildren(JsonKind kind, Arena& arena) : parent_(arena.New<JsonNode>()), arena_(arena) {
    parent_->kind = kind;
    parent_->first_child = nullptr;
  }

  // Adds a shallow copy.
  JsonNode* Add(const JsonNode& value) {
    JsonNode* copy = arena_.New<JsonNode>(value);
    copy->next = nullptr;
    (last_ == nullptr ? parent_->first_child : last_->next) = copy;
    last_ = copy;
    ++parent_->size;
    return copy;
  }
  JsonNode* last() const { return last_; }
  const JsonNode* parent() const { return parent_; }

 private:
  JsonNode* parent_;
  JsonNode* last_ = nullptr;
  Arena& arena_;
};

// The Java class of the value: "java.lang.Integer", "java.util.ArrayList"; "null" for JSON null.
std::string_view JavaClassName(const JsonNode& node, FlinkVersion version);

// Appends String.valueOf(value): `text`, `1.5`, `[1, null]`, `{a=1}`.
void AppendJavaText(const JsonNode& node, FlinkVersion version, std::string& out);

// Number.doubleValue. Requires a number.
double DoubleValue(const JsonNode& number, FlinkVersion version);

// A double literal as Java's Double.parseDouble reads it.
double ParseJsonDouble(std::string_view literal);

// Nesting beyond which recursion over a document is given up, as Java does by a StackOverflowError.
inline constexpr int kMaxJsonRecursion = 5000;

}  // namespace drey
