#include "engine/compiler/compiler.h"

#include <algorithm>
#include <iterator>

#include "engine/base/text.h"
#include "engine/plan/flink_explain.h"
#include "engine/sql/parser.h"

namespace drey {
namespace {

class JobCompiler {
 public:
  JobCompiler(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories, const CompileOptions& options)
      : definition_(definition), sources_(sources), session_(factories, options, sources) {}

  absl::StatusOr<Compilation> Compile() {
    DREY_RETURN_IF_ERROR(session_.Start());
    for (const SqlPart& part : definition_.tables) DREY_RETURN_IF_ERROR(RunPart(part));
    DREY_RETURN_IF_ERROR(RunPart(definition_.statement));
    if (open_set_) return InvalidError("BEGIN STATEMENT SET without END", open_set_range_, "write END; behind the last INSERT");
    if (inserts_.empty()) {
      return InvalidError("The job has no INSERT statement", {}, "a job needs an INSERT INTO … SELECT …");
    }
    DREY_RETURN_IF_ERROR(session_.CheckOptionsUsed());
    return PlanJob();
  }

 private:
  absl::Status RunPart(const SqlPart& part) {
    const std::string_view text = sources_.Get(part.source).text;
    DREY_ASSIGN_OR_RETURN(std::vector<Statement> statements, ParseScript(part.source, text, session_.version()));
    if (statements.empty()) {
      return InvalidError("There is no statement here", {part.source, 0, static_cast<uint32_t>(text.size())});
    }
    const bool is_table_part = &part != &definition_.statement;
    for (Statement& statement : statements) {
      const auto shared = std::make_shared<const Statement>(std::move(statement));
      if (is_table_part && shared->As<CreateTable>() == nullptr && shared->As<CreateView>() == nullptr) {
        return InvalidError("create_table must hold a CREATE TABLE statement", shared->range);
      }
      DREY_RETURN_IF_ERROR(WithRange(RunStatement(shared, part), shared->range));
    }
    return absl::OkStatus();
  }

  absl::Status RunStatement(const SharedStatement& statement, const SqlPart& part) {
    if (const auto* insert = statement->As<Insert>()) return AddInsert(*insert, statement, statement->range);
    if (const auto* create = statement->As<CreateTable>(); create != nullptr && create->query) {
      if (open_set_) return InvalidError("A statement set holds INSERT statements only", statement->range);
      DREY_RETURN_IF_ERROR(CheckSecondJob(statement, create->query->range,
                                          "write CREATE TABLE and INSERT, and put the INSERT statements into one EXECUTE STATEMENT SET"));
      DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.CreateTableAs(*create, statement, part.integration_id));
      inserts_.push_back({statement, std::move(plan)});
      return absl::OkStatus();
    }
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
      if (!open_set_) {
        return InvalidError("No Statement Set to submit. \"END\" statement should be used after \"BEGIN STATEMENT SET\".",
                            statement->range);
      }
      open_set_ = false;
      return absl::OkStatus();
    }
    if (statement->As<SelectStatement>() != nullptr) {
      return UnsupportedError("SELECT in a job", statement->range, "a job writes its rows with INSERT INTO");
    }
    if (statement->As<Explain>() != nullptr) {
      return UnsupportedError("EXPLAIN in a job", statement->range, "use the command: drey explain");
    }
    return session_.Execute(statement, part.integration_id);
  }

  absl::Status CheckSecondJob(const SharedStatement& statement, SourceRange range, std::string_view hint) const {
    if (inserts_.empty() || open_set_ || inserts_.back().statement == statement) return absl::OkStatus();
    return UnsupportedError("a second job in one definition", range, hint);
  }

  absl::Status AddInsert(const Insert& insert, const SharedStatement& statement, SourceRange range) {
    DREY_RETURN_IF_ERROR(CheckSecondJob(statement, range, "put the INSERT statements into one EXECUTE STATEMENT SET"));
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.BindInsert(insert, range));
    inserts_.push_back({statement, std::move(plan)});
    return absl::OkStatus();
  }

  absl::StatusOr<Compilation> PlanJob() {
    Compilation result;
    DREY_ASSIGN_OR_RETURN(result.graph, session_.MakeEmptyGraph());
    std::vector<std::string> targets;
    std::vector<ExplainedInsert> explained;
    for (const PlannedInsert& insert : inserts_) {
      DREY_ASSIGN_OR_RETURN(std::vector<Pipeline> pipelines, session_.PlanInsertPipelines(insert.plan));
      explained.push_back({insert.plan, ShownBranchesOf(pipelines)});
      std::move(pipelines.begin(), pipelines.end(), std::back_inserter(result.graph.pipelines));
      targets.push_back(insert.plan.sink->identifier.ToString());
    }
    DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, session_.Mode());
    result.graph.flink_plan = ExplainInserts(explained, session_.version(), mode);
    result.graph.name = Concat("insert-into_", Join(targets, ","));
    if (const Setting* name = session_.settings().Find("pipeline.name")) result.graph.name = name->value;
    result.notices = std::move(session_.notices());
    result.catalog = session_.TakeCatalog();
    result.settings = session_.TakeSettings();
    for (PlannedInsert& insert : inserts_) result.inserts.push_back(std::move(insert.plan));
    return result;
  }

  struct PlannedInsert {
    SharedStatement statement;
    InsertPlan plan;
  };

  const JobDefinition& definition_;
  SourceMap& sources_;
  Session session_;
  std::vector<PlannedInsert> inserts_;
  bool open_set_ = false;
  SourceRange open_set_range_;
};

}  // namespace

absl::StatusOr<Compilation> CompileJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                       const CompileOptions& options) {
  return JobCompiler(definition, sources, factories, options).Compile();
}

}  // namespace drey
