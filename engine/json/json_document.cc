#include "engine/json/json_document.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <functional>

#include "engine/base/text.h"
#include "engine/json/json_reader.h"
#include "engine/json/regular_json_scanner.h"
#include "engine/types/big_decimal.h"

namespace drey {
namespace {

// Objects with more members look for equal keys through a table.
constexpr uint32_t kFewMembers = 16;

// Makes `earlier` have the value of `later`, keeping its place.
void TakeValue(JsonNode& earlier, const JsonNode& later) {
  JsonNode* const next = earlier.next;
  earlier = later;
  earlier.next = next;
}

void MergeFewDuplicates(JsonNode& object) {
  JsonNode* last_kept = object.first_child;
  for (JsonNode* member = last_kept->next; member != nullptr; member = member->next) {
    JsonNode* earlier = object.first_child;
    while (earlier != member && earlier->key() != member->key()) earlier = earlier->next;
    if (earlier == member) {
      last_kept = member;
      continue;
    }
    last_kept->next = member->next;
    --object.size;
    TakeValue(*earlier, *member);
  }
}

void MergeManyDuplicates(JsonNode& object, Arena& arena) {
  const size_t slots = std::bit_ceil(size_t{object.size} * 2);
  JsonNode** const table = arena.AllocateArray<JsonNode*>(slots);
  std::fill(table, table + slots, nullptr);
  JsonNode* last_kept = nullptr;
  for (JsonNode* member = object.first_child; member != nullptr; member = member->next) {
    size_t slot = std::hash<std::string_view>()(member->key()) & (slots - 1);
    while (table[slot] != nullptr && table[slot]->key() != member->key()) slot = (slot + 1) & (slots - 1);
    if (table[slot] == nullptr) {
      table[slot] = member;
      last_kept = member;
      continue;
    }
    last_kept->next = member->next;
    --object.size;
    TakeValue(*table[slot], *member);
  }
}

void MergeDuplicates(JsonNode& object, Arena& arena) {
  if (object.size < 2) return;
  if (object.size <= kFewMembers) {
    MergeFewDuplicates(object);
  } else {
    MergeManyDuplicates(object, arena);
  }
}

std::string_view JacksonPackage(std::string_view exception) {
  if (exception == "JsonEOFException") return "core.io.";
  if (exception == "StreamConstraintsException" || exception == "InputCoercionException") return "core.exc.";
  return "core.";
}

// Reads one value. While a container is open, the `next` of its node leads to the container around it.
class TreeReader {
 public:
  TreeReader(JsonReader& reader, FlinkVersion version, Arena& arena)
      : reader_(reader), version_(version), arena_(arena) {}

  // Null when the reader met an error, or a number that Java cannot hold.
  const JsonNode* Read() {
    JsonNode* const root = arena_.New<JsonNode>();
    JsonToken token = reader_.Next();
    if (!ReadValue(token, *root)) return nullptr;
    while (open_ != nullptr) {
      token = reader_.Next();
      if (token == JsonToken::kObjectEnd || token == JsonToken::kArrayEnd) {
        Close();
        continue;
      }
      JsonNode* const child = AddChild();
      if (token == JsonToken::kFieldName) {
        child->SetKey(reader_.text());
        token = reader_.Next();
      }
      if (!ReadValue(token, *child)) return nullptr;
    }
    return root;
  }

  const std::string& number_failure() const { return number_failure_; }

 private:
  // The child of the innermost open container that was added last is found through its own list: `last_` is its end.
  JsonNode* AddChild() {
    JsonNode* const child = arena_.New<JsonNode>();
    (last_ == nullptr ? open_->first_child : last_->next) = child;
    last_ = child;
    ++open_->size;
    return child;
  }

  bool ReadValue(JsonToken token, JsonNode& node) {
    switch (token) {
      case JsonToken::kObjectStart:
        Open(JsonKind::kObject, node);
        return true;
      case JsonToken::kArrayStart:
        Open(JsonKind::kArray, node);
        return true;
      case JsonToken::kString:
        node.SetText(JsonKind::kString, reader_.text());
        return true;
      case JsonToken::kInteger:
        node.SetText(JsonKind::kInteger, reader_.text() == "-0" ? "0" : reader_.text());
        return true;
      case JsonToken::kFloat:
        node.SetText(JsonKind::kFloat, reader_.text());
        return version_ == FlinkVersion::k1_20 || CheckBigDecimal(reader_.text());
      case JsonToken::kTrue:
        node.kind = JsonKind::kTrue;
        return true;
      case JsonToken::kFalse:
        node.kind = JsonKind::kFalse;
        return true;
      case JsonToken::kNull:
        return true;
      default:
        return false;
    }
  }

  // Flink 2.x makes a BigDecimal of it while it reads.
  bool CheckBigDecimal(std::string_view literal) {
    const size_t exponent = literal.find_first_of("eE");
    if (exponent == std::string_view::npos || literal.size() - exponent < kHarmlessExponent) return true;
    if (ParseBigDecimal(literal)) return true;
    number_failure_ = Concat("Value \"", literal, "\" can not be deserialized as `java.math.BigDecimal`, reason:  ",
                             ExponentFailure(literal.substr(exponent + 1)));
    return false;
  }

