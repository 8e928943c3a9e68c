// The messages are those recorded from Flink, that is from java.util.regex.
#include "runtime/connectors/kafka/topic_pattern.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

bool Matches(std::string_view pattern, std::string_view topic) { return TopicPattern::Compile(pattern, {})->Matches(topic); }

std::string Message(std::string_view pattern) { return std::string(MessageOf(TopicPattern::Compile(pattern, {}).status())); }

TEST(TopicPattern, MatchesTheWholeName) {
  EXPECT_TRUE(Matches("my_pg\\.(message|orders)", "my_pg.message"));
  EXPECT_FALSE(Matches("my_pg\\.(message|orders)", "my_pg.messages"));
  EXPECT_TRUE(Matches("a.*", "abc"));
  EXPECT_TRUE(Matches("[a-c]{2,3}\\d+?", "abc1"));
  EXPECT_TRUE(Matches("(?:a|b)+", "abba"));
  EXPECT_TRUE(Matches("(?!secret).*", "open"));
  EXPECT_FALSE(Matches("(?!secret).*", "secret-1"));
  EXPECT_TRUE(Matches("", ""));
}

TEST(TopicPattern, SyntaxErrorsOfJava) {
  EXPECT_EQ(Message("("), "Unclosed group near index 1\n(");
  EXPECT_EQ(Message("["), "Unclosed character class near index 0\n[\n^");
  EXPECT_EQ(Message("*"), "Dangling meta character '*' near index 0\n*\n^");
  EXPECT_EQ(Message("\\"), "Unexpected internal error near index 1\n\\");
}

TEST(TopicPattern, AnErrorHasItsPlace) {
  const SourceRange range = {0, 3, 7};
  EXPECT_EQ(DetailOf(TopicPattern::Compile("(", range).status()).range, range);
}

}  // namespace
}  // namespace drey
