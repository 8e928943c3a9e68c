// Statements run one after the other over one catalog and one set of settings: what a SQL client's session is in Flink.
//
// Definitions (CREATE, DROP, SET, USE …) change the session; INSERT and SELECT are planned against it. The job compiler, the command
// `sql` and the conformance tests all stand on it. Not thread-safe; contacts nothing.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/connector/table_factory.h"
#include "engine/job/job_graph.h"
#include "engine/job/job_planner.h"
#include "engine/plan/insert_plan.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// What the command line adds to statements.
struct SessionOptions {
  // --flink-version; unset: SET 'drey.flink-version', else 1.20.
  std::optional<FlinkVersion> version = {};
  // --set, applied before the first statement; a SET of the script wins.
  std::vector<GivenSetting> settings = {};
  // --mode; unset: the session's own execution.runtime-mode, else streaming. Wins over SET.
  std::optional<RuntimeMode> mode = {};
  bool bounded = false;  // --bounded
  bool strict = false;   // --strict: what drey would adjust with a notice is refused as by Flink
  // --option TABLE.KEY=VALUE, as given.
  std::vector<std::string> table_options = {};
  // --bootstrap-servers.
  std::optional<std::string> bootstrap_servers = {};
  // --integration NAME=FILE, read by the caller: client properties by integration.
  std::map<std::string, std::map<std::string, std::string>> integrations = {};
  // --local: no servers are needed.
  bool local = false;
  // Whether there is a file of this name; ADD JAR asks. Unset: nobody looks.
  std::function<bool(const std::string&)> has_file = {};
  // Unit tests: sees every table as CREATE describes it, and every view as a table of its columns without options. Returns true where
  // it has put another table in its place.
  std::function<bool(CatalogTable&, bool is_view)> replace_table = {};
};

// A parsed statement; catalog objects keep the tree they came from alive.
using SharedStatement = std::shared_ptr<const Statement>;

class Session {
 public:
  // All three must outlive the session; `sources` has the texts of the statements.
  Session(const TableFactories& factories, const SessionOptions& options, const SourceMap& sources)
      : factories_(factories), options_(options), sources_(sources) {}

  // Applies the settings of the options; call it first.
  absl::Status Start();

  FlinkVersion version() const { return version_; }
  const Catalog& catalog() const { return catalog_; }
  const Settings& settings() const { return settings_; }
  std::vector<absl::Status>& notices() { return notices_; }
  // The session is over after these.
  Catalog TakeCatalog() { return std::move(catalog_); }
  Settings TakeSettings() { return std::move(settings_); }

  // Runs a statement that changes the session; CREATE TABLE … AS is planned, and nothing is written. Others (INSERT, SELECT, EXPLAIN,
  // SHOW …) are refused as not supported here.
  // `integration_id`: of an application's table, else empty.
  absl::Status Execute(const SharedStatement& statement, const std::string& integration_id);

  // CREATE TABLE … AS: what fills the table, which is described and not made; `owner` keeps `create` alive.
  absl::StatusOr<InsertPlan> BindTableAs(const CreateTable& create, SourceRange range, SharedStatement owner, const std::string& integration_id);
  // Makes the table, and gives what fills it, still to be planned.
  absl::StatusOr<InsertPlan> CreateTableAs(const CreateTable& create, const SharedStatement& statement, const std::string& integration_id);

  // INSERT in two steps, as in Flink: first names and types, then connectors, rules and operators.
  absl::StatusOr<InsertPlan> BindInsert(const Insert& insert, SourceRange range) const;
  absl::StatusOr<std::vector<Pipeline>> PlanInsertPipelines(const InsertPlan& insert);

  // A query: its rows come out of the last operators of the pipelines, which have no sink.
  absl::StatusOr<LogicalPlanPointer> BindQuery(const Query& query) const;
  absl::StatusOr<std::vector<Pipeline>> PlanQueryPipelines(const LogicalPlanPointer& query);

  // Of what is planned now: SET may change it.
  absl::StatusOr<RuntimeMode> Mode() const;
  // Mode, time zone, parallelism and the rest of what a job graph says beside its pipelines.
  absl::StatusOr<JobGraph> MakeEmptyGraph();

  // --option names only tables that there are.
  absl::Status CheckOptionsUsed();

 private:
  absl::Status ResolveVersion();
  absl::Status ExecuteCreateTable(const CreateTable& create, const SharedStatement& statement, const std::string& integration_id);
  absl::StatusOr<CatalogTable> DescribeTable(const CreateTable& create, SourceRange range, SharedStatement owner,
                                             const std::string& integration_id, const Schema* query);
  static absl::Status CheckColumnsOfTableAs(const CreateTable& create, const Schema& query);
  absl::Status ExecuteCreateView(const CreateView& create, const SharedStatement& statement);
  absl::Status CheckViewColumns(const CreateView& create, const std::vector<std::string>& given, const LogicalPlan& plan) const;
  absl::Status CheckSources(const LogicalPlan& plan);
  absl::Status ExecuteDrop(const DropObject& drop);
  absl::Status ExecuteAlter(const AlterObject& alter, const SharedStatement& statement);
  absl::Status ExecuteAlterTable(const AlterObject& alter, const SharedStatement& statement);
  absl::Status ExecuteAlterView(const AlterObject& alter, const SharedStatement& statement);
  absl::Status ExecuteSet(const SetOption& set);
  absl::Status ExecuteModification(const ModifyTable& modify, SourceRange range);
  absl::Status ExecuteAddJar(const AddJar& add, SourceRange range) const;
  absl::Status RefuseOther(const OtherStatement& other, SourceRange range);
  absl::Status CheckPlanned(const Statement& statement);
  absl::StatusOr<std::string> ExpandedQuery(const SharedStatement& statement) const;
  absl::StatusOr<CatalogView> BuildView(const Query& query, const Identifier& name, std::vector<std::string> column_names,
                                        const SharedStatement& statement, const LogicalPlan& plan) const;
  absl::Status ApplyTableOptions(CatalogTable& table);
  void ApplyConnection(CatalogTable& table) const;
  absl::StatusOr<JobPlanRequest> PlanRequest() const;

  const TableFactories& factories_;
  const SessionOptions& options_;
  const SourceMap& sources_;
  FlinkVersion version_ = FlinkVersion::k1_20;
  Settings settings_;
  Catalog catalog_;
  std::vector<bool> used_options_;
  std::set<std::string> integration_ids_;  // of the tables that there are
  std::vector<absl::Status> notices_;
};

}  // namespace drey
