#include "engine/formats/json/json_container_text.h"

#include <cmath>
#include <optional>
#include <vector>

#include "engine/json/json_writer.h"
#include "engine/types/big_decimal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {


bool AppendScalar(const JsonNode& node, const JsonNumberOptions& options, std::string& out) {
  switch (node.kind) {
    case JsonKind::kString:
      AppendJsonString(node.text(), JsonGenerator::kCharacters, out);
      return true;
    case JsonKind::kFloat:
      if (!IsDoubleNode(node, options)) return AppendFloatNode(node, options, out);
      AppendJsonDouble(AsDouble(node), out);
      return true;
    case JsonKind::kTrue:
      out += "true";
      return true;
    case JsonKind::kFalse:
      out += "false";
      return true;
    case JsonKind::kNull:
      out += "null";
      return true;
    default:
      out += node.text();
      return true;
  }
}

}  // namespace

double AsDouble(const JsonNode& number) { return ParseJavaDouble(number.text()).value_or(0); }

bool IsDoubleNode(const JsonNode& number, const JsonNumberOptions& options) {
  if (!options.has_decimal) return true;
  // 1.20 has looked at the number as a double before and does not take an infinite one for a BigDecimal.
  return options.version == FlinkVersion::k1_20 && std::isinf(AsDouble(number));
}

bool AppendFloatNode(const JsonNode& number, const JsonNumberOptions& options, std::string& out) {
  if (IsDoubleNode(number, options)) {
    AppendJavaDouble(AsDouble(number), out);
    return true;
  }
  const std::optional<BigDecimal> decimal = ParseBigDecimal(number.text());
  if (!decimal.has_value()) return false;
  AppendBigDecimal(StripTrailingZeros(*decimal), out);
  return true;
}

bool AppendNodeText(const JsonNode& node, const JsonNumberOptions& options, std::string& out) {
  struct Level {
    bool is_object;
    const JsonNode* next;  // the child that comes next
  };
  std::vector<Level> levels;
  const JsonNode* current = &node;
  while (true) {
    if (current->IsArray() || current->IsObject()) {
      out.push_back(current->IsObject() ? '{' : '[');
      levels.push_back({.is_object = current->IsObject(), .next = current->FirstChild()});
    } else if (!AppendScalar(*current, options, out)) {
      return false;
    }
    while (!levels.empty() && levels.back().next == nullptr) {
      out.push_back(levels.back().is_object ? '}' : ']');
      levels.pop_back();
    }
    if (levels.empty()) return true;
    Level& level = levels.back();
    current = level.next;
    level.next = current->next;
    if (out.back() != '{' && out.back() != '[') out.push_back(',');
    if (level.is_object) {
      AppendJsonString(current->key(), JsonGenerator::kCharacters, out);
      out.push_back(':');
    }
  }
}

}  // namespace drey
