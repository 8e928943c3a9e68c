#include "engine/types/java_string.h"

#include <string>

#include <gtest/gtest.h>

namespace drey {
namespace {

std::string Decode(std::string_view bytes) {
  Arena arena;
  return std::string(ReplaceMalformed(bytes, arena));
}

// One '*' for each U+FFFD.
std::string Marked(std::string_view bytes) {
  std::string text = Decode(bytes);
  for (size_t i; (i = text.find(kReplacementCharacter)) != std::string::npos;) text.replace(i, 3, "*");
  return text;
}

TEST(DecodeUtf8, KeepsWellFormedBytesInPlace) {
  Arena arena;
  const std::string_view text = "J\xC3\xBCrgen \xF0\x9F\x8D\x95 and more than eight";
  EXPECT_EQ(ReplaceMalformed(text, arena).data(), text.data());
}

TEST(DecodeUtf8, ReplacesAsJava) {
  EXPECT_EQ(Marked("\xFF"), "*");
  EXPECT_EQ(Marked("\xC3("), "*(");
  EXPECT_EQ(Marked("\xE2\x82"), "*");
  EXPECT_EQ(Marked("\xF0\x9F\x98"), "*");
  EXPECT_EQ(Marked("\xED\xA0\x80"), "*");
  EXPECT_EQ(Marked("\xC0\x80"), "**");
  EXPECT_EQ(Marked("\xF5\x80\x80\x80"), "****");
  EXPECT_EQ(Marked("\xF0(\x8C\xBC"), "*(**");
  EXPECT_EQ(Marked("\xE0\x80\x80"), "***");
  EXPECT_EQ(Marked("\xE0\x80"), "**");
  EXPECT_EQ(Marked("\xE2\x82x"), "*x");
  EXPECT_EQ(Marked("\xF0\x9F\x98x"), "*x");
  EXPECT_EQ(Marked("\xF4\x90\x80\x80"), "****");
  EXPECT_EQ(Marked("abcdefgh\xFFijklmnop\xFF"), "abcdefgh*ijklmnop*");
}

TEST(Utf8Bytes, WritesQuestionMarksForUnpairedSurrogates) {
  Arena arena;
  EXPECT_EQ(Utf8Bytes(Datum::Text("a\xED\xA0\xBC" "b"), arena), "a?b");
  EXPECT_EQ(Utf8Bytes(Datum::Text("\xFF\xED\xA0\xBC", TextForm::kUncheckedBytes), arena), "\xFF\xED\xA0\xBC");
}

TEST(Utf16Length, CountsUnits) {
  EXPECT_EQ(Utf16Length("a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x8D\x95"), 5u);
  EXPECT_EQ(Utf16Length(""), 0u);
}

TEST(CompareUtf16, OrdersAsStringCompareTo) {
  EXPECT_EQ(CompareUtf16("a", "a"), 0);
  EXPECT_LT(CompareUtf16("a", "ab"), 0);
  EXPECT_GT(CompareUtf16("b", "ab"), 0);
  // U+1F355 is D83C DF55 and comes before U+FB01.
  EXPECT_LT(CompareUtf16("\xF0\x9F\x8D\x95", "\xEF\xAC\x81"), 0);
  EXPECT_GT(CompareUtf16("\xEF\xAC\x81", "\xF0\x9F\x8D\x95"), 0);
  EXPECT_LT(CompareUtf16("\xC3\xBC", "\xF0\x9F\x8D\x95"), 0);
  // An unpaired D83C and the pair D83C DF55: the second unit decides.
  EXPECT_LT(CompareUtf16("\xED\xA0\xBCz", "\xF0\x9F\x8D\x95"), 0);
  EXPECT_GT(CompareUtf16("\xED\xA0\xBD", "\xF0\x9F\x8D\x95"), 0);
}

TEST(Utf16Prefix, CutsBetweenUnits) {
  EXPECT_EQ(Utf16Prefix("abc", 2), "ab");
  EXPECT_EQ(Utf16Prefix("abc", 5), "abc");
  EXPECT_EQ(Utf16Prefix("\u00E9\u20AC", 1), "\u00E9");
  EXPECT_EQ(Utf16Prefix("a\U0001F355b", 3), "a\U0001F355");
  EXPECT_EQ(Utf16Prefix("a\U0001F355b", 2), "a\xED\xA0\xBC");
}

}  // namespace
}  // namespace drey