  // What new BigDecimal says of a valid literal that is too large or too small for it.
  static std::string_view ExponentFailure(std::string_view exponent) {
    const bool negative = exponent.starts_with('-');
    if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
    while (exponent.size() > kMostExponentDigits && exponent.starts_with('0')) exponent.remove_prefix(1);
    if (exponent.size() > kMostExponentDigits) return "Too many nonzero exponent digits.";
    int64_t value = 0;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (negative) value = -value;
    return value == static_cast<int32_t>(value) ? "Scale out of range." : "Exponent overflow.";
  }

  void Open(JsonKind kind, JsonNode& node) {
    node.kind = kind;
    node.first_child = nullptr;
    node.size = 0;
    node.next = open_;
    open_ = &node;
    last_ = nullptr;
  }

  void Close() {
    JsonNode* const closed = open_;
    if (closed->IsObject()) MergeDuplicates(*closed, arena_);
    open_ = closed->next;
    closed->next = nullptr;
    last_ = closed;
  }

  // Characters that the part from "e" on has to have before a BigDecimal can overflow.
  static constexpr size_t kHarmlessExponent = 8;
  static constexpr size_t kMostExponentDigits = 10;

  JsonReader& reader_;
  FlinkVersion version_;
  Arena& arena_;
  std::string number_failure_;
  JsonNode* open_ = nullptr;
  JsonNode* last_ = nullptr;
};

// The quick way: reads an object or array that is regular into the same tree as TreeReader.
class RegularTreeReader {
 public:
  RegularTreeReader(std::string_view text, Arena& arena) : scanner_(text, arena), arena_(arena), is_short_(text.size() <= Scanner::kLongestText) {}

  // Null where the text is not regular.
  const JsonNode* Read() {
    if (!is_short_) return nullptr;
    const char first = scanner_.Peek();
    if (first != '{' && first != '[') return nullptr;
    JsonNode* const root = arena_.New<JsonNode>();
    return ReadContainer(*root, first, 0) ? root : nullptr;
  }

 private:
  using Scanner = RegularJsonScanner<JsonTextTrust::kJavaString>;

  bool ReadContainer(JsonNode& node, char open, int depth) {
    const char close = open == '{' ? '}' : ']';
    node.kind = open == '{' ? JsonKind::kObject : JsonKind::kArray;
    node.first_child = nullptr;
    scanner_.Take(open);
    bool more = !scanner_.Take(close);
    JsonNode* last = nullptr;
    while (more) {
      JsonNode* const child = arena_.New<JsonNode>();
      (last == nullptr ? node.first_child : last->next) = child;
      last = child;
      ++node.size;
      std::string_view name;
      if (open == '{') {
        if (!scanner_.TakeName(name)) return false;
        child->SetKey(name);
      }
      if (!ReadValue(*child, depth + 1) || !scanner_.TakeSeparator(close, more)) return false;
    }
    if (open == '{') MergeDuplicates(node, arena_);
    return true;
  }

  bool ReadValue(JsonNode& node, int depth) {
    const char first = scanner_.Peek();
    std::string_view text;
    switch (first) {
      case '"':
        if (!scanner_.TakeString(text)) return false;
        node.SetText(JsonKind::kString, text);
        return true;
      case '{':
      case '[':
        return depth <= Scanner::kDeepest && ReadContainer(node, first, depth);
      case 't':
        node.kind = JsonKind::kTrue;
        return scanner_.TakeWord("true");
      case 'f':
        node.kind = JsonKind::kFalse;
        return scanner_.TakeWord("false");
      case 'n':
        return scanner_.TakeWord("null");
      default:
        return ReadNumber(node);
    }
  }

  bool ReadNumber(JsonNode& node) {
    std::string_view literal;
    bool is_integer = false;
    if (!scanner_.TakeNumber(literal, is_integer)) return false;
    if (is_integer) {
      node.SetText(JsonKind::kInteger, literal == "-0" ? "0" : literal);
      return true;
    }
    node.SetText(JsonKind::kFloat, literal);
    return literal.find_first_of("eE") == std::string_view::npos;  // else it may be more than a BigDecimal can hold
  }

  Scanner scanner_;
  Arena& arena_;
  bool is_short_;
};

}  // namespace

const JsonDocument* JsonDocument::Read(std::string_view text, FlinkVersion version, Arena& arena) {
  if (const JsonNode* root = RegularTreeReader(text, arena).Read()) return arena.New<JsonDocument>(root, version, "", "");
  return ReadExactly(text, version, arena);
}

const JsonDocument* JsonDocument::ReadExactly(std::string_view text, FlinkVersion version, Arena& arena) {
  JsonReader reader(text, {.version = version, .from_text = true}, arena);
  TreeReader tree(reader, version, arena);
  if (const JsonNode* root = tree.Read()) return arena.New<JsonDocument>(root, version, "", "");
  if (!tree.number_failure().empty()) {
    return arena.New<JsonDocument>(nullptr, version, arena.Copy(tree.number_failure()), "java.lang.NumberFormatException");
  }
  if (reader.current() == JsonToken::kEnd) {
    return arena.New<JsonDocument>(
        nullptr, version, arena.Copy(Concat("No content to map due to end-of-input\n at ", reader.ValueLocation())),
        "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.exc.MismatchedInputException");
  }
  return arena.New<JsonDocument>(
      nullptr, version, arena.Copy(reader.error_message()),
      arena.Copy(Concat("org.apache.flink.shaded.jackson2.com.fasterxml.jackson.",
                        JacksonPackage(reader.error_class()), reader.error_class())));
}

}  // namespace drey
