// Runs SQL statements one after the other over one session, and prints what they answer: what stands behind `drey sql`.
//
// Results go to standard output in the chosen format; notices, and the summary of an INSERT, to standard error. A query of a source
// without end prints its rows as they come, until it is stopped. SIGINT and SIGTERM stop the text that runs. Used from one thread.
#pragma once

#include <string>
#include <vector>

#include "engine/compiler/catalog_rows.h"
#include "engine/compiler/session.h"
#include "runtime/cli/command_line.h"
#include "runtime/cli/console.h"
#include "runtime/cli/result_writer.h"
#include "runtime/job/job_runner.h"

namespace drey {

class SqlRunner {
 public:
  // All references must outlive the runner; `sources` gets the texts of the statements.
  SqlRunner(const CommandLine& line, const SessionOptions& options, ResultFormat format, SourceMap& sources, Console& console);

  // Applies the settings of the options; call it first.
  absl::Status Start();

  // Runs the statements of a text, up to the first that fails, is stopped by a signal, or ends the session.
  absl::Status RunText(SourceText text);

  // QUIT or EXIT was run.
  bool ended() const { return ended_; }
  // The text that ran last was stopped by a signal.
  bool stopped() const { return stopped_; }

  // Fails where a BEGIN STATEMENT SET still waits for its END.
  absl::Status Finish() const;

  const Session& session() const { return session_; }

 private:
  struct PlannedInsert {
    SharedStatement statement;
    InsertPlan plan;
  };

  absl::Status RunStatements(SourceText text);
  absl::Status RunStatement(const SharedStatement& statement);
  // `part` is `statement` or the one inside of EXECUTE.
  absl::Status RunPart(const Statement& part, const SharedStatement& statement);
  absl::Status RunClientCommand(const ClientCommand& command);
  CatalogAnswers Answers() const { return {session_.catalog(), sources_, session_.version()}; }
  absl::StatusOr<CatalogRows> SettingRows() const;
  absl::Status ShowRows(const absl::StatusOr<CatalogRows>& rows);
  absl::Status RunExplain(const Explain& explain);
  absl::Status RunQuery(const Query& query);
  absl::Status RunTableAs(const CreateTable& create, const SharedStatement& statement);
  absl::Status RunInsert(const Insert& insert, SourceRange range, const SharedStatement& statement);
  absl::Status RunStatementSet(const StatementSet& set, const SharedStatement& statement);
  absl::Status BeginSet(SourceRange range);
  absl::Status EndSet(SourceRange range);
  absl::Status RunInserts();
  absl::StatusOr<RunProgress> RunGraph(const JobGraph& graph);
  void PrintNotices();

  const CommandLine& line_;
  ResultFormat format_;
  SourceMap& sources_;
  Console& console_;
  Session session_;
  std::vector<PlannedInsert> inserts_;
  bool open_set_ = false;
  SourceRange open_set_range_;
  // Of the text that runs; one for all its statements, so that no signal between two of them is lost.
  const StopRequest* stop_ = nullptr;
  bool ended_ = false;
  bool stopped_ = false;
};

}  // namespace drey
