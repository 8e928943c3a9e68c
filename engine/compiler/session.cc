#include "engine/compiler/session.h"

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/finding.h"
#include "engine/base/text.h"
#include "engine/catalog/option_reader.h"
#include "engine/compiler/catalog_statements.h"
#include "engine/compiler/checkpoint_settings_reader.h"
#include "engine/compiler/partition_statements.h"
#include "engine/compiler/restart_settings_reader.h"
#include "engine/connector/metadata_columns.h"
#include "engine/job/job_planner.h"
#include "engine/plan/query_expansion.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/result_type.h"
#include "engine/plan/table_alteration.h"
#include "engine/plan/table_builder.h"
#include "engine/sql/parser.h"
#include "engine/sql/sql_writer.h"

namespace drey {
namespace {

constexpr std::string_view kBootstrapServers = "properties.bootstrap.servers";

// The name of a statement that a session does not execute.
std::string FeatureOf(const Statement& statement) {
  if (statement.As<SelectStatement>() != nullptr) return "SELECT";
  if (statement.As<Explain>() != nullptr) return "EXPLAIN";
  if (statement.As<Describe>() != nullptr) return "DESCRIBE";
  if (statement.As<Show>() != nullptr) return "SHOW";
  return "this statement";
}

// What only Flink's client knows.
absl::Status NotForExecution(SourceRange range) {
  return TableError(
      "Unsupported SQL query! executeSql() only accepts a single SQL statement of type CREATE TABLE, DROP TABLE, ALTER TABLE, CREATE DATABASE, "
      "DROP DATABASE, ALTER DATABASE, CREATE FUNCTION, DROP FUNCTION, ALTER FUNCTION, CREATE CATALOG, DROP CATALOG, USE CATALOG, USE "
      "[CATALOG.]DATABASE, SHOW CATALOGS, SHOW DATABASES, SHOW TABLES, SHOW [USER] FUNCTIONS, SHOW PARTITIONSCREATE VIEW, DROP VIEW, SHOW "
      "VIEWS, INSERT, DESCRIBE, LOAD MODULE, UNLOAD MODULE, USE MODULES, SHOW [FULL] MODULES.",
      range, "this is a command of the SQL client's prompt");
}

// What drey cannot run it cannot write down either, so that there is no view of it, even where Flink minds only when the view is read.
absl::Status RefuseView(const LogicalPlan& plan, SourceRange range) {
  const absl::Status refusal = RefusalOf(plan);
  if (refusal.ok() || DetailOf(refusal).kind == ErrorKind::kUnsupported) return refusal;
  return UnsupportedError("a view of this query", range, MessageOf(refusal));
}

CatalogTable TableOfView(const CatalogView& view, const Schema& schema) {
  CatalogTable table;
  table.identifier = view.identifier;
  table.temporary = view.temporary;
  table.name_range = view.name_range;
  table.syntax = view.syntax;
  for (size_t i = 0; i < schema.size(); ++i) {
    const std::string& name = view.column_names.empty() ? schema.columns[i].name : view.column_names[i];
    table.columns.push_back({.name = name, .type = schema.type(i), .range = view.name_range});
  }
  return table;
}

// A column of a view's SELECT. `name` is what the item is called where it is an alias or a column; the planner has made such names unique.
struct ViewColumn {
  std::string name = {};
  SourceRange range = {};
};

// `column_count` tells how many columns a star stands for, where there is one star.
std::vector<ViewColumn> ViewColumns(const Select& select, size_t column_count) {
  std::vector<ViewColumn> columns;
  for (const SelectItem& item : select.items) {
    const bool is_identifier = item.value->kind == ExpressionKind::kIdentifier;
    if (is_identifier && item.value->identifier.is_star) {
      const size_t others = select.items.size() - 1;
      columns.insert(columns.end(), column_count - std::min(others, column_count), ViewColumn{.range = item.range});
      continue;
    }
    ViewColumn column = {.range = item.range};
    if (item.alias) {
      column.name = item.alias->text;
    } else if (is_identifier) {
      column.name = item.value->identifier.last();
    }
    columns.push_back(std::move(column));
  }
  columns.resize(column_count);
  return columns;
}

}  // namespace

absl::Status Session::Start() {
  for (const GivenSetting& given : options_.settings) {
    DREY_RETURN_IF_ERROR(settings_.Set(given.key, given.value, given.key_range, given.value_range, notices_));
  }
  used_options_.assign(options_.table_options.size(), false);
  return ResolveVersion();
}

absl::Status Session::ResolveVersion() {
  if (options_.version) {
    version_ = *options_.version;
    return absl::OkStatus();
  }
  DREY_ASSIGN_OR_RETURN(const std::optional<FlinkVersion> version, settings_.DreyFlinkVersion());
  version_ = version.value_or(FlinkVersion::k1_20);
  return absl::OkStatus();
}

absl::Status Session::Execute(const SharedStatement& statement, const std::string& integration_id) {
  if (const auto* create = statement->As<CreateTable>()) return ExecuteCreateTable(*create, statement, integration_id);
  if (const auto* create = statement->As<CreateView>()) return ExecuteCreateView(*create, statement);
  if (const auto* drop = statement->As<DropObject>(); drop != nullptr && drop->object == ObjectKind::kModel && version_ == FlinkVersion::k1_20) {
    return TableError(Concat("Unsupported query: ", sources_.Text(statement->range)), statement->range);
  }
  if (const std::optional<absl::Status> done = ExecuteCatalogStatement(*statement, catalog_)) return *done;
  if (const auto* drop = statement->As<DropObject>()) return ExecuteDrop(*drop);
  if (const auto* alter = statement->As<AlterObject>()) return ExecuteAlter(*alter, statement);
  if (const auto* set = statement->As<SetOption>()) return ExecuteSet(*set);
  if (const auto* reset = statement->As<ResetOption>()) {
    if (reset->key) {
      settings_.Reset(reset->key->text);
    } else {
      settings_.ResetAll();
    }
    return absl::OkStatus();
  }
  if (const auto* modify = statement->As<ModifyTable>()) return ExecuteModification(*modify, statement->range);
  if (const auto* add = statement->As<AddJar>()) return ExecuteAddJar(*add, statement->range);
  if (const auto* other = statement->As<OtherStatement>()) return RefuseOther(*other, statement->range);
  const bool is_of_client = statement->As<ClientCommand>() != nullptr || statement->As<RemoveJar>() != nullptr;
  return is_of_client ? NotForExecution(statement->range) : UnsupportedError(FeatureOf(*statement), statement->range);
}

absl::StatusOr<InsertPlan> Session::BindTableAs(const CreateTable& create, SourceRange range, SharedStatement owner,
                                                const std::string& integration_id) {
  DREY_RETURN_IF_ERROR(CheckConstraintsWritten(create.constraints));
  DREY_RETURN_IF_ERROR(CheckTableAsWritten(create, version_));
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer query, BindQuery(*create.query));
  if (create.or_replace) return UnsupportedError("CREATE OR REPLACE TABLE … AS", create.name.range);
  DREY_RETURN_IF_ERROR(CheckColumnsOfTableAs(create, query->schema));
  DREY_ASSIGN_OR_RETURN(CatalogTable table, DescribeTable(create, range, std::move(owner), integration_id, &query->schema));
  InsertPlan insert{.sink = std::make_shared<const CatalogTable>(std::move(table)), .query = query, .shown_query = query};
  for (const SchemaColumn& column : query->schema.columns) insert.field_names.push_back(column.name);
  insert.target_range = create.name.range;
  insert.range = range;
  return insert;
}

