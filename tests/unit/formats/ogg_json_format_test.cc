#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

constexpr std::string_view kOggRow = "ROW<k INT, v STRING>";

TEST(OggJsonFormat, ReadsEvents) {
  const FormatUnderTest format("ogg-json", kOggRow);
  EXPECT_EQ(format.Decode(R"({"after":{"k":1,"v":"a"},"op_type":"I"})"), "+I[1, a]");
  EXPECT_EQ(format.Decode(R"({"before":{"k":1,"v":"a"},"after":{"k":1,"v":"b"},"op_type":"U"})"), "-U[1, a] +U[1, b]");
  EXPECT_EQ(format.Decode(R"({"before":{"k":1,"v":"a"},"op_type":"D"})"), "-D[1, a]");
  EXPECT_EQ(format.Decode(std::nullopt), "");
}

TEST(OggJsonFormat, RefusesWhatIsNoEvent) {
  const FormatUnderTest format("ogg-json", kOggRow);
  EXPECT_EQ(format.Decode(R"({"after":{"k":1},"op_type":"U"})"),
            "! The \"before\" field of UPDATE message is null, if you are using Ogg Postgres Connector, please check the Postgres table "
            "has been set REPLICA IDENTITY to FULL level.");
  EXPECT_EQ(format.Decode(R"({"op_type":"T"})"), R"(! Unknown "op_type" value "T". The Ogg JSON message is '{"op_type":"T"}')");
  EXPECT_EQ(format.Decode(R"({"op_type":""})"), R"(! Unknown "op_type" value "". The Ogg JSON message is '{"op_type":""}')");
  EXPECT_EQ(FormatUnderTest("ogg-json", kOggRow, {{"ignore-parse-errors", "true"}}).Decode(R"({"op_type":"T"})"), "");
}

TEST(OggJsonFormat, ReadsMetadata) {
  const FormatUnderTest format("ogg-json", "ROW<k INT>");
  constexpr std::string_view kMessage =
      R"({"after":{"k":1},"op_type":"I","table":"OGG.T","primary_keys":["k"],"op_ts":"2020-05-13 13:39:35.766",)"
      R"("current_ts":"2020-05-13T13:39:36.123456"})";
  EXPECT_EQ(format.Decode(kMessage, {"table", "primary-keys", "event-timestamp"}), "+I[1, OGG.T, [k], 2020-05-13 13:39:35.766000]");
  EXPECT_EQ(format.Decode(kMessage, {"ingestion-timestamp"}), "+I[1, 2020-05-13 13:39:36.123000]");
}

TEST(OggJsonFormat, FlinkTwoReadsAnEventInAnArray) {
  constexpr std::string_view kMessage = R"([{"op_type":"I","after":{"k":1}}])";
  EXPECT_EQ(FormatUnderTest("ogg-json", "ROW<k INT>", {}, FlinkVersion::k2_3).Decode(kMessage), "+I[1]");
  EXPECT_NE(FormatUnderTest("ogg-json", "ROW<k INT>").Decode(kMessage), "+I[1]");
}

TEST(OggJsonFormat, WritesEvents) {
  const FormatUnderTest format("ogg-json", kOggRow);
  constexpr std::string_view kJson = R"({"k":1,"v":"a"})";
  EXPECT_EQ(format.Encode(kJson, RowKind::kInsert), R"({"before":null,"after":{"k":1,"v":"a"},"op_type":"I"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateAfter), R"({"before":null,"after":{"k":1,"v":"a"},"op_type":"I"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kUpdateBefore), R"({"before":{"k":1,"v":"a"},"after":null,"op_type":"D"})");
  EXPECT_EQ(format.Encode(kJson, RowKind::kDelete), R"({"before":{"k":1,"v":"a"},"after":null,"op_type":"D"})");
}

}  // namespace
}  // namespace drey
