#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "runtime/cli/progress_reporter.h"
#include "runtime/cli/progress_text.h"

namespace drey {
namespace {

RunProgress After(absl::Duration elapsed, int64_t records_in, int64_t pending) {
  RunProgress progress;
  progress.records_in = records_in;
  progress.records_out = records_in;
  progress.records_pending = pending;
  progress.elapsed = elapsed;
  return progress;
}

TEST(ProgressTextTest, NamesCountsRateAndTimeToGo) {
  EXPECT_EQ(ProgressText(After(absl::Seconds(2), 20000, 50000)), "20,000 records in, 20,000 out, 10,000/s, 50,000 to go, ETA 0:05");
  EXPECT_EQ(ProgressText(After(absl::Seconds(1), 1, 7300)), "1 record in, 1 out, 1/s, 7,300 to go, ETA 2:01:40");
  EXPECT_EQ(ProgressText(After(absl::ZeroDuration(), 0, -1)), "0 records in, 0 out, 0/s");
}

TEST(ProgressTextTest, SummarizesForPeopleAndPrograms) {
  RunProgress progress = After(absl::Milliseconds(1050), 410, 0);
  progress.records_skipped = 2;
  progress.bytes_in = 7;
  EXPECT_EQ(SummaryText(progress, RunOutcome::kFinished), "finished: 410 records in, 410 out, 2 skipped, 1.05 s (390/s)");
  EXPECT_EQ(SummaryJson(progress, RunOutcome::kStopped),
            R"({"outcome":"stopped","records_in":410,"records_out":410,"records_skipped":2,"bytes_in":7,"bytes_out":0,)"
            R"("seconds":1.050})");
}

TEST(ProgressReporterTest, WithoutTerminalALineAboutEveryTenSeconds) {
  std::string written;
  ProgressReporter reporter(ProgressStyle::kLines, [&written](std::string_view text) { written += text; });
  for (int second = 0; second <= 25; ++second) reporter.Update(After(absl::Seconds(second), second, -1));
  EXPECT_EQ(written, "10 records in, 10 out, 1/s\n20 records in, 20 out, 1/s\n");
}

TEST(ProgressReporterTest, ABarIsRedrawnInPlaceAndRemovedAtTheEnd) {
  std::string written;
  ProgressReporter reporter(ProgressStyle::kBar, [&written](std::string_view text) { written += text; });
  reporter.Update(After(absl::Seconds(1), 50, 50));
  reporter.Clear();
  reporter.Clear();
  EXPECT_EQ(written, "\r\033[K[##########----------] 50 records in, 50 out, 50/s, 50 to go, ETA 0:01\r\033[K");
}

}  // namespace
}  // namespace drey