absl::StatusOr<InsertPlan> Session::CreateTableAs(const CreateTable& create, const SharedStatement& statement,
                                                  const std::string& integration_id) {
  DREY_ASSIGN_OR_RETURN(InsertPlan insert, BindTableAs(create, statement->range, statement, integration_id));
  if (create.if_not_exists && catalog_.Find(insert.sink->identifier) != nullptr) {
    return UnsupportedError("CREATE TABLE IF NOT EXISTS … AS where the table is there", create.name.range);
  }
  DREY_RETURN_IF_ERROR(catalog_.AddTable(*insert.sink, create.if_not_exists));
  return insert;
}

// Flink 2.3 puts the columns that the statement declares beside those of its query.
absl::Status Session::CheckColumnsOfTableAs(const CreateTable& create, const Schema& query) {
  if (!create.columns.empty()) return UnsupportedError("columns of a table beside those of AS", create.columns.front().range);
  if (create.column_names.empty()) return absl::OkStatus();
  if (create.column_names.size() != query.size()) {
    return ValidationError("The number of columns in the column list must match the number of columns in the source schema.",
                           create.name.range);
  }
  for (const IdentifierPart& name : create.column_names) {
    const bool is_known = std::any_of(query.columns.begin(), query.columns.end(),
                                      [&](const SchemaColumn& column) { return column.name == name.text; });
    if (!is_known) return ValidationError(Concat("Column '", name.text, "' not found in the source schema."), name.range);
  }
  return UnsupportedError("the order of columns of a table beside AS", create.name.range);
}

