// From CREATE TABLE to a catalog table: columns of every kind, keys, watermarks, options, LIKE — checked as Flink does.
#pragma once

#include <memory>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// `owner` keeps `create` alive; the table holds on to it for its computed columns.
absl::StatusOr<CatalogTable> BuildTable(const CreateTable& create, SourceRange range, std::shared_ptr<const void> owner,
                                        const Catalog& catalog, FlinkVersion version);

}  // namespace drey
