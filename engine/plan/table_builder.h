// From CREATE TABLE to a catalog table: columns of every kind, keys, watermarks, options, LIKE — checked as Flink does.
#pragma once

#include <memory>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// What can be said of CREATE TABLE … AS as it is written: what Flink's parser takes and its statement does not.
absl::Status CheckTableAsWritten(const CreateTable& create, FlinkVersion version);

// `query`: the columns that AS gives the table, behind its own; null without AS. `owner` keeps `create` alive; the table holds on to it for its computed columns. `sources` has its text, for messages that name a place.
absl::StatusOr<CatalogTable> BuildTable(const CreateTable& create, SourceRange range, std::shared_ptr<const void> owner,
                                        const Catalog& catalog, const SourceMap& sources, FlinkVersion version,
                                        const Schema* query = nullptr);

// DISTRIBUTED BY … of a table whose columns are known; fails where a key is no physical column.
absl::StatusOr<TableDistribution> BuildDistribution(const Distribution& written, const CatalogTable& table);

// What can be said of the constraints of CREATE and ALTER TABLE as they are written: no UNIQUE, one primary key, NOT ENFORCED.
absl::Status CheckConstraintsWritten(const std::vector<TableConstraint>& constraints);

}  // namespace drey