absl::Status Session::ExecuteCreateTable(const CreateTable& create, const SharedStatement& statement, const std::string& integration_id) {
  if (create.query) {
    DREY_ASSIGN_OR_RETURN(const InsertPlan insert, CreateTableAs(create, statement, integration_id));
    return PlanInsertPipelines(insert).status();
  }
  DREY_ASSIGN_OR_RETURN(CatalogTable table, DescribeTable(create, statement->range, statement, integration_id, nullptr));
  return catalog_.AddTable(std::move(table), create.if_not_exists);
}

absl::StatusOr<CatalogTable> Session::DescribeTable(const CreateTable& create, SourceRange range, SharedStatement owner,
                                                    const std::string& integration_id, const Schema* query) {
  DREY_ASSIGN_OR_RETURN(CatalogTable table, BuildTable(create, range, std::move(owner), catalog_, sources_, version_, query));
  table.integration_id = integration_id;
  if (!integration_id.empty()) integration_ids_.insert(integration_id);
  DREY_RETURN_IF_ERROR(ApplyTableOptions(table));
  ApplyConnection(table);
  if (options_.replace_table) options_.replace_table(table, false);
  return table;
}

// --option TABLE.KEY=VALUE.
absl::Status Session::ApplyTableOptions(CatalogTable& table) {
  for (size_t i = 0; i < options_.table_options.size(); ++i) {
    const std::string& option = options_.table_options[i];
    const size_t dot = option.find('.');
    const size_t equals = option.find('=');
    if (dot == std::string::npos || equals == std::string::npos || equals < dot) {
      return InvalidError(Concat("--option ", option, " is not TABLE.KEY=VALUE"));
    }
    if (option.substr(0, dot) != table.identifier.name) continue;
    used_options_[i] = true;
    table.options.Set({.key = option.substr(dot + 1, equals - dot - 1), .value = option.substr(equals + 1), .origin = "--option"});
  }
  return absl::OkStatus();
}

absl::Status Session::CheckOptionsUsed() {
  for (size_t i = 0; i < options_.table_options.size(); ++i) {
    if (i < used_options_.size() && used_options_[i]) continue;
    const std::string name = options_.table_options[i].substr(0, options_.table_options[i].find('.'));
    return InvalidError(Concat("--option names the table '", name, "', which the job does not have"), {},
                        DidYouMean(name, catalog_.Names()));
  }
  for (const auto& [name, properties] : options_.integrations) {
    if (integration_ids_.contains(name)) continue;
    const std::vector<std::string> ids(integration_ids_.begin(), integration_ids_.end());
    notices_.push_back(MakeFinding("option-without-effect", Concat("--integration names '", name, "', which no table of the job has as its integration_id"),
                                   {}, DidYouMean(name, ids)));
  }
  return absl::OkStatus();
}

