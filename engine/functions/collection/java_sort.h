// java.util.List.sort, as far as it shows: Flink's comparator of ARRAY_SORT knows no equality, so that NaN and the two zeros end where the
// algorithm happens to put them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace drey {

// Longer lists are sorted by merging.
inline constexpr size_t kLongestBinarySort = 31;

// TimSort of a short list: the run at its start, turned round if it descends, and binary insertion of the rest. `is_greater(a, b)` may be
// false both ways.
template <typename T, typename IsGreater>
void BinarySort(std::vector<T>& elements, IsGreater is_greater) {
  if (elements.size() < 2) return;
  const bool descends = !is_greater(elements[1], elements[0]);
  size_t sorted = 2;
  while (sorted < elements.size() && is_greater(elements[sorted], elements[sorted - 1]) != descends) ++sorted;
  if (descends) std::reverse(elements.begin(), elements.begin() + static_cast<ptrdiff_t>(sorted));
  for (; sorted < elements.size(); ++sorted) {
    size_t left = 0;
    size_t right = sorted;
    while (left < right) {
      const size_t middle = (left + right) / 2;
      if (is_greater(elements[sorted], elements[middle])) {
        left = middle + 1;
      } else {
        right = middle;
      }
    }
    const auto begin = elements.begin();
    std::rotate(begin + static_cast<ptrdiff_t>(left), begin + static_cast<ptrdiff_t>(sorted), begin + static_cast<ptrdiff_t>(sorted) + 1);
  }
}

}  // namespace drey
