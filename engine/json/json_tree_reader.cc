#include "engine/json/json_tree_reader.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "engine/base/text.h"
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
  JsonNode* last_kept = object.FirstChild();
  for (JsonNode* member = last_kept->next; member != nullptr; member = member->next) {
    JsonNode* earlier = object.FirstChild();
    while (earlier != member && earlier->key() != member->key()) earlier = earlier->next;
    if (earlier == member) {
      last_kept = member;
      continue;
    }
    object.RemoveBehind(*last_kept);
    TakeValue(*earlier, *member);
  }
}

void MergeManyDuplicates(JsonNode& object, Arena& arena) {
  const size_t slots = std::bit_ceil(size_t{object.ChildCount()} * 2);
  JsonNode** const table = arena.AllocateArray<JsonNode*>(slots);
  std::fill(table, table + slots, nullptr);
  JsonNode* last_kept = nullptr;
  for (JsonNode* member = object.FirstChild(); member != nullptr; member = member->next) {
    size_t slot = std::hash<std::string_view>()(member->key()) & (slots - 1);
    while (table[slot] != nullptr && table[slot]->key() != member->key()) slot = (slot + 1) & (slots - 1);
    if (table[slot] == nullptr) {
      table[slot] = member;
      last_kept = member;
      continue;
    }
    object.RemoveBehind(*last_kept);
    TakeValue(*table[slot], *member);
  }
}

// Characters that the part from "e" on has to have before a BigDecimal can overflow.
constexpr size_t kHarmlessExponent = 8;

}  // namespace

void MergeDuplicateMembers(JsonNode& object, Arena& arena) {
  if (object.ChildCount() < 2) return;
  if (object.ChildCount() <= kFewMembers) {
    MergeFewDuplicates(object);
  } else {
    MergeManyDuplicates(object, arena);
  }
}

const JsonNode* JsonTreeReader::Read() {
  JsonNode* const root = arena_.New<JsonNode>();
  JsonToken token = reader_.current();
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

JsonNode* JsonTreeReader::AddChild() {
  JsonNode* const child = arena_.New<JsonNode>();
  open_->Append(last_, child);
  last_ = child;
  return child;
}

bool JsonTreeReader::ReadValue(JsonToken token, JsonNode& node) {
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
      return !makes_big_decimals_ || CheckBigDecimal(reader_.text());
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

bool JsonTreeReader::CheckBigDecimal(std::string_view literal) {
  const size_t exponent = literal.find_first_of("eE");
  if (exponent == std::string_view::npos || literal.size() - exponent < kHarmlessExponent) return true;
  std::string error;
  if (ParseBigDecimal(literal, error)) return true;
  number_failure_ = Concat("Value \"", literal, "\" can not be deserialized as `java.math.BigDecimal`, reason:  ", error);
  return false;
}

void JsonTreeReader::Open(JsonKind kind, JsonNode& node) {
  node.OpenContainer(kind);
  node.next = open_;
  open_ = &node;
  last_ = nullptr;
}

void JsonTreeReader::Close() {
  JsonNode* const closed = open_;
  if (closed->IsObject()) MergeDuplicateMembers(*closed, arena_);
  open_ = closed->next;
  closed->next = nullptr;
  last_ = closed;
}

}  // namespace drey
