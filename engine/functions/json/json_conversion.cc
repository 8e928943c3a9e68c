#include "engine/functions/json/json_conversion.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/json/json_writer.h"
#include "engine/json/variant.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

void AppendFloating(double value, std::string& out) {
  if (!std::isfinite(value)) {
    AppendJsonDouble(value, out);
    return;
  }
  std::string text;
  AppendJavaDouble(value, text);
  AppendBigDecimal(*ParseBigDecimal(text), out);
}

void AppendDecimalNode(const LogicalType& type, const Datum& value, FlinkVersion version, std::string& out) {
  BigDecimal number = ToBigDecimal(UnscaledOf(value, type.precision()), type.scale());
  AppendBigDecimal(version == FlinkVersion::k1_20 ? StripTrailingZeros(std::move(number)) : number, out);
}

void AppendBase64(std::string_view bytes, std::string& out) {
  out.push_back('"');
  const size_t begin = out.size();
  out.resize(begin + EncodedBase64Size(bytes.size()));
  EncodeBase64(bytes, out.data() + begin);
  out.push_back('"');
}

void AppendIsoTimestamp(const Datum& value, std::string_view zone, std::string& out) {
  out.push_back('"');
  AppendTimestamp(TimestampOf(value), TimestampFormat::kIso8601, out);
  out.append(zone).push_back('"');
}

bool IsScalarWithJsonForm(const LogicalType& type) {
  return type.IsCharacterString() || type.IsBinaryString() || type.IsNumeric() || type.IsTimestamp() ||
         type.Is(TypeRoot::kBoolean) || type.Is(TypeRoot::kVariant);
}

}  // namespace

std::string QuoteJsonKey(std::string_view name) {
  std::string quoted;
  AppendJsonString(name, JsonGenerator::kCharacters, quoted);
  return quoted;
}

absl::StatusOr<JsonConversion> JsonConversion::Make(const LogicalType& type) {
  JsonConversion conversion(type);
  std::vector<LogicalType> children;
  switch (type.root()) {
    case TypeRoot::kNull:
      return InvalidError("Type is not supported: ANY");
    case TypeRoot::kArray:
      children = {type.element()};
      break;
    case TypeRoot::kMap:
    case TypeRoot::kMultiset: {
      const LogicalType key = type.Is(TypeRoot::kMap) ? type.key() : type.element();
      if (!key.IsCharacterString()) {
        return InvalidError(Concat("Type '", key.ToString(),
                                   "' is not supported for JSON conversion. The key type must be a character string."));
      }
      children = {type.Is(TypeRoot::kMap) ? type.value() : LogicalType::Integer().AsNotNull()};
      break;
    }
    case TypeRoot::kRow:
      for (const RowField& field : type.fields()) {
        conversion.fields_.push_back({children.size(), QuoteJsonKey(field.name)});
        children.push_back(field.type);
      }
      std::stable_sort(conversion.fields_.begin(), conversion.fields_.end(), [&](const Field& a, const Field& b) {
        return CompareUtf16(type.fields()[a.index].name, type.fields()[b.index].name) < 0;
      });
      break;
    default:
      if (!IsScalarWithJsonForm(type)) {
        return InvalidError(Concat("Type '", type.ToString(), "' is not scalar or cannot be converted into JSON."));
      }
  }
  for (const LogicalType& child : children) {
    DREY_ASSIGN_OR_RETURN(JsonConversion made, Make(child));
    conversion.children_.push_back(std::move(made));
  }
  return conversion;
}

bool JsonConversion::Append(CallContext& context, const Datum& value, std::string& out) const {
  if (value.is_null) {
    out.append("null");
    return true;
  }
  switch (type_.root()) {
    case TypeRoot::kBoolean:
      out.append(value.boolean() ? "true" : "false");
      return true;
    case TypeRoot::kFloat:
      if (context.version() == FlinkVersion::k1_20) {
        AppendJsonFloat(value.single, out);
      } else {
        AppendFloating(double{value.single}, out);
      }
      return true;
    case TypeRoot::kDouble:
      if (context.version() == FlinkVersion::k1_20) {
        AppendJsonDouble(value.floating, out);
      } else {
        AppendFloating(value.floating, out);
      }
      return true;
    case TypeRoot::kDecimal:
      AppendDecimalNode(type_, value, context.version(), out);
      return true;
    case TypeRoot::kTimestamp:
      AppendIsoTimestamp(value, "", out);
      return true;
    case TypeRoot::kTimestampLtz:
      AppendIsoTimestamp(value, "Z", out);
      return true;
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      AppendBase64(value.view(), out);
      return true;
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      AppendJsonString(JavaString(value, context.arena()), JsonGenerator::kCharacters, out);
      return true;
    case TypeRoot::kVariant:
      AppendVariantJson(value.view(), out);
      return true;
    case TypeRoot::kArray:
      return AppendArray(context, value, out);
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
      return AppendMap(context, value, out);
    case TypeRoot::kRow:
      return AppendRow(context, value, out);
    default:
      drey::Append(out, value.integer);
      return true;
  }
}

bool JsonConversion::AppendArray(CallContext& context, const Datum& value, std::string& out) const {
  out.push_back('[');
  for (const Datum& element : value.elements()) {
    if (&element != value.cells) out.push_back(',');
    if (!children_[0].Append(context, element, out)) return false;
  }
  out.push_back(']');
  return true;
}

bool JsonConversion::AppendMap(CallContext& context, const Datum& value, std::string& out) const {
  struct Entry {
    std::string_view key;
    const Datum* value;
  };
  const std::span<const Datum> cells = value.entries();
  std::vector<Entry> entries;
  for (size_t i = 0; i < cells.size(); i += 2) {
    if (cells[i].is_null) {
      return context.Fail("java.lang.IllegalArgumentException",
                          Concat("Key at index ", i / 2, " was null. This is not supported during conversion to JSON."));
    }
    entries.push_back({JavaString(cells[i], context.arena()), &cells[i + 1]});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return CompareUtf16(a.key, b.key) < 0; });
  out.push_back('{');
  for (const Entry& entry : entries) {
    if (&entry != entries.data()) out.push_back(',');
    AppendJsonString(entry.key, JsonGenerator::kCharacters, out);
    out.push_back(':');
    if (!children_[0].Append(context, *entry.value, out)) return false;
  }
  out.push_back('}');
  return true;
}

bool JsonConversion::AppendRow(CallContext& context, const Datum& value, std::string& out) const {
  out.push_back('{');
  for (const Field& field : fields_) {
    if (&field != fields_.data()) out.push_back(',');
    out.append(field.quoted_name).push_back(':');
    if (!children_[field.index].Append(context, value.cells[field.index], out)) return false;
  }
  out.push_back('}');
  return true;
}

}  // namespace drey
