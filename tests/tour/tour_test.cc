// The five minutes of README.md, word for word, by a user on a terminal, with a real Kafka broker.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/command_cases/case_files.h"
#include "tests/tour/tour.h"
#include "tests/source_directory/source_directory.h"
#include "tests/terminal/pseudo_terminal.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrompt = "reader$";
// Wide enough that no line is cut.
constexpr size_t kColumns = 400;

class TourTest : public testing::Test {
 protected:
  TourTest() : folder_("tour") {
    setenv("PS1", "reader$ ", 1);
    // The repository, as far as the tour needs it.
    fs::create_directory_symlink(fs::path(SourceDirectory()) / "tests", folder_.path() / "tests");
    terminal_ = std::make_unique<PseudoTerminal>(std::vector<std::string>{"bash", "--norc", "--noprofile", "-i"}, folder_.path(), kColumns);
  }

  // The text from `row` on ends with a prompt that waits.
  static bool IsAtPrompt(const Screen& screen, size_t row) { return screen.row() >= row && screen.Text(screen.row()) == kPrompt; }

  // What the command prints.
  std::string RunCommand(const std::string& command) {
    const size_t row = terminal_->screen().row();
    terminal_->Type(command + "\r");
    EXPECT_TRUE(terminal_->WaitUntil([row](const Screen& screen) { return IsAtPrompt(screen, row + 1); })) << terminal_->screen().Text(row);
    const std::string text = terminal_->screen().Text(row);
    const size_t begin = text.find('\n') + 1;
    EXPECT_EQ(text.substr(0, begin), std::string(kPrompt) + " " + command + "\n");
    return text.substr(begin, text.size() - begin - kPrompt.size());
  }

  void RunTour() {
    ASSERT_TRUE(terminal_->WaitUntil([](const Screen& screen) { return IsAtPrompt(screen, 0); }));
    const std::vector<TourStep> steps = ReadTour(ReadCaseFile(fs::path(SourceDirectory()) / "README.md"), kTourHeading);
    ASSERT_GE(steps.size(), 5U);
    for (const TourStep& step : steps) {
      if (!step.file.empty()) {
        WriteCaseFile(tour_folder() / step.file, step.content);
        continue;
      }
      std::string output;
      for (const std::string& command : step.commands) output += RunCommand(command);
      ASSERT_EQ(WithoutTimes(output), WithoutTimes(step.output)) << step.commands.back();
    }
  }

  // Where the tour's first command leads.
  fs::path tour_folder() const { return folder_.path() / "build" / "tour"; }

  CaseFolder folder_;
  std::unique_ptr<PseudoTerminal> terminal_;
};

TEST_F(TourTest, WorksWordForWord) {
  const std::string broker = std::string(SourceDirectory()) + "/tests/integration/broker.sh";
  if (std::system((broker + " jars >/dev/null").c_str()) != 0) {
    if (std::getenv("CI") != nullptr) FAIL() << "Kafka cannot be fetched";
    GTEST_SKIP() << "Kafka cannot be fetched";
  }
  RunTour();
  // It is stopped by the tour, unless that failed before.
  const std::string stop = broker + " stop " + (tour_folder() / "broker").string();
  EXPECT_EQ(std::system(stop.c_str()), 0);
}

}  // namespace
}  // namespace drey

int main(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  if (!drey::FixEnvironment()) return 2;
  return RUN_ALL_TESTS();
}
