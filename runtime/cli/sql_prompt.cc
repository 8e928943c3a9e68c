#include "runtime/cli/sql_prompt.h"

#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/masked_text.h"
#include "runtime/cli/sql_completion.h"
#include "runtime/cli/statement_input.h"
#include "runtime/terminal/history_file.h"
#include "runtime/terminal/line_editor.h"

namespace drey {
namespace {

constexpr std::string_view kPrompt = "drey> ";
constexpr size_t kHistorySize = 1000;

class SqlPrompt {
 public:
  SqlPrompt(SqlRunner& runner, SourceMap& sources, Console& console)
      : runner_(runner),
        sources_(sources),
        console_(console),
        history_(HistoryFile::OfUser("sql_history")),
        editor_([this](std::string_view line, size_t cursor) { return Complete(line, cursor); }) {}

  void Run() {
    LoadHistory();
    console_.PrintError(Concat("drey " DREY_VERSION ", answers as Apache Flink ", ToString(runner_.session().version()),
                               ". HELP; shows the commands, Ctrl-D ends.\n"));
    while (!runner_.ended()) {
      console_.Flush();
      std::string line;
      const LineEditor::Outcome outcome = editor_.ReadLine(Prompt(), line);
      if (outcome == LineEditor::Outcome::kEnd) return;
      if (outcome == LineEditor::Outcome::kInterrupted) {
        input_.Clear();
        continue;
      }
      input_.AddLine(line);
      if (input_.IsBlank()) {
        input_.Clear();
      } else if (input_.IsComplete()) {
        RunInput();
      }
    }
  }

 private:
  // Behind the first line: what is still open, in line with the text above.
  std::string Prompt() const {
    if (input_.text().empty()) return std::string(kPrompt);
    return Concat(std::string(kPrompt.size() - 3, ' '), input_.Open(), "> ");
  }

  void RunInput() {
    Remember();
    const absl::Status status = runner_.RunText({.file = "sql", .text = input_.text()});
    if (!status.ok()) console_.Report(status, sources_, "sql");
    input_.Clear();
  }

  Completions Complete(std::string_view line, size_t cursor) const {
    if (input_.text().empty()) return CompleteSql(runner_.session(), line, cursor);
    const std::string before = Concat(input_.text(), "\n");
    Completions completions = CompleteSql(runner_.session(), Concat(before, line), before.size() + cursor);
    completions.begin = completions.begin < before.size() ? 0 : completions.begin - before.size();
    return completions;
  }

  void LoadHistory() {
    const absl::StatusOr<std::vector<std::string>> entries = history_.Load(kHistorySize);
    if (!entries.ok()) return WarnAboutHistory(entries.status());
    for (const std::string& entry : *entries) editor_.AddHistory(entry);
  }

  void Remember() {
    const bool has_secret = MaskSecrets(input_.text()) != input_.text();
    for (const std::string& entry : input_.HistoryEntries()) {
      editor_.AddHistory(entry);
      if (has_secret || history_failed_) continue;
      if (const absl::Status kept = history_.Append(entry); !kept.ok()) WarnAboutHistory(kept);
    }
  }

  // Once: the session goes on without the file.
  void WarnAboutHistory(const absl::Status& status) {
    history_failed_ = true;
    console_.Warn(status, sources_, "");
  }

  SqlRunner& runner_;
  SourceMap& sources_;
  Console& console_;
  HistoryFile history_;
  bool history_failed_ = false;
  StatementInput input_;
  LineEditor editor_;
};

}  // namespace

void RunSqlPrompt(SqlRunner& runner, SourceMap& sources, Console& console) { SqlPrompt(runner, sources, console).Run(); }

}  // namespace drey
