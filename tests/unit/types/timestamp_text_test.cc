#include "engine/types/timestamp_text.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

template <typename Function, typename... Arguments>
std::string Text(Function function, Arguments... arguments) {
  std::string out;
  function(arguments..., out);
  return out;
}

Timestamp At(std::string_view iso) { return *ParseTimestamp(iso, TimestampFormat::kIso8601); }

std::string CastTimestampText(Timestamp value, int precision) {
  std::string out;
  AppendTimestamp(value, precision, out);
  return out;
}

std::string CastTimestamp(std::string_view text, int precision = 9) {
  ParseFailure failure;
  const auto parsed = ParseCastTimestamp(text, precision, failure);
  return parsed ? CastTimestampText(*parsed, precision) : failure.message;
}

std::string CastDate(std::string_view text) {
  ParseFailure failure;
  const auto days = ParseCastDate(text, failure);
  return days ? Text(AppendDate, *days) : failure.message;
}

std::string CastTime(std::string_view text, FlinkVersion version = FlinkVersion::k1_20) {
  ParseFailure failure;
  const auto time = ParseCastTime(text, version, failure);
  return time ? Text(AppendTime, *time, 3) : failure.message;
}

TEST(CivilDateTest, CountsDaysBothWays) {
  EXPECT_EQ(DaysFromCivil({1970, 1, 1}), 0);
  EXPECT_EQ(DaysFromCivil({2000, 3, 1}), 11017);
  EXPECT_EQ(DaysFromCivil({0, 1, 1}), -719528);
  for (int64_t days : {-800000, -719469, -719468, -1, 0, 59, 60, 11016, 2932896, 10000000}) {
    EXPECT_EQ(DaysFromCivil(CivilFromDays(days)), days);
  }
}

TEST(TimestampTextTest, WritesAsCastDoes) {
  EXPECT_EQ(Text(AppendDate, DaysFromCivil({2021, 9, 24})), "2021-09-24");
  EXPECT_EQ(Text(AppendDate, DaysFromCivil({12345, 1, 1})), "2345-01-01");
  EXPECT_EQ(Text(AppendTime, int64_t{45296789}, 0), "12:34:56");
  EXPECT_EQ(Text(AppendTime, int64_t{45296780}, 3), "12:34:56.78");
  EXPECT_EQ(Text(AppendTime, int64_t{0}, 3), "00:00:00.0");
  EXPECT_EQ(Text(AppendTime, int64_t{-1}, 0), "23:59:59");
  EXPECT_EQ(CastTimestampText(At("2021-09-24T12:34:56.1"), 3), "2021-09-24 12:34:56.100");
  EXPECT_EQ(CastTimestampText(At("2021-09-24T12:34:56.1239"), 3), "2021-09-24 12:34:56.1239");
  EXPECT_EQ(CastTimestampText(At("1969-12-31T23:59:59"), 0), "1969-12-31 23:59:59");
  EXPECT_EQ(Text(AppendIntervalYearMonth, int64_t{-123}), "-10-03");
  EXPECT_EQ(Text(AppendIntervalDayTime, int64_t{123456789}), "+1 10:17:36.789");
}

TEST(TimestampTextTest, WritesAsJavaTime) {
  EXPECT_EQ(Text(AppendIsoDate, DaysFromCivil({12345, 1, 2})), "+12345-01-02");
  EXPECT_EQ(Text(AppendIsoDate, DaysFromCivil({-7, 1, 2})), "-0007-01-02");
  std::string out;
  AppendTimestamp(At("2020-01-02T03:04:00.120"), TimestampFormat::kSql, out);
  EXPECT_EQ(out, "2020-01-02 03:04:00.12");
}

TEST(TimestampTextTest, CastsDatesLeniently) {
  EXPECT_EQ(CastDate("2020-2-3"), "2020-02-03");
  EXPECT_EQ(CastDate(" 12 "), "0012-01-01");
  EXPECT_EQ(CastDate("2020-02-03 whatever"), "2020-02-03");
  EXPECT_EQ(CastDate("2021-02-29"), "For input string: '2021-02-29'.");
  EXPECT_EQ(CastDate("10000-01-01"), "For input string: '10000-01-01'.");
  EXPECT_EQ(CastDate("2147483648"), "For input string: \"2147483648\"");
}

TEST(TimestampTextTest, CastsTimesLeniently) {
  EXPECT_EQ(CastTime("1:2:3.4567"), "01:02:03.457");
  EXPECT_EQ(CastTime("12:34:56+01:00"), "13:34:56.0");
  EXPECT_EQ(CastTime("12:34+01:00"), "For input string: '12:34+01:00'.");
  EXPECT_EQ(CastTime("12:34:60"), "12:35:00.0");
  EXPECT_EQ(CastTime("12:34:60", FlinkVersion::k2_3),
            "Invalid time format: '12:34:60'. Expected format: HH:mm:ss[.fff] where HH is 00-23, mm is 00-59, ss is 00-59");
}

