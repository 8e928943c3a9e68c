#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/result_writer.h"
#include "runtime/cli/sql_prompt.h"
#include "runtime/cli/sql_runner.h"

namespace drey {
namespace {

absl::StatusOr<ResultFormat> ReadResultFormat(const CommandLine& line) {
  constexpr std::array<std::string_view, 3> kFormats = {"table", "csv", "json"};
  DREY_ASSIGN_OR_RETURN(const std::string format, line.Choice("--format", kFormats));
  if (format == "csv") return ResultFormat::kCsv;
  return format == "json" ? ResultFormat::kJson : ResultFormat::kTable;
}

absl::StatusOr<SourceText> ReadStandardInput() {
  DREY_ASSIGN_OR_RETURN(std::string content, ReadInputFile("-"));
  return SourceText{.file = "-", .text = std::move(content)};
}

// Neither statements nor a file of them: they are typed, or come from standard input.
bool HasNoStatements(const CommandLine& line) { return line.arguments.empty() && !line.Has("-f"); }

bool WantsPrompt(const CommandLine& line) { return HasNoStatements(line) && isatty(STDIN_FILENO) == 1; }

// The texts of the command line: -i FILE, -f FILE, then arguments, each of which holds statements or is "-", standard input.
absl::StatusOr<std::vector<SourceText>> ReadTexts(const CommandLine& line) {
  std::vector<SourceText> texts;
  for (const std::string_view option : {"-i", "-f"}) {
    const std::optional<std::string> file = line.Value(option);
    if (!file) continue;
    DREY_ASSIGN_OR_RETURN(std::string content, ReadNamedInputFile(*file));
    texts.push_back({.file = *file, .text = std::move(content)});
  }
  if (HasNoStatements(line) && !WantsPrompt(line)) {
    DREY_ASSIGN_OR_RETURN(SourceText text, ReadStandardInput());
    texts.push_back(std::move(text));
  }
  for (const std::string& argument : line.arguments) {
    if (argument != "-") {
      if (access(argument.c_str(), F_OK) == 0) {
        return InvalidError(Concat("'", argument, "' is a file, not a statement"), {}, Concat("drey sql -f ", argument, " runs the statements of a file"));
      }
      texts.push_back({.file = "sql", .text = argument});
      continue;
    }
    DREY_ASSIGN_OR_RETURN(SourceText text, ReadStandardInput());
    texts.push_back(std::move(text));
  }
  return texts;
}

absl::Status RunTexts(SqlRunner& runner, std::vector<SourceText> texts) {
  DREY_RETURN_IF_ERROR(runner.Start());
  for (SourceText& text : texts) {
    DREY_RETURN_IF_ERROR(runner.RunText(std::move(text)));
    if (runner.stopped() || runner.ended()) return absl::OkStatus();
  }
  return runner.Finish();
}

}  // namespace

int SqlCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<ResultFormat> format = ReadResultFormat(line);
  if (!format.ok()) return console.Report(format.status());
  const absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  absl::StatusOr<std::vector<SourceText>> texts = ReadTexts(line);
  if (!texts.ok()) return console.Report(texts.status());
  SourceMap sources;
  SqlRunner runner(line, *options, *format, sources, console);
  const absl::Status status = RunTexts(runner, *std::move(texts));
  if (!status.ok()) return console.Report(status, sources, "sql");
  if (WantsPrompt(line) && !runner.stopped() && !runner.ended()) RunSqlPrompt(runner, sources, console);
  return 0;
}

}  // namespace drey
