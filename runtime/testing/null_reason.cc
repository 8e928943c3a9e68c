#include "runtime/testing/null_reason.h"

#include <charconv>
#include <optional>

#include "engine/base/text.h"
#include "runtime/testing/content.h"

namespace drey {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// What a path of members and indexes leads to; `found` is false where it leads nowhere. Other paths are not followed.
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
  const bool is_value = call.name == "JSON_VALUE";
  if (is_value && (*place)->IsContainer()) return Concat(path->value.view(), " is an object or array, not a scalar");
  return is_value ? "the value does not fit the type" : "";
}

}  // namespace

std::string NullReason(std::span<const TracedPart> parts, size_t part) {
  const BoundExpression& expression = *parts[part].expression;
  const TracedPart* first_operand = nullptr;
  for (size_t i = part + 1; i < parts.size() && parts[i].depth > parts[part].depth; ++i) {
    if (parts[i].depth != parts[part].depth + 1) continue;
    if (first_operand == nullptr) first_operand = &parts[i];
    if (parts[i].state == TracedPart::State::kValue && parts[i].value.is_null) return "";
  }
  switch (expression.kind) {
    case BoundExpression::Kind::kInput:
    case BoundExpression::Kind::kField:
      return "the record has no value here";
    case BoundExpression::Kind::kCall:
      break;
    default:
      return "";
  }
  if (expression.name == "TRY_CAST") return "the value cannot be cast";
  const bool is_json = expression.name == "JSON_VALUE" || expression.name == "JSON_QUERY";
  if (!is_json || first_operand == nullptr || first_operand->state != TracedPart::State::kValue) return "";
  if (!first_operand->expression->type.IsCharacterString()) return "";
  return JsonReason(expression, first_operand->value.view());
}

}  // namespace drey
