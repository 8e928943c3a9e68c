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

void Comparison::AddUnsupported(std::string_view theme, std::string id, std::string feature, const std::set<std::string>& needed) {
  ThemeResult& result = themes_[std::string(theme)];
  ++result.cases;
  if (needed.empty()) {
    ++result.unsupported;
    unsupported_.push_back({std::move(id), std::move(feature)});
    return;
  }
  ++result.left_out;
  left_out_.push_back({std::move(id), std::move(feature)});
}

std::string Comparison::Table() const {
  const auto line = [](std::string_view theme, const ThemeResult& r) {
    return Concat(Padded(theme, 28), Right(Concat(r.cases), 8), Right(Concat(r.same), 8), Right(Concat(r.Different()), 11),
                  Right(Concat(r.left_out), 10), Right(Concat(r.unsupported), 15), "\n");
  };
  std::string text = Concat(Padded("theme", 28), Right("cases", 8), Right("same", 8), Right("different", 11), Right("left out", 10),
                            Right("not supported", 15), "\n");
  ThemeResult total;
  for (const auto& [theme, r] : themes_) {
    Append(text, line(theme, r));
    total.cases += r.cases;
    total.same += r.same;
    total.left_out += r.left_out;
    total.unsupported += r.unsupported;
  }
  return Concat(text, line("all", total));
}

std::string Comparison::MarkdownRows(std::string_view kind) const {
  std::string text;
  for (const auto& [theme, r] : themes_) {
    Append(text, "| ", kind, " | ", theme, " | ", r.cases, " | ", r.same, " | ", r.Different(), " | ", r.left_out, " | ", r.unsupported,
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
