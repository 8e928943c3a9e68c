#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/dead_letter_target.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/masked_text.h"
#include "runtime/cli/progress_reporter.h"
#include "runtime/cli/progress_text.h"
#include "runtime/cli/run_options.h"
#include "runtime/cli/stop_signals.h"
#include "runtime/job/job_runner.h"
#include "runtime/job/restarting_run.h"
#include "runtime/metrics/metrics_server.h"
#include "runtime/metrics/run_metrics.h"

namespace drey {
namespace {

enum class SummaryFormat : uint8_t { kText, kJson };

// Options of `run` that are not about the definition.
struct RunSettings {
  std::optional<int64_t> parallelism = {};
  std::optional<int64_t> limit = {};
  ProgressStyle progress = ProgressStyle::kNone;
  SummaryFormat summary = SummaryFormat::kText;
  ErrorHandling errors = {};
  std::optional<SinceLastRun> since_last_run = {};
  DataLoss on_data_loss = DataLoss::kFail;
  std::optional<int64_t> metrics_port = {};
  std::string metrics_address = "127.0.0.1";
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

absl::StatusOr<ErrorHandling> ReadErrorHandling(const CommandLine& line) {
  constexpr std::string_view kDeadLetter = "dead-letter:";
  ErrorHandling errors = {.replays = line.command == Command::kReplay};
  const std::string value = line.Value("--on-error").value_or("fail");
  if (value == "skip") {
    errors.policy = ErrorPolicy::kSkip;
  } else if (value.starts_with(kDeadLetter) && value.size() > kDeadLetter.size()) {
    errors.policy = ErrorPolicy::kDeadLetter;
    errors.dead_letter_topic = value.substr(kDeadLetter.size());
  } else if (value != "fail") {
    return InvalidError(Concat("option --on-error is one of fail, skip, dead-letter:TARGET, not '", value, "'"));
  }
  const std::optional<std::string> most = line.Value("--max-errors");
  if (!most) return errors;
  if (errors.policy == ErrorPolicy::kFail) return InvalidError("option --max-errors needs --on-error skip or --on-error dead-letter:TARGET");
  errors.max_errors_in_percent = most->ends_with('%');
  const std::string_view digits = std::string_view(*most).substr(0, most->size() - (errors.max_errors_in_percent ? 1 : 0));
  int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || number < 0) {
    return InvalidError(Concat("option --max-errors takes a number of records or a percentage such as 5%, not '", *most, "'"));
  }
  errors.max_errors = number;
  return errors;
}

// Overrides of the job, as they were typed, for the ledger.
std::vector<std::string> ReadOverrides(const CommandLine& line) {
  std::vector<std::string> overrides;
  for (const std::string_view name : {"--set", "--option", "--flink-version", "--mode", "--on-error"}) {
    for (const std::string& value : line.Values(name)) overrides.push_back(Concat(name, " ", MaskSecretOption(value)));
  }
  return overrides;
}

absl::StatusOr<DataLoss> ReadDataLoss(const CommandLine& line) {
  constexpr std::array<std::string_view, 2> kOnDataLoss = {"fail", "continue"};
  DREY_ASSIGN_OR_RETURN(const std::string on_data_loss, line.Choice("--on-data-loss", kOnDataLoss));
  return on_data_loss == "continue" ? DataLoss::kContinue : DataLoss::kFail;
}

absl::StatusOr<std::optional<SinceLastRun>> ReadSinceLastRun(const CommandLine& line) {
  if (!line.Has("--since-last-run")) {
    for (const std::string_view name : {"--from-startup-mode", "--if-running"}) {
      if (line.Has(name)) return InvalidError(Concat("option ", name, " needs --since-last-run"));
    }
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 3> kIfRunning = {"fail", "wait", "skip"};
  SinceLastRun run = {.job = line.arguments.front(), .overrides = ReadOverrides(line)};
  run.from_startup_mode = line.Has("--from-startup-mode");
  DREY_ASSIGN_OR_RETURN(const std::string if_running, line.Choice("--if-running", kIfRunning));
  run.if_running = if_running == "wait" ? IfRunning::kWait : if_running == "skip" ? IfRunning::kSkip : IfRunning::kFail;
  return run;
}

// What --since-last-run needs of the job that was compiled.
absl::Status CheckSinceLastRun(const JobGraph& graph, const CommandLine& line) {
  if (!line.Has("--since-last-run")) return absl::OkStatus();
  if (graph.mode != RuntimeMode::kBatch) return InvalidError("option --since-last-run is for batch runs", {}, "add --mode batch");
  for (const Pipeline& pipeline : graph.pipelines) {
    if (!line.Has("--group") && pipeline.source.spec->group_id().empty() && pipeline.sink.spec->transactional_id_prefix().empty()) {
      return InvalidError("option --since-last-run needs a group under which progress is kept", {}, "add --group ID");
    }
  }
  return absl::OkStatus();
}

absl::Status ReadMetrics(const CommandLine& line, RunSettings& settings) {
  DREY_ASSIGN_OR_RETURN(settings.metrics_port, ReadCount(line, "--metrics-port", 1, std::numeric_limits<uint16_t>::max()));
  const std::optional<std::string> address = line.Value("--metrics-address");
  if (address && !settings.metrics_port) return InvalidError("option --metrics-address needs --metrics-port");
  settings.metrics_address = address.value_or(settings.metrics_address);
  return absl::OkStatus();
}

absl::StatusOr<RunSettings> ReadRunSettings(const CommandLine& line, ErrorFormat errors) {
  RunSettings settings;
  DREY_ASSIGN_OR_RETURN(settings.errors, ReadErrorHandling(line));
  DREY_ASSIGN_OR_RETURN(settings.since_last_run, ReadSinceLastRun(line));
  DREY_ASSIGN_OR_RETURN(settings.on_data_loss, ReadDataLoss(line));
  DREY_ASSIGN_OR_RETURN(settings.parallelism, ReadCount(line, "--parallelism", 1, std::numeric_limits<int>::max()));
  DREY_ASSIGN_OR_RETURN(settings.limit, ReadCount(line, "--limit", 1));
  DREY_RETURN_IF_ERROR(ReadMetrics(line, settings));
  DREY_ASSIGN_OR_RETURN(settings.progress, ReadProgressStyle(line));
  DREY_ASSIGN_OR_RETURN(settings.summary, ReadSummaryFormat(line, errors));
  return settings;
}

void PrintSummary(const RunProgress& progress, RunOutcome outcome, SummaryFormat format, Console& console) {
  const std::string text = format == SummaryFormat::kJson ? SummaryJson(progress, outcome) : SummaryText(progress, outcome);
  console.PrintError(text + "\n");
}

RunOptions MakeRunOptions(const CommandLine& line, const RunSettings& settings, Console& console) {
  RunOptions options = MakeRunOptions(line, Concat("drey run ", line.arguments.front()), console);
  options.limit = settings.limit;
  options.errors = settings.errors;
  options.since_last_run = settings.since_last_run;
  options.on_data_loss = settings.on_data_loss;
  options.strict = line.Has("--strict");
  options.group = line.Value("--group").value_or("");
  options.checkpoint_directory = line.Value("--checkpoints").value_or("");
  if (line.Has("--dry-run")) {
    options.dry_run_output = [&console](std::string_view envelope) { console.Print(Concat(envelope, "\n")); };
  }
  return options;
}

// Standard output is for the plan alone.
void PrintRowsToStandardError(RunOptions& options, Console& console) {
  options.print_line = [&console](std::string_view text, bool) { console.PrintError(Concat(text, "\n")); };
  if (!options.dry_run_output) return;
  options.dry_run_output = [&console](std::string_view envelope) { console.PrintError(Concat(envelope, "\n")); };
}

int Run(const JobGraph& graph, const CommandLine& line, const RunSettings& settings, const SourceMap& sources, JobProfile* profile,
        Console& console) {
  ProgressReporter reporter(settings.progress, [&console](std::string_view text) { console.PrintError(text); });
  StopRequest stop;
  RunMetrics metrics(graph.name);
  std::unique_ptr<MetricsServer> server;
  if (settings.metrics_port) {
    auto started = MetricsServer::Start(settings.metrics_address, static_cast<int>(*settings.metrics_port), metrics);
    if (!started.ok()) return console.Report(started.status());
    server = *std::move(started);
  }
  RunOptions options = MakeRunOptions(line, settings, console);
  options.profile = profile;
  if (profile != nullptr) PrintRowsToStandardError(options, console);
  options.on_progress = [&](const RunProgress& progress) {
    reporter.Update(progress);
    metrics.Update(progress);
  };
  options.stop = &stop;
  RunProgress progress;
  const absl::Status status = [&] {
    const StopSignals signals(stop);
    return RunJobWithRestarts(graph, options, progress);
  }();
  reporter.Clear();
  if (!status.ok()) {
    const int exit_code = console.Report(status, sources, line.arguments.front());
    if (progress.records_in > 0) PrintSummary(progress, RunOutcome::kFailed, settings.summary, console);
    return exit_code;
  }
  if (!progress.skipped_because.empty()) {
    console.PrintError(Concat("skipped: ", progress.skipped_because, "\n"));
    return 0;
  }
  PrintSummary(progress, stop.stopped() ? RunOutcome::kStopped : RunOutcome::kFinished, settings.summary, console);
  return 0;
}

}  // namespace

int RunCommand(const CommandLine& line, Console& console, const ShowProfile& show) {
  const absl::StatusOr<RunSettings> settings = ReadRunSettings(line, console.error_format());
  if (!settings.ok()) return console.Report(settings.status());
  const absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  const std::string& file = line.arguments.front();
  SourceMap sources;
  absl::StatusOr<Compilation> compilation = CompileJobFile(file, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, file);
  for (const absl::Status& notice : compilation->notices) console.Warn(notice, sources, file);
  if (const absl::Status fits = CheckSinceLastRun(compilation->graph, line); !fits.ok()) return console.Report(fits);
  if (line.Has("--group") && !settings->since_last_run && compilation->graph.mode == RuntimeMode::kBatch) {
    console.Warn(InvalidError("option --group has no effect in batch mode without --since-last-run"), sources, file);
  }
  if (settings->errors.policy == ErrorPolicy::kDeadLetter) {
    const absl::Status target = CheckDeadLetterTarget(compilation->graph, settings->errors.dead_letter_topic);
    if (!target.ok()) return console.Report(target, sources, file);
  }
  if (settings->parallelism) compilation->graph.parallelism = static_cast<int>(*settings->parallelism);
  JobProfile profile;
  const int exit_code = Run(compilation->graph, line, *settings, sources, show ? &profile : nullptr, console);
  if (show && exit_code == 0) show(compilation->graph, *options, profile);
  return exit_code;
}

}  // namespace drey
