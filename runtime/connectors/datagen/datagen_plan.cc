#include "runtime/connectors/datagen/datagen_plan.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"
#include "runtime/connectors/datagen/random_generator.h"

namespace drey {
namespace {

// Of a string type without a length of its own, and of a collection.
constexpr int32_t kDefaultTextLength = 100;
constexpr int32_t kDefaultCollectionLength = 3;

absl::Status UnsupportedType(const LogicalType& type, SourceRange range) {
  return ValidationError(Concat("Unsupported type: ", type.ToString()), range);
}

// String.format("%f", value): six digits behind the point, rounded half up from the digits of Double.toString.
std::string FixedText(double value) {
  constexpr int kDigits = 6;
  std::string text;
  AppendJavaDouble(value, text);
  const std::optional<BigDecimal> exact = ParseBigDecimal(text);
  if (!exact) return text;  // NaN and the infinities
  std::string fixed;
  if (const std::optional<Int128> rounded = ToDecimal(*exact, LogicalType::kMaxDecimalPrecision, kDigits)) {
    AppendDecimal({*rounded, kDigits}, fixed);
    return std::signbit(value) && *rounded == 0 ? Concat("-", fixed) : fixed;
  }
  AppendPlainBigDecimal(*exact, fixed);
  return Concat(fixed.substr(0, fixed.find('.')), ".000000");
}

// Makes the generator of a column of kind 'random', or of a value inside of one. `reader` sees the field's options by their last names.
class RandomFieldReader {
 public:
  RandomFieldReader(OptionReader reader, SourceRange column) : reader_(std::move(reader)), column_(column) {}

  absl::StatusOr<FieldGeneratorPointer> Read(const LogicalType& type) const {
    switch (type.root()) {
      case TypeRoot::kBoolean:
        return Nullable(RandomBoolean());
      case TypeRoot::kTinyint:
      case TypeRoot::kSmallint:
      case TypeRoot::kInteger:
        return ReadInteger<int32_t>(type);
      case TypeRoot::kBigint:
        return ReadInteger<int64_t>(type);
      case TypeRoot::kFloat:
        return ReadFloat(type);
      case TypeRoot::kDouble:
        return ReadDouble(type);
      case TypeRoot::kDecimal:
        return ReadDecimal(type);
      case TypeRoot::kChar:
        return Nullable(RandomText({.length = type.length()}));
      case TypeRoot::kBinary:
        return RandomBytes({.length = type.length()});
      case TypeRoot::kVarchar:
        return ReadText(type);
      case TypeRoot::kVarbinary:
        return ReadBytes(type);
      case TypeRoot::kDate:
        return CurrentDate();
      case TypeRoot::kTime:
        return CurrentTime();
      case TypeRoot::kTimestamp:
      case TypeRoot::kTimestampLtz:
        return ReadTimestamp();
      case TypeRoot::kArray:
        return ReadArray(type);
      case TypeRoot::kMultiset:
        return ReadMultiset(type);
      case TypeRoot::kMap:
        return ReadMap(type);
      case TypeRoot::kRow:
        return ReadRow(type);
      default:
        return UnsupportedType(type, column_);
    }
  }

 private:
  absl::StatusOr<FieldGeneratorPointer> Nullable(FieldGeneratorPointer generator) const {
    DREY_ASSIGN_OR_RETURN(const std::optional<float> rate, reader_.GetFloat("null-rate"));
    return WithNullRate(std::move(generator), rate.value_or(0));
  }

  // Of the option that is there: of a value that no option names there is no place but the column's.
  SourceRange RangeOfBounds() const {
    const SourceRange min = reader_.RangeOf("min");
    if (min.known()) return min;
    const SourceRange max = reader_.RangeOf("max");
    return max.known() ? max : column_;
  }

