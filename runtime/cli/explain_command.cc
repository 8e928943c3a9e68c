#include <array>
#include <string>
#include <string_view>

#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/plan_rendering.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 4> kFormats = {"text", "flink", "json", "mermaid"};

std::string Render(const JobGraph& graph, std::string_view format) {
  if (format == "flink") return graph.flink_plan;
  if (format == "json") return RenderPlanAsJson(graph);
  if (format == "mermaid") return RenderPlanAsMermaid(graph);
  return RenderPlanAsText(graph);
}

}  // namespace

int ExplainCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<std::string> format = line.Choice("--format", kFormats);
  if (!format.ok()) return console.Report(format.status());
  absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  WithoutNeedForServers(*options);
  const std::string& file = line.arguments.front();
  SourceMap sources;
  const absl::StatusOr<Compilation> compilation = CompileJobFile(file, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, file);
  for (const absl::Status& notice : compilation->notices) console.Warn(notice, sources, file);
  console.Print(Render(compilation->graph, *format));
  return 0;
}

}  // namespace drey
