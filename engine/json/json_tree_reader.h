// Trees from tokens, as Jackson makes them: of equal keys the last value stays, at the place of the first.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/json/json_node.h"
#include "engine/json/json_reader.h"

namespace drey {

// Of members with equal keys the last value stays, at the place of the first.
void MergeDuplicateMembers(JsonNode& object, Arena& arena);

// Reads one value. Nesting costs no stack.
class JsonTreeReader {
 public:
  // `makes_big_decimals`: numbers with fraction or exponent become BigDecimals while they are read, which not every one can.
  JsonTreeReader(JsonReader& reader, bool makes_big_decimals, Arena& arena)
      : reader_(reader), makes_big_decimals_(makes_big_decimals), arena_(arena) {}

  // The value whose first token is the reader's current one, up to its last token. Null where no value starts there, where the reader
  // meets an error, and where a number is beyond BigDecimal.
  const JsonNode* Read();

  // In the last case: the message of Java's NumberFormatException.
  const std::string& number_failure() const { return number_failure_; }

 private:
  JsonNode* AddChild();
  bool ReadValue(JsonToken token, JsonNode& node);
  bool CheckBigDecimal(std::string_view literal);
  void Open(JsonKind kind, JsonNode& node);
  void Close();

  JsonReader& reader_;
  const bool makes_big_decimals_;
  Arena& arena_;
  std::string number_failure_;
  JsonNode* open_ = nullptr;  // the innermost open container; while it is open, its `next` leads to the container around it
  JsonNode* last_ = nullptr;  // its last child
};

}  // namespace drey