// A table's own non-empty property wins, then its integration's, then --bootstrap-servers. Without a broker
// the option need not be there.
void Session::ApplyConnection(CatalogTable& table) const {
  const TableOption* connector = table.options.Find("connector");
  const bool is_kafka = connector != nullptr && connector->value.find("kafka") != std::string::npos;
  if (!is_kafka) return;
  if (const auto integration = options_.integrations.find(table.integration_id); integration != options_.integrations.end()) {
    for (const auto& [name, value] : integration->second) {
      const std::string key = Concat("properties.", name);
      const TableOption* own = table.options.Find(key);
      if (own == nullptr || own->value.empty()) {
        table.options.Set({.key = key, .value = value, .origin = Concat("--integration ", table.integration_id)});
      }
    }
  }
  const TableOption* servers = table.options.Find(kBootstrapServers);
  if (options_.local && servers == nullptr) table.options.Set({.key = std::string(kBootstrapServers), .origin = "--local"});
  if (options_.bootstrap_servers && (servers == nullptr || servers->value.empty())) {
    table.options.Set({.key = std::string(kBootstrapServers), .value = *options_.bootstrap_servers, .origin = "--bootstrap-servers"});
  }
}

// Flink's own text of a view's query. The statement is read once more, since names are made complete in the tree itself.
absl::StatusOr<std::string> Session::ExpandedQuery(const SharedStatement& statement) const {
  DREY_ASSIGN_OR_RETURN(Statement copy, ParseStatement(statement->range.source, sources_.Text(statement->range), version_));
  auto* create = std::get_if<CreateView>(&copy.node);
  Query& query = create != nullptr ? *create->query : *std::get<AlterObject>(copy.node).query;
  if (version_ == FlinkVersion::k1_20) {
    // 1.20 reads what it has written.
    const absl::Status read = ParseStatement(statement->range.source, Unparse(query, version_), version_).status();
    if (!read.ok()) return InvalidError(MessageOf(read), statement->range, "Flink 1.20 cannot read this view's query as it writes it down");
  }
  QueryNames names;
  DREY_RETURN_IF_ERROR(QueryPlanner(catalog_, version_).PlanDefinition(query, &names).status());
  ExpandQuery(query, names, version_);
  return Unparse(query, version_);
}

absl::StatusOr<CatalogView> Session::BuildView(const Query& query, const Identifier& name, std::vector<std::string> column_names,
                                               const SharedStatement& statement, const LogicalPlan& plan) const {
  CatalogView view = {.identifier = catalog_.Qualify(name.Names()),
                      .column_names = std::move(column_names),
                      .query = &query,
                      .current_catalog = catalog_.current_catalog(),
                      .current_database = catalog_.current_database(),
                      .name_range = name.range,
                      .syntax = statement};
  if (!view.column_names.empty() && view.column_names.size() != plan.schema.size()) {
    std::vector<std::string> names;
    for (const SchemaColumn& column : plan.schema.columns) names.push_back(column.name);
    return ValidationError(Concat("VIEW definition and input fields not match:\n\tDef fields: [", Join(view.column_names, ", "),
                                  "].\n\tInput fields: [", Join(names, ", "), "]."),
                           name.range);
  }
  for (size_t i = 0; i < plan.schema.size(); ++i) {
    std::string type = ResultTypeText(plan, i);
    if (!plan.schema.type(i).nullable()) type.erase(type.rfind(" NOT NULL"), 9);
    const std::string& column = view.column_names.empty() ? plan.schema.columns[i].name : view.column_names[i];
    view.columns.push_back({column, std::move(type), plan.schema.type(i).nullable()});
  }
  DREY_RETURN_IF_ERROR(RefuseView(plan, query.range));
  DREY_ASSIGN_OR_RETURN(view.expanded_query, ExpandedQuery(statement));
  return view;
}

