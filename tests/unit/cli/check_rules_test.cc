// Each rule of `drey check` speaks up on its own example and not on the better way to write it, and docs/check.md says what the rules say.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/base/text.h"
#include "engine/check/job_check.h"
#include "runtime/cli/error_renderer.h"
#include "runtime/connectors/built_in_connectors.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::vector<std::string> RulesFoundIn(std::string_view statements, FlinkVersion version) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.sql", Concat(kRuleExampleTables, statements), sources);
  EXPECT_TRUE(definition.ok()) << definition.status();
  const absl::StatusOr<std::vector<absl::Status>> findings = CheckJob(*definition, sources, BuiltInConnectors(), {.compile = {.version = version}});
  EXPECT_TRUE(findings.ok()) << findings.status() << "\n" << statements;
  std::vector<std::string> rules;
  if (!findings.ok()) return rules;
  for (const absl::Status& finding : *findings) rules.push_back(RuleOf(finding));
  return rules;
}

bool Contains(const std::vector<std::string>& rules, std::string_view rule) { return std::find(rules.begin(), rules.end(), rule) != rules.end(); }

TEST(CheckRulesTest, SpeakUpOnTheirExamples) {
  for (const CheckRule* rule : AllCheckRules()) EXPECT_TRUE(Contains(RulesFoundIn(rule->example, rule->version), rule->name)) << rule->name;
}

TEST(CheckRulesTest, AreSilentOnTheBetterWay) {
  for (const CheckRule* rule : AllCheckRules()) {
    if (rule->better.empty()) continue;
    EXPECT_FALSE(Contains(RulesFoundIn(rule->better, rule->version), rule->name)) << rule->name;
  }
}

TEST(CheckRulesTest, EveryFindingNamesARuleThatThereIs) {
  for (const CheckRule* rule : AllCheckRules()) {
    for (const std::string& found : RulesFoundIn(rule->example, rule->version)) EXPECT_NE(FindCheckRule(found), nullptr) << found;
  }
}

TEST(CheckRulesTest, AreAllowedByACommentBeforeTheStatement) {
  for (const CheckRule* rule : AllCheckRules()) {
    std::string statements(rule->example);
    // Before each statement.
    statements = Concat("-- drey: allow ", rule->name, "\n", ReplaceAll(statements, ";\n", Concat(";\n-- drey: allow ", rule->name, "\n")));
    const bool is_about_preceding_tables = rule->name == "unused-table" || rule->name == "no-group-id" ||
                                           rule->name == "unbounded-in-batch";  // that stand before the comment, or nowhere
    const bool is_about_comments = rule->name == "unknown-rule";
    if (is_about_preceding_tables || is_about_comments) continue;
    EXPECT_FALSE(Contains(RulesFoundIn(statements, rule->version), rule->name)) << statements;
  }
}

// What stands behind "## Rules" in docs/check.md.
std::string RulesAsMarkdown() {
  std::string out = Concat("The examples stand behind these tables:\n\n```sql\n", kRuleExampleTables, "```\n");
  for (const CheckRule* rule : AllCheckRules()) {
    Append(out, "\n### ", rule->name, "\n\n", NameOf(rule->severity), ": ", rule->summary, "\n\n", rule->explanation, "\n\n```sql\n", rule->example,
           "\n```\n");
    if (!rule->better.empty()) Append(out, "\nInstead:\n\n```sql\n", rule->better, "\n```\n");
  }
  return out;
}

TEST(CheckRulesTest, AreDocumented) {
  const std::string path = SourceDirectory() + "/docs/check.md";
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  constexpr std::string_view kHeading = "## Rules\n\n";
  const size_t heading = text.find(kHeading);
  ASSERT_NE(heading, std::string::npos) << path;
  const std::string expected = text.substr(0, heading + kHeading.size()) + RulesAsMarkdown();
  if (std::getenv("DREY_UPDATE_DOCUMENTATION") != nullptr) std::ofstream(path, std::ios::binary) << expected;
  EXPECT_EQ(text, expected) << "DREY_UPDATE_DOCUMENTATION=1 writes it";
}

}  // namespace
}  // namespace drey
