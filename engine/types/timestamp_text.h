// Dates, times and timestamps as text: what CAST to STRING and the json format write, and what CASTs and the json format read.
//
// Rules: DateTimeUtils of Flink (CAST), TimeFormats and the converters of flink-json. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/flink_version.h"
#include "engine/types/timestamp.h"

namespace drey {

// ---- CAST to STRING. Years take four digits, of longer ones the last four.

void AppendDate(int64_t days, std::string& out);
// HH:mm:ss. Of a negative time with the characters that Java gets: what stands before '0'.
void AppendClock(int64_t seconds_of_day, std::string& out);
// At least one and at most `precision` digits of the fraction, none with precision 0. Times before midnight count from the end.
void AppendTime(int64_t milliseconds, int precision, std::string& out);
// `precision` digits of the fraction, and more where the value has more.
void AppendTimestamp(Timestamp local, int precision, std::string& out);
void AppendIntervalYearMonth(int64_t months, std::string& out);
void AppendIntervalDayTime(int64_t milliseconds, std::string& out);

// ---- java.time: what the json format writes. Years beyond 9999 have a sign.

// ISO_LOCAL_DATE.
void AppendIsoDate(int64_t days, std::string& out);
// HH:mm:ss and the fraction without trailing zeros.
void AppendIsoTime(int64_t nanoseconds_of_day, std::string& out);

enum class TimestampFormat : uint8_t { kSql, kIso8601 };
// `separator` between date and time is a blank or a 'T'; the Z of TIMESTAMP_LTZ is the caller's.
void AppendTimestamp(Timestamp local, TimestampFormat format, std::string& out);

// ---- CAST from strings. `text` is a Java String (TextForm::kJavaString).

struct ParseFailure {
  std::string_view flink_class;  // of the innermost exception
  std::string message;
};

// "2020-2-3", "2020", rest behind a blank ignored.
std::optional<int64_t> ParseCastDate(std::string_view text, ParseFailure& failure);
// "12:34:56.789", "12", also with an offset. In 1.20 any number is an hour.
std::optional<int64_t> ParseCastTime(std::string_view text, FlinkVersion version, ParseFailure& failure);
// "2020-2-3" with "4:5:6.789" behind a blank or without. The fraction is cut to `precision` digits.
std::optional<Timestamp> ParseCastTimestamp(std::string_view text, int precision, ParseFailure& failure);

// ---- The json format. Absent where Java throws: then `failure`, unless it is null, says what.

std::optional<int64_t> ParseIsoDate(std::string_view text, ParseFailure* failure = nullptr);
// Nanoseconds of the day.
std::optional<int64_t> ParseSqlTime(std::string_view text, ParseFailure* failure = nullptr);
// ISO_LOCAL_TIME of the csv format: seconds may be missing.
std::optional<int64_t> ParseIsoTime(std::string_view text, ParseFailure* failure = nullptr);
std::optional<Timestamp> ParseTimestamp(std::string_view text, TimestampFormat format, ParseFailure* failure = nullptr);
// With a capital Z at the end; the value is that UTC instant.
std::optional<Timestamp> ParseTimestampLtz(std::string_view text, TimestampFormat format,
                                           ParseFailure* failure = nullptr);

}  // namespace drey
