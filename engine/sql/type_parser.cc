#include "engine/sql/type_parser.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/sql/parser.h"

namespace drey {

namespace {

constexpr std::string_view kTableException = "org.apache.flink.table.api.TableException";
constexpr std::string_view kValidatorException = "org.apache.calcite.sql.validate.SqlValidatorException";

constexpr int kDefaultDecimalPrecision = 10;
constexpr int kMaxTimestampPrecision = 9;
constexpr int kMaxTimePrecision = 3;

std::optional<TypeRoot> SimpleRoot(std::string_view name) {
  constexpr std::pair<std::string_view, TypeRoot> kRoots[] = {
      {"BOOLEAN", TypeRoot::kBoolean}, {"TINYINT", TypeRoot::kTinyint}, {"SMALLINT", TypeRoot::kSmallint},
      {"INT", TypeRoot::kInteger},     {"BIGINT", TypeRoot::kBigint},   {"FLOAT", TypeRoot::kFloat},
      {"DOUBLE", TypeRoot::kDouble},   {"DATE", TypeRoot::kDate},       {"NULL", TypeRoot::kNull},
      {"VARIANT", TypeRoot::kVariant}, {"BITMAP", TypeRoot::kBitmap}};
  for (const auto& [known, root] : kRoots) {
    if (name == known) return root;
  }
  return std::nullopt;
}

// "DAY(2) TO SECOND(3)", precisions only as written.
std::string ToText(const IntervalQualifier& qualifier) {
  std::string text(NameOf(qualifier.start));
  if (qualifier.start_precision.has_value()) {
    Append(text, "(", *qualifier.start_precision);
    if (!qualifier.end.has_value() && qualifier.end_precision.has_value()) Append(text, ", ", *qualifier.end_precision);
    text += ")";
  }
  if (qualifier.end.has_value()) {
    Append(text, " TO ", NameOf(*qualifier.end));
    if (qualifier.end_precision.has_value()) Append(text, "(", *qualifier.end_precision, ")");
  }
  return text;
}

class TypeResolver {
 public:
  // Without a version the type is taken as it is written.
  explicit TypeResolver(std::optional<FlinkVersion> version, bool is_cast_target = false)
      : version_(version), is_cast_target_(is_cast_target) {}

  absl::StatusOr<LogicalType> Resolve(const TypeSyntax& type) const {
    DREY_ASSIGN_OR_RETURN(LogicalType resolved, ResolveNullable(type));
    if (!type.nullable.value_or(true)) return resolved.AsNotNull();
    // In 1.20 the fields of a ROW that may be NULL may be NULL too.
    return version_ == FlinkVersion::k1_20 ? WithNullableFields(resolved) : resolved;
  }

 private:
  absl::StatusOr<LogicalType> ResolveNullable(const TypeSyntax& type) const {
    if (type.name.empty()) return UnknownType(type);
    if (const std::optional<TypeRoot> root = SimpleRoot(type.name)) return LogicalType(*root);
    if (type.name == "STRING") return LogicalType::String();
    if (type.name == "BYTES") return LogicalType::Bytes();
    if (type.name == "CHAR") return LogicalType::Char(type.precision.value_or(1));
    if (type.name == "BINARY") return LogicalType::Binary(type.precision.value_or(1));
    if (type.name == "VARCHAR") return LogicalType::Varchar(type.precision.value_or(LogicalType::kMaxLength));
    if (type.name == "VARBINARY") return LogicalType::Varbinary(type.precision.value_or(LogicalType::kMaxLength));
    if (type.name == "DECIMAL") return ResolveDecimal(type);
    if (type.with_time_zone) {
      return WithFlinkClass(InvalidError("Type is not supported: TIME_WITH_LOCAL_TIME_ZONE", type.range), kTableException);
    }
    if (type.name == "TIME") return ResolveTime(type);
    if (type.name == "TIMESTAMP") return LogicalType::Timestamp(TimestampPrecision(type));
    if (type.name == "TIMESTAMP_LTZ") return LogicalType::TimestampLtz(TimestampPrecision(type));
    if (type.name == "INTERVAL") return ResolveInterval(*type.interval);
    if (type.name == "ROW") return ResolveRow(type);
    if (type.name == "MAP") {
      DREY_ASSIGN_OR_RETURN(LogicalType key, Resolve(type.arguments[0]));
      DREY_ASSIGN_OR_RETURN(LogicalType value, Resolve(type.arguments[1]));
      return LogicalType::Map(std::move(key), std::move(value));
    }
    if (type.name == "ARRAY" || type.name == "MULTISET") {
      DREY_ASSIGN_OR_RETURN(LogicalType element, Resolve(type.arguments[0]));
      return type.name == "ARRAY" ? LogicalType::Array(std::move(element)) : LogicalType::Multiset(std::move(element));
    }
    if (type.name == "REAL" || type.name == "ANY") {
      return WithFlinkClass(InvalidError(Concat("Type is not supported: ", type.name), type.range), kTableException);
    }
    return UnsupportedError(Concat("the type ", type.name), type.range);
  }

