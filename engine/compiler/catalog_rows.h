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

class CatalogAnswers {
 public:
  // `sources` has the texts of computed columns and watermarks; both must outlive the object.
  CatalogAnswers(const Catalog& catalog, const SourceMap& sources, FlinkVersion version)
      : catalog_(catalog), sources_(sources), version_(version) {}

  absl::StatusOr<CatalogRows> Show(const drey::Show& show, SourceRange range) const;
  absl::StatusOr<CatalogRows> Describe(const drey::Describe& describe, SourceRange range) const;

 private:
  static absl::Status NoSuchExpression(const Identifier& name);
  absl::Status RefuseDescribedQuery(const Query& query, SourceRange range) const;
  static absl::StatusOr<CatalogRows> Names(std::string column, std::vector<std::string> names, const drey::Show& show);
  absl::StatusOr<CatalogRows> ShowTables(const drey::Show& show) const;
  absl::StatusOr<CatalogRows> ShowDatabases(const drey::Show& show) const;
  CatalogRows ShowFullModules() const;
  absl::StatusOr<CatalogRows> ShowUserFunctions(const drey::Show& show) const;
  absl::StatusOr<CatalogRows> ShowPartitions(const drey::Show& show) const;
  absl::StatusOr<CatalogRows> ShowCreateTable(const Identifier& name) const;
  absl::StatusOr<CatalogRows> ShowCreateView(const Identifier& name) const;
  absl::StatusOr<CatalogRows> DescribeObject(const Identifier& name) const;
  absl::StatusOr<CatalogRows> DescribeCatalog(const drey::Describe& describe) const;
  absl::StatusOr<const CatalogDescriptor*> DescriptorOf(const Identifier& name) const;

  const Catalog& catalog_;
  const SourceMap& sources_;
  FlinkVersion version_;
};

}  // namespace drey
