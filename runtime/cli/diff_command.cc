// drey diff JOB_A JOB_B, and drey diff --flink-version 1.20,2.3 JOB: what both make of the same records.
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/diff_report.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/json_line.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/cli/record_selection.h"
#include "runtime/cli/terminal_colour.h"
#include "runtime/testing/non_determinism.h"
#include "runtime/testing/output_comparison.h"

namespace drey {
namespace {

constexpr int64_t kMostCompared = 100'000;

enum class DiffFormat : uint8_t { kText, kJson };

// One of the two: a job, or the job in a release.
struct Side {
  std::string name = {};  // "new.sql", "Flink 2.3"
  std::string file = {};
  CompileOptions options = {};
  SourceMap sources = {};
  absl::StatusOr<Compilation> compilation = absl::UnknownError("not compiled");
  JobOutput output = {};
};

struct Sides {
  Side before = {};
  Side after = {};
  bool are_releases = false;
};

// The releases of --flink-version A,B.
absl::StatusOr<std::pair<FlinkVersion, FlinkVersion>> ReadReleases(const std::string& text) {
  const std::vector<std::string_view> parts = Split(text, ',');
  const auto first = ParseFlinkVersion(StripBlanks(parts.front()));
  const auto second = parts.size() == 2 ? ParseFlinkVersion(StripBlanks(parts.back())) : std::nullopt;
  if (!first || !second || *first == *second) {
    return InvalidError(Concat("option --flink-version of drey diff with one job is two releases, not '", text, "'"), {},
                        "--flink-version 1.20,2.3 shows what an upgrade would change");
  }
  return std::pair(*first, *second);
}

// The options without --flink-version, which may be a pair.
absl::StatusOr<CompileOptions> ReadOptions(CommandLine line) {
  if (line.arguments.size() == 1) line.options.erase("--flink-version");
  DREY_ASSIGN_OR_RETURN(CompileOptions options, ReadCompileOptions(line));
  options.bounded = true;
  return options;
}

absl::StatusOr<std::unique_ptr<Sides>> ReadSides(const CommandLine& line) {
  auto sides = std::make_unique<Sides>();
  DREY_ASSIGN_OR_RETURN(sides->before.options, ReadOptions(line));
  sides->after.options = sides->before.options;
  sides->before.name = sides->before.file = line.arguments.front();
  sides->after.name = sides->after.file = line.arguments.back();
  if (line.arguments.size() == 2) return sides;
  const std::optional<std::string> releases = line.Value("--flink-version");
  if (!releases) {
    return InvalidError("drey diff needs two jobs, or one and two releases", {},
                        "usage: drey diff JOB_A JOB_B, or drey diff --flink-version 1.20,2.3 JOB");
  }
  DREY_ASSIGN_OR_RETURN(const auto versions, ReadReleases(*releases));
  sides->are_releases = true;
  for (auto [side, version] : {std::pair(&sides->before, versions.first), std::pair(&sides->after, versions.second)}) {
    side->options.version = version;
    side->name = Concat("Flink ", ToString(version));
  }
  return sides;
}

class JobDiff {
 public:
  JobDiff(const CommandLine& line, DiffFormat format, Console& console)
      : line_(line), format_(format), console_(console), use_colour_(WantsColour(OutputStream::kStandardOutput)) {}

  int Run(Sides& sides) {
    for (Side* side : {&sides.before, &sides.after}) side->compilation = CompileJobFile(side->file, side->options, side->sources);
    if (const std::optional<int> exit_code = ReportRefusals(sides)) return *exit_code;
    Warn(sides);
    const Side* failed = &sides.before;
    const absl::Status compared = Compare(sides, failed);
    if (!compared.ok()) return console_.Report(compared, failed->sources, failed->file);
    return differs_ ? 1 : 0;
  }

 private:
  // A job that does not compile is an error. Of a job that one of two releases refuses, that is the difference.
  std::optional<int> ReportRefusals(Sides& sides) {
    const bool before_fails = !sides.before.compilation.ok();
    const bool after_fails = !sides.after.compilation.ok();
    if (!before_fails && !after_fails) return std::nullopt;
    Side& refused = before_fails ? sides.before : sides.after;
    const Side& other = before_fails ? sides.after : sides.before;
    const absl::Status& error = refused.compilation.status();
    const bool is_answer = sides.are_releases && before_fails != after_fails && DetailOf(error).kind == ErrorKind::kInvalid;
    if (!is_answer) {
      const int exit_code = console_.Report(error, refused.sources, refused.file);
      // What both releases refuse is said once.
      if (before_fails && after_fails && !sides.are_releases) console_.Report(other.compilation.status(), other.sources, other.file);
      return exit_code;
    }
    if (format_ == DiffFormat::kJson) {
      JsonLine summary;
      summary.AddText("summary", "refused");
      summary.AddText("refused_by", refused.name);
      summary.AddText("accepted_by", other.name);
      summary.AddJson("error", ErrorAsJson(error, refused));
      console_.Print(summary.Finish() + "\n");
    } else {
      console_.Print(Concat(refused.name, " refuses the job, ", other.name, " accepts it:\n"));
      console_.Print(ErrorRenderer(ErrorFormat::kText, use_colour_).Render(Severity::kError, error, refused.sources, refused.file));
    }
    return 1;
  }

  // What both say is said once.
  void Warn(const Sides& sides) {
    std::set<std::string> said;
    for (const Side* side : {&sides.before, &sides.after}) {
      for (const absl::Status& notice : side->compilation->notices) {
        const SourceRange range = DetailOf(notice).range;
        const std::string place = range.known() ? Concat(side->file, " ", range.source, " ", range.begin) : std::string();
        if (said.insert(Concat(place, " ", MessageOf(notice))).second) console_.Warn(notice, side->sources, range.known() ? side->file : "");
      }
    }
  }

