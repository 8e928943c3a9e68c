// What makes columns, keys and watermarks a table: types of computed columns, and the rules between the parts.
//
// Rules: DefaultSchemaResolver of Flink, whose messages the failures carry.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog_table.h"

namespace drey {

// Gives the computed columns the types of their expressions, which see all other columns.
absl::Status BindComputedColumns(CatalogTable& table, FlinkVersion version);

// Metadata keys, watermark, primary key, and partition keys of a table whose computed columns are bound.
absl::Status CheckTable(CatalogTable& table, FlinkVersion version);

}  // namespace drey
