#include "engine/formats/json/json_row_encoder.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "engine/base/text.h"
#include "engine/formats/json/json_failures.h"
#include "engine/functions/encoding/base64.h"
#include "engine/json/json_writer.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

constexpr std::string_view kNullKey =
    "JSON format doesn't support to serialize map data with null keys. You can drop null key entries or encode null in literals by "
    "specifying map-null-key.mode option.";

// "java.lang.Integer.intValue()": how Java unboxes an element of that type; empty where elements are no boxed numbers.
std::string_view UnboxingMethod(TypeRoot root) {
  switch (root) {
    case TypeRoot::kBoolean:
      return "java.lang.Boolean.booleanValue()";
    case TypeRoot::kTinyint:
      return "java.lang.Byte.byteValue()";
    case TypeRoot::kSmallint:
      return "java.lang.Short.shortValue()";
    case TypeRoot::kInteger:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
      return "java.lang.Integer.intValue()";
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalDayTime:
      return "java.lang.Long.longValue()";
    case TypeRoot::kFloat:
      return "java.lang.Float.floatValue()";
    case TypeRoot::kDouble:
      return "java.lang.Double.doubleValue()";
    default:
      return "";
  }
}

void AppendBase64(std::string_view bytes, TextFiller& out) {
  const size_t size = EncodedBase64Size(bytes.size());
  out.Put('"');
  EncodeBase64(bytes, out.Room(size));
  out.MoveTo(out.Room(size) + size);
  out.Put('"');
}

void AppendInteger(int64_t value, TextFiller& out) {
  constexpr size_t kMostDigits = 20;
  char* const to = out.Room(kMostDigits);
  out.MoveTo(std::to_chars(to, to + kMostDigits, value).ptr);
}

}  // namespace

JsonRowEncoder::JsonRowEncoder(const JsonTypePlan& plan, JsonEncodingOptions options, FlinkVersion version)
    : root_(MakeNode(plan)), options_(std::move(options)), version_(version) {}

JsonRowEncoder::Node JsonRowEncoder::MakeNode(const JsonTypePlan& plan) {
  Node node;
  node.plan = plan;
  node.plan.children.clear();
  for (const JsonTypePlan& child : plan.children) node.children.push_back(MakeNode(child));
  for (size_t i = 0; i < plan.names.size(); ++i) {
    std::string label;
    AppendJsonString(plan.names[i], JsonGenerator::kBytes, label);
    label.push_back(':');
    node.labels.push_back(std::move(label));
  }
  return node;
}

RowEncoder::Result JsonRowEncoder::Encode(std::span<const Datum> row, RowKind /*kind*/, std::string& out,
                                          std::optional<RowError>& error) {
  const size_t start = out.size();
  if (EncodeRow(row, out, error)) return Result::kMessage;
  out.resize(start);
  return Result::kFailed;
}

bool JsonRowEncoder::EncodeRow(std::span<const Datum> row, std::string& out, std::optional<RowError>& error) {
  arena_.Reset();
  TextFiller filler(out);
  if (AppendRow(root_, row, filler)) return true;
  error = std::exchange(failure_, std::nullopt);
  return false;
}

bool JsonRowEncoder::Append(const Node& node, const Datum& value, TextFiller& out) {
  if (value.is_null) {
    out.Put("null");
    return true;
  }
  switch (node.plan.root) {
    case TypeRoot::kBoolean:
      out.Put(value.boolean() ? std::string_view("true") : std::string_view("false"));
      return true;
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      AppendInteger(value.integer, out);
      return true;
    case TypeRoot::kFloat:
      AppendByText([&](std::string& text) { AppendJsonFloat(value.single, text); }, out);
      return true;
    case TypeRoot::kDouble:
      AppendByText([&](std::string& text) { AppendJsonDouble(value.floating, text); }, out);
      return true;
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      AppendText(value, out);
      return true;
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      AppendBase64(value.view(), out);
      return true;
    case TypeRoot::kDecimal:
      AppendByText([&](std::string& text) { AppendDecimal(node.plan, value, text); }, out);
      return true;
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      AppendByText([&](std::string& text) { AppendTemporal(node.plan.root, value, text); }, out);
      return true;
    case TypeRoot::kRow:
      return AppendRow(node, value.elements(), out);
    case TypeRoot::kArray:
      return AppendArray(node, value, out);
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
      return AppendMap(node, value, out);
    default:  // NULL; a plan has no other type
      out.Put("null");
      return true;
  }
}

bool JsonRowEncoder::AppendRow(const Node& node, std::span<const Datum> cells, TextFiller& out) {
  out.Put('{');
  bool first = true;
  for (size_t i = 0; i < node.labels.size(); ++i) {
    if (cells[i].is_null && options_.ignore_null_fields) continue;
    if (!first) out.Put(',');
    first = false;
    out.Put(node.labels[i]);
    if (!Append(node.children[i], cells[i], out)) {
      failure_->field = node.plan.names[i];  // the outermost name wins, as it is written last
      return false;
    }
  }
  out.Put('}');
  return true;
}