absl::Status Session::ExecuteCreateView(const CreateView& create, const SharedStatement& statement) {
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, QueryPlanner(catalog_, version_).PlanDefinition(*create.query));
  std::vector<std::string> given;
  for (const IdentifierPart& column : create.columns) given.push_back(column.text);
  DREY_RETURN_IF_ERROR(CheckSources(*plan));
  DREY_ASSIGN_OR_RETURN(CatalogView view, BuildView(*create.query, create.name, std::move(given), statement, *plan));
  view.temporary = create.temporary;
  if (create.comment) view.comment = create.comment->text;
  DREY_RETURN_IF_ERROR(CheckViewColumns(create, view.column_names, *plan));
  if (options_.replace_table) {
    CatalogTable table = TableOfView(view, plan->schema);
    if (options_.replace_table(table, true)) return catalog_.AddTable(std::move(table), create.if_not_exists);
  }
  // OR REPLACE changes nothing in Flink: a view that there is stays.
  return catalog_.AddView(std::move(view), create.if_not_exists);
}

// Flink validates the options of a view's tables when it makes the view. What is not supported is said where the view is used.
absl::Status Session::CheckSources(const LogicalPlan& plan) {
  for (const LogicalPlanPointer& input : plan.inputs) DREY_RETURN_IF_ERROR(CheckSources(*input));
  if (plan.kind != LogicalPlan::Kind::kScan) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, Mode());
  const auto check = [&]() -> absl::Status {
    DREY_ASSIGN_OR_RETURN(const TableFactory* factory, factories_.FindForReading(*plan.table, version_));
    return ResolveReadableMetadata(*factory, {.table = *plan.table, .version = version_, .mode = mode}).status();
  };
  const absl::Status status = check();
  return !status.ok() && DetailOf(status).kind == ErrorKind::kUnsupported ? absl::OkStatus() : status;
}

// Columns that share a name: Flink names the place of the first that has it.
absl::Status Session::CheckViewColumns(const CreateView& create, const std::vector<std::string>& given, const LogicalPlan& plan) const {
  const Query* query = create.query.get();
  while (query->left) query = query->left.get();
  if (query->kind != QueryKind::kSelect) return absl::OkStatus();
  const std::vector<ViewColumn> columns = ViewColumns(*query->select, plan.schema.size());
  std::map<std::string, SourceRange> first;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string name = given.empty() ? (columns[i].name.empty() ? plan.schema.columns[i].name : columns[i].name) : given[i];
    const auto [known, is_new] = first.emplace(name, columns[i].range);
    if (is_new) continue;
    // Flink forgets the place of a field.
    const bool is_field = plan.kind == LogicalPlan::Kind::kProject && plan.expressions[i]->kind == BoundExpression::Kind::kField;
    const LineColumn place = is_field ? LineColumn{0, 0} : sources_.Get(known->second.source).Locate(known->second.begin);
    return WithFlinkClass(InvalidError(Concat("A column with the same name `", name, "` has been defined at line ", place.line,
                                              ", column ", place.column, "."),
                                       columns[i].range),
                          "org.apache.flink.sql.parser.error.SqlValidateException");
  }
  return absl::OkStatus();
}

absl::Status Session::ExecuteDrop(const DropObject& drop) {
  return catalog_.DropObject({.identifier = catalog_.Qualify(drop.name.Names()),
                              .is_view = drop.object == ObjectKind::kView,
                              .temporary = drop.temporary,
                              .if_exists = drop.if_exists,
                              .range = drop.name.range});
}

