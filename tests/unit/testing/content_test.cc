#include "runtime/testing/content.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

std::string JsonOf(std::string_view yaml) {
  const absl::StatusOr<YamlNode> node = ParseYaml(0, yaml);
  EXPECT_TRUE(node.ok()) << node.status();
  const absl::StatusOr<Content> content = ReadContent(*node);
  EXPECT_TRUE(content.ok()) << content.status();
  return content.ok() ? ToJson(*content) : "";
}

TEST(ContentTest, PlainScalarsThatAreJsonAreThat) {
  EXPECT_EQ(JsonOf("[1, -0, 9.50, 1e3, 1E+2, true, false, null]"), "[1,-0,9.50,1e3,1E+2,true,false,null]");
}

TEST(ContentTest, EveryOtherScalarIsAString) {
  EXPECT_EQ(JsonOf("[yes, 0x1F, .5, 01, +1, 1., ~, True, NULL, 'null', \"1\", 2024-05-01]"),
            R"(["yes","0x1F",".5","01","+1","1.","~","True","NULL","null","1","2024-05-01"])");
}

TEST(ContentTest, TagsMakeStringsAndNest) {
  EXPECT_EQ(JsonOf("!json {b: 1, a: [x, 9.50]}"), R"("{\"b\":1,\"a\":[\"x\",9.50]}")");
  EXPECT_EQ(JsonOf("!base64 hello"), "\"aGVsbG8=\"");
  EXPECT_EQ(JsonOf("!base64 {a: 1}"), "\"eyJhIjoxfQ==\"");
  EXPECT_EQ(JsonOf("!json [!base64 a]"), R"("[\"YQ==\"]")");
}

TEST(ContentTest, NothingIsNoValue) {
  const absl::StatusOr<YamlNode> node = ParseYaml(0, "a:\n");
  ASSERT_TRUE(node.ok());
  const absl::StatusOr<Content> content = ReadContent(*node);
  ASSERT_FALSE(content.ok());
  EXPECT_EQ(MessageOf(content.status()), "there is no value here");
}

TEST(ContentTest, BytesAreReadWithTheTextOfTheirNumbers) {
  const std::optional<Content> content = ParseContent(R"({"a":[1.50,{"b":null}]})");
  ASSERT_TRUE(content);
  EXPECT_EQ(ToJson(*content), R"({"a":[1.50,{"b":null}]})");
  EXPECT_FALSE(ParseContent("{\"a\":1} x"));
  EXPECT_FALSE(ParseContent("hello"));
  EXPECT_FALSE(ParseContent(""));
}

TEST(ContentTest, TheOrderOfMembersIsFree) {
  EXPECT_TRUE(SameContent(*ParseContent(R"({"a":1,"b":[2]})"), *ParseContent(R"({"b":[2],"a":1})")));
  EXPECT_FALSE(SameContent(*ParseContent(R"({"a":1.0})"), *ParseContent(R"({"a":1})")));
  EXPECT_FALSE(SameContent(*ParseContent(R"({"a":1})"), *ParseContent(R"({"a":1,"b":null})")));
}

TEST(ContentTest, WhatNestsDeeperThanADocumentMayIsNoContent) {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(ParseContent(nested(kDeepestContent)));
  EXPECT_FALSE(ParseContent(nested(kDeepestContent + 1)));
  EXPECT_FALSE(ParseContent(std::string(100'000, '[')));
}

}  // namespace
}  // namespace drey
