#include "engine/json/regular_tree_reader.h"

#include "engine/json/json_tree_reader.h"

namespace drey {

const JsonNode* RegularTreeReader::Read(JsonKeyOrder order) {
  if (text_.size() > Scanner::kLongestText) return nullptr;
  const char first = scanner_.Peek();
  if (first != '{' && first != '[') return nullptr;
  leaves_unread_ = true;
  order_ = order;
  JsonNode* const root = arena_.New<JsonNode>();
  return ReadContainer(*root, first, 0) ? root : nullptr;
}

void RegularTreeReader::ReadChildren(JsonNode& container) {
  // It was found regular before, so this cannot fail.
  ReadContainer(container, scanner_.Peek(), 0);
}

bool RegularTreeReader::ReadContainer(JsonNode& node, char open, int depth) {
  const char close = open == '{' ? '}' : ']';
  node.OpenContainer(open == '{' ? JsonKind::kObject : JsonKind::kArray);
  scanner_.Take(open);
  bool more = !scanner_.Take(close);
  JsonNode* last = nullptr;
  while (more) {
    JsonNode* const child = arena_.New<JsonNode>();
    node.Append(last, child);
    last = child;
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

bool RegularTreeReader::ReadValue(JsonNode& node, int depth) {
  const char first = scanner_.Peek();
  std::string_view text;
  switch (first) {
    case '"':
      if (!scanner_.TakeString(text)) return false;
      node.SetText(JsonKind::kString, text);
      return true;
    case '{':
    case '[':
      if (leaves_unread_) return LeaveUnread(node, first);
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

bool RegularTreeReader::ReadNumber(JsonNode& node) {
  std::string_view literal;
  bool is_integer = false;
  if (!scanner_.TakeModestNumber(literal, is_integer)) return false;
  node.SetText(is_integer ? JsonKind::kInteger : JsonKind::kFloat, literal == "-0" ? "0" : literal);
  return true;
}

bool RegularTreeReader::LeaveUnread(JsonNode& node, char open) {
  const char* const start = scanner_.position();
  if (room_ == nullptr) {
    // No container's text is longer than it stands in the document.
    room_ = arena_.Allocate(static_cast<size_t>(text_.data() + text_.size() - start) + RegularTextWriter::kOverhang);
  }
  RegularTextWriter writer(scanner_, order_, room_);
  if (!writer.WriteContainer(1)) return false;
  auto* const unread = arena_.New<UnreadJsonContainer>();
  unread->text = {start, static_cast<size_t>(scanner_.position() - start)};
  unread->arena = &arena_;
  if (writer.is_exact()) {
    unread->json = {room_, static_cast<size_t>(writer.end() - room_)};
    room_ = writer.end();
  }
  node.SetUnread(open == '{' ? JsonKind::kObject : JsonKind::kArray, unread);
  return true;
}

void JsonNode::ReadChildren() const {
  const UnreadJsonContainer& unread = *unread_;
  // Nodes are made as variables, in arenas; this one is what it was, only that it is read now.
  RegularTreeReader(unread.text, *unread.arena).ReadChildren(const_cast<JsonNode&>(*this));
}

}  // namespace drey