  // `failed`: the side whose error the result is.
  absl::Status Compare(Sides& sides, const Side*& failed) {
    const JobGraph* const graphs[] = {&sides.before.compilation->graph, &sides.after.compilation->graph};
    const std::shared_ptr<RecordLog> log = ChooseRecordLog(line_);
    DREY_ASSIGN_OR_RETURN(const InputSelection selection, ReadRecordSelection(line_, kMostCompared));
    size_t failed_graph = 0;
    const absl::StatusOr<InputCopy> copied = CopyInput(graphs, *log, !line_.Has("--local"), selection, &failed_graph);
    failed = failed_graph == 0 ? &sides.before : &sides.after;
    DREY_RETURN_IF_ERROR(copied.status());
    const InputCopy& input = *copied;
    if (input.is_cut && !line_.Has("--limit")) {
      console_.PrintError(Concat("only the first ", WithThousands(input.records), " records are compared; --limit takes more\n"));
    }
    const absl::Time now = absl::Now();
    for (Side* side : {&sides.before, &sides.after}) {
      WarnOfChance(*side);
      side->output = RunOverCopy(side->compilation->graph, input, now);
      const absl::Status& status = side->output.status;
      failed = side;
      if (!status.ok() && DetailOf(status).kind != ErrorKind::kJobFailed) return status;
    }
    const std::vector<TopicChanges> topics = CompareOutputs(sides.before.output, sides.after.output);
    const DiffCounts counts = CountChanges(topics);
    differs_ = counts.differs() || !SameFailure(sides);
    console_.Print(format_ == DiffFormat::kJson ? Json(sides, topics, counts, input.records) : Text(sides, topics, counts, input.records));
    return absl::OkStatus();
  }

  void WarnOfChance(const Side& side) {
    const std::vector<std::string> reasons = NonDeterminismOf(side.compilation->graph, /*time_is_fixed=*/true);
    if (reasons.empty()) return;
    console_.PrintError(Concat(side.name, " uses ", Join(reasons, ", "), ", whose outcome differs from run to run\n"));
  }

  static bool SameFailure(const Sides& sides) {
    return sides.before.output.status.ok() == sides.after.output.status.ok() &&
           MessageOf(sides.before.output.status) == MessageOf(sides.after.output.status);
  }

  std::string Text(const Sides& sides, const std::vector<TopicChanges>& topics, const DiffCounts& counts, int64_t records) const {
    std::string out;
    if (differs_) {
      Append(out, Painted(use_colour_, kRed, Concat("- ", sides.before.name)), "\n");
      Append(out, Painted(use_colour_, kGreen, Concat("+ ", sides.after.name)), "\n");
    }
    out += RenderChanges(topics, use_colour_);
    out += FailuresText(sides);
    Append(out, differs_ ? "" : "no difference: ", DiffCountsText(counts), "; ", WithThousands(records), records == 1 ? " record" : " records",
           " read\n");
    return out;
  }

  std::string FailuresText(const Sides& sides) const {
    if (sides.before.output.status.ok() && sides.after.output.status.ok()) return {};
    if (SameFailure(sides)) return Concat("both fail: ", MessageOf(sides.before.output.status), "\n");
    std::string out;
    const ErrorRenderer renderer(ErrorFormat::kText, use_colour_);
    for (const Side* side : {&sides.before, &sides.after}) {
      if (side->output.status.ok()) {
        Append(out, side->name, " ends well\n");
      } else {
        Append(out, side->name, " fails; what it wrote before is compared:\n",
               renderer.Render(Severity::kError, side->output.status, side->sources, side->file));
      }
    }
    return out;
  }

  static std::string ErrorAsJson(const absl::Status& error, const Side& side) {
    std::string text = ErrorRenderer(ErrorFormat::kJson, false).Render(Severity::kError, error, side.sources, side.file);
    text.pop_back();
    return text;
  }

  std::string Json(const Sides& sides, const std::vector<TopicChanges>& topics, const DiffCounts& counts, int64_t records) const {
    JsonLine summary;
    summary.AddText("summary", differs_ ? "different" : "same");
    summary.AddText("before", sides.before.name);
    summary.AddText("after", sides.after.name);
    summary.AddInteger("records_read", records);
    summary.AddInteger("same", static_cast<int64_t>(counts.same));
    summary.AddInteger("changed", static_cast<int64_t>(counts.changed));
    summary.AddInteger("removed", static_cast<int64_t>(counts.removed));
    summary.AddInteger("added", static_cast<int64_t>(counts.added));
    summary.AddInteger("moved", static_cast<int64_t>(counts.moved));
    if (!sides.before.output.status.ok()) summary.AddJson("before_error", ErrorAsJson(sides.before.output.status, sides.before));
    if (!sides.after.output.status.ok()) summary.AddJson("after_error", ErrorAsJson(sides.after.output.status, sides.after));
    return Concat(RenderChangesAsJson(topics), summary.Finish(), "\n");
  }

  const CommandLine& line_;
  DiffFormat format_;
  Console& console_;
  bool use_colour_;
  bool differs_ = false;
};

}  // namespace

int DiffCommand(const CommandLine& line, Console& console) {
  constexpr std::array<std::string_view, 2> kFormats = {"text", "json"};
  const absl::StatusOr<std::string> format = line.Choice("--format", kFormats);
  if (!format.ok()) return console.Report(format.status());
  const absl::StatusOr<std::unique_ptr<Sides>> sides = ReadSides(line);
  if (!sides.ok()) return console.Report(sides.status());
  return JobDiff(line, *format == "json" ? DiffFormat::kJson : DiffFormat::kText, console).Run(**sides);
}

}  // namespace drey
