#include "engine/base/suggestion.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

// Damerau–Levenshtein distance in its optimal string alignment form.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string DidYouMean(std::string_view name, std::span<const std::string> candidates) {
  const std::string wanted = ToLower(name);
  const size_t limit = wanted.size() / 3 + 1;
  const std::string* best = nullptr;
  size_t best_distance = limit + 1;
  for (const std::string& candidate : candidates) {
    const size_t longer = std::max(candidate.size(), wanted.size());
    const size_t shorter = std::min(candidate.size(), wanted.size());
    if (longer - shorter > limit) continue;
    const size_t distance = EditDistance(wanted, ToLower(candidate));
    if (distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  if (best == nullptr || *best == name) return {};
  return Concat("did you mean ", *best, "?");
}

}  // namespace drey
