#include "engine/functions/json/java_object.h"

#include "engine/base/text.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

// LocalDateTime.toString: without seconds where there are none, the fraction in groups of three digits.
std::string LocalDateTimeText(Timestamp timestamp) {
  std::string text;
  AppendTimestamp(timestamp, TimestampFormat::kIso8601, text);
  const size_t point = text.find('.');
  if (point == std::string::npos) {
    if (text.ends_with(":00")) text.resize(text.size() - 3);
    return text;
  }
  while ((text.size() - point - 1) % 3 != 0) text.push_back('0');
  return text;
}

std::string Home(std::string_view class_name) {
  return class_name.starts_with("java.") || class_name.starts_with("[") ? "module java.base of loader 'bootstrap'" : "unnamed module of loader 'app'";
}

}  // namespace

std::string_view JavaObjectClass(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return "org.apache.flink.table.data.binary.BinaryStringData";
    case TypeRoot::kBoolean:
      return "java.lang.Boolean";
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return "[B";
    case TypeRoot::kTinyint:
      return "java.lang.Byte";
    case TypeRoot::kSmallint:
      return "java.lang.Short";
    case TypeRoot::kInteger:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
      return "java.lang.Integer";
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalDayTime:
      return "java.lang.Long";
    case TypeRoot::kFloat:
      return "java.lang.Float";
    case TypeRoot::kDouble:
      return "java.lang.Double";
    case TypeRoot::kDecimal:
      return "org.apache.flink.table.data.DecimalData";
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return "org.apache.flink.table.data.TimestampData";
    default:
      return {};
  }
}

void AppendJavaObject(const LogicalType& type, const Datum& value, Arena& arena, std::string& out) {
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      out.append(JavaString(value, arena));
      return;
    case TypeRoot::kBoolean:
      out.append(value.boolean() ? "true" : "false");
      return;
    case TypeRoot::kFloat:
      AppendJavaFloat(value.single, out);
      return;
    case TypeRoot::kDouble:
      AppendJavaDouble(value.floating, out);
      return;
    case TypeRoot::kDecimal:
      AppendDecimal({UnscaledOf(value, type.precision()), type.scale()}, out);
      return;
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      out.append(LocalDateTimeText(TimestampOf(value)));
      return;
    default:
      Append(out, value.integer);
  }
}

std::string ClassCastMessage(std::string_view from, std::string_view to) {
  const std::string from_home = Home(from);
  const std::string to_home = Home(to);
  const std::string homes = from_home == to_home
                                ? Concat(from, " and ", to, " are in ", from_home)
                                : Concat(from, " is in ", from_home, "; ", to, " is in ", to_home);
  return Concat("class ", from, " cannot be cast to class ", to, " (", homes, ")");
}

}  // namespace drey
