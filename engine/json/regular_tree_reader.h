// The quick way to the tree of a JSON text: reads an object or array that is regular into the same tree as JsonTreeReader.
//
// Objects and arrays right below the root are not read into nodes but kept as text (JsonNode::IsUnread), since mostly nobody
// asks for them, or asks for their text only.
#pragma once

#include <string_view>

#include "engine/base/arena.h"
#include "engine/json/json_node.h"
#include "engine/json/json_text.h"
#include "engine/json/regular_text_writer.h"

namespace drey {

class RegularTreeReader {
 public:
  // The nodes lie in the arena and point into it and into the text.
  RegularTreeReader(std::string_view text, Arena& arena) : text_(text), scanner_(text, arena), arena_(arena) {}

  // Null where the text is not regular.
  const JsonNode* Read(JsonKeyOrder order);

  // Reads the children of a node that was left unread.
  void ReadChildren(JsonNode& container);

 private:
  using Scanner = RegularTextWriter::Scanner;

  bool ReadContainer(JsonNode& node, char open, int depth);
  bool ReadValue(JsonNode& node, int depth);
  bool ReadNumber(JsonNode& node);
  bool LeaveUnread(JsonNode& node, char open);

  std::string_view text_;
  Scanner scanner_;
  Arena& arena_;
  bool leaves_unread_ = false;
  JsonKeyOrder order_ = JsonKeyOrder::kDocument;
  char* room_ = nullptr;  // for the texts of containers that stay unread; null: none yet
};

}  // namespace drey
