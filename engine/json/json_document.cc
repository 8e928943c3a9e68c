#include "engine/json/json_document.h"

#include "engine/base/text.h"
#include "engine/json/json_reader.h"
#include "engine/json/json_tree_reader.h"
#include "engine/json/regular_json_scanner.h"

namespace drey {
namespace {

std::string_view JacksonPackage(std::string_view exception) {
  if (exception == "JsonEOFException") return "core.io.";
  if (exception == "StreamConstraintsException" || exception == "InputCoercionException") return "core.exc.";
  return "core.";
}

// The quick way: reads an object or array that is regular into the same tree as JsonTreeReader.
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
    if (open == '{') MergeDuplicateMembers(node, arena_);
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
  reader.Next();
  JsonTreeReader tree(reader, /*makes_big_decimals=*/version == FlinkVersion::k2_3, arena);
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
