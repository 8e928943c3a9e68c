#include "runtime/checkpoint/state_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/base/text.h"

namespace drey {
namespace {

class StateStoreTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove_all(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // As a run that dies afterwards: what it stored may never have been named.
  std::string Store(const std::string& bytes) const {
    const auto name = store_.Store({{.pipeline = 1, .index = 2, .bytes = bytes}});
    EXPECT_TRUE(name.ok()) << name.status();
    return *name;
  }

  std::string Load(const std::string& name) const {
    const auto states = store_.Load(name);
    return states.ok() && states->size() == 1 ? (*states)[0].bytes : Concat("error ", static_cast<int>(DetailOf(states.status()).kind));
  }

  const std::string folder_ = Concat(testing::TempDir(), "/drey_state_store_",
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
  const StateStore store_{folder_ + "/groups/g"};
};

TEST_F(StateStoreTest, TheStateBeforeStaysUntilTheNextIsNamed) {
  const std::string first = Store("old");
  const std::string second = Store("new");
  EXPECT_NE(first, second);
  EXPECT_EQ(Load(first), "old");
  EXPECT_EQ(Load(second), "new");
  store_.RemoveAllExcept(second);
  EXPECT_EQ(Load(first), "error 6");
  EXPECT_EQ(Load(second), "new");
}

TEST_F(StateStoreTest, AfterACrashNoNameStandsForAnotherState) {
  const std::string named = Store("named");
  const std::string lost = Store("lost");
  EXPECT_NE(Store("again"), lost);
  EXPECT_EQ(Load(named), "named");
}

TEST_F(StateStoreTest, WhatWasChangedIsRefused) {
  const std::string name = Store("state");
  std::ofstream(folder_ + "/groups/g/" + name, std::ios::app) << "x";
  EXPECT_EQ(Load(name), "error 6");
  EXPECT_EQ(Load("state.0.0123456789abcdef"), "error 6");
}

TEST_F(StateStoreTest, NamesStayInTheFolder) {
  EXPECT_TRUE(StateStore::IsName("state.0.0123456789abcdef"));
  EXPECT_FALSE(StateStore::IsName("state.0/../../etc"));
  EXPECT_FALSE(StateStore::IsName("positions"));
}

}  // namespace
}  // namespace drey
