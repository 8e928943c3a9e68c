#include "runtime/checkpoint/position_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/base/text.h"

namespace drey {
namespace {

class PositionStoreTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  size_t StateFiles() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      count += entry.path().filename().string().starts_with("state.");
    }
    return count;
  }

  const std::string folder_ = Concat(testing::TempDir(), "/drey_position_store_",
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
};

JobPositions Positions(int64_t offset, std::string state) {
  JobPositions positions = {.fingerprint = "f"};
  positions.sources.push_back({.next_offsets = {{{"in", 0}, offset}}});
  positions.states.push_back({.pipeline = 0, .index = 2, .bytes = std::move(state)});
  return positions;
}

TEST_F(PositionStoreTest, PositionsAndStateBelongTogether) {
  const auto store = PositionStore::Open(folder_);
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(store->Store(Positions(7, std::string("a\0b", 3))).ok());
  const auto loaded = store->Load("f");
  ASSERT_TRUE(loaded.ok() && loaded->has_value());
  EXPECT_EQ((*loaded)->sources, Positions(7, "").sources);
  ASSERT_EQ((*loaded)->states.size(), 1u);
  EXPECT_EQ((*loaded)->states[0].index, 2u);
  EXPECT_EQ((*loaded)->states[0].bytes, std::string("a\0b", 3));
}

TEST_F(PositionStoreTest, OldStateGoesAway) {
  const auto store = PositionStore::Open(folder_);
  for (int64_t i = 0; i < 3; ++i) ASSERT_TRUE(store->Store(Positions(i, "x")).ok());
  EXPECT_EQ(StateFiles(), 1u);
  ASSERT_TRUE(store->Store({.fingerprint = "f"}).ok());
  EXPECT_EQ(StateFiles(), 0u);
}

TEST_F(PositionStoreTest, StateThatWasNeverFinishedDoesNotCount) {
  const auto store = PositionStore::Open(folder_);
  ASSERT_TRUE(store->Store(Positions(1, "old")).ok());
  std::ofstream(folder_ + "/state.99") << "half";
  const auto loaded = store->Load("f");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ((*loaded)->states[0].bytes, "old");
}

TEST_F(PositionStoreTest, WhatDoesNotFitIsRefused) {
  const auto store = PositionStore::Open(folder_);
  ASSERT_TRUE(store->Store(Positions(1, "old")).ok());
  EXPECT_EQ(DetailOf(store->Load("another").status()).kind, ErrorKind::kCheckpointMismatch);
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().filename().string().starts_with("state.")) std::ofstream(entry.path()) << "nonsense";
  }
  EXPECT_EQ(DetailOf(store->Load("f").status()).kind, ErrorKind::kCheckpointMismatch);
}

}  // namespace
}  // namespace drey
