#include "engine/expression/aggregate_functions.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"

namespace drey {

bool IsAggregateFunction(std::string_view name, FlinkVersion version) {
  if (EqualsIgnoreCase(name, "PERCENTILE")) return version >= FlinkVersion::k2_3;
  static constexpr std::array<std::string_view, 31> kNames = {
      "APPROX_COUNT_DISTINCT", "ARRAY_AGG", "AVG", "COLLECT", "COUNT", "CUME_DIST", "DENSE_RANK", "FIRST_VALUE", "GROUPING",
      "GROUPING_ID", "GROUP_ID", "JSON_ARRAYAGG", "JSON_OBJECTAGG", "LAG", "LAST_VALUE", "LEAD",
      "LISTAGG", "MAX", "MIN", "NTILE", "PERCENT_RANK", "RANK", "ROW_NUMBER", 
      "SINGLE_VALUE", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "SUM", "SUM0", "VAR_POP", "VAR_SAMP"};
  static_assert(std::is_sorted(kNames.begin(), kNames.end()));
  return std::binary_search(kNames.begin(), kNames.end(), std::string_view(ToUpper(name))) || EqualsIgnoreCase(name, "VARIANCE");
}

bool IsGroupWindow(std::string_view name) {
  return EqualsIgnoreCase(name, "TUMBLE") || EqualsIgnoreCase(name, "HOP") || EqualsIgnoreCase(name, "SESSION");
}

bool IsWindowProperty(std::string_view name) {
  const size_t underscore = name.find('_');
  if (underscore == std::string_view::npos || !IsGroupWindow(name.substr(0, underscore))) return false;
  const std::string property = ToUpper(name.substr(underscore + 1));
  return property == "START" || property == "END" || property == "ROWTIME" || property == "PROCTIME";
}

}  // namespace drey
