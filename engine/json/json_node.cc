#include "engine/json/json_node.h"

#include <charconv>
#include <cstdlib>
#include <vector>

#include "engine/types/big_decimal.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

std::string_view IntegerClassName(std::string_view literal) {
  const bool negative = literal.starts_with('-');
  const std::string_view digits = literal.substr(negative ? 1 : 0);
  constexpr std::string_view kInt = "2147483647";
  constexpr std::string_view kLong = "9223372036854775807";
  // One more on the negative side.
  const auto fits = [&](std::string_view greatest) {
    if (digits.size() != greatest.size()) return digits.size() < greatest.size();
    const std::string_view head = greatest.substr(0, greatest.size() - 1);
    const int compared = digits.substr(0, head.size()).compare(head);
    if (compared != 0) return compared < 0;
    return digits.back() <= greatest.back() + (negative ? 1 : 0);
  };
  if (fits(kInt)) return "java.lang.Integer";
  if (fits(kLong)) return "java.lang.Long";
  return "java.math.BigInteger";
}

void AppendFloatText(std::string_view literal, FlinkVersion version, std::string& out) {
  if (version == FlinkVersion::k1_20) {
    AppendJavaDouble(ParseJsonDouble(literal), out);
    return;
  }
  const bool plain = literal.find_first_of("eE") == std::string_view::npos &&
                     literal[literal.starts_with('-') ? 1 : 0] != '0';
  const auto value = plain ? std::nullopt : ParseBigDecimal(literal);
  if (value) {
    AppendBigDecimal(*value, out);
  } else {
    out.append(literal);
  }
}

void AppendScalarText(const JsonNode& node, FlinkVersion version, std::string& out) {
  switch (node.kind) {
    case JsonKind::kNull:
      out.append("null");
      return;
    case JsonKind::kTrue:
      out.append("true");
      return;
    case JsonKind::kFalse:
      out.append("false");
      return;
    case JsonKind::kFloat:
      AppendFloatText(node.text(), version, out);
      return;
    case JsonKind::kDouble:
      AppendJavaDouble(node.floating(), out);
      return;
    default:
      out.append(node.text());
      return;
  }
}

// Nesting costs no stack.
void AppendContainerText(const JsonNode& container, FlinkVersion version, std::string& out) {
  struct Level {
    const JsonNode* container;
    const JsonNode* next;  // the child that comes next
  };
  std::vector<Level> levels;
  const auto open = [&](const JsonNode& node) {
    out.push_back(node.IsObject() ? '{' : '[');
    levels.push_back({&node, node.FirstChild()});
  };
  open(container);
  while (!levels.empty()) {
    Level& level = levels.back();
    const JsonNode* const child = level.next;
    if (child == nullptr) {
      out.push_back(level.container->IsObject() ? '}' : ']');
      levels.pop_back();
      continue;
    }
    level.next = child->next;
    if (child != level.container->FirstChild()) out.append(", ");
    if (level.container->IsObject()) out.append(child->key()).push_back('=');
    child->IsScalar() ? AppendScalarText(*child, version, out) : open(*child);
  }
}

}  // namespace

const JsonNode* JsonNode::At(int64_t index) const {
  if (index < 0 || index >= ChildCount()) return nullptr;
  const JsonNode* child = FirstChild();
  for (; index > 0; --index) child = child->next;
  return child;
}

std::string_view JavaClassName(const JsonNode& node, FlinkVersion version) {
  switch (node.kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kTrue:
    case JsonKind::kFalse:
      return "java.lang.Boolean";
    case JsonKind::kString:
      return "java.lang.String";
    case JsonKind::kInteger:
      return IntegerClassName(node.text());
    case JsonKind::kFloat:
      return version == FlinkVersion::k1_20 ? "java.lang.Double" : "java.math.BigDecimal";
    case JsonKind::kDouble:
      return "java.lang.Double";
    case JsonKind::kArray:
      return "java.util.ArrayList";
    case JsonKind::kObject:
      return "java.util.LinkedHashMap";
    case JsonKind::kKeySet:
      return "java.util.LinkedHashMap$LinkedKeySet";
  }
  return "";
}

void AppendJavaText(const JsonNode& node, FlinkVersion version, std::string& out) {
  node.IsScalar() ? AppendScalarText(node, version, out) : AppendContainerText(node, version, out);
}

double ParseJsonDouble(std::string_view literal) {
  double value = 0;
  const auto parsed = std::from_chars(literal.data(), literal.data() + literal.size(), value);
  if (parsed.ec == std::errc()) return value;
  // Out of range: strtod tells infinity from zero.
  return std::strtod(std::string(literal).c_str(), nullptr);
}

double DoubleValue(const JsonNode& number, FlinkVersion version) {
  if (number.kind == JsonKind::kDouble) return number.floating();
  const double value = ParseJsonDouble(number.text());
  return value == 0 && version != FlinkVersion::k1_20 ? 0 : value;  // a BigDecimal has no negative zero
}

}  // namespace drey