absl::Status Session::ExecuteAlter(const AlterObject& alter, const SharedStatement& statement) {
  if (alter.object == ObjectKind::kTable) return ExecuteAlterTable(alter, statement);
  if (alter.object == ObjectKind::kView) return ExecuteAlterView(alter, statement);
  // What only Flink's gateway runs.
  if (alter.feature == "ALTER MATERIALIZED TABLE SUSPEND" || alter.feature == "ALTER MATERIALIZED TABLE RESUME") {
    return JavaUnsupported("AlterMaterializedTableResumeOperation doesn't support ExecutableOperation yet.", statement->range);
  }
  if (alter.feature == "ALTER MATERIALIZED TABLE REFRESH") {
    return JavaUnsupported("AlterMaterializedTableRefreshOperation does not support ExecutableOperation yet.", statement->range);
  }
  return UnsupportedError(alter.feature.empty() ? "this ALTER statement" : alter.feature, statement->range);
}

absl::Status Session::ExecuteAlterTable(const AlterObject& alter, const SharedStatement& statement) {
  const ObjectIdentifier identifier = catalog_.Qualify(alter.name.Names());
  const Catalog::Object* object = catalog_.IsTemporary(identifier) ? nullptr : catalog_.FindPermanent(identifier);
  if (object == nullptr) {
    if (alter.if_exists) return absl::OkStatus();
    return ValidationError(Concat("Table ", identifier.ToQuotedString(), " doesn't exist or is a temporary table."), alter.name.range,
                           DidYouMean(identifier.name, catalog_.Names()));
  }
  const auto* table = std::get_if<CatalogTable>(object);
  if (table == nullptr) return ValidationError("ALTER TABLE for a view is not allowed", alter.name.range);
  if (alter.action == AlterAction::kRenameTo) {
    // The new name is of the same database, whatever stands before it.
    return catalog_.Rename(identifier, {identifier.catalog, identifier.database, alter.new_name.last()}, alter.new_name.range);
  }
  if (alter.feature == "ALTER TABLE COMPACT") {
    return ValidationError(Concat("ALTER TABLE COMPACT operation is not supported for non-managed table ", identifier.ToQuotedString()),
                           alter.name.range);
  }
  if (alter.action == AlterAction::kAddPartitions || alter.action == AlterAction::kDropPartitions) {
    DREY_ASSIGN_OR_RETURN(CatalogTable changed, AlterPartitions(alter, *table));
    return catalog_.ReplaceTable(std::move(changed));
  }
  DREY_ASSIGN_OR_RETURN(CatalogTable altered, AlterTable(alter, *table, statement, sources_, version_));
  return catalog_.ReplaceTable(std::move(altered));
}

absl::Status Session::ExecuteAlterView(const AlterObject& alter, const SharedStatement& statement) {
  const ObjectIdentifier identifier = catalog_.Qualify(alter.name.Names());
  const Catalog::Object* object = catalog_.IsTemporary(identifier) ? nullptr : catalog_.FindPermanent(identifier);
  if (object == nullptr) {
    return ValidationError(Concat("View ", identifier.ToQuotedString(), " doesn't exist or is a temporary view."), alter.name.range,
                           DidYouMean(identifier.name, catalog_.Names()));
  }
  const auto* known = std::get_if<CatalogView>(object);
  if (known == nullptr) return ValidationError("ALTER VIEW for a table is not allowed", alter.name.range);
  if (alter.action == AlterAction::kRenameTo) {
    return catalog_.Rename(identifier, {identifier.catalog, identifier.database, alter.new_name.last()}, alter.new_name.range);
  }
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, QueryPlanner(catalog_, version_).PlanDefinition(*alter.query));
  DREY_ASSIGN_OR_RETURN(CatalogView view, BuildView(*alter.query, alter.name, {}, statement, *plan));
  view.comment = known->comment;
  DREY_RETURN_IF_ERROR(CheckSources(*plan));
  return catalog_.ReplaceView(std::move(view));
}

