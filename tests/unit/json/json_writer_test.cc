#include "engine/json/json_writer.h"

#include <gtest/gtest.h>

#include <limits>

namespace drey {
namespace {

std::string Bytes(std::string_view text) {
  std::string out;
  AppendJsonString(text, JsonGenerator::kBytes, out);
  return out;
}

std::string Characters(std::string_view text) {
  std::string out;
  AppendJsonString(text, JsonGenerator::kCharacters, out);
  return out;
}

TEST(JsonWriterTest, EscapesOnlyWhatItMust) {
  const std::string_view text = "\"\\\b\f\n\r\t\x01\x1F/<>&'\x7Fé€\u2028\uFEFF";
  const std::string expected = R"("\"\\\b\f\n\r\t\u0001\u001F/<>&')"
                               "\x7Fé€\u2028\uFEFF\"";
  EXPECT_EQ(Bytes(text), expected);
  EXPECT_EQ(Characters(text), expected);
}

TEST(JsonWriterTest, TheByteGeneratorEscapesSurrogates) {
  EXPECT_EQ(Bytes("a 🍕, twenty characters later: 🍕"), R"("a \uD83C\uDF55, twenty characters later: \uD83C\uDF55")");
  EXPECT_EQ(Bytes("\xED\xA0\xBC!"), R"("\uD83C!")");
  EXPECT_EQ(Bytes("\uD7FF\uE000\uFFFD"), "\"\uD7FF\uE000\uFFFD\"");
  EXPECT_EQ(Characters("🍕\xED\xA0\xBC"), "\"🍕\xED\xA0\xBC\"");
}

TEST(JsonWriterTest, QuotesWhatIsNoNumber) {
  std::string out;
  AppendJsonDouble(1e7, out);
  out.push_back(' ');
  AppendJsonDouble(std::numeric_limits<double>::quiet_NaN(), out);
  out.push_back(' ');
  AppendJsonFloat(-std::numeric_limits<float>::infinity(), out);
  out.push_back(' ');
  AppendJsonFloat(0.1F, out);
  EXPECT_EQ(out, R"(1.0E7 "NaN" "-Infinity" 0.1)");
}

}  // namespace
}  // namespace drey
