#include "engine/types/hash_map_order.h"

#include <gtest/gtest.h>

#include <string>

namespace drey {
namespace {

std::string Ordered(const std::vector<std::string>& names, int32_t (*hash)(std::string_view)) {
  std::vector<int32_t> hashes;
  for (const std::string& name : names) hashes.push_back(hash(name));
  std::string text;
  for (const size_t i : HashMapOrder(hashes)) text += names[i] + " ";
  return text;
}

// Recorded from Flink: the headers n, e, z of a record, read as MAP<STRING, BYTES>, were written in this order.
TEST(HashMapOrder, OfStringKeysInFlink) { EXPECT_EQ(Ordered({"n", "e", "z"}, HashOfStringData), "n z e "); }

// Recorded from Flink: the set of topics out;out2 in a message.
TEST(HashMapOrder, OfJavaStrings) { EXPECT_EQ(Ordered({"out", "out2"}, HashOfJavaString), "out2 out "); }

TEST(HashMapOrder, JavaStringHashesUtf16Units) {
  EXPECT_EQ(HashOfJavaString("hello"), 99162322);
  EXPECT_EQ(HashOfJavaString("\xF0\x9F\x8D\x95"), 1773209);  // U+1F355 as D83C DF55
}

TEST(HashMapOrder, EntriesOfABucketKeepTheirOrder) {
  const std::vector<int32_t> hashes = {16, 0, 1, 32};
  EXPECT_EQ(HashMapOrder(hashes), (std::vector<size_t>{0, 1, 3, 2}));
}

TEST(HashMapOrder, ATableForManyIsLarger) {
  const std::vector<int32_t> hashes = {16, 0};
  EXPECT_EQ(HashMapOrder(hashes, 20), (std::vector<size_t>{1, 0}));
}

}  // namespace
}  // namespace drey
