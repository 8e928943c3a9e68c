#include "runtime/cli/command_line.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

using Words = std::vector<std::string>;

// "message (hint)" of a command line that is refused.
std::string ErrorOf(const Words& words) {
  const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
  if (line.ok()) return "no error";
  const std::string hint = DetailOf(line.status()).hint;
  return hint.empty() ? std::string(MessageOf(line.status())) : Concat(MessageOf(line.status()), " (", hint, ")");
}

TEST(CommandLineTest, OptionsStandBeforeAndBehindArguments) {
  const Words forms[] = {{"run", "--mode", "batch", "job.json", "--dry-run"},
                         {"run", "job.json", "--dry-run", "--mode=batch"},
                         {"run", "--dry-run", "job.json", "--mode", "batch"}};
  for (const Words& words : forms) {
    const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
    ASSERT_TRUE(line.ok()) << line.status();
    EXPECT_EQ(line->command, Command::kRun);
    EXPECT_EQ(line->arguments, Words{"job.json"});
    EXPECT_EQ(line->Value("--mode"), "batch");
    EXPECT_TRUE(line->Has("--dry-run"));
    EXPECT_FALSE(line->Has("--bounded"));
  }
}

TEST(CommandLineTest, ARepeatableOptionTakesOneWordEachTime) {
  const absl::StatusOr<CommandLine> line =
      ParseCommandLine(Words{"run", "--set", "a=1", "job.json", "--set", "b=x y", "--option", "t.k=v=w"});
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->arguments, Words{"job.json"});
  EXPECT_EQ(line->Values("--set"), (Words{"a=1", "b=x y"}));
  EXPECT_EQ(line->Values("--option"), Words{"t.k=v=w"});
  EXPECT_EQ(line->Values("--integration"), Words{});
}

TEST(CommandLineTest, StandardInputAndWordsThatBeginWithADashAreArguments) {
  const absl::StatusOr<CommandLine> standard_input = ParseCommandLine(Words{"check", "-"});
  ASSERT_TRUE(standard_input.ok()) << standard_input.status();
  EXPECT_EQ(standard_input->arguments, Words{"-"});
  const absl::StatusOr<CommandLine> dashed = ParseCommandLine(Words{"check", "--", "--job.sql"});
  ASSERT_TRUE(dashed.ok()) << dashed.status();
  EXPECT_EQ(dashed->arguments, Words{"--job.sql"});
}

TEST(CommandLineTest, HelpIsACommandAndAnOption) {
  for (const Words& words : {Words{"help", "run"}, Words{"run", "--help"}, Words{"run", "job.json", "-h"}}) {
    const absl::StatusOr<CommandLine> line = ParseCommandLine(words);
    ASSERT_TRUE(line.ok()) << line.status();
    EXPECT_EQ(line->command, Command::kHelp);
    EXPECT_EQ(line->arguments, Words{"run"});
  }
  EXPECT_EQ(ParseCommandLine(Words{"--help"})->command, Command::kHelp);
  EXPECT_EQ(ParseCommandLine(Words{"--version"})->command, Command::kVersion);
}

TEST(CommandLineTest, SuggestsWhatWasMeant) {
  EXPECT_EQ(ErrorOf({"exlpain", "job.json"}), "unknown command 'exlpain' (did you mean explain?)");
  EXPECT_EQ(ErrorOf({"run", "job.json", "--bootstrap-server", "x"}), "unknown option --bootstrap-server (did you mean --bootstrap-servers?)");
  EXPECT_EQ(ErrorOf({"run", "job.json", "--bootstrap-server=x"}), "unknown option --bootstrap-server (did you mean --bootstrap-servers?)");
  EXPECT_EQ(ErrorOf({"check", "job.json", "--dry-run"}), "drey check has no option --dry-run (see drey help check)");
}

TEST(CommandLineTest, ArgumentsAreCounted) {
  EXPECT_EQ(ErrorOf({"explain"}), "drey explain needs JOB (usage: drey explain JOB)");
  EXPECT_EQ(ErrorOf({"explain", "a", "b"}), "unexpected argument 'b' (usage: drey explain JOB)");
  EXPECT_EQ(ErrorOf({}), "expected a command (see drey help)");
}

TEST(CommandLineTest, AChoiceIsOneOfItsWords) {
  constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
  EXPECT_EQ(*ParseCommandLine(Words{"check", "a"})->Choice("--errors", kFormats), "text");
  EXPECT_EQ(*ParseCommandLine(Words{"check", "a", "--errors", "json"})->Choice("--errors", kFormats), "json");
  const absl::Status wrong = ParseCommandLine(Words{"check", "a", "--errors", "jsno"})->Choice("--errors", kFormats).status();
  EXPECT_EQ(MessageOf(wrong), "option --errors is one of text, json, not 'jsno'");
  EXPECT_EQ(DetailOf(wrong).hint, "did you mean json?");
}

}  // namespace
}  // namespace drey
