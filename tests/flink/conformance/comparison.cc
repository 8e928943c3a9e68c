#include "tests/flink/conformance/comparison.h"

#include <fstream>

#include "engine/base/text.h"

namespace drey {
namespace {

std::string Padded(std::string_view text, size_t width) {
  std::string out(text);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

std::string Right(std::string text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

}  // namespace

void Comparison::AddCase(std::string_view theme, std::string id, const std::vector<std::string>& details, int rows, int rows_same) {
  ThemeResult& result = themes_[std::string(theme)];
  ++result.cases;
  result.rows += rows;
  result.rows_same += rows_same;
  if (details.empty()) {
    ++result.same;
    return;
  }
  differences_.push_back({std::move(id), Join(details, "\n")});
}

void Comparison::AddUnsupported(std::string_view theme, std::string id, std::string feature) {
  ThemeResult& result = themes_[std::string(theme)];
  ++result.cases;
  ++result.unsupported;
  unsupported_.push_back({std::move(id), std::move(feature)});
}

std::string Comparison::Table() const {
  std::string text = Concat(Padded("theme", 24), Right("cases", 8), Right("same", 8), Right("different", 11), Right("not yet", 9), "\n");
  ThemeResult total;
  for (const auto& [theme, r] : themes_) {
    Append(text, Padded(theme, 24), Right(Concat(r.cases), 8), Right(Concat(r.same), 8),
           Right(Concat(r.cases - r.same - r.unsupported), 11), Right(Concat(r.unsupported), 9), "\n");
    total.cases += r.cases;
    total.same += r.same;
    total.unsupported += r.unsupported;
  }
  Append(text, Padded("all", 24), Right(Concat(total.cases), 8), Right(Concat(total.same), 8),
         Right(Concat(total.cases - total.same - total.unsupported), 11), Right(Concat(total.unsupported), 9), "\n");
  return text;
}

std::string Comparison::MarkdownRows(std::string_view kind) const {
  std::string text;
  for (const auto& [theme, r] : themes_) {
    Append(text, "| ", kind, " | ", theme, " | ", r.cases, " | ", r.same, " | ", r.cases - r.same - r.unsupported, " | ", r.unsupported,
           " |\n");
  }
  return text;
}

std::map<std::string, std::string> ReadKnownDifferences(const std::string& path) {
  std::map<std::string, std::string> known;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line.front() == '#') continue;
    const size_t tab = line.find('\t');
    known[line.substr(0, tab)] = tab == std::string::npos ? std::string() : line.substr(tab + 1);
  }
  return known;
}

}  // namespace drey
