#include "engine/compiler/compiler.h"

#include <algorithm>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/option_reader.h"
#include "engine/job/job_planner.h"
#include "engine/plan/flink_explain.h"
#include "engine/plan/insert_plan.h"
#include "engine/plan/query_planner.h"
#include "engine/plan/settings.h"
#include "engine/plan/table_builder.h"
#include "engine/sql/parser.h"

namespace drey {
namespace {

constexpr std::string_view kBootstrapServers = "properties.bootstrap.servers";

// A parsed statement with the text it stands in.
using SharedStatement = std::shared_ptr<const Statement>;

class JobCompiler {
 public:
  JobCompiler(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories, const CompileOptions& options)
      : definition_(definition), sources_(sources), factories_(factories), options_(options) {}

  absl::StatusOr<Compilation> Compile() {
    for (const auto& [key, value] : options_.settings) {
      DREY_RETURN_IF_ERROR(settings_.Set(key, value, {}, {}, result_.notices));
    }
    DREY_RETURN_IF_ERROR(ResolveVersion());
    for (const SqlPart& part : definition_.tables) DREY_RETURN_IF_ERROR(RunPart(part));
    DREY_RETURN_IF_ERROR(RunPart(definition_.statement));
    if (open_set_) return InvalidError("BEGIN STATEMENT SET without END", open_set_range_, "write END; behind the last INSERT");
    if (inserts_.empty()) {
      return InvalidError("The job has no INSERT statement", {}, "a job needs an INSERT INTO … SELECT …");
    }
    DREY_RETURN_IF_ERROR(CheckTableOptionsUsed());
    DREY_RETURN_IF_ERROR(PlanJob());
    return std::move(result_);
  }

 private:
  absl::Status ResolveVersion() {
    if (options_.version) {
      version_ = *options_.version;
      return absl::OkStatus();
    }
    DREY_ASSIGN_OR_RETURN(const std::optional<FlinkVersion> version, settings_.DreyFlinkVersion());
    version_ = version.value_or(FlinkVersion::k1_20);
    return absl::OkStatus();
  }

  absl::Status RunPart(const SqlPart& part) {
    const std::string_view text = sources_.Get(part.source).text;
    DREY_ASSIGN_OR_RETURN(std::vector<Statement> statements, ParseScript(part.source, text, version_));
    if (statements.empty()) {
      return InvalidError("There is no statement here", {part.source, 0, static_cast<uint32_t>(text.size())});
    }
    for (Statement& statement : statements) {
      const bool is_table_part = &part != &definition_.statement;
      auto shared = std::make_shared<const Statement>(std::move(statement));
      if (is_table_part && shared->As<CreateTable>() == nullptr && shared->As<CreateView>() == nullptr) {
        return InvalidError("create_table must hold a CREATE TABLE statement", shared->range);
      }
      DREY_RETURN_IF_ERROR(WithRange(RunStatement(shared, part), shared->range));
    }
    return absl::OkStatus();
  }

  absl::Status RunStatement(const SharedStatement& statement, const SqlPart& part) {
    if (const auto* create = statement->As<CreateTable>()) return RunCreateTable(*create, statement, part);
    if (const auto* create = statement->As<CreateView>()) return RunCreateView(*create, statement);
    if (const auto* drop = statement->As<DropObject>()) return RunDrop(*drop, statement->range);
    if (const auto* set = statement->As<SetOption>()) return RunSet(*set, statement->range);
    if (const auto* reset = statement->As<ResetOption>()) return RunReset(*reset);
    if (const auto* use = statement->As<Use>()) return RunUse(*use, statement->range);
    if (const auto* insert = statement->As<Insert>()) return AddInsert(*insert, statement, statement->range);
    if (const auto* execute = statement->As<Execute>()) {
      const auto* insert = execute->statement->As<Insert>();
      if (insert == nullptr) return UnsupportedError("EXECUTE of a query in a job", statement->range);
      return AddInsert(*insert, statement, execute->statement->range);
    }
    if (const auto* set = statement->As<StatementSet>()) {
      for (const Statement& member : set->inserts) {
        const auto* insert = member.As<Insert>();
        if (insert == nullptr) return InvalidError("A statement set holds INSERT statements only", member.range);
        DREY_RETURN_IF_ERROR(AddInsert(*insert, statement, member.range));
      }
      return absl::OkStatus();
    }
    if (statement->As<BeginStatementSet>() != nullptr) {
      open_set_ = true;
      open_set_range_ = statement->range;
      return absl::OkStatus();
    }
    if (statement->As<EndStatementSet>() != nullptr) {
      if (!open_set_) return InvalidError("No Statement Set to submit. \"END\" statement should be used after \"BEGIN STATEMENT SET\".", statement->range);
      open_set_ = false;
      return absl::OkStatus();
    }
    if (statement->As<SelectStatement>() != nullptr) {
      return UnsupportedError("SELECT in a job", statement->range, "a job writes its rows with INSERT INTO");
    }
    if (statement->As<Explain>() != nullptr) {
      return UnsupportedError("EXPLAIN in a job", statement->range, "use the command: drey explain");
    }
    return RefuseOther(*statement);
  }

