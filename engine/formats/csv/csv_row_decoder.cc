#include "engine/formats/csv/csv_row_decoder.h"

#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/formats/json/json_number.h"
#include "engine/formats/text_node.h"
#include "engine/functions/temporal/hybrid_calendar.h"
#include "engine/types/civil_date.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

constexpr std::string_view kRuntimeException = "java.lang.RuntimeException";
constexpr std::string_view kIllegalArgumentException = "java.lang.IllegalArgumentException";

}  // namespace

CsvRowDecoder::CsvRowDecoder(CsvTypePlan plan, const CsvOptions& options, FlinkVersion version)
    : plan_(std::move(plan)), options_(options), record_(options_, plan_.children.size(), version) {}

void CsvRowDecoder::Decode(std::optional<std::string_view> message, DecodedRows& rows) {
  if (!message) return;
  failure_.reset();
  if (!record_.Read(*message, rows.arena())) {
    if (!options_.ignore_parse_errors) rows.Fail(record_.TakeFailure());
    return;
  }
  if (ConvertRecord(rows.AppendRow(RowKind::kInsert), rows.arena())) return;
  rows.RemoveLastRow();
  if (!options_.ignore_parse_errors) rows.Fail(*std::exchange(failure_, std::nullopt));
}

bool CsvRowDecoder::ConvertRecord(std::span<Datum> cells, Arena& arena) {
  const std::span<const std::string_view> fields = record_.fields();
  if (!CheckSize(plan_.children.size(), fields.size())) return false;
  for (size_t i = 0; i < fields.size(); ++i) {
    const CsvTypePlan& column = plan_.children[i];
    // Only a scalar can be the NULL literal; an array's elements can.
    const bool is_null = !column.HasElements() && record_.Interpret(fields[i]).is_null;
    if (is_null || Convert(column, fields[i], arena, cells[i])) continue;
    failure_->field = column.name;
    return false;
  }
  return true;
}

bool CsvRowDecoder::CheckSize(size_t expected, size_t actual) {
  if (expected <= actual || options_.ignore_parse_errors) return true;
  return Fail(kRuntimeException, Concat("Row length mismatch. ", expected, " fields expected but was ", actual, "."));
}

bool CsvRowDecoder::Convert(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value) {
  if (ConvertNotNull(plan, text, arena, value)) return true;
  if (!options_.ignore_parse_errors) return false;
  failure_.reset();
  value = Datum::Null();
  return true;
}

bool CsvRowDecoder::ConvertNotNull(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value) {
  return plan.HasElements() ? ConvertElements(plan, text, arena, value) : ConvertScalar(plan, text, arena, value);
}

bool CsvRowDecoder::ConvertElements(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value) {
  record_.SplitElements(text, elements_);
  const bool is_row = plan.root == TypeRoot::kRow;
  // A nested row without any element is NULL.
  if (is_row && elements_.empty()) {
    value = Datum::Null();
    return true;
  }
  const size_t size = is_row ? plan.children.size() : elements_.size();
  if (is_row && !CheckSize(size, elements_.size())) return false;
  Datum* const cells = arena.AllocateArray<Datum>(size);
  for (size_t i = 0; i < size; ++i) {
    cells[i] = Datum::Null();
    if (i >= elements_.size() || elements_[i].is_null) continue;
    if (!Convert(plan.children[is_row ? i : 0], elements_[i].text, arena, cells[i])) return false;
  }
  value = Datum::Cells(cells, static_cast<uint32_t>(size));
  return true;
}

bool CsvRowDecoder::ConvertScalar(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value) {
  switch (plan.root) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      value = Datum::Text(text);
      return true;
    case TypeRoot::kBoolean:
      value = Datum::Boolean(EqualsIgnoreCase(TrimJava(text), "true"));
      return true;
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return ConvertInteger(plan, TrimJava(text), value);
    case TypeRoot::kFloat: {
      const std::optional<float> number = ParseJavaFloat(text);
      if (!number) return Fail(kNumberFormatException, FloatingPointFormatMessage(text));
      value = Datum::Float(*number);
      return true;
    }
    case TypeRoot::kDouble: {
      const std::optional<double> number = ParseJavaDouble(text);
      if (!number) return Fail(kNumberFormatException, FloatingPointFormatMessage(text));
      value = Datum::Double(*number);
      return true;
    }
    case TypeRoot::kDecimal:
      return ConvertDecimal(plan, text, arena, value);
    case TypeRoot::kDate:
      return ConvertDate(text, value);
    case TypeRoot::kTime:
      return ConvertTime(plan, text, value);
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return ConvertTimestamp(plan, TrimJava(text), value);
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return ConvertBytes(text, arena, value);
    default:  // NULL; a plan has no other type
      value = Datum::Null();
      return true;
  }
}

