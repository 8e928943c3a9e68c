#include "engine/functions/cast/value_text.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/variant.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

void AppendText(const Datum& value, std::string& out) {
  if (value.form == TextForm::kUncheckedBytes) {
    AppendReplacingMalformed(out, value.view());
  } else {
    out.append(value.view());
  }
}

void AppendBoolean(bool value, bool legacy, std::string& out) {
  if (legacy) {
    out.append(value ? "true" : "false");
  } else {
    out.append(value ? "TRUE" : "FALSE");
  }
}

// Flink 1.20 has no fraction of seconds in TIME, whatever the precision.
int TimePrecision(const LogicalType& type, FlinkVersion version) {
  return version < FlinkVersion::k2_3 ? 0 : type.precision();
}

void AppendElements(const Datum& array, const LogicalType& element, const EvaluationContext& environment,
                    std::string& out) {
  out.push_back('[');
  std::string_view separator;
  for (const Datum& value : array.elements()) {
    out.append(separator);
    AppendAsString(value, element, environment, out);
    separator = ", ";
  }
  out.push_back(']');
}

void AppendEntries(const Datum& map, const LogicalType& key, const LogicalType& value,
                   const EvaluationContext& environment, std::string& out) {
  out.push_back('{');
  const auto entries = map.entries();
  for (size_t i = 0; i < entries.size(); i += 2) {
    if (i > 0) out.append(", ");
    AppendAsString(entries[i], key, environment, out);
    out.push_back('=');
    AppendAsString(entries[i + 1], value, environment, out);
  }
  out.push_back('}');
}

void AppendFields(const Datum& row, const LogicalType& type, const EvaluationContext& environment, std::string& out) {
  out.push_back('(');
  for (size_t i = 0; i < row.size; ++i) {
    if (i > 0) out.append(environment.legacy_cast ? "," : ", ");
    AppendAsString(row.cells[i], type.fields()[i].type, environment, out);
  }
  out.push_back(')');
}

}  // namespace

void AppendAsString(const Datum& value, const LogicalType& type, const EvaluationContext& environment,
                    std::string& out) {
  if (value.is_null) {
    out.append(environment.legacy_cast ? "null" : "NULL");
    return;
  }
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return AppendText(value, out);
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return AppendReplacingMalformed(out, value.view());
    case TypeRoot::kBoolean:
      return AppendBoolean(value.boolean(), environment.legacy_cast, out);
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return Append(out, value.integer);
    case TypeRoot::kDecimal:
      return AppendDecimal({UnscaledOf(value, type.precision()), type.scale()}, out);
    case TypeRoot::kFloat:
      return AppendJavaFloat(value.single, out);
    case TypeRoot::kDouble:
      return AppendJavaDouble(value.floating, out);
    case TypeRoot::kDate:
      return AppendDate(value.integer, out);
    case TypeRoot::kTime:
      return AppendTime(value.integer, TimePrecision(type, environment.version), out);
    case TypeRoot::kTimestamp:
      return AppendTimestamp(TimestampOf(value), type.precision(), out);
    case TypeRoot::kTimestampLtz:
      return AppendTimestamp(InstantToLocal(TimestampOf(value), environment.time_zone), type.precision(), out);
    case TypeRoot::kIntervalYearMonth:
      return AppendIntervalYearMonth(value.integer, out);
    case TypeRoot::kIntervalDayTime:
      return AppendIntervalDayTime(value.integer, out);
    case TypeRoot::kArray:
      return AppendElements(value, type.element(), environment, out);
    case TypeRoot::kMultiset:
      return AppendEntries(value, type.element(), LogicalType::Integer(), environment, out);
    case TypeRoot::kMap:
      return AppendEntries(value, type.key(), type.value(), environment, out);
    case TypeRoot::kRow:
      return AppendFields(value, type, environment, out);
    case TypeRoot::kVariant:
      return AppendVariantJson(value.view(), out);
    case TypeRoot::kBitmap:
    case TypeRoot::kRaw:
    case TypeRoot::kNull:
    case TypeRoot::kSymbol:
    case TypeRoot::kJsonDocument:
      break;  // no values of these types are cast to text
  }
}

}  // namespace drey
