#include "engine/compiler/partition_statements.h"

#include <algorithm>

#include "engine/base/text.h"

namespace drey {
namespace {

using Partition = std::map<std::string, std::string>;

constexpr std::string_view kExceptions = "org.apache.flink.table.catalog.exceptions.";

std::string SpecText(const Partition& partition) {
  std::vector<std::string> entries;
  for (const auto& [key, value] : partition) entries.push_back(Concat(key, "=", value));
  return Concat("CatalogPartitionSpec{{", Join(entries, ", "), "}}");
}

std::string PlaceText(const CatalogTable& table) {
  return Concat(table.identifier.database, ".", table.identifier.name, " in catalog ", table.identifier.catalog);
}

absl::Status Failure(std::string message, std::string_view exception, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), Concat(kExceptions, exception));
}

absl::Status Add(const Partition& partition, bool if_not_exists, SourceRange range, CatalogTable& table) {
  if (table.partition_keys.empty()) {
    return Failure(Concat("Table ", PlaceText(table), " is not partitioned."), "TableNotPartitionedException", range);
  }
  const bool is_full = partition.size() == table.partition_keys.size() &&
                       std::all_of(table.partition_keys.begin(), table.partition_keys.end(),
                                   [&](const std::string& key) { return partition.contains(key); });
  if (!is_full) {
    return Failure(Concat("PartitionSpec ", SpecText(partition), " does not match partition keys [", Join(table.partition_keys, ", "), "] of table ",
                          PlaceText(table), "."),
                   "PartitionSpecInvalidException", range);
  }
  const bool is_known = std::find(table.partitions.begin(), table.partitions.end(), partition) != table.partitions.end();
  if (is_known && !if_not_exists) {
    return Failure(Concat("Partition ", SpecText(partition), " of table ", PlaceText(table), " already exists."), "PartitionAlreadyExistsException",
                   range);
  }
  if (!is_known) table.partitions.push_back(partition);
  return absl::OkStatus();
}

absl::Status Drop(const Partition& partition, bool if_exists, SourceRange range, CatalogTable& table) {
  if (std::erase(table.partitions, partition) > 0 || if_exists) return absl::OkStatus();
  return Failure(Concat("Partition ", SpecText(partition), " of table ", PlaceText(table), " does not exist."), "PartitionNotExistException", range);
}

}  // namespace

std::map<std::string, std::string> PartitionValues(const std::vector<PartitionEntry>& entries) {
  Partition partition;
  for (const PartitionEntry& entry : entries) partition[entry.column.text] = entry.value ? entry.value->literal.text : std::string();
  return partition;
}

std::string PartitionName(const CatalogTable& table, const std::map<std::string, std::string>& partition) {
  std::vector<std::string> entries;
  for (const std::string& key : table.partition_keys) {
    if (const auto value = partition.find(key); value != partition.end()) entries.push_back(Concat(key, "=", value->second));
  }
  return Join(entries, "/");
}

absl::StatusOr<CatalogTable> AlterPartitions(const AlterObject& alter, CatalogTable table) {
  const bool adds = alter.action == AlterAction::kAddPartitions;
  for (const std::vector<PartitionEntry>& entries : alter.partitions) {
    const SourceRange range = entries.front().column.range;
    DREY_RETURN_IF_ERROR(adds ? Add(PartitionValues(entries), alter.if_partition_exists, range, table)
                              : Drop(PartitionValues(entries), alter.if_partition_exists, range, table));
  }
  return table;
}

}  // namespace drey
