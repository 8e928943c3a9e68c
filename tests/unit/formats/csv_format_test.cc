// What Flink 1.20.3 and 2.3.0 make of the same lines is recorded in tests/flink/jobs/csv-format.jsonl.
#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

FormatUnderTest Texts(FormatUnderTest::Options options = {}, FlinkVersion version = FlinkVersion::k1_20) {
  return FormatUnderTest("csv", "ROW<a STRING, b STRING>", options, version);
}

TEST(CsvFormat, ReadsFieldsWithAndWithoutQuotes) {
  EXPECT_EQ(Texts().Decode("x,y"), "+I[x, y]");
  EXPECT_EQ(Texts().Decode("\"x,1\",\"a \"\"q\"\"\""), "+I[x,1, a \"q\"]");
  EXPECT_EQ(Texts().Decode(" x ,\"y\"  "), "+I[ x , y]");
  EXPECT_EQ(Texts().Decode("\"line\none\",y"), "+I[line\none, y]");
}

TEST(CsvFormat, ReadsTheFirstLineOnly) {
  EXPECT_EQ(Texts().Decode("a,b\nc,d"), "+I[a, b]");
  EXPECT_EQ(Texts().Decode("a,b\r\n"), "+I[a, b]");
}

TEST(CsvFormat, RefusesLinesOfAnotherWidth) {
  EXPECT_EQ(Texts().Decode("a"), "! Row length mismatch. 2 fields expected but was 1.");
  EXPECT_EQ(Texts().Decode("a,b,"), "+I[a, b]");
  EXPECT_EQ(Texts().Decode("a,b,c"),
            "! Too many entries: expected at most 2 (value #2 (1 chars) \"c\")\n at [Source: (byte[])\"a,b,c\"; line: 1, column: 5]");
  EXPECT_EQ(Texts().Decode("\"a,b"),
            "! Missing closing quote for value\n at [Source: (byte[])\"\"a,b\"; line: 1, column: 9]");
}

TEST(CsvFormat, CountsColumnsBehindTheEndAsTheJacksonOfTheReleaseDoes) {
  EXPECT_EQ(Texts({}, FlinkVersion::k2_3).Decode("\"a,b"),
            "! Missing closing quote for value\n at [Source: (byte[])\"\"a,b\"; line: 1, column: 5]");
}

TEST(CsvFormat, IgnoresErrorsFieldByField) {
  const FormatUnderTest format("csv", "ROW<a INT, b DOUBLE>", {{"ignore-parse-errors", "true"}});
  EXPECT_EQ(format.Decode("1,x"), "+I[1, NULL]");
  EXPECT_EQ(format.Decode("1"), "+I[1, NULL]");
  EXPECT_EQ(format.Decode("\"1"), "");
}

TEST(CsvFormat, ReadsArraysAndRows) {
  const FormatUnderTest format("csv", "ROW<a ARRAY<INT>, r ROW<x INT, y STRING>>", {{"null-literal", "n"}});
  EXPECT_EQ(format.Decode("1;n;3,7;z"), "+I[[1, NULL, 3], (7, z)]");
  EXPECT_EQ(format.Decode(","), "+I[[], NULL]");
}

TEST(CsvFormat, TakesEscapesInItsDelimiter) {
  EXPECT_EQ(Texts({{"field-delimiter", "\\t"}}).Decode("a,b\tc"), "+I[a,b, c]");
  EXPECT_EQ(Texts({{"field-delimiter", "ab"}}).Decode("a"),
            "! Option 'csv.field-delimiter' must be a string with single character, but was: ab");
}

TEST(CsvFormat, WritesQuotesWhereTheyMayBeNeeded) {
  EXPECT_EQ(Texts().Encode(R"({"a":"x","b":"a b"})"), "x,\"a b\"");
  EXPECT_EQ(Texts().Encode(R"({"a":null,"b":"q\"q"})"), ",\"q\"\"q\"");
  EXPECT_EQ(Texts({{"null-literal", "n/a"}, {"disable-quote-character", "true"}}).Encode(R"({"b":"a,b"})"), "n/a,a,b");
}

TEST(CsvFormat, WritesNumbersOfEachRelease) {
  constexpr std::string_view kRow = R"({"e":100})";
  EXPECT_EQ(FormatUnderTest("csv", "ROW<e DECIMAL(10, 2)>").Encode(kRow), "100");
  EXPECT_EQ(FormatUnderTest("csv", "ROW<e DECIMAL(10, 2)>", {}, FlinkVersion::k2_3).Encode(kRow), "100.00");
}

TEST(CsvFormat, RefusesUnpairedSurrogates) {
  EXPECT_EQ(Texts().Encode(R"({"a":"\ud83c","b":"x"})"),
            "! Unexpected IOException (of type java.io.IOException): Broken surrogate pair: first char 0xd83c, second 0x2c; illegal "
            "combination");
}

}  // namespace
}  // namespace drey
