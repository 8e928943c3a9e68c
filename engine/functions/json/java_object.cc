#include "engine/functions/json/java_object.h"

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

JavaObject Number(std::string_view class_name, const Datum& value) {
  return {std::string(class_name), std::to_string(value.integer), value};
}

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
  return class_name.starts_with("java.") ? "module java.base of loader 'bootstrap'" : "unnamed module of loader 'app'";
}

}  // namespace

std::optional<JavaObject> ToJavaObject(const LogicalType& type, const Datum& value) {
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar: {
      Arena arena;
      return JavaObject{"org.apache.flink.table.data.binary.BinaryStringData",
                        std::string(JavaString(value, arena)), value};
    }
    case TypeRoot::kBoolean:
      return JavaObject{"java.lang.Boolean", value.boolean() ? "true" : "false", value};
    case TypeRoot::kTinyint:
      return Number("java.lang.Byte", value);
    case TypeRoot::kSmallint:
      return Number("java.lang.Short", value);
    case TypeRoot::kInteger:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
      return Number("java.lang.Integer", value);
    case TypeRoot::kBigint:
    case TypeRoot::kIntervalDayTime:
      return Number("java.lang.Long", value);
    case TypeRoot::kFloat: {
      JavaObject object{"java.lang.Float", "", value};
      AppendJavaFloat(value.single, object.text);
      return object;
    }
    case TypeRoot::kDouble: {
      JavaObject object{"java.lang.Double", "", value};
      AppendJavaDouble(value.floating, object.text);
      return object;
    }
    case TypeRoot::kDecimal: {
      JavaObject object{"org.apache.flink.table.data.DecimalData", "", value};
      AppendDecimal({UnscaledOf(value, type.precision()), type.scale()}, object.text);
      return object;
    }
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return JavaObject{"org.apache.flink.table.data.TimestampData", LocalDateTimeText(TimestampOf(value)), value};
    default:
      return std::nullopt;
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