  template <typename Integer>
  absl::StatusOr<FieldGeneratorPointer> ReadInteger(const LogicalType& type) const {
    const auto get = [this](std::string_view key) {
      if constexpr (sizeof(Integer) == sizeof(int64_t)) {
        return reader_.GetLong(key);
      } else {
        return reader_.GetInt(key);
      }
    };
    DREY_ASSIGN_OR_RETURN(const std::optional<Integer> min, get("min"));
    DREY_ASSIGN_OR_RETURN(const std::optional<Integer> max, get("max"));
    const int64_t bits = type.Is(TypeRoot::kTinyint) ? 8 : type.Is(TypeRoot::kSmallint) ? 16 : int64_t{sizeof(Integer)} * 8;
    const int64_t lowest = std::numeric_limits<int64_t>::min() >> (64 - bits);
    return Nullable(RandomInteger(min ? NarrowInteger(*min, type.root()) : lowest, max ? NarrowInteger(*max, type.root()) : ~lowest, type,
                                  RangeOfBounds()));
  }

  // The least value is Java's MIN_VALUE, the least above zero.
  absl::StatusOr<FieldGeneratorPointer> ReadFloat(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(const std::optional<float> min, reader_.GetFloat("min"));
    DREY_ASSIGN_OR_RETURN(const std::optional<float> max, reader_.GetFloat("max"));
    return Nullable(RandomApproximate(min.value_or(std::numeric_limits<float>::denorm_min()),
                                      max.value_or(std::numeric_limits<float>::max()), type, RangeOfBounds()));
  }

  struct DoubleBounds {
    double min = std::numeric_limits<double>::denorm_min();
    double max = std::numeric_limits<double>::max();
  };

  absl::StatusOr<DoubleBounds> ReadDoubleBounds() const {
    DoubleBounds bounds;
    DREY_ASSIGN_OR_RETURN(const std::optional<double> min, reader_.GetDouble("min"));
    DREY_ASSIGN_OR_RETURN(const std::optional<double> max, reader_.GetDouble("max"));
    bounds.min = min.value_or(bounds.min);
    bounds.max = max.value_or(bounds.max);
    return bounds;
  }

  absl::StatusOr<FieldGeneratorPointer> ReadDouble(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(const DoubleBounds bounds, ReadDoubleBounds());
    return Nullable(RandomApproximate(bounds.min, bounds.max, type, RangeOfBounds()));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadDecimal(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(const DoubleBounds bounds, ReadDoubleBounds());
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer generator, Nullable(RandomDecimal(bounds.min, bounds.max, type, RangeOfBounds())));
    if (bounds.min < bounds.max) return generator;
    return WithFlinkClass(InvalidError(Concat("min bound must be less than max [", FixedText(bounds.min), ", ", FixedText(bounds.max), "]"),
                                       RangeOfBounds()),
                          "java.lang.IllegalStateException");
  }

  absl::StatusOr<RandomLength> ReadLength(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(const std::optional<int32_t> length, reader_.GetInt("length"));
    RandomLength read = {.length = length.value_or(type.length()), .range = reader_.RangeOf("length")};
    if (read.length == std::numeric_limits<int32_t>::max()) read.length = kDefaultTextLength;
    return read;
  }

