#include "engine/json/json_encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace drey {
namespace {

using std::string_literals::operator""s;

std::string Decoded(const std::string& bytes) {
  Arena arena;
  std::string_view text;
  std::string error;
  EXPECT_TRUE(MayBeUtf16OrUtf32(bytes));
  if (!DecodeJsonText(bytes, DetectJsonEncoding(bytes), arena, text, error)) return "!" + error;
  return std::string(text);
}

TEST(JsonEncodingTest, ReadsUtf16AndUtf32WithAndWithoutMark) {
  EXPECT_EQ(Decoded("\0{\0}"s), "{}");
  EXPECT_EQ(Decoded("{\0}\0"s), "{}");
  EXPECT_EQ(Decoded("\xFE\xFF\0\"\x20\xAC\0\""s), "\"€\"");
  EXPECT_EQ(Decoded("\xFF\xFE\"\0\xAC\x20\"\0"s), "\"€\"");
  EXPECT_EQ(Decoded("\0\0\0{\0\0\0}"s), "{}");
  EXPECT_EQ(Decoded("{\0\0\0}\0\0\0"s), "{}");
  EXPECT_EQ(Decoded("\0\0\xFE\xFF\0\x01\xF3\x55"s), "🍕");
  EXPECT_EQ(Decoded("\xFF\xFE\0\0\x55\xF3\x01\0"s), "🍕");
}

TEST(JsonEncodingTest, ReplacesMalformedUtf16AsJava) {
  EXPECT_EQ(Decoded("\0[\xD8\x3C\xDF\x55\0]"s), "[🍕]");
  EXPECT_EQ(Decoded("\0[\xDF\x55\0]"s), "[\uFFFD]");
  EXPECT_EQ(Decoded("\0[\xD8\x3C\0a\0]"s), "[\uFFFD]");
  EXPECT_EQ(Decoded("\0[\0"s), "[\uFFFD");
}

TEST(JsonEncodingTest, RefusesMixedOrders) {
  EXPECT_EQ(Decoded("\0{\0\0"s), "!Unsupported UCS-4 endianness (3412) detected");
  EXPECT_EQ(Decoded("\0\0{\0"s), "!Unsupported UCS-4 endianness (2143) detected");
  EXPECT_EQ(Decoded("\0\0\0[\0\x11\0\0"s), "!Invalid UTF-32 character 0x100000 (above 0x0010ffff) at char #1, byte #7)");
}

TEST(JsonEncodingTest, EverythingElseIsUtf8) {
  EXPECT_EQ(DetectJsonEncoding("{\"a\":1}"), JsonEncoding::kUtf8);
  EXPECT_EQ(DetectJsonEncoding("\xEF\xBB\xBF{}"), JsonEncoding::kUtf8);
  EXPECT_EQ(DetectJsonEncoding("1"), JsonEncoding::kUtf8);
  EXPECT_FALSE(MayBeUtf16OrUtf32("{}"));
}

}  // namespace
}  // namespace drey
