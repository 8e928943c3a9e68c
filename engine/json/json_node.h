// A value of a parsed JSON text, as Jackson makes it of Object.class: the trees that the JSON functions read.
//
// Nodes are small, lie in an arena and are linked to their siblings. To look at they are immutable once their document is read; a value
// that a path builds (a list of matches, a merged object) is made of shallow copies that share the children. An object or array may
// have been left unread, as text that is known to be sound: its children are made when somebody asks for them. So a document belongs to
// one thread at a time.
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

// An object or array that nobody has asked for yet. Its text stays where it is, and the nodes will lie in the arena, as long as the node.
struct UnreadJsonContainer {
  std::string_view text = {};  // from bracket to bracket
  std::string_view json = {};  // what AppendJson makes of it in the order of its document's release; empty: not known
  Arena* arena = nullptr;
};

class JsonNode {
 public:
  JsonKind kind = JsonKind::kNull;
  JsonNode* next = nullptr;  // sibling

  // Of a string or a number as it is written.
  std::string_view text() const { return {text_begin_, size_}; }
  std::string_view key() const { return {key_begin_, key_size_}; }
  // Of a kDouble.
  double floating() const { return floating_; }

  // Of an array, a set of keys or an object.
  JsonNode* FirstChild() const {
    if (is_unread_) ReadChildren();
    return first_child_;
  }
  uint32_t ChildCount() const {
    if (is_unread_) ReadChildren();
    return size_;
  }
  // Null where the children have been read.
  const UnreadJsonContainer* unread() const { return is_unread_ ? unread_ : nullptr; }

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
    for (const JsonNode* child = FirstChild(); child != nullptr; child = child->next) {
      if (child->key_size_ == wanted.size() && child->key() == wanted) return child;
    }
    return nullptr;
  }
  // Of an array. Null where there is none.
  const JsonNode* At(int64_t index) const;

  void SetText(JsonKind text_kind, std::string_view text) {
    kind = text_kind;
    text_begin_ = text.data();
    size_ = static_cast<uint32_t>(text.size());
  }
  void SetDouble(double value) {
    kind = JsonKind::kDouble;
    floating_ = value;
  }
  void SetKey(std::string_view key) {
    key_begin_ = key.data();
    key_size_ = static_cast<uint32_t>(key.size());
  }

  // Makes it a container without children, which Append adds behind `last`; Remove takes the one behind `previous` out again.
  void OpenContainer(JsonKind container_kind) {
    kind = container_kind;
    is_unread_ = false;
    first_child_ = nullptr;
    size_ = 0;
  }
  void Append(JsonNode* last, JsonNode* child) {
    (last == nullptr ? first_child_ : last->next) = child;
    ++size_;
  }
  void RemoveBehind(JsonNode& previous) {
    previous.next = previous.next->next;
    --size_;
  }
  void SetUnread(JsonKind container_kind, const UnreadJsonContainer* unread) {
    kind = container_kind;
    is_unread_ = true;
    unread_ = unread;
  }

 private:
  void ReadChildren() const;

  bool is_unread_ = false;
  uint32_t size_ = 0;  // bytes of the text, or number of children
  union {
    const char* text_begin_ = nullptr;
    JsonNode* first_child_;
    double floating_;
    const UnreadJsonContainer* unread_;
  };
  const char* key_begin_ = nullptr;
  uint32_t key_size_ = 0;
};

// Builds an array or object in order.
class JsonChildren {
 public:
  JsonChildren(JsonKind kind, Arena& arena) : parent_(arena.New<JsonNode>()), arena_(arena) {
    parent_->OpenContainer(kind);
  }

  // Adds a shallow copy.
  JsonNode* Add(const JsonNode& value) {
    JsonNode* copy = arena_.New<JsonNode>(value);
    copy->next = nullptr;
    parent_->Append(last_, copy);
    last_ = copy;
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
