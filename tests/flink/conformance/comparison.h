// What a conformance run found: for each theme how many answers were compared and how many differ, and the list of known differences.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
  int left_out = 0;     // drey does not support the case, which needs a feature that is left out for now (needed_features.h)
  int unsupported = 0;  // drey does not support the case, though it needs none of those
  int rows = 0;
  int rows_same = 0;

  int Different() const { return cases - same - left_out - unsupported; }
};

class Comparison {
 public:
  void AddCase(std::string_view theme, std::string id, const std::vector<std::string>& details, int rows, int rows_same);
  // `needed`: the features that are left out for now and that the case needs.
  void AddUnsupported(std::string_view theme, std::string id, std::string feature, const std::set<std::string>& needed);
  // drey does not support what Flink refuses.
  void AddUnsupportedRefusal(std::string id, std::string detail) { unsupported_refusals_.push_back({std::move(id), std::move(detail)}); }

  const std::vector<Difference>& differences() const { return differences_; }
  // Cases that are not supported though they need nothing that is left out.
  const std::vector<Difference>& unsupported() const { return unsupported_; }
  const std::vector<Difference>& left_out() const { return left_out_; }
  const std::vector<Difference>& unsupported_refusals() const { return unsupported_refusals_; }
  // theme, cases, same, different, left out, not supported.
  std::string Table() const;
  // The same as rows of a Markdown table, `kind` in the first column.
  std::string MarkdownRows(std::string_view kind) const;

 private:
  std::map<std::string, ThemeResult, std::less<>> themes_;
  std::vector<Difference> differences_;
  std::vector<Difference> unsupported_;
  std::vector<Difference> left_out_;
  std::vector<Difference> unsupported_refusals_;
};

// Lines "ID<tab>REASON"; '#' begins a comment.
std::map<std::string, std::string> ReadKnownDifferences(const std::string& path);

}  // namespace drey