  static absl::Status UnknownType(const TypeSyntax& type) {
    return WithFlinkClass(InvalidError(Concat("Unknown identifier '", type.identifier.ToString(), "'"), type.range), kValidatorException);
  }

  static absl::StatusOr<LogicalType> ResolveDecimal(const TypeSyntax& type) {
    const int precision = std::min(type.precision.value_or(kDefaultDecimalPrecision), LogicalType::kMaxDecimalPrecision);
    const int scale = type.scale.value_or(0);
    if (precision < 1) {
      return WithFlinkClass(InvalidError("Decimal precision must be between 1 and 38 (both inclusive).", type.range), kValidationException);
    }
    if (scale > precision) {
      return WithFlinkClass(
          InvalidError(Concat("Decimal scale must be between 0 and the precision ", precision, " (both inclusive)."), type.range),
          kValidationException);
    }
    return LogicalType::Decimal(precision, scale);
  }

  absl::StatusOr<LogicalType> ResolveTime(const TypeSyntax& type) const {
    const int written = type.precision.value_or(0);
    const int precision = version_.has_value() ? std::min(written, kMaxTimePrecision) : written;
    if (version_ != FlinkVersion::k1_20) return LogicalType::Time(precision);
    return LogicalType::Time(0, is_cast_target_ ? precision : 0);
  }

  static int TimestampPrecision(const TypeSyntax& type) { return std::min(type.precision.value_or(6), kMaxTimestampPrecision); }

  // Flink's planner knows two types of intervals only.
  absl::StatusOr<LogicalType> ResolveInterval(const IntervalQualifier& qualifier) const {
    constexpr int kMaxDayTimePrecision = 3;
    if (!qualifier.IsYearMonth() && qualifier.start_precision.value_or(0) > kMaxDayTimePrecision && version_.has_value()) {
      const std::string message = Concat("DAY_INTERVAL_TYPES precision is not supported: ", *qualifier.start_precision);
      return WithFlinkClass(InvalidError(message, qualifier.range), kTableException);
    }
    if (qualifier.IsYearMonth()) return LogicalType::IntervalYearMonth(version_.has_value() ? "MONTH" : ToText(qualifier));
    return LogicalType::IntervalDayTime(version_.has_value() ? "SECOND(3)" : ToText(qualifier));
  }

  absl::StatusOr<LogicalType> ResolveRow(const TypeSyntax& type) const {
    std::vector<RowField> fields;
    std::set<std::string> names;
    for (const TypeField& field : type.fields) {
      DREY_ASSIGN_OR_RETURN(LogicalType field_type, Resolve(*field.type));
      if (!names.insert(field.name.text).second) {
        return WithFlinkClass(
            InvalidError(Concat("Field names must be unique. Found duplicates: [", field.name.text, "]"), field.name.range),
            kValidationException);
      }
      // The planner drops comments of fields.
      fields.push_back({field.name.text, std::move(field_type),
                        version_.has_value() || !field.comment.has_value() ? std::string() : field.comment->text});
    }
    const LogicalType row = LogicalType::Row(std::move(fields));
    return version_ == FlinkVersion::k1_20 && is_cast_target_ ? row.AsPlainRecord() : row;
  }

  static LogicalType WithNullableFields(const LogicalType& type) {
    if (!type.Is(TypeRoot::kRow)) return type;
    std::vector<RowField> fields(type.fields().begin(), type.fields().end());
    for (RowField& field : fields) field.type = WithNullableFields(field.type.AsNullable());
    const LogicalType row = LogicalType::Row(std::move(fields));
    return type.is_plain_record() ? row.AsPlainRecord() : row;
  }

  std::optional<FlinkVersion> version_;
  bool is_cast_target_;
};

}  // namespace

absl::StatusOr<LogicalType> ResolveType(const TypeSyntax& type, FlinkVersion version) { return TypeResolver(version).Resolve(type); }

absl::StatusOr<LogicalType> ResolveCastTarget(const TypeSyntax& type, FlinkVersion version) {
  return TypeResolver(version, /*is_cast_target=*/true).Resolve(type);
}

absl::StatusOr<LogicalType> ParseType(std::string_view text) {
  DREY_ASSIGN_OR_RETURN(const TypeSyntax type, ParseTypeSyntax(kNoSource, text, FlinkVersion::k2_3));
  return TypeResolver(std::nullopt).Resolve(type);
}

}  // namespace drey
