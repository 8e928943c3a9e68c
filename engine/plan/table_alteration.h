// ALTER TABLE: a table with columns, keys, watermark, distribution or options changed, checked as Flink does.
//
// Rules: SchemaConverter and AlterTableConverter of Flink, whose messages the failures carry; they differ a little between releases.
#pragma once

#include <memory>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog_table.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// The changed table; everything but RENAME TO. `owner` keeps `alter` alive; the table holds on to it for its expressions.
absl::StatusOr<CatalogTable> AlterTable(const AlterObject& alter, const CatalogTable& table, std::shared_ptr<const void> owner,
                                        const SourceMap& sources, FlinkVersion version);

}  // namespace drey
