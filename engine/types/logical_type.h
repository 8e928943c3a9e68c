// SQL types as Flink has them (Flink documentation: Table API & SQL, "Data Types").
//
// Immutable and cheap to copy: children are shared. ToString gives Flink's summary text, and ParseType in
// engine/sql/type_parser.h reads it back. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

enum class TypeRoot : uint8_t {
  kChar,
  kVarchar,
  kBoolean,
  kBinary,
  kVarbinary,
  kDecimal,
  kTinyint,
  kSmallint,
  kInteger,
  kBigint,
  kFloat,
  kDouble,
  kDate,
  kTime,          // TIME(p)
  kTimestamp,     // TIMESTAMP(p), without time zone
  kTimestampLtz,  // TIMESTAMP(p) WITH LOCAL TIME ZONE
  kIntervalYearMonth,
  kIntervalDayTime,
  kArray,
  kMultiset,
  kMap,
  kRow,
  kVariant,  // a JSON value whose type goes with it; Flink 2.3
  kBitmap,   // a set of 32-bit numbers; Flink 2.3
  kRaw,
  kNull,
  kSymbol,        // a flag such as a JSON wrapper; exists while binding only
  kJsonDocument,  // a parsed JSON text; exists between shared expressions only
};

struct RowField;

class LogicalType {
 public:
  static constexpr int kMaxLength = 2147483647;
  static constexpr int kMaxDecimalPrecision = 38;

  // A nullable type without parameters.
  LogicalType() : LogicalType(TypeRoot::kNull) {}
  explicit LogicalType(TypeRoot root) : root_(root) {}

  static LogicalType Char(int length);
  static LogicalType Varchar(int length);
  static LogicalType String() { return Varchar(kMaxLength); }
  static LogicalType Boolean() { return LogicalType(TypeRoot::kBoolean); }
  static LogicalType Binary(int length);
  static LogicalType Varbinary(int length);
  static LogicalType Bytes() { return Varbinary(kMaxLength); }
  static LogicalType Decimal(int precision, int scale);
  static LogicalType Tinyint() { return LogicalType(TypeRoot::kTinyint); }
  static LogicalType Smallint() { return LogicalType(TypeRoot::kSmallint); }
  static LogicalType Integer() { return LogicalType(TypeRoot::kInteger); }
  static LogicalType Bigint() { return LogicalType(TypeRoot::kBigint); }
  static LogicalType Float() { return LogicalType(TypeRoot::kFloat); }
  static LogicalType Double() { return LogicalType(TypeRoot::kDouble); }
  static LogicalType Date() { return LogicalType(TypeRoot::kDate); }
  // `written`: the precision that the planner's messages show where it differs, as in Flink 1.20, which computes all times without a
  // fraction. It is no part of the type.
  static LogicalType Time(int precision = 0);
  static LogicalType Time(int precision, int written);
  static LogicalType Timestamp(int precision = 6);
  static LogicalType TimestampLtz(int precision = 6);
  // `resolution` is Flink's text between INTERVAL and the end, for example "DAY(2) TO SECOND(3)" or "YEAR(2) TO MONTH".
  // `written`: as a literal has it and Calcite's messages show it ("DAY"); without it they show all fields. It is no part of the type.
  static LogicalType IntervalYearMonth(std::string resolution, std::string written = {});
  static LogicalType IntervalDayTime(std::string resolution, std::string written = {});
  static LogicalType Array(LogicalType element);
  static LogicalType Multiset(LogicalType element);
  static LogicalType Map(LogicalType key, LogicalType value);
  static LogicalType Row(std::vector<RowField> fields);
  // A row that Calcite's messages name "RecordType" alone. It is no part of the type.
  LogicalType AsPlainRecord() const;
  static LogicalType Null() { return LogicalType(TypeRoot::kNull); }

  TypeRoot root() const { return root_; }
  bool nullable() const { return nullable_; }
  LogicalType AsNullable() const { return WithNullable(true); }
  LogicalType AsNotNull() const { return WithNullable(false); }
  LogicalType WithNullable(bool nullable) const;

  // Of CHAR, VARCHAR, BINARY, VARBINARY: characters or bytes.
  int length() const { return precision_; }
  // Of DECIMAL: digits; of TIME, TIMESTAMP, TIMESTAMP_LTZ: fraction digits.
  int precision() const { return precision_; }
  int scale() const { return scale_; }
  // Of TIME.
  int written_precision() const { return written_precision_; }
  // Of intervals.
  std::string_view resolution() const;
  std::string_view written_resolution() const;

  // Of ROW; empty for others.
  std::span<const RowField> fields() const;
  bool is_plain_record() const;
  // Of ARRAY and MULTISET.
  const LogicalType& element() const;
  // Of MAP.
  const LogicalType& key() const;
  const LogicalType& value() const;

  bool Is(TypeRoot root) const { return root_ == root; }
  bool IsCharacterString() const { return root_ == TypeRoot::kChar || root_ == TypeRoot::kVarchar; }
  bool IsBinaryString() const { return root_ == TypeRoot::kBinary || root_ == TypeRoot::kVarbinary; }
  bool IsInteger() const;             // TINYINT … BIGINT
  bool IsApproximateNumeric() const;  // FLOAT, DOUBLE
  bool IsNumeric() const;             // integers, FLOAT, DOUBLE, DECIMAL
  bool IsInterval() const;
  bool IsTimestamp() const;  // with or without local time zone
  bool IsConstructed() const;  // ARRAY, MULTISET, MAP, ROW

  // Flink's asSummaryString: `INT NOT NULL`, `VARCHAR(3)`, `STRING`, "ROW<`a` INT, `b` STRING>".
  std::string ToString() const;
  // The same without the root's own NOT NULL.
  std::string ToStringWithoutNullability() const;

  // Same type, nullability at every level included; names of ROW fields too, their comments not.
  friend bool operator==(const LogicalType& a, const LogicalType& b);

 private:
  struct Children;

  LogicalType WithChildren(Children children) const;

  TypeRoot root_;
  bool nullable_ = true;
  int precision_ = 0;
  int scale_ = 0;
  int written_precision_ = 0;
  std::shared_ptr<const Children> children_;
};

struct RowField {
  std::string name = {};
  LogicalType type = {};
  std::string comment = {};
};

struct LogicalType::Children {
  std::vector<RowField> fields = {};        // of ROW
  std::vector<LogicalType> arguments = {};  // element; or key and value
  std::string resolution = {};              // of intervals
  std::string written_resolution = {};
  bool is_plain_record = false;  // of ROW
};

// Flink's name of a type root ("VARCHAR", "TIMESTAMP_WITHOUT_TIME_ZONE" …), as its messages show it.
std::string_view TypeRootName(TypeRoot root);

// `name` in back-ticks, a back-tick inside doubled.
std::string QuoteIdentifier(std::string_view name);

}  // namespace drey
