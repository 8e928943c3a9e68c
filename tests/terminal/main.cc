// Runs every case (*.case) of a folder, each a session on a terminal, as a test of its own.
//
// usage: terminal_cases FOLDER [gtest option…]; DREY_PROGRAM is the program to test.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "tests/command_cases/case_files.h"
#include "tests/terminal/terminal_case.h"

namespace drey {
namespace {

class TerminalCaseTest : public testing::Test {
 public:
  explicit TerminalCaseTest(std::filesystem::path file) : file_(std::move(file)) {}

  void TestBody() override {
    const CaseFolder folder(file_.stem());
    setenv("HOME", folder.path().c_str(), 1);
    unsetenv("XDG_STATE_HOME");
    RunTerminalCase(ParseTerminalCase(ReadCaseFile(file_)), folder.path());
  }

 private:
  std::filesystem::path file_;
};

}  // namespace
}  // namespace drey

int main(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  if (argument_count != 2 || !drey::FixEnvironment()) return 2;
  drey::RegisterCases(arguments[1], "TerminalCase", [](std::filesystem::path file) { return new drey::TerminalCaseTest(std::move(file)); });
  return RUN_ALL_TESTS();
}
