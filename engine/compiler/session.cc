#include "engine/compiler/session.h"

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/compiler/checkpoint_settings_reader.h"
#include "engine/compiler/restart_settings_reader.h"
#include "engine/job/job_planner.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/table_builder.h"

namespace drey {
namespace {

constexpr std::string_view kBootstrapServers = "properties.bootstrap.servers";

// The name of a statement that a session does not execute.
std::string FeatureOf(const Statement& statement) {
  if (const auto* other = statement.As<OtherStatement>()) return other->feature;
  if (const auto* alter = statement.As<AlterObject>()) return alter->feature.empty() ? "ALTER" : alter->feature;
  if (const auto* command = statement.As<ClientCommand>()) return command->name;
  if (statement.As<SelectStatement>() != nullptr) return "SELECT";
  if (statement.As<Explain>() != nullptr) return "EXPLAIN";
  if (statement.As<Describe>() != nullptr) return "DESCRIBE";
  if (statement.As<Show>() != nullptr) return "SHOW";
  if (statement.As<CreateFunction>() != nullptr) return "CREATE FUNCTION";
  if (statement.As<CreateDatabase>() != nullptr) return "CREATE DATABASE";
  if (statement.As<CreateCatalog>() != nullptr) return "CREATE CATALOG";
  if (statement.As<LoadModule>() != nullptr) return "LOAD MODULE";
  if (statement.As<UnloadModule>() != nullptr) return "UNLOAD MODULE";
  if (statement.As<AddJar>() != nullptr) return "ADD JAR";
  if (statement.As<RemoveJar>() != nullptr) return "REMOVE JAR";
  return "this statement";
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
  for (const auto& [key, value] : options_.settings) {
    DREY_RETURN_IF_ERROR(settings_.Set(key, value, {}, {}, notices_));
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
  if (const auto* drop = statement->As<DropObject>()) return ExecuteDrop(*drop, statement->range);
  if (const auto* set = statement->As<SetOption>()) return ExecuteSet(*set, statement->range);
  if (const auto* use = statement->As<Use>()) return ExecuteUse(*use, statement->range);
  if (const auto* reset = statement->As<ResetOption>()) {
    if (reset->key) {
      settings_.Reset(reset->key->text);
    } else {
      settings_.ResetAll();
    }
    return absl::OkStatus();
  }
  return UnsupportedError(FeatureOf(*statement), statement->range);
}

absl::Status Session::ExecuteCreateTable(const CreateTable& create, const SharedStatement& statement, const std::string& integration_id) {
  DREY_ASSIGN_OR_RETURN(CatalogTable table, BuildTable(create, statement->range, statement, catalog_, sources_, version_));
  table.integration_id = integration_id;
  DREY_RETURN_IF_ERROR(ApplyTableOptions(table));
  ApplyConnection(table);
  if (options_.replace_table) options_.replace_table(table, false);
  return catalog_.AddTable(std::move(table), create.if_not_exists);
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

absl::Status Session::CheckTableOptionsUsed() const {
  for (size_t i = 0; i < options_.table_options.size(); ++i) {
    if (i < used_options_.size() && used_options_[i]) continue;
    const std::string name = options_.table_options[i].substr(0, options_.table_options[i].find('.'));
    return InvalidError(Concat("--option names the table '", name, "', which the job does not have"), {},
                        DidYouMean(name, catalog_.Names()));
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

absl::Status Session::ExecuteCreateView(const CreateView& create, const SharedStatement& statement) {
  if (create.or_replace) return UnsupportedError("CREATE OR REPLACE VIEW", statement->range);
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, BindQuery(*create.query));
  CatalogView view;
  view.identifier = catalog_.Qualify(create.name.Names());
  view.query = create.query.get();
  view.temporary = create.temporary;
  view.name_range = create.name.range;
  view.syntax = statement;
  for (const IdentifierPart& column : create.columns) view.column_names.push_back(column.text);
  if (!view.column_names.empty() && view.column_names.size() != plan->schema.size()) {
    std::vector<std::string> names;
    for (const SchemaColumn& column : plan->schema.columns) names.push_back(column.name);
    return ValidationError(Concat("VIEW definition and input fields not match:\n\tDef fields: [", Join(view.column_names, ", "),
                                  "].\n\tInput fields: [", Join(names, ", "), "]."),
                           create.name.range);
  }
  DREY_RETURN_IF_ERROR(CheckViewColumns(create, view.column_names, *plan));
  DREY_RETURN_IF_ERROR(CheckSources(plan));
  if (options_.replace_table) {
    CatalogTable table = TableOfView(view, plan->schema);
    if (options_.replace_table(table, true)) return catalog_.AddTable(std::move(table), create.if_not_exists);
  }
  return catalog_.AddView(std::move(view), create.if_not_exists);
}

// Flink makes the sources of a view's tables when it makes the view. What is not supported is said where the view is used.
absl::Status Session::CheckSources(const LogicalPlanPointer& plan) {
  const size_t notices = notices_.size();
  const absl::Status status = PlanQueryPipelines(plan).status();
  notices_.resize(notices);
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
    const LineColumn place = sources_.Get(known->second.source).Locate(known->second.begin);
    return WithFlinkClass(InvalidError(Concat("A column with the same name `", name, "` has been defined at line ", place.line,
                                              ", column ", place.column, "."),
                                       columns[i].range),
                          "org.apache.flink.sql.parser.error.SqlValidateException");
  }
  return absl::OkStatus();
}

absl::Status Session::ExecuteDrop(const DropObject& drop, SourceRange range) {
  const ObjectIdentifier identifier = catalog_.Qualify(drop.name.Names());
  if (drop.object != ObjectKind::kTable && drop.object != ObjectKind::kView) {
    return UnsupportedError("DROP of anything but tables and views", range);
  }
  return catalog_.DropObject({.identifier = identifier,
                              .is_view = drop.object == ObjectKind::kView,
                              .temporary = drop.temporary,
                              .if_exists = drop.if_exists,
                              .range = drop.name.range});
}

absl::Status Session::ExecuteSet(const SetOption& set, SourceRange range) {
  if (!set.option) return UnsupportedError("SET without a key", range);
  const OptionSyntax& option = *set.option;
  DREY_RETURN_IF_ERROR(settings_.Set(option.key.text, option.value.text, option.key.range, option.value.range, notices_));
  return ResolveVersion();
}

absl::Status Session::ExecuteUse(const Use& use, SourceRange range) {
  const std::vector<std::string> names = use.names.front().Names();
  const bool is_current = use.what == Use::What::kCatalog ? names.back() == catalog_.current_catalog()
                                                          : names.back() == catalog_.current_database();
  if (use.what != Use::What::kModules && is_current) return absl::OkStatus();
  return UnsupportedError("USE of another catalog, database or module", range);
}

absl::StatusOr<RuntimeMode> Session::Mode() const {
  if (options_.mode) return *options_.mode;
  return settings_.RuntimeModeSetting();
}

absl::StatusOr<InsertPlan> Session::BindInsert(const Insert& insert, SourceRange range) const {
  return PlanInsert(insert, range, catalog_, version_);
}

absl::StatusOr<LogicalPlanPointer> Session::BindQuery(const Query& query) const {
  QueryPlanner planner(catalog_, version_);
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
  DREY_ASSIGN_OR_RETURN(graph.parallelism, settings_.PositiveInteger("parallelism.default", 1));
  DREY_ASSIGN_OR_RETURN(graph.parallelism,
                        settings_.PositiveInteger("table.exec.resource.default-parallelism", graph.parallelism));
  DREY_ASSIGN_OR_RETURN(graph.checkpoints, ReadCheckpointSettings(settings_, version_, notices_));
  // The runtime reads them again from the graph; here they are checked, where their places are known.
  DREY_RETURN_IF_ERROR(ReadRestartSettings(settings_, version_).status());
  for (const auto& [key, setting] : settings_.all()) graph.settings[key] = setting.value;
  return graph;
}

}  // namespace drey
