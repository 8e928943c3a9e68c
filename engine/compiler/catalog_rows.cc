#include "engine/compiler/catalog_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/compiler/partition_statements.h"
#include "engine/compiler/show_create.h"
#include "engine/functions/string/like_pattern.h"
#include "engine/plan/definition_text.h"
#include "engine/sql/sql_writer.h"

namespace drey {
namespace {

LogicalType StringType() { return LogicalType::Varchar(INT32_MAX); }

CatalogRows OneColumn(std::string name, std::vector<std::string> values) {
  CatalogRows result;
  result.schema.columns.push_back({std::move(name), StringType()});
  for (std::string& value : values) result.rows.push_back({std::move(value)});
  return result;
}

absl::StatusOr<std::vector<std::string>> Matching(std::vector<std::string> names, const Show& show) {
  if (!show.like) return names;
  const auto fold = [&](std::string_view text) { return show.case_insensitive ? ToLower(text) : std::string(text); };
  DREY_ASSIGN_OR_RETURN(const LikePattern pattern, LikePattern::Parse(fold(show.like->text), {}));
  std::erase_if(names, [&](const std::string& name) { return pattern.Matches(fold(name)) == show.not_like; });
  return names;
}

// By the name in the first cell.
absl::StatusOr<std::vector<std::vector<std::optional<std::string>>>> MatchingRows(std::vector<std::vector<std::optional<std::string>>> rows,
                                                                                  const Show& show) {
  std::vector<std::string> names;
  for (const auto& row : rows) names.push_back(*row.front());
  DREY_ASSIGN_OR_RETURN(names, Matching(std::move(names), show));
  std::erase_if(rows, [&](const auto& row) { return std::find(names.begin(), names.end(), *row.front()) == names.end(); });
  return rows;
}

class TableDescription {
 public:
  explicit TableDescription(const SourceMap& sources) : sources_(sources) {
    const LogicalType text = StringType();
    rows_.schema.columns = {{"name", text}, {"type", text}, {"null", LogicalType(TypeRoot::kBoolean)},
                            {"key", text},  {"extras", text}, {"watermark", text}};
    rows_.shows_null_as_empty = true;
  }

  CatalogRows Describe(const CatalogTable& table) {
    for (const CatalogColumn& column : table.columns) AddColumn(table, column);
    AddComments(table);
    return std::move(rows_);
  }

  CatalogRows Describe(const CatalogView& view) {
    for (const CatalogViewColumn& column : view.columns) {
      rows_.rows.push_back({column.name, column.type, column.nullable ? "TRUE" : "FALSE", std::nullopt, std::nullopt, std::nullopt});
    }
    return std::move(rows_);
  }

 private:
  void AddColumn(const CatalogTable& table, const CatalogColumn& column) {
    std::string type = column.type.ToStringWithoutNullability();
    std::optional<std::string> watermark;
    for (const WatermarkDeclaration& declaration : table.watermarks) {
      if (declaration.column != std::vector<std::string>{column.name}) continue;
      type += " *ROWTIME*";
      watermark = DefinitionText(*declaration.expression, sources_);
    }
    const bool is_proctime = column.expression != nullptr && EqualsIgnoreCase(column.expression->name, "PROCTIME");
    if (is_proctime) type += " *PROCTIME*";
    rows_.rows.push_back({column.name, type, column.type.nullable() ? "TRUE" : "FALSE", KeyOf(table, column), ExtrasOf(column), watermark});
  }

  static std::optional<std::string> KeyOf(const CatalogTable& table, const CatalogColumn& column) {
    if (!table.primary_key) return std::nullopt;
    const std::vector<std::string>& columns = table.primary_key->columns;
    if (std::find(columns.begin(), columns.end(), column.name) == columns.end()) return std::nullopt;
    return Concat("PRI(", Join(columns, ", "), ")");
  }

  std::optional<std::string> ExtrasOf(const CatalogColumn& column) const {
    if (column.kind == CatalogColumn::Kind::kComputed) return Concat("AS ", DefinitionText(*column.expression, sources_));
    if (column.kind != CatalogColumn::Kind::kMetadata) return std::nullopt;
    const std::string from = column.metadata_key == column.name ? "" : Concat(" FROM '", column.metadata_key, "'");
    return Concat("METADATA", from, column.is_virtual ? " VIRTUAL" : "");
  }

