#include "runtime/testing/record_comparison.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

using Kind = RecordDifference::Kind;

ExpectedBytes Json(std::string_view json) {
  return {.kind = ExpectedBytes::Kind::kContent, .content = *ParseContent(json)};
}

ExpectedRecord Expected(std::string_view key, std::string_view value) { return {.key = Json(key), .value = Json(value)}; }

MemoryRecord Actual(std::string key, std::string value, int32_t partition = 0) {
  return {.topic = "t", .partition = partition, .key = std::move(key), .value = std::move(value)};
}

std::vector<Kind> KindsOf(const std::vector<ExpectedRecord>& expected, std::vector<MemoryRecord> actual, ComparisonRules rules = {}) {
  std::vector<Kind> kinds;
  for (const RecordDifference& difference : CompareRecords("t", expected, std::move(actual), rules).records) {
    kinds.push_back(difference.kind);
  }
  return kinds;
}

TEST(RecordComparisonTest, EqualRecordsHaveNoDifference) {
  EXPECT_TRUE(KindsOf({Expected("[1]", R"({"a":1,"b":2})")}, {Actual("[1]", R"({"b":2,"a":1})")}).empty());
  EXPECT_TRUE(KindsOf({{}}, {Actual("x", "y")}).empty());
}

TEST(RecordComparisonTest, TheDifferingFieldHasItsPath) {
  const std::vector<ExpectedRecord> expected = {Expected("[1]", R"({"a":{"b":[1,2]}})")};
  const TopicDifference topic = CompareRecords("t", expected, {Actual("[1]", R"({"a":{"b":[1,3]}})")}, {});
  ASSERT_EQ(topic.records.size(), 1U);
  ASSERT_EQ(topic.records[0].fields.size(), 1U);
  EXPECT_EQ(topic.records[0].fields[0].path, "value.a.b[1]");
  EXPECT_EQ(topic.records[0].fields[0].expected, "2");
  EXPECT_EQ(topic.records[0].fields[0].actual, "3");
}

TEST(RecordComparisonTest, AMissingRecordDoesNotMoveTheOthers) {
  EXPECT_EQ(KindsOf({Expected("[1]", "[1]"), Expected("[2]", "[2]"), Expected("[3]", "[3]")}, {Actual("[1]", "[1]"), Actual("[3]", "[3]")}),
            std::vector<Kind>{Kind::kMissing});
  EXPECT_EQ(KindsOf({Expected("[1]", "[1]"), Expected("[3]", "[3]")}, {Actual("[1]", "[1]"), Actual("[2]", "[2]"), Actual("[3]", "[3]")}),
            std::vector<Kind>{Kind::kExtra});
}

TEST(RecordComparisonTest, RecordsInAnotherOrderAreToldAsThat) {
  const std::vector<ExpectedRecord> expected = {Expected("[1]", "[1]"), Expected("[2]", "[2]")};
  EXPECT_EQ(KindsOf(expected, {Actual("[2]", "[2]"), Actual("[1]", "[1]")}), std::vector<Kind>{Kind::kWrongOrder});
  EXPECT_TRUE(KindsOf(expected, {Actual("[2]", "[2]"), Actual("[1]", "[1]")}, {.ordered = false}).empty());
}

TEST(RecordComparisonTest, OrderCountsWithinAPartitionOnly) {
  std::vector<ExpectedRecord> expected = {Expected("[2]", "[2]"), Expected("[1]", "[1]")};
  EXPECT_TRUE(KindsOf(expected, {Actual("[1]", "[1]", 0), Actual("[2]", "[2]", 1)}).empty());
  expected[0].partition = 0;
  EXPECT_EQ(KindsOf(expected, {Actual("[1]", "[1]", 0), Actual("[2]", "[2]", 1)}), std::vector<Kind>{Kind::kWrongPartition});
}

TEST(RecordComparisonTest, FinalComparesTheLastRecordOfEachKey) {
  const std::vector<ExpectedRecord> expected = {Expected("[2]", "[5]"), Expected("[1]", "[3]")};
  EXPECT_TRUE(KindsOf(expected, {Actual("[1]", "[1]"), Actual("[2]", "[5]"), Actual("[1]", "[3]")}, {.final = true}).empty());
}

TEST(RecordComparisonTest, NumbersOfRowsAreComparedByValue) {
  const std::vector<ExpectedRecord> expected = {Expected("[1]", "[9.50, 10, -0.0, 1]")};
  EXPECT_TRUE(KindsOf(expected, {Actual("[1]", "[9.5, 1E+1, 0, 1.0]")}, {.numbers_by_value = true}).empty());
  EXPECT_EQ(KindsOf(expected, {Actual("[1]", "[9.5, 1E+1, 0, 1.0]")}), std::vector<Kind>{Kind::kDifferent});
}

TEST(RecordComparisonTest, ATombstoneIsNoEmptyValue) {
  const std::vector<ExpectedRecord> expected = {{.value = {.kind = ExpectedBytes::Kind::kNull}}};
  EXPECT_TRUE(KindsOf(expected, {{.topic = "t"}}).empty());
  EXPECT_EQ(KindsOf(expected, {Actual("k", "")}), std::vector<Kind>{Kind::kDifferent});
}

}  // namespace
}  // namespace drey
