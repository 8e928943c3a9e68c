#include "runtime/testing/null_reason.h"

#include <algorithm>
#include <array>
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

// Without the mode.
std::string_view PlainPath(std::string_view path) {
  path = StripBlanks(path);
  for (const std::string_view mode : {"lax ", "strict "}) {
    if (path.starts_with(mode)) return StripBlanks(path.substr(mode.size()));
  }
  return path;
}

// What a path of members and indexes leads to, null where there is nothing. Other paths are not followed: nullopt.
std::optional<const Content*> Follow(const Content& document, std::string_view path) {
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
  const std::string_view name = PlainPath(path->value.view());
  const auto place = Follow(*content, name);
  if (!place) return "";
  if (*place == nullptr) return Concat("the document has no ", name);
  if ((*place)->kind == Content::Kind::kNull) return Concat(name, " is JSON null");
  if (call.name == "JSON_QUERY") {
    return (*place)->IsContainer() ? "" : Concat(name, " is a scalar, not an object or array");
  }
  if ((*place)->IsContainer()) return Concat(name, " is an object or array, not a scalar");
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

// The place in a collection; nullopt where it is not known.
std::optional<Datum> PlaceIn(const BoundExpression& item, std::span<const TracedPart> parts) {
  const BoundExpression* place = item.operands[1].get();
  if (place->IsLiteral()) return place->value;
  const auto traced = std::find_if(parts.begin() + 1, parts.end(), [&](const TracedPart& part) { return part.expression == place; });
  return traced != parts.end() && traced->state == TracedPart::State::kValue ? std::optional(traced->value) : std::nullopt;
}

std::string MapReason(const TracedPart& map, const std::optional<Datum>& key) {
  constexpr std::string_view kUnknown = "the map has no value there";
  if (!key || key->is_null || !map.expression->type.key().IsCharacterString()) return std::string(kUnknown);
  const std::span<const Datum> entries = map.value.entries();
  for (size_t i = 0; i < entries.size(); i += 2) {
    if (!entries[i].is_null && entries[i].view() == key->view()) return "the map has NULL at this key";
  }
  return "the map has no such key";
}

std::string ArrayReason(const TracedPart& array, const std::optional<Datum>& index) {
  const size_t count = array.value.elements().size();
  const bool is_inside = index && !index->is_null && index->integer >= 1 && index->integer <= static_cast<int64_t>(count);
  return is_inside ? "the array has NULL there" : Concat("the array of ", count, " has no value there");
}

// Functions that answer NULL by a rule of their own, with no operand NULL.
std::string RuleReason(std::string_view function) {
  struct Rule {
    std::string_view function;
    std::string_view reason;
  };
  constexpr std::array kRules = {
      Rule{"TRY_CAST", "the value cannot be cast"},
      Rule{"NULLIF", "the two are equal"},
      Rule{"SPLIT_INDEX", "the text has no such part"},
      Rule{"REGEXP_EXTRACT", "the expression finds nothing, or has no such group"},
      Rule{"PARSE_URL", "the URL has no such part"},
      Rule{"TO_TIMESTAMP", "the text is no timestamp of the format"},
      Rule{"TO_DATE", "the text is no date of the format"},
      Rule{"ELT", "there is no operand of this number"},
      Rule{"ELEMENT", "the array is empty"},
  };
  const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& known) { return known.function == function; });
  return rule == kRules.end() ? std::string() : std::string(rule->reason);
}

}  // namespace

std::string NullReason(std::span<const TracedPart> parts, size_t part, const DecodedMessage* message) {
  const BoundExpression& expression = *parts[part].expression;
  const bool is_column = expression.kind == BoundExpression::Kind::kInput || expression.kind == BoundExpression::Kind::kField;
  if (is_column) return ColumnReason(expression, message);
  if (IsNullLiteral(expression)) return "it is NULL for every record";
  if (expression.kind != BoundExpression::Kind::kCall) return "";
  if (IsBranching(expression)) return BranchReason(parts.subspan(part));
  const TracedPart* first_operand = nullptr;
  for (size_t i = part + 1; i < parts.size() && parts[i].depth > parts[part].depth; ++i) {
    if (parts[i].depth != parts[part].depth + 1) continue;
    if (first_operand == nullptr) first_operand = &parts[i];
    if (parts[i].state == TracedPart::State::kValue && parts[i].value.is_null) return "";
  }
  const bool is_json = expression.name == "JSON_VALUE" || expression.name == "JSON_QUERY";
  const auto& operands = expression.operands;
  // Those of JSON functions may be what ON EMPTY and ON ERROR say.
  const bool has_null = std::any_of(operands.begin(), operands.end(), [](const auto& operand) { return IsNullLiteral(*operand); });
  if (has_null && !is_json) return "an operand is NULL";
  if (std::string rule = RuleReason(expression.name); !rule.empty()) return rule;
  if (first_operand == nullptr || first_operand->state != TracedPart::State::kValue) return "";
  if (expression.name == "ITEM") {
    const std::optional<Datum> place = PlaceIn(expression, parts.subspan(part));
    const bool is_array = first_operand->expression->type.Is(TypeRoot::kArray);
    return is_array ? ArrayReason(*first_operand, place) : MapReason(*first_operand, place);
  }
  if (is_json && first_operand->expression->type.IsCharacterString()) return JsonReason(expression, first_operand->value.view());
  return "";
}

}  // namespace drey
