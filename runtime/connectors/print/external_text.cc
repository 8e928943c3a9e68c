#include "runtime/connectors/print/external_text.h"

#include <vector>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "engine/json/variant.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/hash_map_order.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

void AppendExternal(const LogicalType& type, const Datum& value, std::string& out);

void AppendTwoDigits(int64_t value, std::string& out) { Append(out, value < 10 ? "0" : "", value); }

// Three, six or nine digits, as many as are needed.
void AppendFraction(int64_t nanoseconds, std::string& out) {
  if (nanoseconds == 0) return;
  size_t digits = 9;
  while (digits > 3 && nanoseconds % 1000 == 0) {
    nanoseconds /= 1000;
    digits -= 3;
  }
  const std::string text = Concat(nanoseconds);
  Append(out, ".", std::string(digits - text.size(), '0'), text);
}

// LocalTime.toString leaves zero seconds out, Instant.toString does not.
void AppendTimeOfDay(int64_t nanoseconds, bool always_seconds, std::string& out) {
  const int64_t second = nanoseconds / kNanosecondsPerSecond;
  AppendTwoDigits(second / 3600, out);
  out += ':';
  AppendTwoDigits(second / 60 % 60, out);
  if (!always_seconds && nanoseconds % (60 * kNanosecondsPerSecond) == 0) return;
  out += ':';
  AppendTwoDigits(second % 60, out);
  AppendFraction(nanoseconds % kNanosecondsPerSecond, out);
}

void AppendDateTime(const Datum& value, bool always_seconds, std::string& out) {
  const LocalDateTime local = ToLocalDateTime(TimestampOf(value));
  AppendIsoDate(local.days, out);
  out += 'T';
  AppendTimeOfDay(local.nanoseconds_of_day, always_seconds, out);
}

void AppendText(const Datum& value, std::string& out) {
  Arena arena;
  out += Utf8Bytes(Datum::Text(JavaString(value, arena)), arena);
}

void AppendBytes(const Datum& value, std::string& out) {
  out += '[';
  for (size_t i = 0; i < value.view().size(); ++i) {
    Append(out, i == 0 ? "" : ", ", static_cast<int>(static_cast<signed char>(value.view()[i])));
  }
  out += ']';
}

void AppendArray(const LogicalType& element, const Datum& value, std::string& out) {
  out += '[';
  for (size_t i = 0; i < value.elements().size(); ++i) {
    if (i > 0) out += ", ";
    AppendExternal(element, value.elements()[i], out);
  }
  out += ']';
}

// hashCode of the Java object of a key, for the types that are keys in practice; others keep their order.
int32_t KeyHash(const LogicalType& type, const Datum& key) {
  if (key.is_null) return 0;
  if (type.IsCharacterString()) {
    Arena arena;
    return HashOfJavaString(JavaString(key, arena));
  }
  if (type.Is(TypeRoot::kBigint)) return static_cast<int32_t>(key.integer ^ static_cast<int64_t>(static_cast<uint64_t>(key.integer) >> 32));
  return type.IsInteger() ? static_cast<int32_t>(key.integer) : 0;
}

void AppendMap(const LogicalType& key_type, const LogicalType& value_type, const Datum& value, std::string& out) {
  const std::span<const Datum> entries = value.entries();
  std::vector<int32_t> hashes;
  for (size_t i = 0; i < entries.size(); i += 2) hashes.push_back(KeyHash(key_type, entries[i]));
  out += '{';
  bool first = true;
  for (const size_t i : HashMapOrder(hashes)) {
    if (!first) out += ", ";
    first = false;
    AppendExternal(key_type, entries[2 * i], out);
    out += '=';
    AppendExternal(value_type, entries[2 * i + 1], out);
  }
  out += '}';
}

void AppendExternal(const LogicalType& type, const Datum& value, std::string& out) {
  if (value.is_null) {
    out += "null";
    return;
  }
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return AppendText(value, out);
    case TypeRoot::kVariant:
      return AppendVariantJson(value.view(), out);
    case TypeRoot::kBoolean:
      out += value.boolean() ? "true" : "false";
      return;
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return AppendBytes(value, out);
    case TypeRoot::kDecimal:
      return AppendBigDecimal(ToBigDecimal(UnscaledOf(value, type.precision()), type.scale()), out);
    case TypeRoot::kFloat:
      return AppendJavaFloat(value.single, out);
    case TypeRoot::kDouble:
      return AppendJavaDouble(value.floating, out);
    case TypeRoot::kDate:
      return AppendIsoDate(value.integer, out);
    case TypeRoot::kTime:
      return AppendTimeOfDay(value.integer * 1'000'000, false, out);
    case TypeRoot::kTimestamp:
      return AppendDateTime(value, false, out);
    case TypeRoot::kTimestampLtz:
      AppendDateTime(value, true, out);
      out += 'Z';
      return;
    case TypeRoot::kArray:
      return AppendArray(type.element(), value, out);
    case TypeRoot::kMap:
      return AppendMap(type.key(), type.value(), value, out);
    case TypeRoot::kMultiset:
      return AppendMap(type.element(), LogicalType::Integer(), value, out);
    case TypeRoot::kRow:
      return AppendExternalRow(RowKind::kInsert, type, value.elements(), out);
    default:
      Append(out, value.integer);  // the integers; columns of tables have no other type
  }
}

}  // namespace

void AppendExternalRow(RowKind kind, const LogicalType& row_type, std::span<const Datum> cells, std::string& out) {
  Append(out, ToString(kind), "[");
  for (size_t i = 0; i < row_type.fields().size(); ++i) {
    if (i > 0) out += ", ";
    AppendExternal(row_type.fields()[i].type, cells[i], out);
  }
  out += ']';
}

}  // namespace drey
