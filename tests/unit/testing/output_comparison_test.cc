#include "runtime/testing/output_comparison.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace drey {
namespace {

MemoryRecord Record(std::optional<std::string> key, std::optional<std::string> value) {
  return {.topic = "out", .key = std::move(key), .value = std::move(value)};
}

TopicChanges Compare(std::vector<MemoryRecord> before, std::vector<MemoryRecord> after) {
  JobOutput a;
  JobOutput b;
  a.topics["out"] = std::move(before);
  b.topics["out"] = std::move(after);
  return CompareOutputs(a, b).front();
}

TEST(OutputComparisonTest, RecordsOfTheSameKeyMeet) {
  const TopicChanges changes = Compare({Record("1", R"({"a":1})"), Record("2", R"({"a":2})")}, {Record("2", R"({"a":3})"), Record("1", R"({"a":1})")});
  EXPECT_EQ(changes.same, 1U);
  ASSERT_EQ(changes.changes.size(), 1U);
  EXPECT_EQ(changes.changes[0].kind, RecordChange::Kind::kChanged);
  ASSERT_EQ(changes.changes[0].fields.size(), 1U);
  EXPECT_EQ(changes.changes[0].fields[0].path, "value.a");
}

TEST(OutputComparisonTest, OneMoreOfTheSameKeyIsAdded) {
  const TopicChanges changes = Compare({Record("1", "x"), Record("1", "z")}, {Record("1", "x"), Record("1", "y"), Record("1", "z")});
  EXPECT_EQ(changes.same, 2U);
  ASSERT_EQ(changes.changes.size(), 1U);
  EXPECT_EQ(changes.changes[0].kind, RecordChange::Kind::kAdded);
  EXPECT_EQ(changes.changes[0].after->value, "y");
}

TEST(OutputComparisonTest, AnotherOrderOfTheSameKeyIsMoved) {
  const TopicChanges changes = Compare({Record("1", "x"), Record("1", "y")}, {Record("1", "y"), Record("1", "x")});
  ASSERT_EQ(changes.changes.size(), 1U);
  EXPECT_EQ(changes.changes[0].kind, RecordChange::Kind::kMoved);
}

TEST(OutputComparisonTest, OrderDoesNotMatterWithoutKey) {
  const TopicChanges changes =
      Compare({Record({}, "x"), Record({}, "x"), Record({}, "y")}, {Record({}, "y"), Record({}, "x"), Record({}, "z")});
  EXPECT_EQ(changes.same, 2U);
  ASSERT_EQ(changes.changes.size(), 1U);
  EXPECT_EQ(changes.changes[0].before->value, "x");
  EXPECT_EQ(changes.changes[0].after->value, "z");
}

TEST(OutputComparisonTest, OtherBytesOfTheSameContentAreAChange) {
  const TopicChanges changes = Compare({Record("1", R"({"a":1,"b":2})")}, {Record("1", R"({"b":2,"a":1})")});
  ASSERT_EQ(changes.changes.size(), 1U);
  ASSERT_EQ(changes.changes[0].fields.size(), 1U);
  EXPECT_EQ(changes.changes[0].fields[0].path, "value");
}

TEST(OutputComparisonTest, PartitionHeadersAndTombstonesCount) {
  MemoryRecord moved = Record("1", "x");
  moved.partition = 1;
  EXPECT_EQ(Compare({Record("1", "x")}, {moved}).changes.at(0).fields.at(0).path, "partition");
  MemoryRecord with_header = Record({}, "x");
  with_header.headers.push_back({"trace", "1"});
  EXPECT_EQ(Compare({Record({}, "x")}, {with_header}).changes.at(0).fields.at(0).path, "headers");
  EXPECT_EQ(Compare({Record("1", "null")}, {Record("1", std::nullopt)}).changes.size(), 1U);
}

TEST(OutputComparisonTest, ManyRecordsWithoutPartnerAreStillPairedUp) {
  std::vector<MemoryRecord> before;
  std::vector<MemoryRecord> after;
  for (int i = 0; i < 2000; ++i) {
    before.push_back(Record({}, std::to_string(i)));
    after.push_back(Record({}, std::to_string(i) + "x"));
  }
  after.push_back(Record({}, "one more"));
  const TopicChanges changes = Compare(before, after);
  EXPECT_EQ(changes.same, 0U);
  EXPECT_EQ(changes.changes.size(), 2001U);
}

}  // namespace
}  // namespace drey