bool CsvRowDecoder::ConvertInteger(const CsvTypePlan& plan, std::string_view text, Datum& value) {
  const std::optional<int64_t> number = ParseJavaIntegerOf(plan.root, text);
  if (!number) return Fail(kNumberFormatException, IntegerFormatMessage(plan.root, text));
  value = Datum::Integer(*number);
  return true;
}

bool CsvRowDecoder::ConvertDecimal(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value) {
  std::string message;
  if (ParseJsonDecimal(text, plan.precision, plan.scale, arena, value, message)) return true;
  return Fail(DecimalFailureClass(text), message);
}

// java.sql.Date.valueOf: a day behind the end of its month is one of the next month.
bool CsvRowDecoder::ConvertDate(std::string_view text, Datum& value) {
  const size_t first = text.find('-');
  const size_t second = first == std::string_view::npos ? first : text.find('-', first + 1);
  constexpr size_t kYearLength = 4;
  const bool has_shape = first == kYearLength && second != std::string_view::npos && second - first >= 2 && second - first <= 3 &&
                         text.size() - second >= 2 && text.size() - second <= 3;
  if (!has_shape) return Fail(kIllegalArgumentException, "");
  int32_t parts[3] = {};
  const std::string_view pieces[] = {text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
  for (size_t i = 0; i < 3; ++i) {
    const std::optional<int32_t> number = ParseJavaInteger<int32_t>(pieces[i]);
    if (!number) {
      size_t wrong = pieces[i].find_first_not_of("0123456789", pieces[i].starts_with('-') || pieces[i].starts_with('+') ? 1 : 0);
      if (wrong == std::string_view::npos) wrong = pieces[i].size();
      return Fail(kNumberFormatException, Concat("Error at index ", wrong, " in: \"", pieces[i], "\""));
    }
    parts[i] = *number;
  }
  if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31) return Fail(kIllegalArgumentException, "");
  const CivilDate date = HybridFromDays(DaysFromHybrid(parts[0], parts[1], parts[2]));
  if (date.day > DaysInMonth(date.year, date.month)) {
    return Fail("java.time.DateTimeException", Concat("Invalid date 'February 29' as '", date.year, "' is not a leap year"));
  }
  value = Datum::Integer(DaysFromCivil(date));
  return true;
}

bool CsvRowDecoder::ConvertTime(const CsvTypePlan& plan, std::string_view text, Datum& value) {
  ParseFailure failure;
  const std::optional<int64_t> nanoseconds = ParseIsoTime(text, &failure);
  if (!nanoseconds) return Fail(failure.flink_class, failure.message);
  int64_t unit = 1;
  for (int digit = 3; digit > plan.precision; --digit) unit *= 10;
  const int64_t milliseconds = *nanoseconds / kNanosecondsPerMillisecond;
  value = Datum::Integer(milliseconds / unit * unit);
  return true;
}

bool CsvRowDecoder::ConvertTimestamp(const CsvTypePlan& plan, std::string_view text, Datum& value) {
  ParseFailure failure;
  const std::optional<Timestamp> timestamp = plan.root == TypeRoot::kTimestamp
                                                 ? ParseTimestamp(text, TimestampFormat::kSql, &failure)
                                                 : ParseTimestampLtz(text, TimestampFormat::kSql, &failure);
  if (!timestamp) return Fail(failure.flink_class, failure.message);
  value = MakeTimestamp(*timestamp);
  return true;
}

bool CsvRowDecoder::ConvertBytes(std::string_view text, Arena& arena, Datum& value) {
  std::string failure;
  const std::optional<std::string_view> bytes = BinaryValueOfText(text, arena, failure);
  if (!bytes) return Fail(kInvalidFormatException, failure);
  value = Datum::Text(*bytes);
  return true;
}

bool CsvRowDecoder::Fail(std::string_view flink_class, std::string_view message) {
  failure_ = RowError{.phase = RowError::Phase::kDecode, .message = std::string(message), .flink_class = std::string(flink_class)};
  return false;
}

}  // namespace drey
