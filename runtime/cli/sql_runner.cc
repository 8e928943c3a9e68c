#include "runtime/cli/sql_runner.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/text.h"
#include "engine/compiler/catalog_rows.h"
#include "engine/compiler/explain.h"
#include "engine/plan/result_type.h"
#include "engine/sql/parser.h"
#include "runtime/cli/progress_text.h"
#include "runtime/cli/row_sink.h"
#include "runtime/cli/run_options.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/connectors/built_in_connectors.h"

namespace drey {
namespace {

// Those of Flink's client that are not SQL, and what else one needs to know first.
constexpr std::string_view kClientHelp =
    "A statement ends with a semicolon. Ctrl-C stops one that runs.\n"
    "\n"
    "  HELP                  this list\n"
    "  QUIT, EXIT            ends the session\n"
    "  CLEAR                 clears the terminal\n"
    "  SET 'KEY' = 'VALUE'   sets a property of the session; SET alone lists them\n"
    "  RESET 'KEY'           takes it back; RESET alone all of them\n"
    "  SHOW TABLES           lists the tables and views\n"
    "  DESCRIBE TABLE        shows the columns of a table\n"
    "  EXPLAIN STATEMENT     shows the plan of a query or an INSERT\n"
    "\n"
    "drey functions lists the functions, drey help sql the options.\n";

// To the upper left, then everything.
constexpr std::string_view kClearScreen = "\x1b[H\x1b[2J";

// Statements up to the first that does not parse, and why it does not.
struct ParsedScript {
  std::vector<Statement> statements;
  absl::Status error;
};

ParsedScript ParseUpToError(SourceId source, std::string_view text, FlinkVersion version) {
  absl::StatusOr<std::vector<Statement>> all = ParseScript(source, text, version);
  if (all.ok()) return {*std::move(all), absl::OkStatus()};
  // What is before the error ends at a semicolon; one inside a text or comment is none.
  size_t end = std::min<size_t>(DetailOf(all.status()).range.begin, text.size());
  while (end > 0 && (end = text.rfind(';', end - 1)) != std::string_view::npos) {
    absl::StatusOr<std::vector<Statement>> before = ParseScript(source, text.substr(0, end + 1), version);
    if (before.ok()) return {*std::move(before), all.status()};
  }
  return {{}, all.status()};
}

}  // namespace

SqlRunner::SqlRunner(const CommandLine& line, const SessionOptions& options, ResultFormat format, SourceMap& sources, Console& console)
    : line_(line), format_(format), sources_(sources), console_(console), session_(BuiltInConnectors(), options, sources) {}

absl::Status SqlRunner::Start() { return session_.Start(); }

absl::Status SqlRunner::RunText(SourceText text) {
  StopRequest stop;
  const StopSignals signals(stop);
  stop_ = &stop;
  const absl::Status status = RunStatements(std::move(text));
  stop_ = nullptr;
  stopped_ = stop.stopped();
  return status;
}

absl::Status SqlRunner::RunStatements(SourceText text) {
  const SourceId source = sources_.Add(std::move(text));
  ParsedScript script = ParseUpToError(source, sources_.Get(source).text, session_.version());
  size_t left = script.statements.size();
  for (Statement& statement : script.statements) {
    --left;
    const auto shared = std::make_shared<const Statement>(std::move(statement));
    const absl::Status status = RunStatement(shared);
    PrintNotices();
    if (!status.ok()) return WithRange(status, shared->range);
    if (stop_->stopped() && left > 0) console_.PrintError(Concat("stopped: ", left, left == 1 ? " statement was" : " statements were", " not run\n"));
    if (stop_->stopped() || ended_) return absl::OkStatus();
  }
  return script.error;
}

absl::Status SqlRunner::Finish() const {
  if (!open_set_) return absl::OkStatus();
  return InvalidError("BEGIN STATEMENT SET without END", open_set_range_, "write END; behind the last INSERT");
}

absl::Status SqlRunner::RunStatement(const SharedStatement& statement) {
  if (const auto* execute = statement->As<Execute>()) return RunPart(*execute->statement, statement);
  return RunPart(*statement, statement);
}

absl::Status SqlRunner::RunPart(const Statement& part, const SharedStatement& statement) {
  if (const auto* show = part.As<Show>()) return ShowRows(Answers().Show(*show, part.range));
  if (const auto* describe = part.As<Describe>()) return ShowRows(Answers().Describe(*describe, part.range));
  if (const auto* explain = part.As<Explain>()) return RunExplain(*explain);
  if (const auto* select = part.As<SelectStatement>()) return RunQuery(*select->query);
  if (const auto* insert = part.As<Insert>()) return RunInsert(*insert, part.range, statement);
  if (const auto* create = part.As<CreateTable>(); create != nullptr && create->query) return RunTableAs(*create, statement);
  if (const auto* set = part.As<StatementSet>()) return RunStatementSet(*set, statement);
  if (part.As<BeginStatementSet>() != nullptr) return BeginSet(part.range);
  if (part.As<EndStatementSet>() != nullptr) return EndSet(part.range);
  if (const auto* set = part.As<SetOption>(); set != nullptr && !set->option) return ShowRows(SettingRows());
  if (const auto* command = part.As<ClientCommand>()) return RunClientCommand(*command);
  DREY_RETURN_IF_ERROR(session_.Execute(statement, ""));
  if (format_ == ResultFormat::kTable) console_.PrintError("[INFO] Execute statement succeeded.\n");
  return absl::OkStatus();
}

absl::Status SqlRunner::RunClientCommand(const ClientCommand& command) {
  if (command.name == "HELP") {
    console_.Print(kClientHelp);
  } else if (command.name == "CLEAR") {
    // Nothing to clear but on a terminal.
    if (IsTerminal(OutputStream::kStandardOutput)) console_.Print(kClearScreen);
  } else {
    ended_ = true;
  }
  return absl::OkStatus();
}

absl::StatusOr<CatalogRows> SqlRunner::SettingRows() const {
  CatalogRows rows;
  const LogicalType text = LogicalType::Varchar(INT32_MAX);
  rows.schema.columns = {{"key", text}, {"value", text}};
  for (const auto& [key, setting] : session_.settings().all()) rows.rows.push_back({key, setting.value});
  return rows;
}

absl::Status SqlRunner::ShowRows(const absl::StatusOr<CatalogRows>& rows) {
  DREY_RETURN_IF_ERROR(rows.status());
  ResultDescription description{.is_catalog = true};
  for (const SchemaColumn& column : rows->schema.columns) {
    description.columns.push_back({column.name, column.type, column.type.ToString()});
  }
  const EvaluationContext environment;
  const auto writer = MakeResultWriter(format_, std::move(description), environment, console_);
  for (const auto& row : rows->rows) writer->TextRow(row);
  writer->End();
  return absl::OkStatus();
}

absl::Status SqlRunner::RunExplain(const Explain& explain) {
  if (!explain.details.empty()) return UnsupportedError(Concat("EXPLAIN ", explain.details.front()), explain.statement->range);
  DREY_ASSIGN_OR_RETURN(const std::string text, ExplainStatement(session_, *explain.statement));
  if (format_ == ResultFormat::kTable) {
    console_.Print(Concat(text, "\n"));
    return absl::OkStatus();
  }
  CatalogRows rows;
  rows.schema.columns = {{"result", LogicalType::Varchar(INT32_MAX)}};
  rows.rows.push_back({text});
  return ShowRows(rows);
}

absl::Status SqlRunner::RunQuery(const Query& query) {
  DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, session_.BindQuery(query));
  DREY_ASSIGN_OR_RETURN(JobGraph graph, session_.MakeEmptyGraph());
  DREY_ASSIGN_OR_RETURN(graph.pipelines, session_.PlanQueryPipelines(plan));
  graph.name = "collect";
  // The rows are printed from one thread.
  graph.parallelism = 1;
  ResultDescription description;
  for (size_t i = 0; i < plan->schema.size(); ++i) {
    const SchemaColumn& column = plan->schema.columns[i];
    description.columns.push_back({column.name, column.type, ResultTypeText(*plan, i)});
  }
  for (const Pipeline& pipeline : graph.pipelines) {
    if (!pipeline.source.spec->bounded()) description.is_endless = true;
    if (!pipeline.source.spec->changelog_mode().IsInsertOnly()) description.shows_kind = true;
  }
  const EvaluationContext environment{.version = graph.version, .time_zone = graph.time_zone};
  const auto writer = MakeResultWriter(format_, std::move(description), environment, console_);
  PrintNotices();
  const auto sink = MakeRowSink([&](RowKind kind, std::span<const Datum> cells) { writer->Row(kind, cells); }, [this] { console_.Flush(); });
  for (Pipeline& pipeline : graph.pipelines) {
    pipeline.sink = {.name = "Sink: Collect table sink", .table = "collect", .schema = plan->schema, .spec = sink};
  }
  const absl::Status status = RunGraph(graph).status();
  if (!status.ok()) {
    writer->Fail();
  } else if (stop_->stopped()) {
    writer->Stop();
  } else {
    writer->End();
  }
  return status;
}

