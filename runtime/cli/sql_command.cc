#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/compiler/catalog_rows.h"
#include "engine/compiler/explain.h"
#include "engine/compiler/session.h"
#include "engine/plan/flink_explain.h"
#include "engine/plan/result_type.h"
#include "engine/sql/parser.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/progress_text.h"
#include "runtime/cli/result_writer.h"
#include "runtime/cli/row_sink.h"
#include "runtime/cli/run_options.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/connectors/built_in_connectors.h"

namespace drey {
namespace {

absl::StatusOr<ResultFormat> ReadResultFormat(const CommandLine& line) {
  constexpr std::array<std::string_view, 3> kFormats = {"table", "csv", "json"};
  DREY_ASSIGN_OR_RETURN(const std::string format, line.Choice("--format", kFormats));
  if (format == "csv") return ResultFormat::kCsv;
  return format == "json" ? ResultFormat::kJson : ResultFormat::kTable;
}

// The texts of the command line: -f FILE, then arguments, each of which holds statements or is "-", standard input.
absl::StatusOr<std::vector<SourceText>> ReadTexts(const CommandLine& line) {
  std::vector<SourceText> texts;
  for (const std::string& file : line.Values("-f")) {
    DREY_ASSIGN_OR_RETURN(std::string content, ReadInputFile(file));
    texts.push_back({.file = file, .text = std::move(content)});
  }
  for (const std::string& argument : line.arguments) {
    if (argument != "-") {
      texts.push_back({.file = "sql", .text = argument});
      continue;
    }
    DREY_ASSIGN_OR_RETURN(std::string content, ReadInputFile(argument));
    texts.push_back({.file = argument, .text = std::move(content)});
  }
  if (texts.empty()) return UnsupportedError("the prompt of drey sql", {}, "give statements as arguments, -f FILE, or - for standard input");
  return texts;
}

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

class SqlRunner {
 public:
  SqlRunner(const CommandLine& line, const SessionOptions& options, ResultFormat format, SourceMap& sources, Console& console)
      : line_(line), format_(format), sources_(sources), console_(console), session_(BuiltInConnectors(), options, sources) {}

  absl::Status Start() { return session_.Start(); }

  absl::Status RunText(SourceText text) {
    const SourceId source = sources_.Add(std::move(text));
    ParsedScript script = ParseUpToError(source, sources_.Get(source).text, session_.version());
    for (Statement& statement : script.statements) {
      const auto shared = std::make_shared<const Statement>(std::move(statement));
      const absl::Status status = Run(shared);
      PrintNotices();
      if (!status.ok()) return WithRange(status, shared->range);
    }
    return script.error;
  }

  absl::Status Finish() const {
    if (!open_set_) return absl::OkStatus();
    return InvalidError("BEGIN STATEMENT SET without END", open_set_range_, "write END; behind the last INSERT");
  }

 private:
  struct PlannedInsert {
    SharedStatement statement;
    InsertPlan plan;
  };

  absl::Status Run(const SharedStatement& statement) {
    if (const auto* execute = statement->As<Execute>()) return RunPart(*execute->statement, statement);
    return RunPart(*statement, statement);
  }

  // `part` is `statement` or the one inside of EXECUTE.
  absl::Status RunPart(const Statement& part, const SharedStatement& statement) {
    if (const auto* show = part.As<Show>()) return ShowRows(Answers().Show(*show, part.range));
    if (const auto* describe = part.As<Describe>()) {
      return ShowRows(Answers().Describe(*describe, part.range));
    }
    if (const auto* explain = part.As<Explain>()) return RunExplain(*explain);
    if (const auto* select = part.As<SelectStatement>()) return RunQuery(*select->query, part.range);
    if (const auto* insert = part.As<Insert>()) return RunInsert(*insert, part.range, statement);
    if (const auto* set = part.As<StatementSet>()) return RunStatementSet(*set, statement);
    if (part.As<BeginStatementSet>() != nullptr) return BeginSet(part.range);
    if (part.As<EndStatementSet>() != nullptr) return EndSet(part.range);
    if (const auto* set = part.As<SetOption>(); set != nullptr && !set->option) return ShowRows(SettingRows());
    DREY_RETURN_IF_ERROR(session_.Execute(statement, ""));
    if (format_ == ResultFormat::kTable) console_.PrintError("[INFO] Execute statement succeeded.\n");
    return absl::OkStatus();
  }

  CatalogAnswers Answers() const { return {session_.catalog(), sources_, session_.version()}; }