bool JsonRowEncoder::FailNullElement(std::string_view unboxing) {
  return Fail(kNullPointerException,
              Concat("Cannot invoke \"", unboxing,
                     "\" because the return value of \"org.apache.flink.table.data.GenericArrayData.getObject(int)\" is null"));
}

bool JsonRowEncoder::AppendArray(const Node& node, const Datum& array, TextFiller& out) {
  const Node& element_node = node.children[0];
  // 1.20 reads elements of a NOT NULL type without asking whether they are there.
  const std::string_view unboxing = version_ == FlinkVersion::k1_20 && !element_node.plan.nullable
                                        ? UnboxingMethod(element_node.plan.root)
                                        : std::string_view();
  out.Put('[');
  bool first = true;
  for (const Datum& element : array.elements()) {
    if (!first) out.Put(',');
    first = false;
    if (element.is_null && !unboxing.empty()) return FailNullElement(unboxing);
    if (!Append(element_node, element, out)) return false;
  }
  out.Put(']');
  return true;
}

// Of equal keys, which a literal and the MAP constructor make: the place of the first, the value of the last.
void JsonRowEncoder::KeepLastValues(std::vector<MapEntry>& entries) {
  if (entries.size() < 2) return;
  std::unordered_map<std::string_view, size_t> places;
  size_t kept = 0;
  for (const MapEntry& entry : entries) {
    const auto [place, is_new] = places.emplace(entry.key, kept);
    if (is_new) {
      entries[kept++] = entry;
    } else {
      entries[place->second].value = entry.value;
    }
  }
  entries.resize(kept);
}

bool JsonRowEncoder::CollectEntries(const Datum& map, std::vector<MapEntry>& entries) {
  const std::span<const Datum> cells = map.entries();
  for (size_t i = 0; i < cells.size(); i += 2) {
    if (!cells[i].is_null) {
      entries.push_back({JavaString(cells[i], arena_), &cells[i + 1]});
      continue;
    }
    switch (options_.null_key_mode) {
      case JsonEncodingOptions::NullKeyMode::kFail:
        return Fail(kRuntimeException, kNullKey);
      case JsonEncodingOptions::NullKeyMode::kDrop:
        break;
      case JsonEncodingOptions::NullKeyMode::kLiteral:
        entries.push_back({options_.null_key_literal, &cells[i + 1]});
        break;
    }
  }
  KeepLastValues(entries);
  return true;
}

bool JsonRowEncoder::AppendMap(const Node& node, const Datum& map, TextFiller& out) {
  const Node& value_node = node.children[0];
  // 1.20 reads a missing value of a NOT NULL type as zero.
  const bool has_zeros = version_ == FlinkVersion::k1_20 && !value_node.plan.nullable && !UnboxingMethod(value_node.plan.root).empty();
  const bool counts = node.plan.root == TypeRoot::kMultiset;
  std::vector<MapEntry> entries;
  if (!CollectEntries(map, entries)) return false;
  out.Put('{');
  bool first = true;
  for (const MapEntry& entry : entries) {
    if (!first) out.Put(',');
    first = false;
    WriteJsonString(entry.key, JsonGenerator::kBytes, out);
    out.Put(':');
    Datum value = *entry.value;
    if (value.is_null && counts && version_ == FlinkVersion::k1_20) return FailNullElement(UnboxingMethod(value_node.plan.root));
    if (value.is_null && has_zeros) value.is_null = false;
    if (!Append(value_node, value, out)) return false;
  }
  out.Put('}');
  return true;
}

void JsonRowEncoder::AppendText(const Datum& value, TextFiller& out) {
  WriteJsonString(JavaString(value, arena_), JsonGenerator::kBytes, out);
}

void JsonRowEncoder::AppendDecimal(const JsonTypePlan& plan, const Datum& value, std::string& out) {
  const Int128 unscaled = UnscaledOf(value, plan.precision);
  if (options_.decimal_as_plain_number && version_ == FlinkVersion::k2_3) {
    drey::AppendDecimal({.unscaled = unscaled, .scale = plan.scale}, out);
    return;
  }
  const BigDecimal stripped = StripTrailingZeros(ToBigDecimal(unscaled, plan.scale));
  if (options_.decimal_as_plain_number) {
    AppendPlainBigDecimal(stripped, out);
  } else {
    AppendBigDecimal(stripped, out);
  }
}

void JsonRowEncoder::AppendTemporal(TypeRoot root, const Datum& value, std::string& out) {
  out.push_back('"');
  switch (root) {
    case TypeRoot::kDate:
      AppendIsoDate(value.integer, out);
      break;
    case TypeRoot::kTime: {
      const int64_t milliseconds =
          version_ == FlinkVersion::k1_20 ? value.integer / kMillisecondsPerSecond * kMillisecondsPerSecond : value.integer;
      AppendIsoTime(milliseconds * kNanosecondsPerMillisecond, out);
      break;
    }
    default:
      AppendTimestamp(TimestampOf(value), options_.timestamp_format, out);
      if (root == TypeRoot::kTimestampLtz) out.push_back('Z');
  }
  out.push_back('"');
}

bool JsonRowEncoder::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = RowError{.phase = RowError::Phase::kEncode, .message = std::string(message), .flink_class = std::string(flink_class)};
  return false;
}

}  // namespace drey
