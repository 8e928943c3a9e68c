// json with decode.json-parser.enabled = false.
#include <gtest/gtest.h>

#include "tests/unit/formats/format_under_test.h"

namespace drey {
namespace {

FormatUnderTest Tree(std::string_view row, FormatUnderTest::Options more = {}) {
  std::vector<std::pair<std::string_view, std::string_view>> options(more);
  if (options.empty()) return FormatUnderTest("json", row, {{"decode.json-parser.enabled", "false"}}, FlinkVersion::k2_3);
  return FormatUnderTest("json", row, {{"decode.json-parser.enabled", "false"}, options.front()}, FlinkVersion::k2_3);
}

TEST(JsonTreeDecoder, ReadsTheValuesOfATree) {
  EXPECT_EQ(Tree("ROW<a INT, s STRING>").Decode(R"({"a":1.9,"s":1.50})"), "+I[1, 1.5]");
  EXPECT_EQ(Tree("ROW<s STRING>").Decode(R"({"s":{"b": 1.0, "a":[null]}})"), R"(+I[{"b":1.0,"a":[null]}])");
  EXPECT_EQ(Tree("ROW<b BOOLEAN, i INT>").Decode(R"({"b":{"x":1},"i":7})"), "+I[FALSE, 7]");
}

TEST(JsonTreeDecoder, OfEqualNamesTheLastCounts) {
  EXPECT_EQ(Tree("ROW<a INT, b INT>").Decode(R"({"a":1,"a":2,"b":5})"), "+I[2, 5]");
}

TEST(JsonTreeDecoder, ReadsARowAnElement) { EXPECT_EQ(Tree("ROW<a INT>").Decode(R"([{"a":1},null,{"a":2}])"), "+I[1] +I[2]"); }

TEST(JsonTreeDecoder, SaysWhyAValueDoesNotFit) {
  EXPECT_EQ(Tree("ROW<a INT>").Decode(R"({"a":"x"})"), "! For input string: \"x\"");
  EXPECT_EQ(Tree("ROW<a INT>", {{"ignore-parse-errors", "true"}}).Decode(R"({"a":"x"})"), "+I[NULL]");
  EXPECT_EQ(Tree("ROW<a INT>", {{"fail-on-missing-field", "true"}}).Decode("{}"), "! Could not find field with name 'a'.");
}

}  // namespace
}  // namespace drey