TEST(TimestampTextTest, CastsTimestampsAsJavasFormatter) {
  EXPECT_EQ(CastTimestamp("2020-2-3 4:5:6.7", 3), "2020-02-03 04:05:06.700");
  EXPECT_EQ(CastTimestamp("2020-02-03", 0), "2020-02-03 00:00:00");
  EXPECT_EQ(CastTimestamp("2021-02-29", 0), "2021-02-28 00:00:00");
  EXPECT_EQ(CastTimestamp("2020-02-03 24:00:00", 0), "2020-02-04 00:00:00");
  EXPECT_EQ(CastTimestamp("2020-02-03 04:05:06.9999", 3), "2020-02-03 04:05:06.999");
  EXPECT_EQ(CastTimestamp("2020--", 0), "2020-01-01 00:00:00");
  EXPECT_EQ(CastTimestamp(""), "Text '' could not be parsed at index 0");
  EXPECT_EQ(CastTimestamp("-2147483649"), "Text '-2147483649' could not be parsed at index 11");
  EXPECT_EQ(CastTimestamp("2020-02-03T04:05:06"), "Text '2020-02-03T04:05:06' could not be parsed, unparsed text found at index 10");
  EXPECT_EQ(CastTimestamp("2020-13-01"), "Invalid value for MonthOfYear (valid values 1 - 12): 13");
  EXPECT_EQ(CastTimestamp("0000-01-01"), "Invalid value for YearOfEra (valid values 1 - 999999999/1000000000): 0");
  EXPECT_EQ(CastTimestamp(std::string(70, 'x')), "Text '" + std::string(64, 'x') + "...' could not be parsed at index 0");
}

TEST(TimestampTextTest, ReadsTheFormatsOfJson) {
  EXPECT_EQ(ParseIsoDate("2020-02-29"), 18321);
  EXPECT_FALSE(ParseIsoDate("2020-02-30"));
  EXPECT_FALSE(ParseIsoDate("2020-1-2"));
  EXPECT_TRUE(ParseIsoDate("+12020-01-02"));
  EXPECT_TRUE(ParseIsoDate("-0001-01-01"));
  EXPECT_EQ(ParseSqlTime("12:34:56.5"), 45296'500'000'000);
  EXPECT_EQ(ParseSqlTime("24:00:00"), 0);
  EXPECT_EQ(ParseSqlTime("12:34:56."), 45296'000'000'000);
  EXPECT_FALSE(ParseSqlTime("24:00:00.1"));
  EXPECT_FALSE(ParseSqlTime("12:34"));
  EXPECT_FALSE(ParseSqlTime("12:34:56.0123456789"));
  const auto sql = [](std::string_view text) { return ParseTimestamp(text, TimestampFormat::kSql); };
  EXPECT_EQ(sql("2020-02-30 00:00:00"), At("2020-02-29T00:00"));
  EXPECT_EQ(sql("2020-01-02 24:00:00"), At("2020-01-03T00:00"));
  EXPECT_FALSE(sql("2020-01-02T00:00:00"));
  EXPECT_FALSE(sql("2020-01-02 00:00:00 "));
  const auto iso = [](std::string_view text) { return ParseTimestamp(text, TimestampFormat::kIso8601); };
  EXPECT_TRUE(iso("2020-01-02t00:00"));
  EXPECT_FALSE(iso("2020-01-02T24:00:00"));
  EXPECT_FALSE(iso("2020-02-30T00:00:00"));
  EXPECT_EQ(ParseTimestampLtz("2020-01-02 03:04:05.12Z", TimestampFormat::kSql), At("2020-01-02T03:04:05.12"));
  EXPECT_FALSE(ParseTimestampLtz("2020-01-02 03:04:05", TimestampFormat::kSql));
  EXPECT_FALSE(ParseTimestampLtz("2020-01-02T03:04:05+00:00", TimestampFormat::kIso8601));
  EXPECT_TRUE(ParseTimestampLtz("2020-01-02T03:04Z", TimestampFormat::kIso8601));
}

TEST(TimestampTest, ResolvesGapsAndOverlapsAsJava) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("America/New_York", &zone));
  const auto there_and_back = [&](std::string_view local) {
    return CastTimestampText(InstantToLocal(LocalToInstant(At(local), zone), zone), 0);
  };
  EXPECT_EQ(there_and_back("2020-03-08T02:30:00"), "2020-03-08 03:30:00");
  EXPECT_EQ(there_and_back("2020-11-01T01:30:00"), "2020-11-01 01:30:00");
  EXPECT_EQ(LocalToInstant(At("2020-11-01T01:30:00"), zone), At("2020-11-01T05:30:00"));
}

}  // namespace
}  // namespace drey
