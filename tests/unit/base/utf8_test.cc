#include "engine/base/utf8.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

std::string Replaced(std::string_view bytes) {
  std::string out;
  AppendReplacingMalformed(out, bytes);
  return out;
}

// As java.lang.String(bytes, UTF_8) of Java 17.
TEST(Utf8Test, ReplacesMalformedPiecesAsJava) {
  EXPECT_EQ(Replaced("abc é 🍕"), "abc é 🍕");
  EXPECT_EQ(Replaced("\xFF"), "\uFFFD");
  EXPECT_EQ(Replaced("\xC3\x28"), "\uFFFD(");
  EXPECT_EQ(Replaced("\xE2\x82"), "\uFFFD");
  EXPECT_EQ(Replaced("\xF0\x9F\x98"), "\uFFFD");
  EXPECT_EQ(Replaced("\xED\xA0\x80"), "\uFFFD");
  EXPECT_EQ(Replaced("\xC0\x80"), "\uFFFD\uFFFD");
  EXPECT_EQ(Replaced("\xF5\x80\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Replaced("\xF0\x28\x8C\xBC"), "\uFFFD(\uFFFD\uFFFD");
  EXPECT_EQ(Replaced("\xE0\x80\x41"), "\uFFFD\uFFFD" "A");
  EXPECT_EQ(Replaced("a\xE2\x82" "b"), "a\uFFFD" "b");
  EXPECT_EQ(Replaced("\xED\xA0"), "\uFFFD");
  EXPECT_EQ(Replaced("\xED\xA0" "a"), "\uFFFD" "a");
}

TEST(Utf8Test, WellFormedBytesAreNotCopied) {
  Arena arena;
  const std::string_view text = "é🍕";
  EXPECT_EQ(ReplaceMalformed(text, arena).data(), text.data());
  EXPECT_EQ(ReplaceMalformed("x\xFF", arena), "x\uFFFD");
}

TEST(Utf8Test, TellsWellFormedFromOther) {
  EXPECT_TRUE(IsWellFormedUtf8(""));
  EXPECT_TRUE(IsWellFormedUtf8("0123456789é€🍕\u0080\u07FF\uFFFF"));
  EXPECT_FALSE(IsWellFormedUtf8("01234567\xED\xA0\x80"));
  EXPECT_FALSE(IsWellFormedUtf8("\xE0\x9F\xBF"));
  EXPECT_FALSE(IsWellFormedUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(IsWellFormedUtf8("é\xC3"));
  EXPECT_TRUE(IsAscii("0123456789abcdef"));
  EXPECT_FALSE(IsAscii("0123456789abcdefé"));
}

TEST(Utf8Test, CountsAndCollectsUtf16) {
  EXPECT_EQ(Utf16Length("aé€🍕"), 5u);
  std::string collected;
  Utf16Collector collector(collected);
  for (const char32_t unit : {0x61, 0xD83C, 0xDF55, 0xD83C, 0x62, 0xDF55}) collector.Add(unit);
  EXPECT_EQ(collected, "a🍕\xED\xA0\xBC" "b\xED\xBD\x95");
  Arena arena;
  EXPECT_EQ(EncodeJavaText(collected, arena), "a🍕?b?");
}

TEST(Utf8Test, WalksCharacters) {
  const std::string_view text = "aé€🍕\xED\xA0\xBC";
  size_t position = 0;
  std::u32string characters;
  while (position < text.size()) characters.push_back(NextCodePoint(text, position));
  EXPECT_EQ(characters, (std::u32string{'a', 0xE9, 0x20AC, 0x1F355, 0xD83C}));
}

}  // namespace
}  // namespace drey