absl::Status SqlRunner::RunInsert(const Insert& insert, SourceRange range, const SharedStatement& statement) {
  DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.BindInsert(insert, range));
  inserts_.push_back({statement, std::move(plan)});
  return open_set_ ? absl::OkStatus() : RunInserts();
}

absl::Status SqlRunner::RunTableAs(const CreateTable& create, const SharedStatement& statement) {
  if (open_set_) return InvalidError("A statement set holds INSERT statements only", statement->range);
  DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.CreateTableAs(create, statement, ""));
  inserts_.push_back({statement, std::move(plan)});
  return RunInserts();
}

absl::Status SqlRunner::RunStatementSet(const StatementSet& set, const SharedStatement& statement) {
  for (const Statement& member : set.inserts) {
    const auto* insert = member.As<Insert>();
    if (insert == nullptr) return InvalidError("A statement set holds INSERT statements only", member.range);
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.BindInsert(*insert, member.range));
    inserts_.push_back({statement, std::move(plan)});
  }
  return RunInserts();
}

absl::Status SqlRunner::BeginSet(SourceRange range) {
  open_set_ = true;
  open_set_range_ = range;
  return absl::OkStatus();
}

absl::Status SqlRunner::EndSet(SourceRange range) {
  if (!open_set_) {
    return InvalidError("No Statement Set to submit. \"END\" statement should be used after \"BEGIN STATEMENT SET\".", range);
  }
  open_set_ = false;
  return inserts_.empty() ? absl::OkStatus() : RunInserts();
}

