#include "runtime/testing/table_replacement.h"

#include <algorithm>
#include <utility>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kRowsOf = "rows of ";

absl::StatusOr<Content> ToObject(const Content& row, const std::vector<std::string>& columns) {
  Content object{.kind = Content::Kind::kObject, .range = row.range};
  if (row.kind == Content::Kind::kArray) {
    if (row.items.size() != columns.size()) {
      return InvalidError(Concat("the row has ", row.items.size(), " values, the table ", columns.size(), " columns"), row.range,
                          Concat("the columns are ", Join(columns, ", ")));
    }
    for (size_t i = 0; i < columns.size(); ++i) object.members.push_back({columns[i], row.items[i]});
    return object;
  }
  for (const ContentMember& member : row.members) {
    if (std::find(columns.begin(), columns.end(), member.name) != columns.end()) continue;
    std::string hint = DidYouMean(member.name, columns);
    if (hint.empty()) hint = Concat("the columns are ", Join(columns, ", "));
    return InvalidError(Concat("the table has no column '", member.name, "'"), member.name_range, hint);
  }
  for (const std::string& column : columns) {
    const Content* value = row.Find(column);
    object.members.push_back({column, value == nullptr ? Content() : *value});
  }
  return object;
}

}  // namespace

std::string TableReplacement::TopicOf(std::string_view table) { return Concat(kRowsOf, table); }

TableReplacement::TableReplacement(const std::vector<TableRows>& tables) {
  for (const TableRows& table : tables) names_.insert(table.table);
}

void TableReplacement::Install(CompileOptions& options) {
  seen_.clear();
  columns_.clear();
  options.replace_table = [this](CatalogTable& table, bool) { return Replace(table); };
}

bool TableReplacement::Replace(CatalogTable& table) {
  const std::string& name = table.identifier.name;
  seen_.push_back(name);
  DeclareTopics(table);
  if (!names_.contains(name)) return false;
  std::vector<std::string>& columns = columns_[name];
  columns.clear();
  for (CatalogColumn& column : table.columns) {
    if (column.kind == CatalogColumn::Kind::kComputed) continue;
    column.kind = CatalogColumn::Kind::kPhysical;
    columns.push_back(column.name);
  }
  has_keys_ |= table.primary_key.has_value();
  const bool upserts = table.primary_key && written_.contains(name);
  if (!upserts) table.primary_key.reset();
  table.partition_keys.clear();
  table.options = TableOptions();
  const auto set = [&table](std::string_view key, std::string_view value) {
    table.options.Set({.key = std::string(key), .value = std::string(value), .origin = "tables of the test"});
  };
  set("connector", upserts ? "upsert-kafka" : "kafka");
  set("topic", TopicOf(name));
  set("properties.bootstrap.servers", "");
  set("value.format", "json");
  if (upserts) {
    set("key.format", "json");
  } else {
    set("scan.startup.mode", "earliest-offset");
  }
  return true;
}

void TableReplacement::DeclareTopics(const CatalogTable& table) {
  const TableOption* topics = table.options.Find("topic");
  if (topics == nullptr) return;
  const std::string& name = table.identifier.name;
  for (const std::string_view topic : Split(topics->value, ';')) {
    std::string& replaced = declared_topics_[std::string(StripBlanks(topic))];
    if (names_.contains(name)) replaced = name;
  }
}

absl::Status TableReplacement::CheckFound(const std::vector<TableRows>& tables) const {
  for (const TableRows& table : tables) {
    if (columns_.contains(table.table)) continue;
    std::string hint = DidYouMean(table.table, seen_);
    if (hint.empty() && !seen_.empty()) hint = Concat("the tables are ", Join(seen_, ", "));
    return InvalidError(Concat("the job has no table '", table.table, "'"), table.range, hint);
  }
  return absl::OkStatus();
}

bool IsRowsTopic(std::string_view topic) { return topic.starts_with(kRowsOf); }

std::string TableOfRowsTopic(std::string_view topic) { return std::string(topic.substr(kRowsOf.size())); }

absl::StatusOr<std::vector<Content>> ToObjects(const TableRows& rows, const std::vector<std::string>& columns) {
  std::vector<Content> objects;
  for (const Content& row : rows.rows) {
    if (row.kind == Content::Kind::kNull) return InvalidError("a row is a list or a mapping", row.range);
    DREY_ASSIGN_OR_RETURN(Content object, ToObject(row, columns));
    objects.push_back(std::move(object));
  }
  return objects;
}

}  // namespace drey
