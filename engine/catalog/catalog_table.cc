#include "engine/catalog/catalog_table.h"

#include "engine/base/text.h"

namespace drey {

std::string TableDistribution::ToString() const {
  std::vector<std::string> quoted;
  for (const std::string& column : columns) quoted.push_back(QuoteIdentifier(column));
  std::string text = "DISTRIBUTED";
  if (!columns.empty()) Append(text, " BY ", kind, "(", Join(quoted, ", "), ")");
  if (buckets) Append(text, " INTO ", *buckets, " BUCKETS");
  return text;
}


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
