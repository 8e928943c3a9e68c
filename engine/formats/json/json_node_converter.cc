#include "engine/formats/json/json_node_converter.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/formats/json/json_container_text.h"
#include "engine/formats/json/json_failures.h"
#include "engine/formats/json/json_number.h"
#include "engine/formats/json/json_temporal.h"
#include "engine/formats/text_node.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kNodePackage = "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.";


std::string_view IntegerNodeClass(std::string_view literal) {
  if (IntegerLiteralValue(literal, RangeOf(TypeRoot::kInteger)).has_value()) return "IntNode";
  return IntegerLiteralValue(literal, RangeOf(TypeRoot::kBigint)).has_value() ? "LongNode" : "BigIntegerNode";
}

std::string_view NodeClass(const JsonNode& node, const JsonNumberOptions& numbers) {
  switch (node.kind) {
    case JsonKind::kTrue:
    case JsonKind::kFalse:
      return "BooleanNode";
    case JsonKind::kString:
      return "TextNode";
    case JsonKind::kInteger:
      return IntegerNodeClass(node.text());
    case JsonKind::kFloat:
      return IsDoubleNode(node, numbers) ? "DoubleNode" : "DecimalNode";
    case JsonKind::kArray:
      return "ArrayNode";
    case JsonKind::kObject:
      return "ObjectNode";
    default:
      return "NullNode";
  }
}

}  // namespace

JsonNodeConverter::JsonNodeConverter(const JsonDecodingOptions& options, bool has_decimal, FlinkVersion version)
    : options_(options), numbers_{.has_decimal = has_decimal, .version = version} {}

bool JsonNodeConverter::Convert(const JsonTypePlan& plan, const JsonNode* node, Arena& arena, Datum& value) {
  value = Datum::Null();
  if (node == nullptr || node->kind == JsonKind::kNull) return true;
  if (ConvertNotNull(plan, *node, arena, value)) return true;
  if (!options_.ignore_parse_errors) return false;
  value = Datum::Null();
  failure_.reset();
  return true;
}

bool JsonNodeConverter::ConvertNotNull(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value) {
  switch (plan.root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return ConvertText(node, arena, value);
    case TypeRoot::kBoolean: {
      std::string_view text;
      if (!AsText(node, text)) return false;
      value = Datum::Boolean(EqualsIgnoreCase(TrimJava(text), "true"));
      return true;
    }
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return ConvertInteger(plan, node, value);
    case TypeRoot::kFloat:
      return ConvertFloat(node, value);
    case TypeRoot::kDouble:
      return ConvertDouble(node, value);
    case TypeRoot::kDecimal:
      return ConvertDecimal(plan, node, arena, value);
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return ConvertTemporal(plan, node, value);
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return ConvertBytes(node, arena, value);
    case TypeRoot::kRow: {
      Datum* cells = arena.AllocateArray<Datum>(plan.children.size());
      for (size_t i = 0; i < plan.children.size(); ++i) cells[i] = Datum::Null();
      value = Datum::Cells(cells, static_cast<uint32_t>(plan.children.size()));
      return ConvertRow(plan, node, arena, cells);
    }
    case TypeRoot::kArray:
      return ConvertArray(plan, node, arena, value);
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
      return ConvertMap(plan, node, arena, value);
    default:  // NULL; a plan has no other type
      return true;
  }
}

bool JsonNodeConverter::ConvertRow(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum* cells) {
  if (!node.IsObject()) return FailCast(node, "ObjectNode");
  // Members mostly come in the declared order.
  const JsonNode* member = node.FirstChild();
  for (size_t i = 0; i < plan.names.size(); ++i) {
    const JsonNode* found = member;
    if (found == nullptr || found->key() != plan.names[i]) found = node.Find(plan.names[i]);
    if (found != nullptr) member = found->next;
    if (found == nullptr && !options_.fail_on_missing_field) continue;
    const bool sound = found == nullptr ? Fail(kFlinkJsonParseException,
                                               Concat("Could not find field with name '", plan.names[i], "'."))
                                        : Convert(plan.children[i], found, arena, cells[i]);
    if (sound) continue;
    failure_->field = plan.names[i];  // the outermost name wins, as it is set last
    return false;
  }
  return true;
}

bool JsonNodeConverter::AsText(const JsonNode& node, std::string_view& text) {
  switch (node.kind) {
    case JsonKind::kString:
    case JsonKind::kInteger:
      text = node.text();
      return true;
    case JsonKind::kFloat:
      text_.clear();
      if (!AppendFloatNode(node, numbers_, text_)) return Fail(kNumberFormatException, "");
      text = text_;
      return true;
    case JsonKind::kTrue:
      text = "true";
      return true;
    case JsonKind::kFalse:
      text = "false";
      return true;
    default:
      text = "";
      return true;
  }
}