absl::Status Session::ExecuteSet(const SetOption& set) {
  // Shows the settings, where there is somebody to show them to.
  if (!set.option) return absl::OkStatus();
  const OptionSyntax& option = *set.option;
  DREY_RETURN_IF_ERROR(settings_.Set(option.key.text, option.value.text, option.key.range, option.value.range, notices_));
  return ResolveVersion();
}

absl::Status Session::ExecuteModification(const ModifyTable& modify, SourceRange range) {
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, Mode());
  const bool is_batch = mode == RuntimeMode::kBatch;
  const ObjectIdentifier identifier = catalog_.Qualify(modify.target.Names());
  const bool exists = catalog_.Find(identifier) != nullptr;
  switch (modify.kind) {
    case ModifyTable::Kind::kUpdate:
    case ModifyTable::Kind::kDelete: {
      const bool updates = modify.kind == ModifyTable::Kind::kUpdate;
      DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, QueryPlanner(catalog_, version_).PlanModification(modify));
      DREY_RETURN_IF_ERROR(PlanQueryPipelines(plan).status());
      return JavaUnsupported(Concat("Can't perform ", updates ? "update" : "delete", " operation of the table ", identifier.ToString(),
                                    " because the corresponding dynamic table sink has not yet implemented "
                                    "org.apache.flink.table.connector.sink.abilities.SupportsRowLevel",
                                    updates ? "Update." : "Delete."),
                             range);
    }
    case ModifyTable::Kind::kTruncate:
      if (!exists && (is_batch || version_ != FlinkVersion::k1_20)) return SinkNotFound(catalog_, modify.target, version_);
      if (!is_batch) return TableError("TRUNCATE TABLE statement is not supported in streaming mode.", range);
      return TableError(Concat("TRUNCATE TABLE statement is not supported for the table ", identifier.ToString(),
                               " since the table hasn't implemented the interface "
                               "org.apache.flink.table.connector.sink.abilities.SupportsTruncate."),
                        range);
    case ModifyTable::Kind::kAnalyze:
      if (catalog_.IsTemporary(identifier) || !exists) {
        return ValidationError(Concat("Table ", identifier.ToQuotedString(), " doesn't exist or is a temporary table."), modify.target.range);
      }
      if (!is_batch) return TableError("ANALYZE TABLE is not supported for streaming mode now", range);
      return UnsupportedError("ANALYZE TABLE", range);
  }
  return BugError("a change of a table of an unknown kind", range);
}

// drey runs no Java code, but a file that is not there is Flink's error.
absl::Status Session::ExecuteAddJar(const AddJar& add, SourceRange range) const {
  const size_t scheme = add.path.text.find("://");
  if (scheme != std::string::npos && add.path.text.substr(0, scheme) != "file") {
    return WithFlinkClass(InvalidError("Hadoop is not in the classpath/dependencies.", add.path.range, "drey knows local files only"),
                          "org.apache.flink.core.fs.UnsupportedFileSystemSchemeException");
  }
  if (options_.has_file && !options_.has_file(add.path.text)) {
    const std::string_view what = version_ == FlinkVersion::k1_20 ? "jar" : "jar or artifact";
    return WithFlinkClass(InvalidError(Concat(what, " resource [", add.path.text, "] not found."), add.path.range),
                          "java.io.FileNotFoundException");
  }
  return UnsupportedError("ADD JAR", range, "drey runs the functions and connectors that it has built in");
}

absl::Status Session::CheckPlanned(const Statement& statement) {
  if (const auto* set = statement.As<StatementSet>()) {
    for (const Statement& member : set->inserts) DREY_RETURN_IF_ERROR(CheckPlanned(member));
    return absl::OkStatus();
  }
  const auto* insert = statement.As<Insert>();
  if (insert == nullptr) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const InsertPlan plan, BindInsert(*insert, statement.range));
  return PlanInsertPipelines(plan).status();
}

