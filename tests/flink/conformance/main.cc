// Runs the golden cases of real Flink against drey and prints a table of themes.
//
//   flink_conformance expressions|jobs|statements [FILTER] [--show N] [--unsupported] [--batch ROWS] [--write-tests FOLDER]
//
// FILTER is a regular expression over "VERSION THEME CASE". Exit code 1: a difference that known_differences does not list, or one it lists
// that no longer differs. With --write-tests the jobs that pass are written as unit tests for `drey test`.
#include <cstdio>
#include <cstdlib>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/expression_cases.h"
#include "tests/flink/conformance/job_cases.h"
#include "tests/flink/conformance/statement_cases.h"

namespace drey {
namespace {

struct Arguments {
  std::string kind;
  std::string filter;
  size_t show = 20;
  bool unsupported = false;
  size_t batch_rows = 1000;
  std::string test_folder;
};

Arguments ReadArguments(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view value = values[i];
    if (value == "--show" && i + 1 < count) {
      arguments.show = static_cast<size_t>(std::atoi(values[++i]));
    } else if (value == "--batch" && i + 1 < count) {
      arguments.batch_rows = static_cast<size_t>(std::atoi(values[++i]));
    } else if (value == "--write-tests" && i + 1 < count) {
      arguments.test_folder = values[++i];
    } else if (value == "--unsupported") {
      arguments.unsupported = true;
    } else if (arguments.kind.empty()) {
      arguments.kind = value;
    } else {
      arguments.filter = value;
    }
  }
  return arguments;
}

void Show(const char* title, const std::vector<Difference>& differences, size_t most) {
  if (differences.empty()) return;
  std::printf("\n%s\n", title);
  for (size_t i = 0; i < differences.size() && i < most; ++i) {
    std::string detail = differences[i].detail;
    if (detail.size() > 1200) detail = detail.substr(0, 1200) + "…";
    std::printf("%s\n  %s\n", differences[i].id.c_str(), detail.c_str());
  }
  if (differences.size() > most) std::printf("… and %zu more\n", differences.size() - most);
}

int Run(const Arguments& arguments) {
  const std::string folder = std::string(DREY_SOURCE_DIR) + "/tests/flink/" + arguments.kind;
  const std::regex filter(arguments.filter);
  const CaseFilter matches = [&](std::string_view id) { return std::regex_search(id.begin(), id.end(), filter); };
  Comparison comparison;
  bool read = false;
  if (arguments.kind == "expressions") read = RunExpressionCases(folder, matches, comparison);
  if (arguments.kind == "jobs") read = RunJobCases(folder, matches, arguments.batch_rows, arguments.test_folder, comparison);
  if (arguments.kind == "statements") read = RunStatementCases(folder, matches, comparison);
  if (!read) {
    std::fprintf(stderr, "no golden cases could be read in %s\n", folder.c_str());
    return 2;
  }
  std::printf("%s", comparison.Table().c_str());
  const auto known = ReadKnownDifferences(folder + "/known_differences");
  std::vector<Difference> unlisted;
  std::set<std::string> differing;
  for (const Difference& difference : comparison.differences()) {
    differing.insert(difference.id);
    if (!known.contains(difference.id)) unlisted.push_back(difference);
  }
  std::vector<Difference> outdated;
  for (const auto& [id, reason] : known) {
    if (matches(id) && !differing.contains(id)) outdated.push_back({id, "no longer differs; remove it from known_differences"});
  }
  Show("Differences that known_differences does not list:", unlisted, arguments.show);
  Show("Known differences that are none:", outdated, arguments.show);
  if (arguments.unsupported) Show("Not supported yet:", comparison.unsupported(), arguments.show);
  return unlisted.empty() && outdated.empty() ? 0 : 1;
}

}  // namespace
}  // namespace drey

int main(int count, char** values) { return drey::Run(drey::ReadArguments(count, values)); }
