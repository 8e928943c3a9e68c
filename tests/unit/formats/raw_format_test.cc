#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

constexpr std::string_view kOne("\0\0\0\1", 4);
constexpr std::string_view kOneLittle("\1\0\0\0", 4);

TEST(RawFormat, ReadsTheBytesOfItsColumn) {
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v STRING>").Decode("a,b"), "+I[a,b]");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v INT>").Decode(kOne), "+I[1]");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v INT>", {{"endianness", "little-endian"}}).Decode(kOneLittle), "+I[1]");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v STRING>", {{"charset", "ISO-8859-1"}}).Decode("\xE9"), "+I[é]");
}

TEST(RawFormat, ATombstoneIsNull) { EXPECT_EQ(FormatUnderTest("raw", "ROW<v STRING>").Decode(std::nullopt), "+I[NULL]"); }

TEST(RawFormat, NumbersHaveTheirSize) {
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v BIGINT>").Decode("1"),
            "! Size of data received for deserializing BIGINT type is not 8.");
}

TEST(RawFormat, HasOneColumnOfASimpleType) {
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v DATE>").Decode("1"), "! The 'raw' format doesn't supports 'DATE' as column type.");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<a INT, b STRING>").Decode("1"),
            "! The 'raw' format only supports single physical column. However the defined schema contains multiple physical columns: "
            "[`a` INT, `b` STRING]");
}

TEST(RawFormat, WritesWhatItReads) {
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v INT>").Encode(R"({"v":1})"), kOne);
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v STRING>").Encode(R"({"v":"é"})"), "é");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v STRING>").Encode("{}"), "~");
}

TEST(RawFormat, ChecksItsOptions) {
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v INT>", {{"endianness", "middle"}}).Decode(kOne),
            "! Unsupported endianness name: middle. Valid values of 'raw.endianness' option are 'big-endian' and 'little-endian'.");
  EXPECT_EQ(FormatUnderTest("raw", "ROW<v INT>", {{"charset", "nonsense"}}).Decode(kOne), "! nonsense");
}

}  // namespace
}  // namespace drey
