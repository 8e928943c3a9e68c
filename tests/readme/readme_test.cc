// Every command of README.md is run by a test.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>
#include "tests/source_directory/source_directory.h"

#include "tests/tour/tour.h"

namespace drey {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The lines of the ```sh blocks, without comments.
std::vector<std::string> ShellCommands(std::string_view markdown) {
  std::vector<std::string> commands;
  bool in_block = false;
  while (!markdown.empty()) {
    const size_t end = std::min(markdown.find('\n'), markdown.size() - 1);
    std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(end + 1);
    if (line.starts_with("```")) {
      in_block = line == "```sh";
      continue;
    }
    line = line.substr(0, line.find(" #"));
    const size_t last = line.find_last_not_of(' ');
    if (in_block && last != std::string_view::npos) commands.emplace_back(line.substr(0, last + 1));
  }
  return commands;
}

// Where a command of the README is run, other than in tests/readme/readme.case.
bool IsRunElsewhere(const std::string& command) {
  return command == "examples/run.sh"                      // the test `example`
         || command == "tests/run.sh"                      // what runs this test
         || command == "PATH=$PWD/build/release:$PATH"     // what the driver of the cases does
         || command.find("localhost:9092") != std::string::npos || command.find("kafka.properties") != std::string::npos;
}

TEST(ReadmeTest, EveryCommandIsRunByATest) {
  const std::filesystem::path root = SourceDirectory();
  const std::string cases = ReadFile(root / "tests/readme/readme.case");
  const std::vector<std::string> commands = ShellCommands(ReadFile(root / "README.md"));
  ASSERT_GE(commands.size(), 8U);
  std::vector<std::string> of_tour;  // tests/tour runs them
  for (const TourStep& step : ReadTour(ReadFile(root / "README.md"), kTourHeading)) {
    of_tour.insert(of_tour.end(), step.commands.begin(), step.commands.end());
  }
  for (const std::string& command : commands) {
    if (std::find(of_tour.begin(), of_tour.end(), command) != of_tour.end()) continue;
    EXPECT_TRUE(IsRunElsewhere(command) || cases.find(">>> run: " + command + "\n") != std::string::npos) << command;
  }
}

TEST(ReadmeTest, CommandsAreTheLinesOfShellBlocks) {
  EXPECT_EQ(ShellCommands("```\nno\n```\n```sh\nyes # comment\n\nalso\n```\nno\n"), (std::vector<std::string>{"yes", "also"}));
}

}  // namespace
}  // namespace drey
