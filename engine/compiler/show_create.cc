#include "engine/compiler/show_create.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/plan/definition_text.h"
#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

std::string QuotedList(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(QuoteIdentifier(name));
  return Join(quoted, ", ");
}

// The type as SQL that can be read again: STRING and BYTES by their long names.
std::string SqlText(const LogicalType& type) {
  const std::string not_null = type.nullable() ? "" : " NOT NULL";
  switch (type.root()) {
    case TypeRoot::kVarchar:
      return Concat("VARCHAR(", type.length(), ")", not_null);
    case TypeRoot::kVarbinary:
      return Concat("VARBINARY(", type.length(), ")", not_null);
    case TypeRoot::kArray:
      return Concat("ARRAY<", SqlText(type.element()), ">", not_null);
    case TypeRoot::kMultiset:
      return Concat("MULTISET<", SqlText(type.element()), ">", not_null);
    case TypeRoot::kMap:
      return Concat("MAP<", SqlText(type.key()), ", ", SqlText(type.value()), ">", not_null);
    case TypeRoot::kRow: {
      std::vector<std::string> fields;
      for (const RowField& field : type.fields()) fields.push_back(Concat(QuoteIdentifier(field.name), " ", SqlText(field.type)));
      return Concat("ROW<", Join(fields, ", "), ">", not_null);
    }
    default:
      return type.ToString();
  }
}

std::string ColumnText(const CatalogColumn& column, const SourceMap& sources) {
  std::string text = QuoteIdentifier(column.name);
  if (column.kind == CatalogColumn::Kind::kComputed) {
    Append(text, " AS ", DefinitionText(*column.expression, sources));
  } else {
    Append(text, " ", SqlText(column.type));
  }
  if (column.kind == CatalogColumn::Kind::kMetadata) {
    text += " METADATA";
    if (column.metadata_key != column.name) Append(text, " FROM ", SqlQuoted(column.metadata_key));
    if (column.is_virtual) text += " VIRTUAL";
  }
  if (!column.comment.empty()) Append(text, " COMMENT ", SqlQuoted(column.comment));
  return text;
}

std::string OptionLines(const Properties& properties) {
  std::vector<std::string> lines;
  for (const auto& [key, value] : properties) lines.push_back(Concat("  ", SqlQuoted(key), " = ", SqlQuoted(value)));
  return Join(lines, ",\n");
}

Properties OptionsOf(const CatalogTable& table, FlinkVersion version) {
  Properties written;
  std::vector<int32_t> hashes;
  for (const TableOption& option : table.options.all()) {
    if (!option.origin.empty()) continue;  // not of the statement
    written.emplace_back(option.key, option.value);
    hashes.push_back(HashOfJavaString(option.key));
  }
  if (version != FlinkVersion::k1_20) {
    std::sort(written.begin(), written.end());
    return written;
  }
  // What the parser has put into a HashMap is copied to one that is as small as may be.
  Properties parsed;
  std::vector<int32_t> parsed_hashes;
  for (const size_t i : HashMapOrder(hashes)) {
    parsed.push_back(written[i]);
    parsed_hashes.push_back(hashes[i]);
  }
  Properties ordered;
  for (const size_t i : HashMapOrderFromCapacity(parsed_hashes, parsed.size() * 4 / 3 + 1)) ordered.push_back(parsed[i]);
  return ordered;
}

}  // namespace

std::string ShowCreateTable(const CatalogTable& table, const SourceMap& sources, FlinkVersion version) {
  std::vector<std::string> elements;
  for (const CatalogColumn& column : table.columns) elements.push_back(ColumnText(column, sources));
  for (const WatermarkDeclaration& watermark : table.watermarks) {
    elements.push_back(Concat("WATERMARK FOR ", QuotedList(watermark.column), " AS ", DefinitionText(*watermark.expression, sources)));
  }
  if (table.primary_key) {
    const PrimaryKey& key = *table.primary_key;
    const std::string name = key.name.empty() ? Concat("PK_", Join(key.columns, "_")) : key.name;
    elements.push_back(Concat("CONSTRAINT ", QuoteIdentifier(name), " PRIMARY KEY (", QuotedList(key.columns), ") NOT ENFORCED"));
  }
  std::vector<std::string> clauses;
  if (!table.comment.empty()) clauses.push_back(Concat("COMMENT ", SqlQuoted(table.comment)));
  if (table.distribution) clauses.push_back(table.distribution->ToString());
  if (!table.partition_keys.empty()) clauses.push_back(Concat("PARTITIONED BY (", QuotedList(table.partition_keys), ")"));
  if (const std::string options = OptionLines(OptionsOf(table, version)); !options.empty()) {
    clauses.push_back(Concat("WITH (\n", options, "\n)"));
  }
  std::string text = Concat("CREATE ", table.temporary ? "TEMPORARY " : "", "TABLE ", table.identifier.ToQuotedString(), " (\n  ",
                            Join(elements, ",\n  "), "\n)");
  if (!clauses.empty()) Append(text, version == FlinkVersion::k1_20 ? " " : "\n", Join(clauses, "\n"));
  return Concat(text, "\n");
}

std::string ShowCreateView(const CatalogView& view, FlinkVersion version) {
  std::vector<std::string> columns;
  for (const CatalogViewColumn& column : view.columns) columns.push_back(column.name);
  const std::string head = Concat("CREATE ", view.temporary ? "TEMPORARY " : "", "VIEW ", view.identifier.ToQuotedString());
  if (version == FlinkVersion::k1_20) {
    const std::string comment = view.comment.empty() ? "" : Concat(" COMMENT ", SqlQuoted(view.comment), "\n");
    return Concat(head, "(", QuotedList(columns), ") as\n", view.expanded_query, comment);
  }
  std::vector<std::string> lines;
  for (const std::string& column : columns) lines.push_back(Concat("  ", QuoteIdentifier(column)));
  const std::string comment = view.comment.empty() ? "" : Concat("COMMENT ", SqlQuoted(view.comment), "\n");
  return Concat(head, " (\n", Join(lines, ",\n"), "\n)\n", comment, "AS ", view.expanded_query, "\n");
}

std::string ShowCreateCatalog(const std::string& name, const CatalogDescriptor& descriptor, FlinkVersion version) {
  const std::string_view between = version == FlinkVersion::k1_20 ? " " : "\n";
  const std::string comment = descriptor.comment ? Concat(between, "COMMENT ", SqlQuoted(*descriptor.comment)) : "";
  const Properties options(descriptor.options.begin(), descriptor.options.end());
  return Concat("CREATE CATALOG ", QuoteIdentifier(name), comment, between, "WITH (\n", OptionLines(options), "\n)\n");
}

}  // namespace drey
