// Runs every case (*.case) of a folder as a test of its own.
//
// usage: command_cases FOLDER [gtest option…]; DREY_PROGRAM is the program to test. With DREY_UPDATE_CASES=1 what the commands print
// and return is written into the cases instead (lines that match with {{*}} are kept).
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/command_cases/command_case.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

bool UpdatesCases() { return std::getenv("DREY_UPDATE_CASES") != nullptr; }

void WriteFile(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

// An empty folder for a case, removed afterwards.
class CaseFolder {
 public:
  explicit CaseFolder(const std::string& name) : path_(fs::path(testing::TempDir()) / (("drey-case-" + std::to_string(getpid()) + "-" + name))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;
  ~CaseFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void Update(const std::string& actual, std::string& expected) {
  if (!MatchesExpectation(expected, actual)) expected = actual;
}

class CommandCaseTest : public testing::Test {
 public:
  explicit CommandCaseTest(fs::path file) : file_(std::move(file)) {}

  void TestBody() override {
    std::ifstream in(file_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    CommandCase command_case = ParseCommandCase(text);
    const CaseFolder folder(file_.stem());
    for (CommandCase::Item& item : command_case.items) {
      if (!item.file.empty()) {
        WriteFile(folder.path() / item.file, item.content);
      } else {
        RunStep(folder.path(), item.step);
      }
    }
    if (UpdatesCases()) WriteFile(file_, FormatCommandCase(command_case));
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

void RegisterCases(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".case") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    testing::RegisterTest("CommandCase", file.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
                          [file]() -> testing::Test* { return new CommandCaseTest(file); });
  }
}

// What a terminal or a user's environment could change.
void FixEnvironment() {
  const fs::path program = std::getenv("DREY_PROGRAM");
  const std::string path = std::getenv("PATH");
  setenv("PATH", (program.parent_path().string() + ":" + path).c_str(), 1);
  setenv("REPOSITORY", SourceDirectory().c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  unsetenv("NO_COLOR");
}

}  // namespace
}  // namespace drey

int main(int argument_count, char** arguments) {
  testing::InitGoogleTest(&argument_count, arguments);
  if (argument_count != 2 || std::getenv("DREY_PROGRAM") == nullptr) return 2;
  drey::FixEnvironment();
  drey::RegisterCases(arguments[1]);
  return RUN_ALL_TESTS();
}
