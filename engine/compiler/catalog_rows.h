// What SHOW and DESCRIBE answer: rows about the catalog, with the column names and types that Flink gives them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/schema.h"

namespace drey {

struct CatalogRows {
  Schema schema = {};
  // Text cells; a BOOLEAN is TRUE or FALSE.
  std::vector<std::vector<std::optional<std::string>>> rows = {};
  // Flink's client shows these rows' nulls as nothing.
  bool shows_null_as_empty = false;
};

absl::StatusOr<CatalogRows> ShowCatalog(const Show& show, SourceRange range, const Catalog& catalog);

// `sources` has the texts of computed columns and watermarks.
absl::StatusOr<CatalogRows> DescribeTable(const Describe& describe, SourceRange range, const Catalog& catalog, const SourceMap& sources,
                                          FlinkVersion version);

}  // namespace drey
