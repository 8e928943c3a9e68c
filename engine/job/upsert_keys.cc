#include "engine/job/upsert_keys.h"

#include <algorithm>
#include <map>

#include "engine/base/text.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

// Characters that the text of a value takes at most; nothing where texts of different values may be equal.
std::optional<int> LongestText(const LogicalType& type) {
  constexpr int kDateTime = 19;
  switch (type.root()) {
    case TypeRoot::kBoolean:
      return 5;
    case TypeRoot::kTinyint:
      return 4;
    case TypeRoot::kSmallint:
      return 6;
    case TypeRoot::kInteger:
      return 11;
    case TypeRoot::kBigint:
      return 20;
    case TypeRoot::kFloat:
      return 15;
    case TypeRoot::kDouble:
      return 24;
    case TypeRoot::kDate:
      return 10;
    case TypeRoot::kTime:
      return type.precision() > 0 ? 9 + type.precision() : 8;
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return type.precision() > 0 ? kDateTime + 1 + type.precision() : kDateTime;
    default:
      return std::nullopt;
  }
}

bool FitsUtf8(const LogicalType& text, const LogicalType& bytes) {
  if (bytes.length() == LogicalType::kMaxLength) return true;
  return text.length() != LogicalType::kMaxLength && int64_t{bytes.length()} >= int64_t{text.length()} * 4;
}

bool IsInjectiveToText(const LogicalType& from, const LogicalType& to) {
  const bool from_text = from.Is(TypeRoot::kChar) || (from.Is(TypeRoot::kVarchar) && to.Is(TypeRoot::kVarchar));
  if (from_text) return to.length() >= from.length();
  const std::optional<int> longest = LongestText(from);
  return longest && to.length() >= *longest;
}

bool IsInjectiveToBytes(const LogicalType& from, const LogicalType& to) {
  if (from.IsCharacterString()) return FitsUtf8(from, to);
  const bool from_bytes = from.Is(TypeRoot::kBinary) || (from.Is(TypeRoot::kVarbinary) && to.Is(TypeRoot::kVarbinary));
  return from_bytes && to.length() >= from.length();
}

// LogicalTypeCasts.supportsInjectiveCast of 2.3.
bool IsInjective(const LogicalType& from, const LogicalType& to) {
  if (from.Is(TypeRoot::kNull)) return true;
  if (from.Is(TypeRoot::kRow) && to.Is(TypeRoot::kRow)) {
    if (from.fields().size() != to.fields().size()) return false;
    for (size_t i = 0; i < from.fields().size(); ++i) {
      if (!IsInjective(from.fields()[i].type, to.fields()[i].type)) return false;
    }
    return true;
  }
  if (to.IsCharacterString()) return IsInjectiveToText(from, to);
  if (to.IsBinaryString()) return IsInjectiveToBytes(from, to);
  if (to.IsInteger()) return from.IsInteger() && from.root() <= to.root();
  if (to.IsTimestamp()) return from.IsTimestamp() && from.precision() == to.precision();
  const bool same_root = from.root() == to.root();
  switch (to.root()) {
    case TypeRoot::kDecimal:
      return same_root && from.precision() == to.precision() && from.scale() == to.scale();
    case TypeRoot::kTime:
      return same_root && from.precision() == to.precision();
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
    case TypeRoot::kBoolean:
    case TypeRoot::kDate:
      return same_root;
    default:
      return false;
  }
}

bool KeepsKeys(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  return version == FlinkVersion::k1_20 ? IsImplicitlyCastable(from, to) : IsInjective(from, to);
}

// The input column that the projection is: itself, or a cast of it that keeps different values different.
std::optional<size_t> InputOf(const BoundExpression& projection, FlinkVersion version) {
  if (projection.kind == BoundExpression::Kind::kInput) return projection.index;
  if (projection.kind != BoundExpression::Kind::kCall || projection.name != "CAST") return std::nullopt;
  const BoundExpression& operand = *projection.operands.front();
  if (operand.kind != BoundExpression::Kind::kInput || !KeepsKeys(operand.type, projection.type, version)) return std::nullopt;
  return operand.index;
}

}  // namespace

UpsertKeys DeriveUpsertKeys(const std::vector<size_t>& source_key, const std::vector<BoundExpressionPointer>& projections,
                            FlinkVersion version) {
  std::map<size_t, std::vector<size_t>> outputs;  // of each input
  for (size_t i = 0; i < projections.size(); ++i) {
    if (const std::optional<size_t> input = InputOf(*projections[i], version)) outputs[*input].push_back(i);
  }
  // Flink looks for the source's keys only where a column is taken over.
  if (outputs.empty()) return std::set<std::vector<size_t>>();
  if (source_key.empty()) return std::nullopt;
  std::set<std::vector<size_t>> keys;
  size_t combinations = 1;
  for (const size_t column : source_key) {
    if (!outputs.contains(column)) return keys;
    combinations *= outputs[column].size();
  }
  for (size_t i = 0; i <= combinations; ++i) {
    std::set<size_t> key;
    for (const size_t column : source_key) key.insert(outputs[column][i % outputs[column].size()]);
    keys.insert({key.begin(), key.end()});
  }
  return keys;
}

bool HasKeyWithin(const UpsertKeys& keys, const std::vector<size_t>& columns) {
  const auto is_of_columns = [&](size_t column) { return std::find(columns.begin(), columns.end(), column) != columns.end(); };
  return keys && std::any_of(keys->begin(), keys->end(), [&](const std::vector<size_t>& key) {
           return std::all_of(key.begin(), key.end(), is_of_columns);
         });
}

bool HasKey(const UpsertKeys& keys, std::vector<size_t> columns) {
  std::sort(columns.begin(), columns.end());
  return keys && keys->contains(columns);
}

std::vector<size_t> SmallestKey(const UpsertKeys& keys) {
  if (!keys || keys->empty()) return {};
  return *std::min_element(keys->begin(), keys->end(),
                           [](const std::vector<size_t>& a, const std::vector<size_t>& b) { return a.size() < b.size(); });
}

std::string UpsertKeysText(const UpsertKeys& keys, const Schema& schema) {
  if (!keys) return "none";
  std::vector<std::string> texts;
  for (const std::vector<size_t>& key : *keys) {
    std::vector<std::string> names;
    for (const size_t column : key) names.push_back(schema.columns[column].name);
    texts.push_back(Concat("[", Join(names, ", "), "]"));
  }
  return Join(texts, ", ");
}

}  // namespace drey
