// What a conformance run found: for each theme how many answers were compared and how many differ, and the list of known differences.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

// One answer that differs from Flink's. `id` is "VERSION THEME CASE", for example "1.20.3 cast cast-002".
struct Difference {
  std::string id;
  std::string detail;  // what Flink says and what drey says
};

struct ThemeResult {
  int cases = 0;        // cases compared, each version counted
  int same = 0;
  int unsupported = 0;  // drey says that it does not support the case
  int rows = 0;
  int rows_same = 0;
};

class Comparison {
 public:
  void AddCase(std::string_view theme, std::string id, const std::vector<std::string>& details, int rows, int rows_same);
  void AddUnsupported(std::string_view theme, std::string id, std::string feature);

  const std::vector<Difference>& differences() const { return differences_; }
  const std::vector<Difference>& unsupported() const { return unsupported_; }
  // theme, cases, same, different, not supported.
  std::string Table() const;
  // The same as rows of a Markdown table, `kind` in the first column.
  std::string MarkdownRows(std::string_view kind) const;

 private:
  std::map<std::string, ThemeResult, std::less<>> themes_;
  std::vector<Difference> differences_;
  std::vector<Difference> unsupported_;
};

// Lines "ID<tab>REASON"; '#' begins a comment.
std::map<std::string, std::string> ReadKnownDifferences(const std::string& path);

}  // namespace drey