  absl::StatusOr<FieldGeneratorPointer> ReadText(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(RandomLength length, ReadLength(type));
    DREY_ASSIGN_OR_RETURN(const std::optional<float> rate, reader_.GetFloat("null-rate"));
    DREY_ASSIGN_OR_RETURN(length.varies, reader_.GetBoolean("var-len", false));
    return WithNullRate(RandomText(length), rate.value_or(0));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadBytes(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(RandomLength length, ReadLength(type));
    DREY_ASSIGN_OR_RETURN(length.varies, reader_.GetBoolean("var-len", false));
    return RandomBytes(length);
  }

  absl::StatusOr<FieldGeneratorPointer> ReadTimestamp() const {
    DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> past, reader_.GetDuration("max-past"));
    return Nullable(RandomTimestamp(past.value_or(absl::ZeroDuration())));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadInner(const std::string& name, const LogicalType& type) const {
    return RandomFieldReader(reader_.WithPrefix(Concat(name, ".")), column_).Read(type);
  }

  absl::StatusOr<int32_t> ReadCollectionLength() const {
    DREY_ASSIGN_OR_RETURN(const std::optional<int32_t> length, reader_.GetInt("length"));
    return length.value_or(kDefaultCollectionLength);
  }

  absl::StatusOr<FieldGeneratorPointer> ReadArray(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer element, ReadInner("element", type.element()));
    DREY_ASSIGN_OR_RETURN(const int32_t length, ReadCollectionLength());
    return Nullable(RandomArray(std::move(element), length, reader_.RangeOf("length")));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadMultiset(const LogicalType& type) const {
    constexpr int32_t kMostTimes = 10;
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer element, ReadInner("element", type.element()));
    DREY_ASSIGN_OR_RETURN(const int32_t length, ReadCollectionLength());
    FieldGeneratorPointer times = RandomInteger(0, kMostTimes, LogicalType::Integer(), {});
    return Nullable(RandomMap(std::move(element), std::move(times), type.element(), length, reader_.RangeOf("length")));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadMap(const LogicalType& type) const {
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer key, ReadInner("key", type.key()));
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer value, ReadInner("value", type.value()));
    DREY_ASSIGN_OR_RETURN(const int32_t length, ReadCollectionLength());
    return Nullable(RandomMap(std::move(key), std::move(value), type.key(), length, reader_.RangeOf("length")));
  }

  absl::StatusOr<FieldGeneratorPointer> ReadRow(const LogicalType& type) const {
    std::vector<FieldGeneratorPointer> fields;
    for (const RowField& field : type.fields()) {
      DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer generator, ReadInner(field.name, field.type));
      fields.push_back(std::move(generator));
    }
    return Nullable(RandomRow(std::move(fields)));
  }

  OptionReader reader_;
  SourceRange column_;
};

// Reads the options of the whole table.
class DatagenReader {
 public:
  explicit DatagenReader(const TableFactoryRequest& request)
      : request_(request), reader_("datagen", request.table.options, request.version) {}

