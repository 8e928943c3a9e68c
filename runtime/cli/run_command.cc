#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/progress_reporter.h"
#include "runtime/cli/progress_text.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/job/job_runner.h"

namespace drey {
namespace {

enum class SummaryFormat : uint8_t { kText, kJson };

// Options of `run` that are not about the definition.
struct RunSettings {
  std::optional<int64_t> parallelism = {};
  std::optional<int64_t> limit = {};
  ProgressStyle progress = ProgressStyle::kNone;
  SummaryFormat summary = SummaryFormat::kText;
};

absl::StatusOr<ProgressStyle> ReadProgressStyle(const CommandLine& line) {
  constexpr std::array<std::string_view, 3> kStyles = {"auto", "always", "never"};
  DREY_ASSIGN_OR_RETURN(const std::string style, line.Choice("--progress", kStyles));
  if (style == "never") return ProgressStyle::kNone;
  if (style == "always" || IsTerminal(OutputStream::kStandardError)) return ProgressStyle::kBar;
  return ProgressStyle::kLines;
}

// Machines that read errors as JSON get the summary as JSON too, unless told otherwise.
absl::StatusOr<SummaryFormat> ReadSummaryFormat(const CommandLine& line, ErrorFormat errors) {
  constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
  if (!line.Has("--summary")) return errors == ErrorFormat::kJson ? SummaryFormat::kJson : SummaryFormat::kText;
  DREY_ASSIGN_OR_RETURN(const std::string format, line.Choice("--summary", kFormats));
  return format == "json" ? SummaryFormat::kJson : SummaryFormat::kText;
}

absl::Status CheckOnError(const CommandLine& line) {
  const std::string value = line.Value("--on-error").value_or("fail");
  if (value == "fail") return absl::OkStatus();
  if (value == "skip" || value.starts_with("dead-letter:")) return UnsupportedError(Concat("--on-error ", value));
  return InvalidError(Concat("option --on-error is one of fail, skip, dead-letter:TARGET, not '", value, "'"));
}

absl::StatusOr<RunSettings> ReadRunSettings(const CommandLine& line, ErrorFormat errors) {
  DREY_RETURN_IF_ERROR(CheckOnError(line));
  RunSettings settings;
  DREY_ASSIGN_OR_RETURN(settings.parallelism, ReadCount(line, "--parallelism", 1));
  DREY_ASSIGN_OR_RETURN(settings.limit, ReadCount(line, "--limit", 1));
  DREY_ASSIGN_OR_RETURN(settings.progress, ReadProgressStyle(line));
  DREY_ASSIGN_OR_RETURN(settings.summary, ReadSummaryFormat(line, errors));
  return settings;
}

void PrintSummary(const RunProgress& progress, RunOutcome outcome, SummaryFormat format, Console& console) {
  const std::string text = format == SummaryFormat::kJson ? SummaryJson(progress, outcome) : SummaryText(progress, outcome);
  console.PrintError(text + "\n");
}

RunOptions MakeRunOptions(const CommandLine& line, const RunSettings& settings, Console& console) {
  RunOptions options;
  options.log = ChooseRecordLog(line);
  options.log_needs_servers = !line.Has("--local");
  options.holder = Concat("drey run ", line.arguments.front());
  options.print_line = [&console](std::string_view text, bool to_standard_error) {
    const std::string with_newline = Concat(text, "\n");
    to_standard_error ? console.PrintError(with_newline) : console.Print(with_newline);
  };
  options.limit = settings.limit;
  options.group = line.Value("--group").value_or("");
  options.checkpoint_directory = line.Value("--checkpoints").value_or("");
  if (line.Has("--dry-run")) {
    options.dry_run_output = [&console](std::string_view envelope) { console.Print(Concat(envelope, "\n")); };
  }
  return options;
}

int Run(const JobGraph& graph, const CommandLine& line, const RunSettings& settings, const SourceMap& sources, Console& console) {
  ProgressReporter reporter(settings.progress, [&console](std::string_view text) { console.PrintError(text); });
  StopRequest stop;
  RunOptions options = MakeRunOptions(line, settings, console);
  options.on_progress = [&reporter](const RunProgress& progress) { reporter.Update(progress); };
  options.stop = &stop;
  RunProgress progress;
  const absl::Status status = [&] {
    const StopSignals signals(stop);
    return RunJob(graph, options, progress);
  }();
  reporter.Clear();
  if (!status.ok()) {
    const int exit_code = console.Report(status, sources, line.arguments.front());
    if (progress.records_in > 0) PrintSummary(progress, RunOutcome::kFailed, settings.summary, console);
    return exit_code;
  }
  PrintSummary(progress, stop.stopped() ? RunOutcome::kStopped : RunOutcome::kFinished, settings.summary, console);
  return 0;
}

}  // namespace

int RunCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<RunSettings> settings = ReadRunSettings(line, console.error_format());
  if (!settings.ok()) return console.Report(settings.status());
  const absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  const std::string& file = line.arguments.front();
  SourceMap sources;
  absl::StatusOr<Compilation> compilation = CompileJobFile(file, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, file);
  for (const absl::Status& notice : compilation->notices) console.Warn(notice, sources, file);
  if (settings->parallelism) compilation->graph.parallelism = static_cast<int>(*settings->parallelism);
  return Run(compilation->graph, line, *settings, sources, console);
}

}  // namespace drey
