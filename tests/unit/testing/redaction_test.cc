#include "runtime/testing/redaction.h"

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "engine/base/text.h"
#include "runtime/testing/content.h"

namespace drey {
namespace {

TEST(RedactionTest, PseudonymsHaveTheShapeAndAreStable) {
  const std::string redacted = *Redact("Bob-42 Müller@x.org");
  EXPECT_EQ(redacted, *Redact("Bob-42 Müller@x.org"));
  ASSERT_EQ(redacted.size(), std::string("Bob-42 Muller@x.org").size());
  EXPECT_NE(redacted, "Bob-42 Muller@x.org");
  EXPECT_TRUE(redacted[0] >= 'A' && redacted[0] <= 'Z');
  EXPECT_EQ(redacted[3], '-');
  EXPECT_TRUE(redacted[4] >= '0' && redacted[4] <= '9');
  EXPECT_EQ(redacted[13], '@');
}

TEST(RedactionTest, NumbersNamesAndStructureStay) {
  const std::optional<Content> redacted = ParseContent(*Redact(R"({"name":"Bob","age":42,"tags":["Bob"],"none":null})"));
  ASSERT_TRUE(redacted);
  EXPECT_EQ(redacted->Find("age")->text, "42");
  EXPECT_NE(redacted->Find("name")->text, "Bob");
  EXPECT_EQ(redacted->Find("name")->text, redacted->Find("tags")->items[0].text);
  EXPECT_EQ(redacted->Find("none")->kind, Content::Kind::kNull);
}

TEST(RedactionTest, JsonInsideOfStringsAndBase64IsRedactedThere) {
  const std::string inner = EncodeBase64Text(R"({"name":"Bob"})");
  const std::optional<Content> redacted = ParseContent(*Redact("{\"content\":\"" + inner + "\"}"));
  ASSERT_TRUE(redacted);
  const std::optional<Content> content = ParseContent(*DecodeBase64Text(redacted->Find("content")->text));
  ASSERT_TRUE(content);
  EXPECT_NE(content->Find("name")->text, "Bob");
  EXPECT_EQ(content->Find("name")->text.size(), 3U);
}

TEST(RedactionTest, TextInBase64StaysTextInBase64) {
  const std::string redacted = *Redact(EncodeBase64Text("Bob Smith, Main Street 5"));
  const std::optional<std::string> decoded = DecodeBase64Text(redacted);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, *Redact("Bob Smith, Main Street 5"));
  EXPECT_EQ(*DecodeBase64Text(*DecodeBase64Text(*Redact(EncodeBase64Text(EncodeBase64Text("Bob Smith"))))), *Redact("Bob Smith"));
}

TEST(RedactionTest, NothingOfTheTextIsLeft) {
  for (const char* text : {"Robert", "robert@example.org", "4111-1111-1111-1111", R"({"a":[{"b":"Robert"}]})", R"({"a":"{\"b\":\"Robert\"}"})",
                           R"(["Robert"])", R"("Robert")"}) {
    const std::string redacted = *Redact(text);
    EXPECT_EQ(redacted.find("Robert"), std::string::npos) << redacted;
    EXPECT_EQ(redacted.find("robert"), std::string::npos) << redacted;
    EXPECT_EQ(redacted.find("4111"), std::string::npos) << redacted;
  }
}

TEST(RedactionTest, DatesTimesAndUuidsStayValid) {
  for (int year = 1900; year < 2100; ++year) {
    const std::string text = Concat(year, "-12-31");
    absl::CivilDay day;
    const std::string redacted = *Redact(text);
    // What is read leniently and comes out as it was is in the calendar.
    ASSERT_TRUE(absl::ParseCivilTime(redacted, &day)) << redacted;
    EXPECT_EQ(absl::FormatCivilTime(day), redacted);
    EXPECT_NE(redacted, text);
  }
  for (int i = 0; i < 1000; ++i) {
    const std::string redacted = *Redact(Concat("2024-02-29T23:59:59.", i, "+05:45"));
    absl::Time time;
    std::string error;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, redacted, &time, &error)) << redacted;
    EXPECT_TRUE(redacted.ends_with("+05:45"));
  }
  const std::string uuid = *Redact("550e8400-e29b-41d4-a716-446655440000");
  EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos) << uuid;
  EXPECT_EQ(uuid[14], '4');
  EXPECT_EQ(uuid[19], 'a');
  EXPECT_NE(*Redact("550E8400-E29B-41D4-A716-446655440000"), "550E8400-E29B-41D4-A716-446655440000");
  EXPECT_EQ(*Redact("on 2024-05-01 at 12:00"), *Redact("on 2024-05-01 at 12:00"));
  EXPECT_EQ(Redact("2024-05-01 12:00:00Z")->back(), 'Z');
}

TEST(RedactionTest, NoTextIsItsOwnPseudonymWhereAnotherIsPossible) {
  for (char c = 'a'; c <= 'z'; ++c) EXPECT_NE(*Redact(std::string(1, c)), std::string(1, c));
  for (int i = 0; i < 1000; ++i) EXPECT_NE(*Redact(Concat("x", i)), Concat("x", i));
  for (int hour = 0; hour < 24; ++hour) EXPECT_NE(*Redact(Concat(hour / 10, hour % 10, ":00")), Concat(hour / 10, hour % 10, ":00"));
  EXPECT_EQ(*Redact("--"), "--");
}

TEST(RedactionTest, NothingStaysNothing) { EXPECT_FALSE(Redact(std::nullopt)); }

}  // namespace
}  // namespace drey