  absl::StatusOr<DatagenPlan> Read() {
    reader_.Declare("connector");
    for (const CatalogColumn& column : request_.table.columns) {
      if (column.kind == CatalogColumn::Kind::kPhysical) DREY_RETURN_IF_ERROR(ReadColumn(column));
    }
    for (const std::string_view key : {"rows-per-second", "number-of-rows", "scan.parallelism"}) reader_.Declare(key);
    DREY_RETURN_IF_ERROR(reader_.CheckNothingLeft());
    DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> rate, reader_.GetLong("rows-per-second"));
    plan_.rows_per_second = rate.value_or(plan_.rows_per_second);
    DREY_ASSIGN_OR_RETURN(plan_.number_of_rows, reader_.GetLong("number-of-rows"));
    DREY_RETURN_IF_ERROR(reader_.GetInt("scan.parallelism").status());
    plan_.table = request_.table.identifier.ToString();
    return std::move(plan_);
  }

 private:
  absl::Status ReadColumn(const CatalogColumn& column) {
    const OptionReader field = reader_.WithPrefix(Concat("fields.", column.name, "."));
    const std::string kind = field.GetString("kind").value_or("random");
    if (kind == "sequence") return ReadSequence(column, field);
    if (kind != "random") {
      return ValidationError(Concat("Unsupported generator kind: ", kind), field.RangeOf("kind"), "the kinds are random and sequence");
    }
    DREY_RETURN_IF_ERROR(CheckVaryingLength(column, field));
    DREY_RETURN_IF_ERROR(CheckLength(column, field));
    DREY_ASSIGN_OR_RETURN(FieldGeneratorPointer generator, RandomFieldReader(field, column.range).Read(column.type));
    plan_.fields.push_back(std::move(generator));
    return absl::OkStatus();
  }

  // The two checks look at the options of every type, and declare none.
  static absl::Status CheckVaryingLength(const CatalogColumn& column, const OptionReader& field) {
    const TableOption* option = field.Peek("var-len");
    if (option == nullptr) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const bool varies, ParseBoolean(*option));
    if (!varies || column.type.Is(TypeRoot::kVarchar) || column.type.Is(TypeRoot::kVarbinary)) return absl::OkStatus();
    return ValidationError(Concat("Only supports specifying 'fields.#.var-len' option for variable-length types "
                                  "(VARCHAR/STRING/VARBINARY/BYTES). The type of field '",
                                  column.name, "' is not within this range."),
                           option->key_range);
  }

  static absl::Status CheckLength(const CatalogColumn& column, const OptionReader& field) {
    const TableOption* option = field.Peek("length");
    if (option == nullptr) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const int32_t length, ParseInt(*option));
    const LogicalType& type = column.type;
    if (type.Is(TypeRoot::kChar) || type.Is(TypeRoot::kBinary)) {
      return ValidationError(Concat("Custom length for fixed-length type (CHAR/BINARY) field '", column.name, "' is not supported."),
                             option->key_range);
    }
    const bool has_length = type.Is(TypeRoot::kVarchar) || type.Is(TypeRoot::kVarbinary);
    if (!has_length || length <= type.length()) return absl::OkStatus();
    return ValidationError(Concat("Custom length '", length, "' for variable-length type (VARCHAR/STRING/VARBINARY/BYTES) field '",
                                  column.name, "' should be shorter than '", type.length(), "' defined in the schema."),
                           option->value_range);
  }

  absl::Status ReadSequence(const CatalogColumn& column, const OptionReader& field) {
    for (const std::string_view key : {"start", "end"}) {
      if (field.Peek(key) != nullptr) continue;
      return ValidationError(Concat("Could not find required property '", field.prefix(), key, "' for sequence generator."),
                             field.RangeOf("kind"));
    }
    switch (column.type.root()) {
      // Of these Flink makes no sequences, and says so only of the options that it leaves over.
      case TypeRoot::kBoolean:
        plan_.fields.push_back(RandomBoolean());
        return absl::OkStatus();
      case TypeRoot::kDate:
        plan_.fields.push_back(CurrentDate());
        return absl::OkStatus();
      case TypeRoot::kTime:
        plan_.fields.push_back(CurrentTime());
        return absl::OkStatus();
      case TypeRoot::kBigint:
      case TypeRoot::kChar:
      case TypeRoot::kVarchar:
      case TypeRoot::kBinary:
      case TypeRoot::kVarbinary:
        return AddSequence(column, field.GetLong("start"), field.GetLong("end"), field.RangeOf("start"));
      case TypeRoot::kTinyint:
      case TypeRoot::kSmallint:
      case TypeRoot::kInteger:
      case TypeRoot::kFloat:
      case TypeRoot::kDouble:
      case TypeRoot::kDecimal:
        return AddSequence(column, field.GetInt("start"), field.GetInt("end"), field.RangeOf("start"));
      default:
        return UnsupportedType(column.type, column.range);
    }
  }

  template <typename Integer>
  absl::Status AddSequence(const CatalogColumn& column, const absl::StatusOr<std::optional<Integer>>& start,
                           const absl::StatusOr<std::optional<Integer>>& end, SourceRange range) {
    DREY_RETURN_IF_ERROR(start.status());
    DREY_RETURN_IF_ERROR(end.status());
    // Flink holds the bounds of a FLOAT as short.
    const TypeRoot holder = column.type.Is(TypeRoot::kFloat) ? TypeRoot::kSmallint : column.type.root();
    plan_.sequences.push_back(std::make_shared<const SequenceGenerator>(NarrowInteger(**start, holder), NarrowInteger(**end, holder),
                                                                        column.type, range));
    plan_.fields.push_back(plan_.sequences.back());
    return absl::OkStatus();
  }

  const TableFactoryRequest& request_;
  OptionReader reader_;
  DatagenPlan plan_;
};

}  // namespace

absl::StatusOr<DatagenPlan> ValidateDatagen(const TableFactoryRequest& request) { return DatagenReader(request).Read(); }

}  // namespace drey