  absl::Status RefuseOther(const Statement& statement) const {
    if (const auto* other = statement.As<OtherStatement>()) return UnsupportedError(other->feature, statement.range);
    if (statement.As<Describe>() != nullptr) return UnsupportedError("DESCRIBE", statement.range);
    if (statement.As<Show>() != nullptr) return UnsupportedError("SHOW", statement.range);
    if (statement.As<CreateFunction>() != nullptr) return UnsupportedError("CREATE FUNCTION", statement.range);
    if (statement.As<CreateDatabase>() != nullptr) return UnsupportedError("CREATE DATABASE", statement.range);
    if (statement.As<CreateCatalog>() != nullptr) return UnsupportedError("CREATE CATALOG", statement.range);
    if (const auto* alter = statement.As<AlterObject>()) {
      return UnsupportedError(alter->feature.empty() ? "ALTER" : alter->feature, statement.range);
    }
    if (statement.As<LoadModule>() != nullptr || statement.As<UnloadModule>() != nullptr) {
      return UnsupportedError("LOAD MODULE", statement.range);
    }
    if (statement.As<AddJar>() != nullptr || statement.As<RemoveJar>() != nullptr) return UnsupportedError("ADD JAR", statement.range);
    if (const auto* command = statement.As<ClientCommand>()) return UnsupportedError(command->name, statement.range);
    return BugError("a statement of an unknown kind", statement.range);
  }

  absl::Status RunCreateTable(const CreateTable& create, const SharedStatement& statement, const SqlPart& part) {
    DREY_ASSIGN_OR_RETURN(CatalogTable table, BuildTable(create, statement->range, statement, catalog_, version_));
    table.integration_id = part.integration_id;
    DREY_RETURN_IF_ERROR(ApplyTableOptions(table));
    DREY_RETURN_IF_ERROR(ApplyConnection(table));
    return catalog_.AddTable(std::move(table), create.if_not_exists);
  }

  // --option TABLE.KEY=VALUE.
  absl::Status ApplyTableOptions(CatalogTable& table) {
    used_options_.resize(options_.table_options.size(), false);
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

  absl::Status CheckTableOptionsUsed() const {
    for (size_t i = 0; i < options_.table_options.size(); ++i) {
      if (i < used_options_.size() && used_options_[i]) continue;
      const std::string name = options_.table_options[i].substr(0, options_.table_options[i].find('.'));
      return InvalidError(Concat("--option names the table '", name, "', which the job does not have"), {},
                          DidYouMean(name, catalog_.Names()));
    }
    return absl::OkStatus();
  }

  // A table's own non-empty property wins, then its integration's, then --bootstrap-servers.
  absl::Status ApplyConnection(CatalogTable& table) {
    const TableOption* connector = table.options.Find("connector");
    const bool is_kafka = connector != nullptr && connector->value.find("kafka") != std::string::npos;
    if (!is_kafka) return absl::OkStatus();
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
    if (options_.bootstrap_servers && (servers == nullptr || servers->value.empty())) {
      table.options.Set({.key = std::string(kBootstrapServers), .value = *options_.bootstrap_servers, .origin = "--bootstrap-servers"});
    }
    return absl::OkStatus();
  }

  absl::Status RunCreateView(const CreateView& create, const SharedStatement& statement) {
    if (create.or_replace) return UnsupportedError("CREATE OR REPLACE VIEW", statement->range);
    QueryPlanner planner(catalog_, version_);
    DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, planner.Plan(*create.query));
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
      return WithFlinkClass(InvalidError(Concat("VIEW definition and input fields not match:\n\tDef fields: [",
                                                Join(view.column_names, ", "), "].\n\tInput fields: [", Join(names, ", "), "]."),
                                         create.name.range),
                            "org.apache.flink.table.api.ValidationException");
    }
    return catalog_.AddView(std::move(view), create.if_not_exists);
  }