absl::Status SqlRunner::RunInserts() {
  const std::vector<PlannedInsert> inserts = std::exchange(inserts_, {});
  DREY_ASSIGN_OR_RETURN(JobGraph graph, session_.MakeEmptyGraph());
  std::vector<std::string> targets;
  for (const PlannedInsert& insert : inserts) {
    DREY_ASSIGN_OR_RETURN(std::vector<Pipeline> pipelines, session_.PlanInsertPipelines(insert.plan));
    std::move(pipelines.begin(), pipelines.end(), std::back_inserter(graph.pipelines));
    targets.push_back(insert.plan.sink->identifier.ToString());
  }
  graph.name = Concat("insert-into_", Join(targets, ","));
  PrintNotices();
  DREY_ASSIGN_OR_RETURN(const RunProgress progress, RunGraph(graph));
  console_.PrintError(Concat(SummaryText(progress, stop_->stopped() ? RunOutcome::kStopped : RunOutcome::kFinished), "\n"));
  return absl::OkStatus();
}

absl::StatusOr<RunProgress> SqlRunner::RunGraph(const JobGraph& graph) {
  RunOptions options = MakeRunOptions(line_, "drey sql", console_);
  options.stop = stop_;
  RunProgress progress;
  DREY_RETURN_IF_ERROR(RunJob(graph, options, progress));
  return progress;
}

void SqlRunner::PrintNotices() {
  for (const absl::Status& notice : session_.notices()) console_.Warn(notice, sources_, "sql");
  session_.notices().clear();
}

}  // namespace drey
