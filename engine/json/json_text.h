// Trees as JSON text: compact, as Jackson's mappers inside Flink write Maps, Lists and numbers to a String.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/json/json_node.h"

namespace drey {

// Text that grows in an arena.
class ArenaText {
 public:
  explicit ArenaText(Arena& arena, size_t expected_size = 256) : arena_(arena) { Reserve(expected_size); }

  void Append(char c) {
    if (size_ == capacity_) Reserve(size_ + 1);
    begin_[size_++] = c;
  }
  void Append(std::string_view text) {
    if (capacity_ - size_ < text.size()) Reserve(size_ + text.size());
    text.copy(begin_ + size_, text.size());
    size_ += text.size();
  }
  // Gives back what was not needed.
  std::string_view Finish() {
    arena_.ShrinkLast(begin_, size_);
    return {begin_, size_};
  }

 private:
  void Reserve(size_t size);

  Arena& arena_;
  char* begin_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

enum class JsonKeyOrder : uint8_t {
  kDocument,
  kSorted,  // String.compareTo
};

// Quotes and escapes as Jackson's generator of characters: non-ASCII text and "/" as they are, controls as \b … or \u001F.
void AppendJsonString(std::string_view text, ArenaText& out);

// Appends the value (null: JSON null). False where it is nested too deep.
bool AppendJson(const JsonNode* value, FlinkVersion version, JsonKeyOrder order, ArenaText& out);

}  // namespace drey
