#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

constexpr std::string_view kMaxwellRow = "ROW<k INT, v STRING>";

TEST(MaxwellJsonFormat, ReadsEvents) {
  const FormatUnderTest format("maxwell-json", kMaxwellRow);
  EXPECT_EQ(format.Decode(R"({"type":"insert","data":{"k":1,"v":"a"}})"), "+I[1, a]");
  EXPECT_EQ(format.Decode(R"({"type":"update","data":{"k":1,"v":"b"},"old":{"v":"a"}})"), "-U[1, a] +U[1, b]");
  EXPECT_EQ(format.Decode(R"({"type":"delete","data":{"k":1,"v":"a"}})"), "-D[1, a]");
  EXPECT_EQ(format.Decode(std::nullopt), "");
  EXPECT_EQ(format.Decode(""), "");
}

TEST(MaxwellJsonFormat, TakesWhatIsMissingInOldFromTheData) {
  const FormatUnderTest format("maxwell-json", kMaxwellRow);
  EXPECT_EQ(format.Decode(R"({"type":"update","data":{"k":1,"v":"b"},"old":{}})"), "-U[1, b] +U[1, b]");
  EXPECT_EQ(format.Decode(R"({"type":"update","data":{"k":1,"v":"b"},"old":{"v":null}})"), "-U[1, NULL] +U[1, b]");
  EXPECT_EQ(format.Decode(R"({"type":"update","data":{"k":1,"v":"b"},"old":{"x":[{"v":1}]}})"), "-U[1, NULL] +U[1, b]");
}

TEST(MaxwellJsonFormat, RefusesWhatIsNoEvent) {
  const FormatUnderTest format("maxwell-json", kMaxwellRow);
  EXPECT_EQ(format.Decode(R"({"type":"update","data":{"k":1}})"),
            "! Cannot invoke \"org.apache.flink.table.data.GenericRowData.isNullAt(int)\" because \"before\" is null");
  EXPECT_EQ(format.Decode(R"({"type":"insert"})"),
            "! Cannot invoke \"org.apache.flink.table.data.GenericRowData.setRowKind(org.apache.flink.types.RowKind)\" because \"insert\" "
            "is null");
  EXPECT_EQ(format.Decode(R"({"type":"t"})"), R"(! Unknown "type" value "t". The Maxwell JSON message is '{"type":"t"}')");
  EXPECT_EQ(FormatUnderTest("maxwell-json", kMaxwellRow, {{"ignore-parse-errors", "true"}}).Decode(R"({"type":"t"})"), "");
}

TEST(MaxwellJsonFormat, ReadsMetadata) {
  const FormatUnderTest format("maxwell-json", "ROW<k INT>");
  EXPECT_EQ(format.Decode(R"({"type":"insert","data":{"k":1},"database":"shop","table":"orders","ts":1,"primary_key_columns":["k"]})",
                          {"table", "ingestion-timestamp", "database", "primary-key-columns"}),
            "+I[1, orders, 1970-01-01 00:00:01.000, shop, [k]]");
}

TEST(MaxwellJsonFormat, TakesNoEventInAnArray) {
  constexpr std::string_view kMessage = R"([{"type":"insert","data":{"k":1}}])";
  EXPECT_NE(FormatUnderTest("maxwell-json", "ROW<k INT>", {}, FlinkVersion::k2_3).Decode(kMessage), "+I[1]");
}

TEST(MaxwellJsonFormat, WritesEvents) {
  const FormatUnderTest format("maxwell-json", kMaxwellRow);
  constexpr std::string_view kJson = R"({"k":1,"v":"a"})";
  EXPECT_EQ(format.Encode(kJson, RowKind::kInsert), R"({"data":{"k":1,"v":"a"},"type":"insert"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateAfter), R"({"data":{"k":1,"v":"a"},"type":"insert"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateBefore), R"({"data":{"k":1,"v":"a"},"type":"delete"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kDelete), R"({"data":{"k":1,"v":"a"},"type":"delete"})");
}

}  // namespace
}  // namespace drey