  absl::Status RunDrop(const DropObject& drop, SourceRange range) {
    const ObjectIdentifier identifier = catalog_.Qualify(drop.name.Names());
    if (drop.object == ObjectKind::kTable) return catalog_.DropTable(identifier, drop.if_exists, drop.name.range);
    if (drop.object == ObjectKind::kView) return catalog_.DropView(identifier, drop.if_exists, drop.name.range);
    return UnsupportedError("DROP of anything but tables and views", range);
  }

  absl::Status RunSet(const SetOption& set, SourceRange range) {
    if (!set.option) return UnsupportedError("SET without a key", range);
    const OptionSyntax& option = *set.option;
    DREY_RETURN_IF_ERROR(
        settings_.Set(option.key.text, option.value.text, option.key.range, option.value.range, result_.notices));
    return ResolveVersion();
  }

  absl::Status RunReset(const ResetOption& reset) {
    if (reset.key) {
      settings_.Reset(reset.key->text);
    } else {
      settings_.ResetAll();
    }
    return absl::OkStatus();
  }

  absl::Status RunUse(const Use& use, SourceRange range) {
    const std::vector<std::string> names = use.names.front().Names();
    const bool is_current = use.what == Use::What::kCatalog ? names.back() == catalog_.current_catalog()
                                                            : names.back() == catalog_.current_database();
    if (use.what != Use::What::kModules && is_current) return absl::OkStatus();
    return UnsupportedError("USE of another catalog, database or module", range);
  }

  absl::Status AddInsert(const Insert& insert, const SharedStatement& statement, SourceRange range) {
    if (!inserts_.empty() && !open_set_ && inserts_.back().statement != statement) {
      return UnsupportedError("a second job in one definition", range, "put the INSERT statements into one EXECUTE STATEMENT SET");
    }
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, PlanInsert(insert, range, catalog_, version_));
    inserts_.push_back({statement, std::move(plan)});
    return absl::OkStatus();
  }

  absl::Status PlanJob() {
    JobGraph& graph = result_.graph;
    graph.version = version_;
    DREY_ASSIGN_OR_RETURN(graph.mode, settings_.RuntimeModeSetting());
    if (options_.mode) graph.mode = *options_.mode;
    DREY_ASSIGN_OR_RETURN(graph.time_zone, settings_.LocalTimeZone());
    DREY_ASSIGN_OR_RETURN(graph.parallelism, settings_.PositiveInteger("parallelism.default", 1));
    DREY_ASSIGN_OR_RETURN(graph.parallelism,
                          settings_.PositiveInteger("table.exec.resource.default-parallelism", graph.parallelism));
    if (const Setting* interval = settings_.Find("execution.checkpointing.interval")) {
      const TableOption option{.key = "execution.checkpointing.interval", .value = interval->value, .value_range = interval->range};
      DREY_ASSIGN_OR_RETURN(graph.checkpoint_interval, ParseDuration(option, version_));
    }
    for (const auto& [key, setting] : settings_.all()) graph.settings[key] = setting.value;
    const bool bound_by_mode = graph.mode == RuntimeMode::kBatch && !options_.strict;
    const JobPlanRequest request{.factories = factories_,
                                 .settings = settings_,
                                 .version = version_,
                                 .mode = graph.mode,
                                 .time_zone = graph.time_zone,
                                 .bounded = options_.bounded || bound_by_mode,
                                 .bound_by_mode = bound_by_mode && !options_.bounded};
    std::vector<std::string> targets;
    for (const PlannedInsert& insert : inserts_) {
      DREY_ASSIGN_OR_RETURN(Pipeline pipeline, PlanPipeline(insert.plan, request, result_.notices));
      graph.pipelines.push_back(std::move(pipeline));
      Append(graph.flink_plan, ExplainInsert(insert.plan, version_));
      targets.push_back(insert.plan.sink->identifier.ToString());
    }
    graph.name = Concat("insert-into_", Join(targets, ","));
    if (const Setting* name = settings_.Find("pipeline.name")) graph.name = name->value;
    return absl::OkStatus();
  }

  struct PlannedInsert {
    SharedStatement statement;
    InsertPlan plan;
  };

  const JobDefinition& definition_;
  SourceMap& sources_;
  const TableFactories& factories_;
  const CompileOptions& options_;
  FlinkVersion version_ = FlinkVersion::k1_20;
  Settings settings_;
  Catalog catalog_;
  std::vector<PlannedInsert> inserts_;
  std::vector<bool> used_options_;
  bool open_set_ = false;
  SourceRange open_set_range_;
  Compilation result_;
};

}  // namespace

absl::StatusOr<Compilation> CompileJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                       const CompileOptions& options) {
  return JobCompiler(definition, sources, factories, options).Compile();
}

}  // namespace drey