  absl::StatusOr<CatalogRows> SettingRows() const {
    CatalogRows rows;
    const LogicalType text = LogicalType::Varchar(INT32_MAX);
    rows.schema.columns = {{"key", text}, {"value", text}};
    for (const auto& [key, setting] : session_.settings().all()) rows.rows.push_back({key, setting.value});
    return rows;
  }

  absl::Status ShowRows(const absl::StatusOr<CatalogRows>& rows) {
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

  absl::Status RunExplain(const Explain& explain) {
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

  absl::Status RunQuery(const Query& query, SourceRange range) {
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
      if (!pipeline.source.spec->bounded()) {
        return UnsupportedError(Concat("SELECT from ", pipeline.source.table, ", which has no end,"), range,
                                "--bounded reads up to what is there at start");
      }
      if (!pipeline.source.spec->changelog_mode().IsInsertOnly()) description.shows_kind = true;
    }
    const EvaluationContext environment{.version = graph.version, .time_zone = graph.time_zone};
    const auto writer = MakeResultWriter(format_, std::move(description), environment, console_);
    const auto sink = MakeRowSink([&](RowKind kind, std::span<const Datum> cells) { writer->Row(kind, cells); });
    for (Pipeline& pipeline : graph.pipelines) {
      pipeline.sink = {.name = "Sink: Collect table sink", .table = "collect", .schema = plan->schema, .spec = sink};
    }
    const absl::Status status = RunGraph(graph).status();
    status.ok() ? writer->End() : writer->Fail();
    return status;
  }

  absl::Status RunInsert(const Insert& insert, SourceRange range, const SharedStatement& statement) {
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.BindInsert(insert, range));
    inserts_.push_back({statement, std::move(plan)});
    return open_set_ ? absl::OkStatus() : RunInserts();
  }

  absl::Status RunStatementSet(const StatementSet& set, const SharedStatement& statement) {
    for (const Statement& member : set.inserts) {
      const auto* insert = member.As<Insert>();
      if (insert == nullptr) return InvalidError("A statement set holds INSERT statements only", member.range);
      DREY_ASSIGN_OR_RETURN(InsertPlan plan, session_.BindInsert(*insert, member.range));
      inserts_.push_back({statement, std::move(plan)});
    }
    return RunInserts();
  }

  absl::Status BeginSet(SourceRange range) {
    open_set_ = true;
    open_set_range_ = range;
    return absl::OkStatus();
  }

  absl::Status EndSet(SourceRange range) {
    if (!open_set_) {
      return InvalidError("No Statement Set to submit. \"END\" statement should be used after \"BEGIN STATEMENT SET\".", range);
    }
    open_set_ = false;
    return inserts_.empty() ? absl::OkStatus() : RunInserts();
  }

  absl::Status RunInserts() {
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
    console_.PrintError(Concat(SummaryText(progress, stop_.stopped() ? RunOutcome::kStopped : RunOutcome::kFinished), "\n"));
    return absl::OkStatus();
  }

  absl::StatusOr<RunProgress> RunGraph(const JobGraph& graph) {
    RunOptions options = MakeRunOptions(line_, "drey sql", console_);
    options.stop = &stop_;
    RunProgress progress;
    const StopSignals signals(stop_);
    DREY_RETURN_IF_ERROR(RunJob(graph, options, progress));
    return progress;
  }

  void PrintNotices() {
    for (const absl::Status& notice : session_.notices()) console_.Warn(notice, sources_, "sql");
    session_.notices().clear();
  }

  const CommandLine& line_;
  ResultFormat format_;
  SourceMap& sources_;
  Console& console_;
  Session session_;
  StopRequest stop_;
  std::vector<PlannedInsert> inserts_;
  bool open_set_ = false;
  SourceRange open_set_range_;
};

absl::Status RunTexts(SqlRunner& runner, std::vector<SourceText> texts) {
  DREY_RETURN_IF_ERROR(runner.Start());
  for (SourceText& text : texts) DREY_RETURN_IF_ERROR(runner.RunText(std::move(text)));
  return runner.Finish();
}

}  // namespace

int SqlCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<ResultFormat> format = ReadResultFormat(line);
  if (!format.ok()) return console.Report(format.status());
  const absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  absl::StatusOr<std::vector<SourceText>> texts = ReadTexts(line);
  if (!texts.ok()) return console.Report(texts.status(), {}, line.Value("-f").value_or(""));
  SourceMap sources;
  SqlRunner runner(line, *options, *format, sources, console);
  const absl::Status status = RunTexts(runner, *std::move(texts));
  return status.ok() ? 0 : console.Report(status, sources, "sql");
}

}  // namespace drey
