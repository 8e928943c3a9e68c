#include "runtime/logging/logging.h"

#include <gtest/gtest.h>

#include <string>

namespace drey {
namespace {

TEST(LoggingTest, LevelsAreKnownByName) {
  EXPECT_EQ(ParseLogLevel("trace"), LogLevel::kTrace);
  EXPECT_EQ(ParseLogLevel("warn"), LogLevel::kWarning);
  EXPECT_EQ(ParseLogLevel("off"), LogLevel::kOff);
  EXPECT_EQ(ParseLogLevel("loud"), std::nullopt);
}

TEST(LoggingTest, WithoutSetUpWarningsAreShownAndLesserThingsAreNot) {
  EXPECT_TRUE(LogEnabled(LogLevel::kWarning));
  EXPECT_FALSE(LogEnabled(LogLevel::kInfo));
}

// The format is fixed with the first message of a process, so there is one test of output.
TEST(LoggingTest, WritesJsonLinesOnStandardErrorFromTheLevelOn) {
  StartLogging(LogLevel::kInfo, LogFormat::kJson);
  testing::internal::CaptureStderr();
  Log(LogLevel::kDebug, "kafka", "not shown");
  Log(LogLevel::kInfo, "kafka", "said \"no\"\n");
  const std::string output = testing::internal::GetCapturedStderr();
  EXPECT_NE(output.find(R"(,"level":"info","component":"kafka","message":"said \"no\"\u000a"})"), std::string::npos) << output;
  EXPECT_EQ(output.find("not shown"), std::string::npos);
}

}  // namespace
}  // namespace drey
