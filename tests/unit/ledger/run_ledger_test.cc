#include "runtime/ledger/run_ledger.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "runtime/log/memory/memory_log.h"

namespace drey {
namespace {

RunEntry Entry(const std::string& run, int64_t from, int64_t to) {
  return {.group = "hourly", .run = run, .outcome = "finished", .positions = {{{"in", 0}, {from, to}}}};
}

TEST(RunEntryTest, JsonSaysEverything) {
  const RunEntry entry = {.group = "a \"group\"",
                          .run = "r1",
                          .job = "job.sql",
                          .fingerprint = "f",
                          .overrides = {"--set a=b", "--mode batch"},
                          .start = 1,
                          .end = 2,
                          .outcome = "failed",
                          .message = "line\nbreak",
                          .records_in = 3,
                          .records_out = 4,
                          .records_skipped = 5,
                          .positions = {{{"in", 0}, {0, 7}}, {{"in", 1}, {3, 3}}, {{"other", 0}, {1, 2}}}};
  const auto read = ParseRunEntry(ToJson(entry), "here");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, entry);
}

TEST(RunEntryTest, WhatIsNotAnEntryIsRefusedWithItsPlace) {
  EXPECT_EQ(ParseRunEntry("{\"x\":1}", "offset 3 of drey.runs").status().message(),
            "offset 3 of drey.runs is not an entry of the ledger: unknown field 'x'");
}

TEST(RunEntryTest, GapsAndOverlapsAreFound) {
  EXPECT_TRUE(FindGapsAndOverlaps({Entry("a", 0, 5), Entry("b", 5, 5), Entry("c", 5, 9)}).empty());
  EXPECT_EQ(FindGapsAndOverlaps({Entry("a", 0, 5), Entry("b", 6, 7), Entry("c", 4, 9)}),
            (std::vector<std::string>{"gap in in-0: run a ended at offset 5, run b began at 6",
                                      "overlap in in-0: run b ended at offset 7, run c began at 4"}));
}

class RunLedgerTest : public testing::Test {
 protected:
  // Topics in memory have no configs, so the ledger's is there before.
  RunLedgerTest() { log_.SetPartitionCount("drey.runs", 1); }

  RunLedger Ledger(const std::string& holder = "drey run job.sql") {
    return RunLedger(log_, {.group = "hourly", .settings = {}, .on_broker = true, .holder = holder});
  }

  MemoryLog log_;
  absl::Time now_ = absl::Now();
};

TEST_F(RunLedgerTest, TheNewestWordOfARunCounts) {
  RunLedger ledger = Ledger();
  ASSERT_TRUE(ledger.Claim("r1", now_).ok());
  ASSERT_TRUE(ledger.Write(Entry("r1", 0, 5)).ok());
  ASSERT_TRUE(ledger.Write(Entry("r2", 5, 6)).ok());
  ASSERT_TRUE(ledger.Write(Entry("r1", 0, 4)).ok());
  EXPECT_EQ(*ledger.Read(), (std::vector<RunEntry>{Entry("r1", 0, 4), Entry("r2", 5, 6)}));
}

TEST_F(RunLedgerTest, AGroupIsOneRunsAtATime) {
  RunLedger first = Ledger("drey run a.sql");
  RunLedger second = Ledger("drey run b.sql");
  EXPECT_EQ(*first.Claim("r1", now_), std::nullopt);
  EXPECT_EQ((*second.Claim("r2", now_))->substr(0, 14), "drey run a.sql");
  ASSERT_TRUE(first.Release().ok());
  EXPECT_EQ(*second.Claim("r2", now_), std::nullopt);
}

TEST_F(RunLedgerTest, ARunWithoutSignOfLifeIsTakenForDead) {
  RunLedger first = Ledger();
  EXPECT_EQ(*first.Claim("r1", now_ - absl::Minutes(1)), std::nullopt);
  RunLedger second = Ledger();
  EXPECT_EQ(*second.Claim("r2", now_), std::nullopt);
}

TEST_F(RunLedgerTest, ARunThatDiedIsCalledSo) {
  RunLedger first = Ledger();
  ASSERT_TRUE(first.Claim("r1", now_ - absl::Minutes(1)).ok());
  RunEntry entry = Entry("r1", 0, 5);
  entry.outcome = "running";
  ASSERT_TRUE(first.Write(entry).ok());
  EXPECT_EQ(Ledger().Read()->front().outcome, "died");
}

}  // namespace
}  // namespace drey
