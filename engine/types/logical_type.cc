#include "engine/types/logical_type.h"

#include "engine/base/text.h"

namespace drey {
namespace {

std::string WithLength(std::string_view name, std::string_view unlimited_name, int length) {
  if (length == LogicalType::kMaxLength) return std::string(unlimited_name);
  return Concat(name, "(", length, ")");
}

std::string RowToString(std::span<const RowField> fields) {
  std::string text = "ROW<";
  std::string_view separator;
  for (const RowField& field : fields) {
    Append(text, separator, QuoteIdentifier(field.name), " ", field.type.ToString());
    if (!field.comment.empty()) {
      Append(text, " ", SqlQuoted(field.comment));
    }
    separator = ", ";
  }
  return text + ">";
}

}  // namespace

std::string QuoteIdentifier(std::string_view name) {
  return Concat("`", ReplaceAll(name, "`", "``"), "`");
}

LogicalType LogicalType::WithChildren(Children children) const {
  LogicalType type = *this;
  type.children_ = std::make_shared<const Children>(std::move(children));
  return type;
}

LogicalType LogicalType::Char(int length) {
  LogicalType type(TypeRoot::kChar);
  type.precision_ = length;
  return type;
}

LogicalType LogicalType::Varchar(int length) {
  LogicalType type(TypeRoot::kVarchar);
  type.precision_ = length;
  return type;
}

LogicalType LogicalType::Binary(int length) {
  LogicalType type(TypeRoot::kBinary);
  type.precision_ = length;
  return type;
}

LogicalType LogicalType::Varbinary(int length) {
  LogicalType type(TypeRoot::kVarbinary);
  type.precision_ = length;
  return type;
}

LogicalType LogicalType::Decimal(int precision, int scale) {
  LogicalType type(TypeRoot::kDecimal);
  type.precision_ = precision;
  type.scale_ = scale;
  return type;
}

LogicalType LogicalType::Time(int precision) { return Time(precision, precision); }

LogicalType LogicalType::Time(int precision, int written) {
  LogicalType type(TypeRoot::kTime);
  type.precision_ = precision;
  type.written_precision_ = written;
  return type;
}

LogicalType LogicalType::Timestamp(int precision) {
  LogicalType type(TypeRoot::kTimestamp);
  type.precision_ = precision;
  return type;
}

LogicalType LogicalType::TimestampLtz(int precision) {
  LogicalType type(TypeRoot::kTimestampLtz);
  type.precision_ = precision;
  return type;
}

LogicalType LogicalType::IntervalYearMonth(std::string resolution, std::string written) {
  return LogicalType(TypeRoot::kIntervalYearMonth)
      .WithChildren({.resolution = std::move(resolution), .written_resolution = std::move(written)});
}

LogicalType LogicalType::IntervalDayTime(std::string resolution, std::string written) {
  return LogicalType(TypeRoot::kIntervalDayTime)
      .WithChildren({.resolution = std::move(resolution), .written_resolution = std::move(written)});
}

LogicalType LogicalType::Array(LogicalType element) {
  return LogicalType(TypeRoot::kArray).WithChildren({.arguments = {std::move(element)}});
}

LogicalType LogicalType::Multiset(LogicalType element) {
  return LogicalType(TypeRoot::kMultiset).WithChildren({.arguments = {std::move(element)}});
}

LogicalType LogicalType::Map(LogicalType key, LogicalType value) {
  return LogicalType(TypeRoot::kMap).WithChildren({.arguments = {std::move(key), std::move(value)}});
}

LogicalType LogicalType::Row(std::vector<RowField> fields) {
  return LogicalType(TypeRoot::kRow).WithChildren({.fields = std::move(fields)});
}

LogicalType LogicalType::AsPlainRecord() const {
  Children children = *children_;
  children.is_plain_record = true;
  return WithChildren(std::move(children));
}

bool LogicalType::is_plain_record() const { return children_ && children_->is_plain_record; }

LogicalType LogicalType::WithNullable(bool nullable) const {
  LogicalType type = *this;
  type.nullable_ = nullable;
  return type;
}

std::string_view LogicalType::resolution() const {
  return children_ ? std::string_view(children_->resolution) : std::string_view();
}

std::string_view LogicalType::written_resolution() const {
  if (children_ && !children_->written_resolution.empty()) return children_->written_resolution;
  return root_ == TypeRoot::kIntervalYearMonth ? "YEAR TO MONTH" : "DAY TO SECOND";
}

std::span<const RowField> LogicalType::fields() const {
  return children_ ? std::span<const RowField>(children_->fields) : std::span<const RowField>();
}

const LogicalType& LogicalType::element() const { return children_->arguments.front(); }
const LogicalType& LogicalType::key() const { return children_->arguments.front(); }
const LogicalType& LogicalType::value() const { return children_->arguments.back(); }

bool LogicalType::IsInteger() const { return root_ >= TypeRoot::kTinyint && root_ <= TypeRoot::kBigint; }

bool LogicalType::IsApproximateNumeric() const {
  return root_ == TypeRoot::kFloat || root_ == TypeRoot::kDouble;
}

bool LogicalType::IsNumeric() const {
  return IsInteger() || IsApproximateNumeric() || root_ == TypeRoot::kDecimal;
}

bool LogicalType::IsInterval() const {
  return root_ == TypeRoot::kIntervalYearMonth || root_ == TypeRoot::kIntervalDayTime;
}

bool LogicalType::IsTimestamp() const {
  return root_ == TypeRoot::kTimestamp || root_ == TypeRoot::kTimestampLtz;
}

bool LogicalType::IsConstructed() const {
  return root_ == TypeRoot::kArray || root_ == TypeRoot::kMultiset || root_ == TypeRoot::kMap ||
         root_ == TypeRoot::kRow;
}

std::string LogicalType::ToStringWithoutNullability() const {
  switch (root_) {
    case TypeRoot::kChar:
      return Concat("CHAR(", precision_, ")");
    case TypeRoot::kVarchar:
      return WithLength("VARCHAR", "STRING", precision_);
    case TypeRoot::kBoolean:
      return "BOOLEAN";
    case TypeRoot::kBinary:
      return Concat("BINARY(", precision_, ")");
    case TypeRoot::kVarbinary:
      return WithLength("VARBINARY", "BYTES", precision_);
    case TypeRoot::kDecimal:
      return Concat("DECIMAL(", precision_, ", ", scale_, ")");
    case TypeRoot::kTinyint:
      return "TINYINT";
    case TypeRoot::kSmallint:
      return "SMALLINT";
    case TypeRoot::kInteger:
      return "INT";
    case TypeRoot::kBigint:
      return "BIGINT";
    case TypeRoot::kFloat:
      return "FLOAT";
    case TypeRoot::kDouble:
      return "DOUBLE";
    case TypeRoot::kDate:
      return "DATE";
    case TypeRoot::kTime:
      return Concat("TIME(", precision_, ")");
    case TypeRoot::kTimestamp:
      return Concat("TIMESTAMP(", precision_, ")");
    case TypeRoot::kTimestampLtz:
      return Concat("TIMESTAMP_LTZ(", precision_, ")");
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return Concat("INTERVAL ", resolution());
    case TypeRoot::kArray:
      return Concat("ARRAY<", element().ToString(), ">");
    case TypeRoot::kMultiset:
      return Concat("MULTISET<", element().ToString(), ">");
    case TypeRoot::kMap:
      return Concat("MAP<", key().ToString(), ", ", value().ToString(), ">");
    case TypeRoot::kRow:
      return RowToString(fields());
    case TypeRoot::kVariant:
      return "VARIANT";
    case TypeRoot::kBitmap:
      return "BITMAP";
    case TypeRoot::kRaw:
      return "RAW";
    case TypeRoot::kNull:
      return "NULL";
    case TypeRoot::kSymbol:
      return "SYMBOL";
    case TypeRoot::kJsonDocument:
      return "JSON DOCUMENT";
  }
  return "?";
}

std::string LogicalType::ToString() const {
  return Concat(ToStringWithoutNullability(), nullable_ ? "" : " NOT NULL");
}

bool operator==(const LogicalType& a, const LogicalType& b) {
  if (a.root_ != b.root_ || a.nullable_ != b.nullable_ || a.precision_ != b.precision_ || a.scale_ != b.scale_) {
    return false;
  }
  if (a.children_ == b.children_) return true;
  if (!a.children_ || !b.children_) return false;
  if (a.children_->resolution != b.children_->resolution || a.children_->arguments != b.children_->arguments) {
    return false;
  }
  const auto& fields = a.children_->fields;
  const auto& others = b.children_->fields;
  if (fields.size() != others.size()) return false;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name != others[i].name || !(fields[i].type == others[i].type)) return false;
  }
  return true;
}

