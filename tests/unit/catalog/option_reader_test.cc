// The messages are those recorded from Flink 1.20.3 and 2.3.0.
#include "engine/catalog/option_reader.h"

#include <gtest/gtest.h>

#include <array>

namespace drey {
namespace {

TableOptions Options(std::initializer_list<std::pair<std::string_view, std::string_view>> pairs) {
  TableOptions options;
  uint32_t place = 0;
  for (const auto& [key, value] : pairs) {
    options.Set({.key = std::string(key),
                 .value = std::string(value),
                 .key_range = {0, place, place + 1},
                 .value_range = {0, place + 2, place + 3}});
    place += 10;
  }
  return options;
}

TableOption Value(std::string_view value) { return {.key = "k", .value = std::string(value)}; }

std::string Message(const absl::Status& status) { return std::string(MessageOf(status)); }

std::string DurationMessage(std::string_view value, FlinkVersion version) {
  return Message(ParseDuration(Value(value), version).status());
}

TEST(OptionReader, AbsentOptionsHaveNoValue) {
  const TableOptions options;
  const OptionReader reader("kafka", options);
  EXPECT_FALSE(reader.GetString("a"));
  EXPECT_FALSE(*reader.GetInt("a"));
  EXPECT_FALSE(*reader.GetLong("a"));
  EXPECT_FALSE(*reader.GetDuration("a"));
  EXPECT_FALSE(*reader.GetList("a"));
  EXPECT_TRUE(*reader.GetBoolean("a", true));
}

TEST(OptionReader, Booleans) {
  EXPECT_TRUE(*ParseBoolean(Value("TRUE")));
  EXPECT_FALSE(*ParseBoolean(Value("false")));
  EXPECT_EQ(Message(ParseBoolean(Value("yes")).status()),
            "Unrecognized option for boolean: yes. Expected either true or false(case insensitive)");
}

TEST(OptionReader, Integers) {
  const TableOptions options = Options({{"plus", "+5"}, {"big", "99999999999"}, {"blank", " 2 "}, {"empty", ""}, {"sign", "+-5"}});
  const OptionReader reader("kafka", options);
  EXPECT_EQ(**reader.GetInt("plus"), 5);
  EXPECT_EQ(**reader.GetLong("big"), 99999999999);
  EXPECT_EQ(Message(reader.GetInt("big").status()), "For input string: \"99999999999\"");
  EXPECT_EQ(Message(reader.GetInt("blank").status()), "For input string: \" 2 \"");
  EXPECT_EQ(Message(reader.GetInt("empty").status()), "For input string: \"\"");
  EXPECT_FALSE(reader.GetInt("sign").ok());
}

TEST(OptionReader, ABadValueHasItsPlaceClassAndKey) {
  const TableOptions options = Options({{"a", "1"}, {"scan.startup.timestamp-millis", "x"}});
  const ErrorDetail detail =
      DetailOf(OptionReader("kafka", options).GetLong("scan.startup.timestamp-millis").status());
  EXPECT_EQ(detail.kind, ErrorKind::kInvalid);
  EXPECT_EQ(detail.range, (SourceRange{0, 12, 13}));
  EXPECT_EQ(detail.flink_class, "java.lang.NumberFormatException");
  EXPECT_EQ(detail.hint, "Could not parse value 'x' for key 'scan.startup.timestamp-millis'.");
}

TEST(OptionReader, Enums) {
  constexpr std::array<std::string_view, 2> kValues = {"ALL", "EXCEPT_KEY"};
  const TableOptions options = Options({{"good", "except_key"}, {"bad", "EXCEPT-KEY"}});
  const OptionReader reader("kafka", options);
  EXPECT_EQ(**reader.GetEnum("good", kValues, "a.B$C"), "EXCEPT_KEY");
  const absl::Status error = reader.GetEnum("bad", kValues, "a.B$C").status();
  EXPECT_EQ(Message(error), "Could not parse value for enum class a.B$C. Expected one of: [[ALL, EXCEPT_KEY]]");
  EXPECT_EQ(DetailOf(error).hint, "did you mean EXCEPT_KEY?");
}

TEST(OptionReader, Durations) {
  const auto parse = [](std::string_view text) { return *ParseDuration(Value(text), FlinkVersion::k1_20); };
  EXPECT_EQ(parse("5"), absl::Milliseconds(5));
  EXPECT_EQ(parse("1 h"), absl::Hours(1));
  EXPECT_EQ(parse("1H"), absl::Hours(1));
  EXPECT_EQ(parse("10 µs"), absl::Microseconds(10));
  EXPECT_EQ(parse(" 2 days "), absl::Hours(48));
}

TEST(OptionReader, DurationsThatCannotBeRead) {
  constexpr FlinkVersion kOld = FlinkVersion::k1_20;
  EXPECT_EQ(DurationMessage(" ", kOld), "argument is an empty- or whitespace-only string");
  EXPECT_EQ(DurationMessage("-1", kOld), "text does not start with a number");
  EXPECT_EQ(DurationMessage("99999999999999999999 d", kOld),
            "The value '99999999999999999999' cannot be re represented as 64bit number (numeric overflow).");
  EXPECT_EQ(DurationMessage("5 parsecs", kOld),
            "Time interval unit label 'parsecs' does not match any of the recognized units: DAYS: (d | day | days), "
            "HOURS: (h | hour | hours), MINUTES: (min | m | minute | minutes), SECONDS: (s | sec | secs | second | seconds), "
            "MILLISECONDS: (ms | milli | millis | millisecond | milliseconds), "
            "MICROSECONDS: (µs | micro | micros | microsecond | microseconds), "
            "NANOSECONDS: (ns | nano | nanos | nanosecond | nanoseconds)");
}

TEST(OptionReader, Flink23ReadsIsoDurations) {
  constexpr FlinkVersion kNew = FlinkVersion::k2_3;
  EXPECT_EQ(DurationMessage("PT10S", FlinkVersion::k1_20), "text does not start with a number");
  EXPECT_EQ(*ParseDuration(Value("PT10S"), kNew), absl::Seconds(10));
  EXPECT_EQ(*ParseDuration(Value("pt1m"), kNew), absl::Minutes(1));
  EXPECT_EQ(*ParseDuration(Value("+P1DT1H"), kNew), absl::Hours(25));
  EXPECT_EQ(*ParseDuration(Value("PT1H1.5S"), kNew), absl::Hours(1) + absl::Milliseconds(1500));
  EXPECT_EQ(DurationMessage("-1", kNew), "text does not start with a number, and is not a valid ISO-8601 duration format: -1");
  EXPECT_EQ(DurationMessage("PT", kNew), "text does not start with a number, and is not a valid ISO-8601 duration format: PT");
  EXPECT_EQ(DurationMessage("P1W", kNew), "text does not start with a number, and is not a valid ISO-8601 duration format: P1W");
  EXPECT_EQ(DurationMessage("PT-5S", kNew), "negative duration is not supported");
  EXPECT_EQ(DurationMessage("99999999999999999999 d", kNew), "BigInteger out of long range");
}

TEST(OptionReader, Lists) {
  using Pieces = std::vector<std::string>;
  const auto parse = [](std::string_view text) { return *ParseList(Value(text)); };
  EXPECT_EQ(parse("id;name"), (Pieces{"id", "name"}));
  EXPECT_EQ(parse(" id ;name"), (Pieces{"id", "name"}));
  EXPECT_EQ(parse("id;;name;"), (Pieces{"id", "", "name"}));
  EXPECT_EQ(parse(";id"), (Pieces{"id"}));
  EXPECT_EQ(parse(";"), Pieces{});
  EXPECT_EQ(parse(""), Pieces{});
  EXPECT_EQ(parse("'a;b';\"c\""), (Pieces{"a;b", "c"}));
  EXPECT_EQ(parse("'i''d'"), (Pieces{"i'd"}));
  EXPECT_EQ(parse("x'id'"), (Pieces{"x'id'"}));
  EXPECT_EQ(parse("[id, name]"), (Pieces{"id", "name"}));
  EXPECT_EQ(parse("[\"id\"]"), (Pieces{"id"}));
  EXPECT_EQ(parse("[]"), Pieces{});
  EXPECT_EQ(parse("- id"), (Pieces{"id"}));
  EXPECT_EQ(parse("[id"), (Pieces{"[id"}));
  EXPECT_EQ(Message(ParseList(Value("'id")).status()), "Could not split string. Quoting was not closed properly.");
  EXPECT_EQ(Message(ParseList(Value("'id'x")).status()), "Could not split string. Illegal quoting at position: 3");
}

TEST(OptionReader, WhatNobodyAskedForIsUnsupported) {
  const TableOptions options = Options({{"connector", "print"}, {"print-identifer", "x"}, {"also", "1"}, {"properties.x", "1"}});
  const OptionReader reader("print", options);
  ASSERT_TRUE(reader.DeclareTableOptions().ok());
  reader.DeclarePrefix("properties.");
  reader.GetString("print-identifier");
  const absl::Status error = reader.CheckNothingLeft();
  EXPECT_EQ(Message(error),
            "Unsupported options found for 'print'.\n\nUnsupported options:\n\nalso\nprint-identifer\n\nSupported options:\n\n"
            "connector\nprint-identifier\nproperties.x\nproperty-version\nscan.watermark.alignment.group\nscan.watermark.alignment.max-drift\n"
            "scan.watermark.alignment.update-interval\nscan.watermark.emit.strategy\nscan.watermark.idle-timeout");
  EXPECT_EQ(DetailOf(error).range, (SourceRange{0, 20, 21}));
}

TEST(OptionReader, AnUnsupportedOptionSuggestsTheNearest) {
  const TableOptions options = Options({{"scan.startup.mod", "x"}});
  const OptionReader reader("kafka", options);
  reader.Declare("scan.startup.mode");
  EXPECT_EQ(DetailOf(reader.CheckNothingLeft()).hint, "did you mean scan.startup.mode?");
}

TEST(OptionReader, MissingRequiredOptions) {
  const TableOptions options = Options({{"b", ""}});
  const OptionReader reader("kafka", options);
  reader.Require("c");
  reader.Require("b");
  reader.Require("a");
  EXPECT_EQ(Message(reader.CheckRequired()),
            "One or more required options are missing.\n\nMissing required options are:\n\na\nc");
}

TEST(OptionReader, AViewSharesWhatWasAskedFor) {
  const TableOptions options = Options({{"value.json.ignore-parse-errors", "true"}, {"value.json.nope", "1"}});
  const OptionReader reader("kafka", options);
  const OptionReader view = reader.WithPrefix("value.").WithPrefix("json.");
  EXPECT_EQ(view.prefix(), "value.json.");
  EXPECT_TRUE(*view.GetBoolean("ignore-parse-errors", false));
  EXPECT_NE(view.Peek("nope"), nullptr);
  EXPECT_EQ(Message(reader.CheckNothingLeft()),
            "Unsupported options found for 'kafka'.\n\nUnsupported options:\n\nvalue.json.nope\n\nSupported options:\n\n"
            "value.json.ignore-parse-errors");
}

TEST(OptionReader, WatermarkOptionsAreChecked) {
  const TableOptions options = Options({{"scan.watermark.emit.strategy", "x"}});
  EXPECT_EQ(Message(OptionReader("kafka", options).DeclareTableOptions()),
            "Could not parse value for enum class org.apache.flink.table.watermark.WatermarkEmitStrategy. Expected one of: "
            "[[on-event, on-periodic]]");
}

}  // namespace
}  // namespace drey
