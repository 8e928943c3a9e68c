#include "runtime/testing/null_reason.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "engine/base/text.h"
#include "runtime/testing/taken_branch.h"

namespace drey {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// The length of "['name']" or "[\"name\"]" at the beginning of `path`; 0 where it begins otherwise, or the name has escapes.
size_t QuotedMemberLength(std::string_view path) {
  if (path.size() < 4 || path[0] != '[' || (path[1] != '\'' && path[1] != '"')) return 0;
  const size_t end = path.find(path[1], 2);
  if (end == std::string_view::npos || path.substr(2, end - 2).find('\\') != std::string_view::npos) return 0;
  return path.substr(end + 1).starts_with(']') ? end + 2 : 0;
}

// What a path of members and indexes leads to, null where there is nothing. Other paths are not followed: nullopt.
std::optional<const Content*> Follow(const Content& document, std::string_view path) {
  if (path.starts_with("lax ")) path.remove_prefix(4);
  if (path.starts_with("strict ")) path.remove_prefix(7);
  if (!path.starts_with('$')) return std::nullopt;
  path.remove_prefix(1);
  const Content* place = &document;
  while (!path.empty()) {
    size_t end = 1;
    if (path[0] == '.') {
      while (end < path.size() && IsWordCharacter(path[end])) ++end;
      if (end == 1) return std::nullopt;
      if (place != nullptr) place = place->Find(path.substr(1, end - 1));
    } else if (const size_t length = QuotedMemberLength(path); length > 0) {
      end = length;
      if (place != nullptr) place = place->Find(path.substr(2, length - 4));
    } else if (path[0] == '[') {
      size_t index = 0;
      const char* last = path.data() + path.size();
      const auto [stop, error] = std::from_chars(path.data() + 1, last, index);
      if (error != std::errc() || stop == last || *stop != ']') return std::nullopt;
      end = static_cast<size_t>(stop - path.data()) + 1;
      if (place != nullptr) place = index < place->items.size() ? &place->items[index] : nullptr;
    } else {
      return std::nullopt;
    }
    path.remove_prefix(end);
  }
  return place;
}

std::string JsonReason(const BoundExpression& call, std::string_view document) {
  const std::optional<Content> content = ParseContent(document);
  if (!content) return "the text is not JSON";
  const BoundExpression* path = call.operands.size() > 1 ? call.operands[1].get() : nullptr;
  if (path == nullptr || !path->IsLiteral() || path->value.is_null || !path->type.IsCharacterString()) return "";
  const auto place = Follow(*content, path->value.view());
  if (!place) return "";
  if (*place == nullptr) return Concat("the document has no ", path->value.view());
  if ((*place)->kind == Content::Kind::kNull) return Concat(path->value.view(), " is JSON null");
  if (call.name == "JSON_QUERY") {
    return (*place)->IsContainer() ? "" : Concat(path->value.view(), " is a scalar, not an object or array");
  }
  if ((*place)->IsContainer()) return Concat(path->value.view(), " is an object or array, not a scalar");
  return "the value does not fit the type";
}

// A column, or a field of one, that has no value in the row.
std::string ColumnReason(const BoundExpression& expression, const DecodedMessage* message) {
  std::vector<std::string_view> names;
  const BoundExpression* part = &expression;
  for (; part->kind == BoundExpression::Kind::kField; part = part->operands.front().get()) names.push_back(part->name);
  if (part->kind != BoundExpression::Kind::kInput) return "";
  if (message == nullptr || part->index >= message->columns) return "the record has no value here";
  names.push_back(part->name);
  std::string path;
  const Content* place = &message->object;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    Append(path, path.empty() ? "" : ".", *name);
    place = place->Find(*name);
    if (place == nullptr) return Concat("the message has no ", path);
    if (place->kind == Content::Kind::kNull) return Concat(path, " is JSON null in the message");
  }
  return Concat(path, " of the message does not fit the type");
}

bool IsNullLiteral(const BoundExpression& expression) { return expression.IsLiteral() && expression.value.is_null; }

std::string BranchReason(std::span<const TracedPart> parts) {
  const BoundExpression* const taken = TakenBranch(parts);
  if (taken == nullptr || !IsNullLiteral(*taken)) return "";
  // The result where no ELSE is written has the place of END.
  const bool is_written = taken->range.known() && taken->range.end != parts.front().expression->range.end;
  return is_written ? "the branch taken is NULL" : "no WHEN is true, and there is no ELSE";
}

std::string ItemReason(const TracedPart& collection) {
  if (collection.expression->type.Is(TypeRoot::kArray)) {
    return Concat("the array of ", collection.value.elements().size(), " has no value there");
  }
  return "the map has no value there";
}

}  // namespace

std::string NullReason(std::span<const TracedPart> parts, size_t part, const DecodedMessage* message) {
  const BoundExpression& expression = *parts[part].expression;
  const bool is_column = expression.kind == BoundExpression::Kind::kInput || expression.kind == BoundExpression::Kind::kField;
  if (is_column) return ColumnReason(expression, message);
  if (expression.kind != BoundExpression::Kind::kCall) return "";
  if (IsBranching(expression)) return BranchReason(parts.subspan(part));
  const TracedPart* first_operand = nullptr;
  for (size_t i = part + 1; i < parts.size() && parts[i].depth > parts[part].depth; ++i) {
    if (parts[i].depth != parts[part].depth + 1) continue;
    if (first_operand == nullptr) first_operand = &parts[i];
    if (parts[i].state == TracedPart::State::kValue && parts[i].value.is_null) return "";
  }
  if (first_operand == nullptr || first_operand->state != TracedPart::State::kValue) return "";
  if (expression.name == "TRY_CAST") return "the value cannot be cast";
  if (expression.name == "NULLIF") return "the two are equal";
  if (expression.name == "ITEM") return ItemReason(*first_operand);
  const bool is_json = expression.name == "JSON_VALUE" || expression.name == "JSON_QUERY";
  if (is_json && first_operand->expression->type.IsCharacterString()) return JsonReason(expression, first_operand->value.view());
  const auto& operands = expression.operands;
  const bool has_null = std::any_of(operands.begin(), operands.end(), [](const auto& operand) { return IsNullLiteral(*operand); });
  return has_null ? "an operand is NULL" : "";
}

}  // namespace drey
