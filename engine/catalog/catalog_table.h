// A table as CREATE TABLE described it: columns of every kind, keys, options.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"
#include "engine/catalog/table_options.h"
#include "engine/types/logical_type.h"
#include "engine/types/schema.h"

namespace drey {

struct Expression;

// catalog.database.object.
struct ObjectIdentifier {
  std::string catalog = {};
  std::string database = {};
  std::string name = {};

  // "default_catalog.default_database.orders".
  std::string ToString() const;
  // "`default_catalog`.`default_database`.`orders`".
  std::string ToQuotedString() const;
  friend auto operator<=>(const ObjectIdentifier&, const ObjectIdentifier&) = default;
};

struct CatalogColumn {
  enum class Kind : uint8_t { kPhysical, kComputed, kMetadata };
  Kind kind = Kind::kPhysical;
  std::string name = {};
  LogicalType type = {};  // of a computed column: known once its expression is bound
  std::string comment = {};
  SourceRange range = {};
  // Of a metadata column: the key it reads (its own name unless FROM says otherwise); virtual ones are not written.
  std::string metadata_key = {};
  bool is_virtual = false;
  // Of a computed column; owned by the statement that the catalog keeps.
  const Expression* expression = nullptr;
};

struct PrimaryKey {
  std::string name = {};
  std::vector<std::string> columns = {};
  SourceRange range = {};
};

// DISTRIBUTED BY: how a sink would spread rows over buckets.
struct TableDistribution {
  std::string kind = {};  // "HASH", "RANGE"; empty: the connector's choice
  std::vector<std::string> columns = {};
  std::optional<int64_t> buckets = {};

  // DISTRIBUTED BY HASH(`a`) INTO 3 BUCKETS
  std::string ToString() const;
};

struct WatermarkDeclaration {
  std::vector<std::string> column = {};  // path of the rowtime attribute
  const Expression* expression = nullptr;
  SourceRange range = {};
};

struct CatalogTable {
  ObjectIdentifier identifier = {};
  std::vector<CatalogColumn> columns = {};
  std::optional<PrimaryKey> primary_key = {};
  std::vector<WatermarkDeclaration> watermarks = {};
  std::vector<std::string> partition_keys = {};
  // Those of ALTER TABLE … ADD PARTITION, in order: values by key. Nothing reads them but SHOW PARTITIONS.
  std::vector<std::map<std::string, std::string>> partitions = {};
  std::optional<TableDistribution> distribution = {};
  TableOptions options = {};
  std::string comment = {};
  bool temporary = false;
  SourceRange range = {};        // of the CREATE statement
  SourceRange name_range = {};   // of the table's name
  // The integration of an Aiven application whose connection the table uses; empty when none.
  std::string integration_id = {};
  // Keeps the syntax tree of the CREATE statement alive for the expressions above.
  std::shared_ptr<const void> syntax = {};

  // The physical columns in order, as a ROW NOT NULL: what formats read and write.
  LogicalType PhysicalRowType() const;
  // Index into `columns`.
  std::optional<size_t> FindColumn(std::string_view name) const;
};

}  // namespace drey
