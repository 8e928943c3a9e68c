#include "runtime/log/default_partitioner.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

// Values that Kafka's Java client computed.
TEST(DefaultPartitionerTest, HashesAsTheJavaClient) {
  EXPECT_EQ(Murmur2(R"({"order_id":1})"), 1132926627);
  EXPECT_EQ(Murmur2(R"({"order_id":2})"), 1342748633);
  EXPECT_EQ(Murmur2(R"({"order_id":42})"), -1691613252);
  EXPECT_EQ(Murmur2(R"({"order_id":-1})"), 1084650179);
  EXPECT_EQ(Murmur2("21"), -973932308);
  EXPECT_EQ(Murmur2("foobar"), -790332482);
  EXPECT_EQ(Murmur2("a-little-bit-long-string"), -985981536);
  EXPECT_EQ(Murmur2("abc"), 479470107);
}

TEST(DefaultPartitionerTest, TakesThePositivePartOfTheHash) {
  EXPECT_EQ(PartitionForKey(R"({"order_id":1})", 3), 0);
  EXPECT_EQ(PartitionForKey(R"({"order_id":1})", 6), 3);
  EXPECT_EQ(PartitionForKey(R"({"order_id":2})", 12), 5);
  EXPECT_EQ(PartitionForKey(R"({"order_id":42})", 6), 2);
  EXPECT_EQ(PartitionForKey(R"({"order_id":42})", 12), 8);
  EXPECT_EQ(PartitionForKey(R"({"order_id":-1})", 12), 11);
}

TEST(DefaultPartitionerTest, AnEmptyKeyIsAKey) {
  DefaultPartitioner partitioner;
  const int32_t expected = PartitionForKey("", 7);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(partitioner.Choose("", 10000, 7), expected);
}

TEST(DefaultPartitionerTest, RecordsWithoutKeyStayForABatch) {
  DefaultPartitioner partitioner;
  EXPECT_EQ(partitioner.Choose(std::nullopt, 16000, 2), 0);
  EXPECT_EQ(partitioner.Choose(std::nullopt, 400, 2), 0);
  EXPECT_EQ(partitioner.Choose(std::nullopt, 400, 2), 1);
}

}  // namespace
}  // namespace drey