  void AddComments(const CatalogTable& table) {
    const bool any = std::any_of(table.columns.begin(), table.columns.end(),
                                 [](const CatalogColumn& column) { return !column.comment.empty(); });
    if (!any) return;
    rows_.schema.columns.push_back({"comment", StringType()});
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& comment = table.columns[i].comment;
      rows_.rows[i].push_back(comment.empty() ? std::nullopt : std::optional(comment));
    }
  }

  const SourceMap& sources_;
  CatalogRows rows_;
};

}  // namespace

absl::StatusOr<CatalogRows> CatalogAnswers::Show(const drey::Show& show, SourceRange range) const {
  switch (show.what) {
    case ShowKind::kTables:
    case ShowKind::kViews:
      return ShowTables(show);
    case ShowKind::kDatabases:
      return ShowDatabases(show);
    case ShowKind::kCatalogs:
      return Names("catalog name", catalog_.CatalogNames(), show);
    case ShowKind::kCurrentDatabase:
      return OneColumn("current database name", {catalog_.current_database()});
    case ShowKind::kCurrentCatalog:
      return OneColumn("current catalog name", {catalog_.current_catalog()});
    case ShowKind::kColumns: {
      DREY_ASSIGN_OR_RETURN(CatalogRows rows, DescribeObject(*show.from));
      DREY_ASSIGN_OR_RETURN(rows.rows, MatchingRows(std::move(rows.rows), show));
      return rows;
    }
    case ShowKind::kCreateTable:
      return ShowCreateTable(*show.name);
    case ShowKind::kCreateView:
      return ShowCreateView(*show.name);
    case ShowKind::kCreateCatalog: {
      DREY_ASSIGN_OR_RETURN(const CatalogDescriptor* descriptor, DescriptorOf(*show.name));
      return OneColumn("result", {drey::ShowCreateCatalog(show.name->last(), *descriptor, version_)});
    }
    case ShowKind::kModules:
      return OneColumn("module name", catalog_.used_modules);
    case ShowKind::kFullModules:
      return ShowFullModules();
    case ShowKind::kUserFunctions:
      return ShowUserFunctions(show);
    case ShowKind::kJars:
      return OneColumn("jars", {});
    case ShowKind::kModels:
      if (version_ == FlinkVersion::k1_20) return TableError(Concat("Unsupported query: ", sources_.Text(range)), range);
      return OneColumn("model name", {});
    case ShowKind::kMaterializedTables:
      return OneColumn("materialized table name", {});
    case ShowKind::kPartitions:
      return ShowPartitions(show);
    case ShowKind::kJobs:
      return JavaUnsupported("ShowJobsOperation doesn't support ExecutableOperation yet.", range);
    case ShowKind::kProcedures:
      return JavaUnsupported("listProcedures is not implemented for class org.apache.flink.table.catalog.GenericInMemoryCatalog.", range);
    default:
      return UnsupportedError("this SHOW statement", range, "drey functions lists the functions");
  }
}