std::string_view TypeRootName(TypeRoot root) {
  switch (root) {
    case TypeRoot::kChar:
      return "CHAR";
    case TypeRoot::kVarchar:
      return "VARCHAR";
    case TypeRoot::kBoolean:
      return "BOOLEAN";
    case TypeRoot::kBinary:
      return "BINARY";
    case TypeRoot::kVarbinary:
      return "VARBINARY";
    case TypeRoot::kDecimal:
      return "DECIMAL";
    case TypeRoot::kTinyint:
      return "TINYINT";
    case TypeRoot::kSmallint:
      return "SMALLINT";
    case TypeRoot::kInteger:
      return "INTEGER";
    case TypeRoot::kBigint:
      return "BIGINT";
    case TypeRoot::kFloat:
      return "FLOAT";
    case TypeRoot::kDouble:
      return "DOUBLE";
    case TypeRoot::kDate:
      return "DATE";
    case TypeRoot::kTime:
      return "TIME_WITHOUT_TIME_ZONE";
    case TypeRoot::kTimestamp:
      return "TIMESTAMP_WITHOUT_TIME_ZONE";
    case TypeRoot::kTimestampLtz:
      return "TIMESTAMP_WITH_LOCAL_TIME_ZONE";
    case TypeRoot::kIntervalYearMonth:
      return "INTERVAL_YEAR_MONTH";
    case TypeRoot::kIntervalDayTime:
      return "INTERVAL_DAY_TIME";
    case TypeRoot::kArray:
      return "ARRAY";
    case TypeRoot::kMultiset:
      return "MULTISET";
    case TypeRoot::kMap:
      return "MAP";
    case TypeRoot::kRow:
      return "ROW";
    case TypeRoot::kVariant:
      return "VARIANT";
    case TypeRoot::kBitmap:
      return "BITMAP";
    case TypeRoot::kRaw:
      return "RAW";
    case TypeRoot::kNull:
      return "NULL";
    case TypeRoot::kSymbol:
      return "SYMBOL";
    case TypeRoot::kJsonDocument:
      return "JSON_DOCUMENT";
  }
  return "?";
}

}  // namespace drey
