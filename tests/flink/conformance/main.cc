// Runs the golden cases of real Flink against drey and prints a table of themes.
//
//   flink_conformance expressions|jobs|statements|plans [FILTER] [--show N] [--unsupported] [--batch ROWS] [--write-tests FOLDER]
//       [--folder FOLDER]
//   flink_conformance table [README]
//
// FILTER is a regular expression over "VERSION THEME CASE". Exit code 1: a difference, or a case that is not supported though it needs nothing
// that is left out (needed_features.h), that known_differences does not list; or one it lists that no longer differs. With --unsupported the
// cases that are left out are shown too, and those where drey does not support what Flink refuses. --folder takes the cases from elsewhere:
// those that have just been asked. With --write-tests the jobs that pass are written as unit tests for `drey test`. `table` prints the themes of all
// kinds as a Markdown table; with a README, it compares the README's table
// (and writes it with DREY_UPDATE_CASES=1).
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/expression_cases.h"
#include "tests/flink/conformance/job_cases.h"
#include "tests/flink/conformance/statement_cases.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

struct Arguments {
  std::string kind;
  std::string filter;
  size_t show = 20;
  bool unsupported = false;
  size_t batch_rows = 1000;
  std::string test_folder;
  std::string folder;  // empty: that of the kind
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
    } else if (value == "--folder" && i + 1 < count) {
      arguments.folder = values[++i];
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
    if (detail.size() > 4000) detail = detail.substr(0, 4000) + "…";
    std::printf("%s\n  %s\n", differences[i].id.c_str(), detail.c_str());
  }
  if (differences.size() > most) std::printf("… and %zu more\n", differences.size() - most);
}

std::string FolderOf(std::string_view kind) {
  return SourceDirectory() + "/tests/flink/" + std::string(kind == "plans" ? "statements" : kind);
}

bool RunKind(std::string_view kind, const std::string& folder, const CaseFilter& matches, size_t batch_rows,
             const std::string& test_folder, Comparison& comparison) {
  if (kind == "expressions") return RunExpressionCases(folder, matches, comparison);
  if (kind == "jobs") return RunJobCases(folder, matches, batch_rows, test_folder, comparison);
  if (kind == "statements") return RunStatementCases(folder, matches, comparison);
  return kind == "plans" && RunPlanCases(folder, matches, comparison);
}

// Puts the table in place of the one below the marker.
int WriteTable(const std::string& readme, const std::string& text, const std::string& table) {
  constexpr std::string_view kMarker = "<!-- flink_conformance table -->\n\n";
  const size_t begin = text.find(kMarker);
  if (begin == std::string::npos) return 1;
  size_t end = begin + kMarker.size();
  while (end < text.size() && text[end] == '|') end = text.find('\n', end) + 1;
  std::ofstream file(readme);
  file << text.substr(0, begin) << kMarker << table << text.substr(end);
  return file ? 0 : 1;
}

// 0 where the README holds the table as it is now.
int RunTable(const std::string& readme) {
  std::string table = "| kind | theme | cases | same | different | left out | not supported |\n|---|---|---|---|---|---|---|\n";
  for (const std::string_view kind : {"expressions", "jobs", "statements", "plans"}) {
    Comparison comparison;
    if (!RunKind(kind, FolderOf(kind), [](std::string_view) { return true; }, 1000, "", comparison)) return 2;
    table += comparison.MarkdownRows(kind);
  }
  std::printf("%s", table.c_str());
  if (readme.empty()) return 0;
  std::ifstream file(readme);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (text.find(table) != std::string::npos) return 0;
  if (std::getenv("DREY_UPDATE_CASES") != nullptr) return WriteTable(readme, text, table);
  std::fprintf(stderr, "%s does not hold this table; DREY_UPDATE_CASES=1 puts it there\n", readme.c_str());
  return 1;
}

int Run(const Arguments& arguments) {
  if (arguments.kind == "table") return RunTable(arguments.filter);
  const std::string folder = arguments.folder.empty() ? FolderOf(arguments.kind) : arguments.folder;
  const std::regex filter(arguments.filter);
  const CaseFilter matches = [&](std::string_view id) { return std::regex_search(id.begin(), id.end(), filter); };
  Comparison comparison;
  const bool read = RunKind(arguments.kind, folder, matches, arguments.batch_rows, arguments.test_folder, comparison);
  if (!read) {
    std::fprintf(stderr, "no golden cases could be read in %s\n", folder.c_str());
    return 2;
  }
  std::printf("%s", comparison.Table().c_str());
  const auto known = ReadKnownDifferences(folder + (arguments.kind == "plans" ? "/known_plan_differences" : "/known_differences"));
  std::vector<Difference> unlisted;
  std::set<std::string> differing;
  for (const Difference& difference : comparison.differences()) {
    differing.insert(difference.id);
    if (!known.contains(difference.id)) unlisted.push_back(difference);
  }
  // The functions that expressions lack are counted, not listed one by one.
  const bool lists_unsupported = arguments.kind != "expressions";
  for (const Difference& unsupported : comparison.unsupported()) {
    if (!lists_unsupported) break;
    differing.insert(unsupported.id);
    if (!known.contains(unsupported.id)) unlisted.push_back(unsupported);
  }
  std::vector<Difference> outdated;
  for (const auto& [id, reason] : known) {
    if (matches(id) && !differing.contains(id)) outdated.push_back({id, "no longer differs; remove it from known_differences"});
  }
  Show("Differences that known_differences does not list:", unlisted, arguments.show);
  Show("Known differences that are none:", outdated, arguments.show);
  if (arguments.unsupported) {
    Show("Not supported, needing nothing that is left out:", comparison.unsupported(), arguments.show);
    Show("Left out:", comparison.left_out(), arguments.show);
    Show("Flink refuses, drey does not support:", comparison.unsupported_refusals(), arguments.show);
  }
  return unlisted.empty() && outdated.empty() ? 0 : 1;
}

}  // namespace
}  // namespace drey

int main(int count, char** values) { return drey::Run(drey::ReadArguments(count, values)); }
