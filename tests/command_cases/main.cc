// Runs every case (*.case) of a folder as a test of its own.
//
// usage: command_cases FOLDER [gtest option…]; DREY_PROGRAM is the program to test. With DREY_UPDATE_CASES=1 what the commands print
// and return is written into the cases instead (lines that match with {{*}} are kept).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "tests/command_cases/case_files.h"
#include "tests/command_cases/command_case.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

bool UpdatesCases() { return std::getenv("DREY_UPDATE_CASES") != nullptr; }

void Update(const std::string& actual, std::string& expected) {
  if (!MatchesExpectation(expected, actual)) expected = actual;
}

class CommandCaseTest : public testing::Test {
 public:
  explicit CommandCaseTest(fs::path file) : file_(std::move(file)) {}

  void TestBody() override {
    CommandCase command_case = ParseCommandCase(ReadCaseFile(file_));
    const CaseFolder folder(file_.stem());
    for (CommandCase::Item& item : command_case.items) {
      if (!item.file.empty()) {
        WriteCaseFile(folder.path() / item.file, item.content);
      } else {
        RunStep(folder.path(), item.step);
      }
    }
    if (UpdatesCases()) WriteCaseFile(file_, FormatCommandCase(command_case));
  }

 private:
  static void RunStep(const fs::path& folder, CommandStep& expected) {
    const CommandStep actual = RunCommandStep(expected.command, folder);
    if (UpdatesCases()) {
      expected.exit_code = actual.exit_code;
      Update(actual.standard_output, expected.standard_output);
      Update(actual.standard_error, expected.standard_error);
      return;
    }
    EXPECT_EQ(actual.exit_code, expected.exit_code) << expected.command;
    if (!MatchesExpectation(expected.standard_output, actual.standard_output)) {
      EXPECT_EQ(actual.standard_output, expected.standard_output) << "standard output of " << expected.command;
    }
    if (!MatchesExpectation(expected.standard_error, actual.standard_error)) {
      EXPECT_EQ(actual.standard_error, expected.standard_error) << "standard error of " << expected.command;
    }
  }

  fs::path file_;
};

}  // namespace
}  // namespace drey

int main(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  if (argument_count != 2 || !drey::FixEnvironment()) return 2;
  drey::RegisterCases(arguments[1], "CommandCase", [](std::filesystem::path file) { return new drey::CommandCaseTest(std::move(file)); });
  return RUN_ALL_TESTS();
}
