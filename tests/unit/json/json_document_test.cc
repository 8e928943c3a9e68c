#include "engine/json/json_document.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/json/json_text.h"

namespace drey {
namespace {

// The document as text again, or its failure.
std::string ReadWhole(std::string_view text, FlinkVersion version = FlinkVersion::k1_20,
                 JsonKeyOrder order = JsonKeyOrder::kDocument) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(text, version, arena);
  if (document->failed()) return std::string(document->error_class());
  std::string out;
  if (!AppendJson(&document->root(), version, order, out)) return "too deep";
  return out;
}

TEST(JsonDocument, KeepsStructureAndDropsBlanks) {
  EXPECT_EQ(ReadWhole(" { \"a\" : [ 1 , {} , [] , null, true,false ] , \"b\":\"x\" } "),
            "{\"a\":[1,{},[],null,true,false],\"b\":\"x\"}");
  EXPECT_EQ(ReadWhole("12"), "12");
  EXPECT_EQ(ReadWhole("null"), "null");
}

TEST(JsonDocument, IgnoresWhatFollowsTheFirstValue) {
  EXPECT_EQ(ReadWhole("{\"a\":1} x"), "{\"a\":1}");
  EXPECT_EQ(ReadWhole("[1]]"), "[1]");
}

TEST(JsonDocument, KeepsTheLastOfEqualKeysAtTheFirstPlace) {
  EXPECT_EQ(ReadWhole("{\"b\":1,\"a\":2,\"b\":{\"x\":[3]},\"c\":4,\"b\":5}"), "{\"b\":5,\"a\":2,\"c\":4}");
}

TEST(JsonDocument, FindsEqualKeysInLargeObjects) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
  text += "\"end\":0}";
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(text, FlinkVersion::k1_20, arena);
  ASSERT_FALSE(document->failed());
  EXPECT_EQ(document->root().ChildCount(), 51u);
  EXPECT_EQ(document->root().Find("k7")->text(), "57");
  EXPECT_EQ(document->root().FirstChild()->key(), "k0");
}

// What stands unread below the root.
std::string ReadyText(std::string_view text, FlinkVersion version) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(text, version, arena);
  const JsonNode* child = document->root().FirstChild();
  if (child->unread() == nullptr) return "is read";
  const std::string ready(child->unread()->json);
  std::string out;
  EXPECT_TRUE(AppendJson(child, version, KeyOrderOf(version), out));
  EXPECT_TRUE(ready.empty() || ready == out) << ready << "\n" << out;
  EXPECT_EQ(child->unread(), nullptr);
  return ready;
}

TEST(JsonDocument, HasTheTextOfContainersReady) {
  EXPECT_EQ(ReadyText(R"({"a": [1 , {"c":null, "b": "x\n\/\u00e9\"" } ], "z":1})", FlinkVersion::k1_20), R"([1,{"c":null,"b":"x\n/é\""}])");
  EXPECT_EQ(ReadyText(R"([{"b":1,"c":[]}])", FlinkVersion::k2_3), R"({"b":1,"c":[]})");
}

TEST(JsonDocument, LeavesToTheTreeWhatIsNoCopy) {
  EXPECT_EQ(ReadyText(R"({"a":{"x":1,"y":2,"x":3}})", FlinkVersion::k1_20), "");
  EXPECT_EQ(ReadyText(R"({"a":{"c":1,"b":2}})", FlinkVersion::k2_3), "");
  EXPECT_EQ(ReadyText(R"({"a":[1.50]})", FlinkVersion::k1_20), "");
  EXPECT_EQ(ReadyText(R"({"a":["\u0022"]})", FlinkVersion::k1_20), "");
  EXPECT_EQ(ReadyText(R"({"a":[-0]})", FlinkVersion::k1_20), "");
}

TEST(JsonDocument, ReadsAContainerOnceWhenItIsAskedFor) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(R"({"a":{"b":[1,2],"b":[3]},"c":[]})", FlinkVersion::k1_20, arena);
  const JsonNode* a = document->root().Find("a");
  ASSERT_NE(a->unread(), nullptr);
  EXPECT_EQ(a->ChildCount(), 1u);
  const JsonNode* b = a->Find("b");
  EXPECT_EQ(a->Find("b"), b);
  EXPECT_EQ(b->At(0)->text(), "3");
  EXPECT_EQ(document->root().Find("c")->FirstChild(), nullptr);
}

TEST(JsonDocument, WritesNumbersAsItsFlinkRelease) {
  constexpr std::string_view kNumbers = "[1.50,1e3,-0,-0.0,0.0000001,100000000.0,1e400,123456789012345678901234567890]";
  EXPECT_EQ(ReadWhole(kNumbers, FlinkVersion::k1_20),
            "[1.5,1000.0,0,-0.0,1.0E-7,1.0E8,\"Infinity\",123456789012345678901234567890]");
  EXPECT_EQ(ReadWhole(kNumbers, FlinkVersion::k2_3),
            "[1.50,1E+3,0,0.0,1E-7,100000000.0,1E+400,123456789012345678901234567890]");
}

TEST(JsonDocument, SortsKeysByUtf16Units) {
  // U+1F355 has the surrogates D83C DF55 and comes before U+FB01.
  EXPECT_EQ(ReadWhole("{\"\xEF\xAC\x81\":1,\"\xF0\x9F\x8D\x95\":2,\"a\":{\"c\":1,\"b\":2}}", FlinkVersion::k2_3,
                 JsonKeyOrder::kSorted),
            "{\"a\":{\"b\":2,\"c\":1},\"\xF0\x9F\x8D\x95\":2,\"\xEF\xAC\x81\":1}");
}

TEST(JsonDocument, EscapesAsJacksonsCharacterGenerator) {
  EXPECT_EQ(ReadWhole("\"a\\\"b\\\\c\\/d\\n\\t\\u0001\\u001f\\u007f\\u2028\\ud83c\\udf55\""),
            "\"a\\\"b\\\\c/d\\n\\t\\u0001\\u001F\x7F\xE2\x80\xA8\xF0\x9F\x8D\x95\"");
}

TEST(JsonDocument, KnowsWhyItFailed) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read("", FlinkVersion::k1_20, arena);
  ASSERT_TRUE(document->failed());
  EXPECT_EQ(document->error_message(),
            "No content to map due to end-of-input\n at [Source: (String)\"\"; line: 1, column: 0]");
  EXPECT_EQ(document->error_class(),
            "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.exc.MismatchedInputException");
  EXPECT_EQ(ReadWhole("{a:1}"), "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParseException");
  EXPECT_EQ(ReadWhole("{\"a\":"), "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.io.JsonEOFException");
}

TEST(JsonDocument, SortsKeysAtEveryLevel) {
  EXPECT_EQ(ReadWhole("[{\"b\":{\"d\":[],\"c\":{}},\"a\":[{\"f\":1,\"e\":2},3]},4]", FlinkVersion::k2_3, JsonKeyOrder::kSorted),
            "[{\"a\":[{\"e\":2,\"f\":1},3],\"b\":{\"c\":{},\"d\":[]}},4]");
}

TEST(JsonDocument, IsReadWithoutRecursion) {
  EXPECT_EQ(ReadWhole(std::string(100000, '[') + std::string(100000, ']')), "too deep");
}

}  // namespace
}  // namespace drey
