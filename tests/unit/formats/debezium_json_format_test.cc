#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

constexpr std::string_view kRow = "ROW<k INT, v STRING>";

TEST(DebeziumJsonFormat, ReadsEvents) {
  const FormatUnderTest format("debezium-json", kRow);
  EXPECT_EQ(format.Decode(R"({"before":null,"after":{"k":1,"v":"a"},"op":"c"})"), "+I[1, a]");
  EXPECT_EQ(format.Decode(R"({"after":{"k":1,"v":"a"},"op":"r"})"), "+I[1, a]");
  EXPECT_EQ(format.Decode(R"({"before":{"k":1,"v":"a"},"after":{"k":1,"v":"b"},"op":"u"})"), "-U[1, a] +U[1, b]");
  EXPECT_EQ(format.Decode(R"({"before":{"k":1,"v":"a"},"after":null,"op":"d"})"), "-D[1, a]");
  EXPECT_EQ(format.Decode(std::nullopt), "");
}

TEST(DebeziumJsonFormat, RefusesWhatIsNoEvent) {
  const FormatUnderTest format("debezium-json", kRow);
  EXPECT_EQ(format.Decode(R"({"after":{"k":1},"op":"u"})"),
            "! The \"before\" field of UPDATE message is null, if you are using Debezium Postgres Connector, please check the Postgres "
            "table has been set REPLICA IDENTITY to FULL level.");
  EXPECT_EQ(format.Decode(R"({"op":"t"})"), R"(! Unknown "op" value "t". The Debezium JSON message is '{"op":"t"}')");
  EXPECT_EQ(FormatUnderTest("debezium-json", kRow, {{"ignore-parse-errors", "true"}}).Decode(R"({"op":"t"})"), "");
}

TEST(DebeziumJsonFormat, ReadsMetadata) {
  const FormatUnderTest format("debezium-json", "ROW<k INT>");
  EXPECT_EQ(format.Decode(R"({"after":{"k":1},"op":"c","source":{"table":"orders","ts_ms":1000}})", {"source.table", "source.timestamp"}),
            "+I[1, orders, 1970-01-01 00:00:01.000]");
}

TEST(DebeziumJsonFormat, ReadsEventsWithSchemas) {
  const FormatUnderTest format("debezium-json", "ROW<k INT>", {{"schema-include", "true"}});
  EXPECT_EQ(format.Decode(R"({"schema":{"a":1},"payload":{"after":{"k":1},"op":"c"}})", {"schema"}), "+I[1, {\"a\":1}]");
  EXPECT_EQ(format.Encode("{}"), "! Debezium JSON serialization doesn't support 'debezium-json.schema-include' option been set to true.");
}

TEST(DebeziumJsonFormat, FlinkTwoReadsAnEventInAnArray) {
  constexpr std::string_view kMessage = R"([{"op":"c","after":{"k":1}}])";
  EXPECT_EQ(FormatUnderTest("debezium-json", "ROW<k INT>", {}, FlinkVersion::k2_3).Decode(kMessage), "+I[1]");
  EXPECT_NE(FormatUnderTest("debezium-json", "ROW<k INT>").Decode(kMessage), "+I[1]");
}

TEST(DebeziumJsonFormat, WritesEvents) {
  const FormatUnderTest format("debezium-json", kRow);
  constexpr std::string_view kJson = R"({"k":1,"v":"a"})";
  EXPECT_EQ(format.Encode(kJson, RowKind::kInsert), R"({"before":null,"after":{"k":1,"v":"a"},"op":"c"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateAfter), R"({"before":null,"after":{"k":1,"v":"a"},"op":"c"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateBefore), R"({"before":{"k":1,"v":"a"},"after":null,"op":"d"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kDelete), R"({"before":{"k":1,"v":"a"},"after":null,"op":"d"})");
}

}  // namespace
}  // namespace drey
