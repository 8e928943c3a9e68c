#include "engine/catalog/catalog_table.h"

#include "engine/base/text.h"

namespace drey {

std::string ObjectIdentifier::ToString() const { return Concat(catalog, ".", database, ".", name); }

std::string ObjectIdentifier::ToQuotedString() const {
  return Concat(QuoteIdentifier(catalog), ".", QuoteIdentifier(database), ".", QuoteIdentifier(name));
}

LogicalType CatalogTable::PhysicalRowType() const {
  std::vector<RowField> fields;
  for (const CatalogColumn& column : columns) {
    if (column.kind == CatalogColumn::Kind::kPhysical) fields.push_back({column.name, column.type});
  }
  return LogicalType::Row(std::move(fields)).AsNotNull();
}

std::optional<size_t> CatalogTable::FindColumn(std::string_view name) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace drey
