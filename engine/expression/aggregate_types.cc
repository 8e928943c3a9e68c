#include "engine/expression/aggregate_types.h"

#include <algorithm>
#include <array>

namespace drey {
namespace {

template <size_t kCount>
bool IsOneOf(std::string_view name, const std::array<std::string_view, kCount>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// LogicalTypeMerging.findSumAggType and findAvgAggType: only decimals widen.
LogicalType SumType(const LogicalType& type) { return type.Is(TypeRoot::kDecimal) ? LogicalType::Decimal(38, type.scale()) : type; }
LogicalType AverageType(const LogicalType& type) {
  return type.Is(TypeRoot::kDecimal) ? LogicalType::Decimal(38, std::max(type.scale(), 6)) : type;
}

}  // namespace

std::optional<LogicalType> AggregateResultType(std::string_view name, std::span<const LogicalType> arguments, AggregateUse use) {
  constexpr std::array<std::string_view, 8> kCounts = {"APPROX_COUNT_DISTINCT", "COUNT",     "DENSE_RANK", "GROUPING",
                                                       "GROUPING_ID",           "GROUP_ID", "RANK",       "ROW_NUMBER"};
  constexpr std::array<std::string_view, 6> kOfArgument = {"FIRST_VALUE", "LAST_VALUE", "LISTAGG", "MAX", "MIN", "SINGLE_VALUE"};
  constexpr std::array<std::string_view, 7> kAverages = {"AVG",      "STDDEV",  "STDDEV_POP", "STDDEV_SAMP",
                                                         "VARIANCE", "VAR_POP", "VAR_SAMP"};
  if (IsOneOf(name, kCounts)) return LogicalType(TypeRoot::kBigint).AsNotNull();
  if (name == "JSON_ARRAYAGG" || name == "JSON_OBJECTAGG") return LogicalType::Varchar(2000).AsNotNull();
  if (arguments.empty()) return std::nullopt;
  const LogicalType& argument = arguments.front();
  if (argument.Is(TypeRoot::kNull)) return std::nullopt;
  const bool nullable = argument.nullable() || !use.has_rows;
  if (name == "COLLECT") return LogicalType::Multiset(argument).AsNotNull();
  if (name == "ARRAY_AGG") return LogicalType::Array(argument).WithNullable(nullable);
  if (name == "SUM" || name == "SUM0") return SumType(argument).WithNullable(nullable && name == "SUM");
  if (IsOneOf(name, kAverages)) return AverageType(argument).WithNullable(nullable);
  if (IsOneOf(name, kOfArgument)) return argument.WithNullable(nullable);
  if (name == "LAG" || name == "LEAD") return argument.AsNullable();
  return std::nullopt;
}

}  // namespace drey
