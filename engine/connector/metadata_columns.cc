#include "engine/connector/metadata_columns.h"

#include <algorithm>
#include <string>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

// The words of the two directions in Flink's messages.
struct Direction {
  std::string_view interface;
  std::string_view flink_class;
  std::string_view verb;
};

absl::Status UnknownKey(const CatalogTable& table, const CatalogColumn& column, const std::vector<MetadataColumn>& offered,
                        const Direction& direction) {
  std::vector<std::string> keys;
  for (const MetadataColumn& metadata : offered) keys.push_back(metadata.key);
  return ValidationError(Concat("Invalid metadata key '", column.metadata_key, "' in column '", column.name, "' of table '",
                                table.identifier.ToString(), "'. The ", direction.interface, " class '", direction.flink_class,
                                "' supports the following metadata keys for ", direction.verb, ":\n", Join(keys, "\n")),
                         column.range, DidYouMean(column.metadata_key, keys));
}

absl::StatusOr<std::vector<MetadataColumn>> Resolve(const CatalogTable& table, const std::vector<const CatalogColumn*>& columns,
                                                    const std::vector<MetadataColumn>& offered, const Direction& direction) {
  for (const CatalogColumn* column : columns) {
    const bool known = std::any_of(offered.begin(), offered.end(),
                                   [&](const MetadataColumn& metadata) { return metadata.key == column->metadata_key; });
    if (!known) return UnknownKey(table, *column, offered, direction);
  }
  std::vector<MetadataColumn> used;
  for (const MetadataColumn& metadata : offered) {
    const bool wanted = std::any_of(columns.begin(), columns.end(),
                                    [&](const CatalogColumn* column) { return column->metadata_key == metadata.key; });
    if (wanted) used.push_back(metadata);
  }
  return used;
}

}  // namespace

absl::StatusOr<std::vector<MetadataColumn>> ResolveReadableMetadata(const TableFactory& factory,
                                                                    const TableFactoryRequest& request) {
  DREY_ASSIGN_OR_RETURN(const std::vector<MetadataColumn> offered, factory.ListReadableMetadata(request));
  std::vector<const CatalogColumn*> columns;
  for (const CatalogColumn& column : request.table.columns) {
    if (column.kind == CatalogColumn::Kind::kMetadata) columns.push_back(&column);
  }
  if (!columns.empty() && offered.empty()) {
    return ValidationError(Concat("Table '", factory.flink_source_summary(),
                                  "' declares metadata columns, but the underlying DynamicTableSource doesn't implement the "
                                  "SupportsReadingMetadata interface. Therefore, metadata cannot be read from the given source."),
                           columns.front()->range);
  }
  return Resolve(request.table, columns, offered, {"DynamicTableSource", factory.flink_source_class(), "reading"});
}

absl::StatusOr<std::vector<MetadataColumn>> ResolveWritableMetadata(const TableFactory& factory,
                                                                    const TableFactoryRequest& request) {
  DREY_ASSIGN_OR_RETURN(const std::vector<MetadataColumn> offered, factory.ListWritableMetadata(request));
  std::vector<const CatalogColumn*> columns;
  for (const CatalogColumn& column : request.table.columns) {
    if (column.kind == CatalogColumn::Kind::kMetadata && !column.is_virtual) columns.push_back(&column);
  }
  if (!columns.empty() && offered.empty()) {
    return ValidationError(Concat("Table '", request.table.identifier.ToString(),
                                  "' declares persistable metadata columns, but the underlying DynamicTableSink doesn't implement the "
                                  "SupportsWritingMetadata interface. If the column should not be persisted, it can be declared with "
                                  "the VIRTUAL keyword."),
                           columns.front()->range);
  }
  return Resolve(request.table, columns, offered, {"DynamicTableSink", factory.flink_sink_class(), "writing"});
}

}  // namespace drey