absl::StatusOr<CatalogRows> CatalogAnswers::Names(std::string column, std::vector<std::string> names, const drey::Show& show) {
  DREY_ASSIGN_OR_RETURN(names, Matching(std::move(names), show));
  return OneColumn(std::move(column), std::move(names));
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowTables(const drey::Show& show) const {
  std::string catalog = catalog_.current_catalog();
  std::string database = catalog_.current_database();
  const bool views = show.what == ShowKind::kViews;
  if (show.from) {
    const Identifier& from = *show.from;
    if (from.parts.size() > 2) {
      return ValidationError(version_ == FlinkVersion::k1_20
                                 ? Concat("show ", views ? "views" : "tables", " from/in identifier [ ", from.ToString(), " ] format error")
                                 : Concat("SHOW ", views ? "VIEWS" : "TABLES", " from/in identifier [ ", from.ToString(),
                                          " ] format error, it should be [catalog_name.]database_name."),
                             from.range);
    }
    if (from.parts.size() == 2) catalog = from.first();
    database = from.last();
    if (!catalog_.HasCatalog(catalog)) return ValidationError(Concat("Catalog ", catalog, " does not exist"), from.range);
    if (!catalog_.HasDatabase(catalog, database)) {
      return ValidationError(Concat("Database '", catalog, "'.'", database, "' doesn't exist."), from.range);
    }
  }
  std::vector<std::string> names;
  for (const auto& [identifier, object] : catalog_.Visible()) {
    const bool is_there = identifier.catalog == catalog && identifier.database == database;
    if (is_there && (!views || std::holds_alternative<CatalogView>(*object))) names.push_back(identifier.name);
  }
  return Names(views ? "view name" : "table name", std::move(names), show);
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowDatabases(const drey::Show& show) const {
  std::string catalog = catalog_.current_catalog();
  if (show.from) {
    catalog = show.from->last();
    if (!catalog_.HasCatalog(catalog)) return ValidationError(Concat("Catalog ", catalog, " does not exist"), show.from->range);
  }
  return Names("database name", catalog_.DatabaseNames(catalog), show);
}

CatalogRows CatalogAnswers::ShowFullModules() const {
  CatalogRows rows;
  rows.schema.columns = {{"module name", StringType()}, {"used", LogicalType(TypeRoot::kBoolean)}};
  for (const std::string& name : catalog_.used_modules) rows.rows.push_back({name, "TRUE"});
  for (const std::string& name : catalog_.loaded_modules) {
    const bool is_used = std::find(catalog_.used_modules.begin(), catalog_.used_modules.end(), name) != catalog_.used_modules.end();
    if (!is_used) rows.rows.push_back({name, "FALSE"});
  }
  return rows;
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowUserFunctions(const drey::Show& show) const {
  std::string catalog = catalog_.current_catalog();
  std::string database = catalog_.current_database();
  if (show.from) {
    if (show.from->parts.size() > 1) catalog = show.from->first();
    database = show.from->last();
  }
  std::vector<std::string> names;
  for (const auto& [identifier, function] : catalog_.functions) {
    if (identifier.catalog == catalog && identifier.database == database) names.push_back(identifier.name);
  }
  return Names("function name", std::move(names), show);
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowPartitions(const drey::Show& show) const {
  const Identifier& name = *show.from;
  const ObjectIdentifier identifier = catalog_.Qualify(name.Names());
  const Catalog::Object* object = catalog_.FindPermanent(identifier);
  const std::string path = Concat(identifier.database, ".", identifier.name);
  if (object == nullptr) {
    return WithFlinkClass(InvalidError(Concat("Table (or view) ", path, " does not exist in Catalog ", identifier.catalog, "."), name.range),
                          "org.apache.flink.table.catalog.exceptions.TableNotExistException");
  }
  const auto* table = std::get_if<CatalogTable>(object);
  if (table == nullptr || table->partition_keys.empty()) {
    return WithFlinkClass(InvalidError(Concat("Table ", path, " in catalog ", identifier.catalog, " is not partitioned."), name.range),
                          "org.apache.flink.table.catalog.exceptions.TableNotPartitionedException");
  }
  const std::map<std::string, std::string> wanted = PartitionValues(show.partition);
  std::vector<std::string> names;
  for (const auto& partition : table->partitions) {
    if (std::includes(partition.begin(), partition.end(), wanted.begin(), wanted.end())) names.push_back(PartitionName(*table, partition));
  }
  return OneColumn("partition name", std::move(names));
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowCreateTable(const Identifier& name) const {
  const ObjectIdentifier identifier = catalog_.Qualify(name.Names());
  const Catalog::Object* object = catalog_.Find(identifier);
  if (object == nullptr) {
    return ValidationError(Concat("Could not execute SHOW CREATE TABLE. Table with identifier ", identifier.ToQuotedString(), " does not exist."),
                           name.range, DidYouMean(name.last(), catalog_.Names()));
  }
  const auto* table = std::get_if<CatalogTable>(object);
  if (table != nullptr) return OneColumn("result", {drey::ShowCreateTable(*table, sources_, version_)});
  return TableError(Concat("SHOW CREATE TABLE is only supported for tables, but ", identifier.ToQuotedString(),
                           " is a view. Please use SHOW CREATE VIEW instead."),
                    name.range);
}

absl::StatusOr<CatalogRows> CatalogAnswers::ShowCreateView(const Identifier& name) const {
  const ObjectIdentifier identifier = catalog_.Qualify(name.Names());
  const Catalog::Object* object = catalog_.Find(identifier);
  if (object == nullptr) {
    return ValidationError(Concat("Could not execute SHOW CREATE VIEW. View with identifier ", identifier.ToQuotedString(), " does not exist."),
                           name.range, DidYouMean(name.last(), catalog_.Names()));
  }
  const auto* view = std::get_if<CatalogView>(object);
  if (view == nullptr) {
    return TableError(Concat("SHOW CREATE VIEW is only supported for views, but ", identifier.ToQuotedString(),
                             " is a table. Please use SHOW CREATE TABLE instead."),
                      name.range);
  }
  return OneColumn("result", {drey::ShowCreateView(*view, version_)});
}

// Flink takes the name for an expression.
absl::Status CatalogAnswers::NoSuchExpression(const Identifier& name) {
  std::vector<std::string> path = name.Names();
  const std::string column = path.back();
  path.pop_back();
  return SqlValidatorError(path.empty() ? Concat("Column '", column, "' not found in any table") : Concat("Table '", Join(path, "."), "' not found"),
                           name.range);
}

// Flink's parser takes a query, its validator has no namespace for it.
absl::Status CatalogAnswers::RefuseDescribedQuery(const Query& query, SourceRange range) const {
  if (query.kind == QueryKind::kValues) return ValidationError("No match found for function signature VALUES", query.range);
  const std::string_view scope = query.with.empty() ? ", scope org.apache.calcite.sql.validate.CatalogScope" : "";
  return WithFlinkClass(InvalidError(Concat("namespace for ", Unparse(query, version_), scope), range, "EXPLAIN shows the plan of a query"),
                        "java.lang.NullPointerException");
}

absl::StatusOr<CatalogRows> CatalogAnswers::Describe(const drey::Describe& describe, SourceRange range) const {
  if (describe.query) return RefuseDescribedQuery(*describe.query, range);
  if (describe.as_expression) return NoSuchExpression(describe.name);
  switch (describe.object) {
    case ObjectKind::kTable:
    case ObjectKind::kView:
      return DescribeObject(describe.name);
    case ObjectKind::kCatalog:
      return DescribeCatalog(describe);
    case ObjectKind::kDatabase:
      return NoSuchExpression(describe.name);
    case ObjectKind::kModel:
      if (version_ == FlinkVersion::k1_20) return TableError(Concat("Unsupported query: ", sources_.Text(range)), range);
      return ValidationError(Concat("Model with the identifier '", catalog_.Qualify(describe.name.Names()).ToString(), "' doesn't exist."),
                             describe.name.range);
    default:
      return UnsupportedError("DESCRIBE of anything but catalogs, tables and views", range);
  }
}

absl::StatusOr<const CatalogDescriptor*> CatalogAnswers::DescriptorOf(const Identifier& name) const {
  const CatalogDescriptor* descriptor = catalog_.FindDescriptor(name.last());
  if (descriptor != nullptr) return descriptor;
  return ValidationError(Concat("Cannot obtain metadata information from Catalog ", name.last(), "."), name.range);
}

absl::StatusOr<CatalogRows> CatalogAnswers::DescribeCatalog(const drey::Describe& describe) const {
  DREY_ASSIGN_OR_RETURN(const CatalogDescriptor* descriptor, DescriptorOf(describe.name));
  CatalogRows rows;
  rows.schema.columns = {{"info name", StringType()}, {"info value", StringType()}};
  rows.rows = {{"name", describe.name.last()}, {"type", descriptor->options.at("type")}, {"comment", descriptor->comment}};
  if (!describe.extended) return rows;
  for (const auto& [key, value] : descriptor->options) {
    if (key != "type") rows.rows.push_back({Concat("option:", key), value});
  }
  return rows;
}

absl::StatusOr<CatalogRows> CatalogAnswers::DescribeObject(const Identifier& name) const {
  if (name.parts.size() > 3) return ValidationError("Object identifier must consist of 1 to 3 parts.", name.range);
  const ObjectIdentifier identifier = catalog_.Qualify(name.Names());
  const Catalog::Object* object = catalog_.Find(identifier);
  if (object == nullptr) {
    return ValidationError(Concat("Tables or views with the identifier '", identifier.ToString(), "' doesn't exist."), name.range,
                           DidYouMean(name.last(), catalog_.Names()));
  }
  if (const auto* table = std::get_if<CatalogTable>(object)) return TableDescription(sources_).Describe(*table);
  return TableDescription(sources_).Describe(std::get<CatalogView>(*object));
}

}  // namespace drey