absl::Status Session::RefuseOther(const OtherStatement& other, SourceRange range) {
  if (other.planned) DREY_RETURN_IF_ERROR(CheckPlanned(*other.planned));
  const auto begins = [&](std::string_view prefix) { return other.feature.starts_with(prefix); };
  const bool is_of_models = begins("CREATE MODEL") && version_ == FlinkVersion::k1_20;
  if (other.feature == "MERGE" || is_of_models || begins("CREATE CONNECTION")) {
    return TableError(Concat("Unsupported query: ", sources_.Text(range)), range);
  }
  if (other.feature == "CALL" && (other.name.parts.size() < 3 || catalog_.HasCatalog(other.name.first()))) {
    return JavaUnsupported("getProcedure is not implemented for class org.apache.flink.table.catalog.GenericInMemoryCatalog.", range);
  }
  if (other.feature == "DESCRIBE STATEMENT") {
    // Flink's validator has no namespace for what its parser takes.
    return WithFlinkClass(InvalidError(Concat("namespace for ", sources_.Text(range)), range, "EXPLAIN shows the plan of a statement"),
                          "java.lang.NullPointerException");
  }
  if (other.feature == "DESCRIBE JOB") return JavaUnsupported("DescribeJobOperation does not support ExecutableOperation yet.", range);
  return UnsupportedError(other.feature, range);
}

absl::StatusOr<RuntimeMode> Session::Mode() const {
  if (options_.mode) return *options_.mode;
  return settings_.RuntimeModeSetting();
}

absl::StatusOr<InsertPlan> Session::BindInsert(const Insert& insert, SourceRange range) const {
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, Mode());
  return PlanInsert(insert, range, catalog_, version_, mode);
}

absl::StatusOr<LogicalPlanPointer> Session::BindQuery(const Query& query) const {
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, Mode());
  QueryPlanner planner(catalog_, version_, mode);
  return planner.Plan(query);
}

absl::StatusOr<std::vector<Pipeline>> Session::PlanInsertPipelines(const InsertPlan& insert) {
  DREY_ASSIGN_OR_RETURN(const JobPlanRequest request, PlanRequest());
  return PlanPipelines(insert, request, notices_);
}

absl::StatusOr<std::vector<Pipeline>> Session::PlanQueryPipelines(const LogicalPlanPointer& query) {
  DREY_ASSIGN_OR_RETURN(const JobPlanRequest request, PlanRequest());
  return drey::PlanQueryPipelines(query, request, notices_);
}

absl::StatusOr<JobPlanRequest> Session::PlanRequest() const {
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, Mode());
  DREY_RETURN_IF_ERROR(settings_.Parallelism().status());
  DREY_ASSIGN_OR_RETURN(const absl::TimeZone time_zone, settings_.LocalTimeZone());
  const bool bound_by_mode = mode == RuntimeMode::kBatch && !options_.strict;
  return JobPlanRequest{.factories = factories_,
                        .settings = settings_,
                        .version = version_,
                        .mode = mode,
                        .time_zone = time_zone,
                        .bounded = options_.bounded || bound_by_mode,
                        .bound_by_mode = bound_by_mode && !options_.bounded};
}

absl::StatusOr<JobGraph> Session::MakeEmptyGraph() {
  JobGraph graph;
  graph.version = version_;
  DREY_ASSIGN_OR_RETURN(graph.mode, Mode());
  DREY_ASSIGN_OR_RETURN(graph.time_zone, settings_.LocalTimeZone());
  DREY_ASSIGN_OR_RETURN(graph.parallelism, settings_.Parallelism());
  DREY_ASSIGN_OR_RETURN(graph.checkpoints, ReadCheckpointSettings(settings_, version_, notices_));
  // The runtime reads them again from the graph; here they are checked, where their places are known.
  DREY_RETURN_IF_ERROR(ReadRestartSettings(settings_, version_).status());
  for (const auto& [key, setting] : settings_.all()) graph.settings[key] = setting.value;
  return graph;
}

}  // namespace drey