bool JsonNodeConverter::ConvertInteger(const JsonTypePlan& plan, const JsonNode& node, Datum& value) {
  const IntegerRange range = RangeOf(plan.root);
  const bool is_short = plan.root == TypeRoot::kTinyint || plan.root == TypeRoot::kSmallint;
  std::optional<int64_t> number;
  if (node.kind == JsonKind::kInteger) number = IntegerLiteralValue(node.text(), range);
  if (node.kind == JsonKind::kFloat && !is_short) {
    if (IsDouble(node)) {
      number = TruncatedLiteralValue(node.text(), range);
    } else {
      number = TruncatedDecimalValue(node.text(), range);
    }
  }
  if (!number.has_value()) {
    std::string_view text;
    if (!AsText(node, text)) return false;
    text = TrimJava(text);
    number = ParseJavaIntegerOf(plan.root, text);
    if (!number.has_value()) return Fail(kNumberFormatException, IntegerFormatMessage(plan.root, text));
  }
  value = Datum::Integer(*number);
  return true;
}

bool JsonNodeConverter::ConvertDouble(const JsonNode& node, Datum& value) {
  if (IsDouble(node)) {
    value = Datum::Double(AsDouble(node));
    return true;
  }
  std::string_view text;
  if (!AsText(node, text)) return false;
  const std::optional<double> number = ParseJavaDouble(text);
  if (!number.has_value()) return Fail(kNumberFormatException, FloatingPointFormatMessage(text));
  value = Datum::Double(*number);
  return true;
}

bool JsonNodeConverter::ConvertFloat(const JsonNode& node, Datum& value) {
  if (IsDouble(node)) {
    value = Datum::Float(static_cast<float>(AsDouble(node)));
    return true;
  }
  std::string_view text;
  if (!AsText(node, text)) return false;
  const std::optional<float> number = ParseJavaFloat(text);
  if (!number.has_value()) return Fail(kNumberFormatException, FloatingPointFormatMessage(text));
  value = Datum::Float(*number);
  return true;
}

bool JsonNodeConverter::ConvertDecimal(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value) {
  std::string_view text;
  if (!AsText(node, text)) return false;
  std::string error;
  if (ParseJsonDecimal(text, plan.precision, plan.scale, arena, value, error)) return true;
  return Fail(DecimalFailureClass(text), error);
}

bool JsonNodeConverter::ConvertTemporal(const JsonTypePlan& plan, const JsonNode& node, Datum& value) {
  std::string_view text;
  if (!AsText(node, text)) return false;
  ParseFailure failure;
  if (ParseJsonTemporal(text, plan.root, options_.timestamp_format, numbers_.version, value, &failure)) return true;
  return Fail(failure.flink_class, failure.message);
}

bool JsonNodeConverter::ConvertText(const JsonNode& node, Arena& arena, Datum& value) {
  if (node.IsArray() || node.IsObject()) {
    text_.clear();
    if (!AppendNodeText(node, numbers_, text_)) return Fail(kNumberFormatException, "");
    value = Datum::Text(arena.Copy(text_));
    return true;
  }
  std::string_view text;
  if (!AsText(node, text)) return false;
  value = Datum::Text(node.kind == JsonKind::kFloat ? arena.Copy(text) : text);
  return true;
}

bool JsonNodeConverter::ConvertBytes(const JsonNode& node, Arena& arena, Datum& value) {
  if (node.kind != JsonKind::kString) return true;  // only text has a binary value, of others it is NULL
  std::string failure;
  const std::optional<std::string_view> bytes = BinaryValueOfText(node.text(), arena, failure);
  if (!bytes.has_value()) return Fail(kInvalidFormatException, failure);
  value = Datum::Text(*bytes);
  return true;
}

bool JsonNodeConverter::ConvertArray(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value) {
  if (!node.IsArray()) return FailCast(node, "ArrayNode");
  Datum* const cells = arena.AllocateArray<Datum>(node.ChildCount());
  Datum* out = cells;
  for (const JsonNode* element = node.FirstChild(); element != nullptr; element = element->next) {
    if (!Convert(plan.children[0], element, arena, *out++)) return false;
  }
  value = Datum::Cells(cells, node.ChildCount());
  return true;
}

bool JsonNodeConverter::ConvertMap(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value) {
  JavaHashMap map;
  // What is no object has no members.
  for (const JsonNode* member = node.IsObject() ? node.FirstChild() : nullptr; member != nullptr; member = member->next) {
    Datum element = Datum::Null();
    if (!Convert(plan.children[0], member, arena, element)) return false;
    map.Put(Datum::Text(member->key()), element, arena);
  }
  value = map.ToMap(arena);
  return true;
}

bool JsonNodeConverter::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = DecodingError(flink_class, message);
  return false;
}

bool JsonNodeConverter::FailCast(const JsonNode& node, std::string_view target) {
  const std::string from = Concat(kNodePackage, NodeClass(node, numbers_));
  const std::string to = Concat(kNodePackage, target);
  return Fail(kClassCastException, Concat("class ", from, " cannot be cast to class ", to, " (", from, " and ", to,
                                          " are in unnamed module of loader 'app')"));
}

RowError JsonNodeConverter::TakeFailure() { return *std::exchange(failure_, std::nullopt); }

}  // namespace drey
