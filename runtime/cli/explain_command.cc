#include <array>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/plan_rendering.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 4> kExplainFormats = {"text", "flink", "json", "mermaid"};

// The plan below is that of the job as the command line changed it.
std::string OverriddenOptions(const CompileOptions& options) {
  std::string out;
  for (const std::string& option : options.table_options) Append(out, "--option ", option, "\n");
  return out.empty() ? out : out + "\n";
}

std::string Render(const JobGraph& graph, const CompileOptions& options, std::string_view format, const JobProfile* profile) {
  // Flink's text has no room for figures.
  if (format == "flink") return profile == nullptr ? graph.flink_plan : graph.flink_plan + RenderOperators(graph, profile);
  if (format == "json") return RenderPlanAsJson(graph, profile);
  if (format == "mermaid") return RenderPlanAsMermaid(graph, profile);
  return OverriddenOptions(options) + RenderPlanAsText(graph, profile);
}

// Options of `run`, which say nothing to a command that contacts nothing.
absl::Status CheckNoRunOptions(const CommandLine& line) {
  for (const OptionDescription& option : AllOptions()) {
    const bool is_of_runs = IsOptionOf(option, Command::kRun) && !IsOptionOf(option, Command::kCheck);
    if (is_of_runs && line.Has(option.name)) return InvalidError(Concat("option ", option.name, " needs --analyze"));
  }
  return absl::OkStatus();
}

}  // namespace

int ExplainCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<std::string> format = line.Choice("--format", kExplainFormats);
  if (!format.ok()) return console.Report(format.status());
  if (line.Has("--analyze")) {
    return RunCommand(line, console, [&](const JobGraph& graph, const CompileOptions& run_options, const JobProfile& profile) {
      console.Print(Render(graph, run_options, *format, &profile));
    });
  }
  if (const absl::Status fits = CheckNoRunOptions(line); !fits.ok()) return console.Report(fits);
  absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  WithoutNeedForServers(*options);
  const std::string& file = line.arguments.front();
  SourceMap sources;
  const absl::StatusOr<Compilation> compilation = CompileJobFile(file, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, file);
  for (const absl::Status& notice : compilation->notices) console.Warn(notice, sources, file);
  console.Print(Render(compilation->graph, *options, *format, nullptr));
  return 0;
}

}  // namespace drey
