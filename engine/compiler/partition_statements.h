// ALTER TABLE … ADD PARTITION and DROP PARTITION: the partitions that a catalog knows of a table.
#pragma once

#include "engine/base/error.h"
#include "engine/catalog/catalog_table.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// The table with or without the partitions; fails as Flink's in-memory catalog does.
absl::StatusOr<CatalogTable> AlterPartitions(const AlterObject& alter, CatalogTable table);

// The values of PARTITION (key = value, …), as texts.
std::map<std::string, std::string> PartitionValues(const std::vector<PartitionEntry>& entries);

// a=1/b=2, in the order of the table's keys.
std::string PartitionName(const CatalogTable& table, const std::map<std::string, std::string>& partition);

}  // namespace drey
