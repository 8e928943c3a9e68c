#include <set>
#include <string>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/dead_letter_target.h"
#include "runtime/cli/job_file.h"

namespace drey {
namespace {

// The one table that the job reads, by its name alone.
absl::StatusOr<std::string> SourceTable(const JobGraph& graph) {
  std::set<std::string> tables;
  for (const Pipeline& pipeline : graph.pipelines) tables.insert(pipeline.source.table);
  if (tables.size() != 1) return UnsupportedError("replay of a job that reads more than one table");
  return tables.begin()->substr(tables.begin()->rfind('.') + 1);
}

// The run that reads dead letters where the job reads its source: from behind those that were replayed before, to the end there is now.
CommandLine RunOfLetters(const CommandLine& line, const std::string& job, const std::string& target, const std::string& table) {
  const std::string group = Concat("drey.replay.", target);
  CommandLine run = {.command = Command::kReplay, .arguments = {job}, .options = line.options};
  run.options.erase("--job");
  run.options["--mode"] = {"batch"};
  run.options["--since-last-run"] = {""};
  run.options["--group"] = {group};
  auto& overrides = run.options["--option"];
  overrides.push_back(Concat(table, ".topic=", target));
  overrides.push_back(Concat(table, ".scan.startup.mode=earliest-offset"));
  overrides.push_back(Concat(table, ".properties.group.id=", group));
  // What fails again becomes a dead letter again, for the next time.
  if (!line.Has("--on-error")) run.options["--on-error"] = {Concat("dead-letter:", target)};
  return run;
}

}  // namespace

int ReplayCommand(const CommandLine& line, Console& console) {
  const std::optional<std::string> job = line.Value("--job");
  if (!job) return console.Report(InvalidError("drey replay needs the job", {}, "add --job JOB"));
  const absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  SourceMap sources;
  const absl::StatusOr<Compilation> compilation = CompileJobFile(*job, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, *job);
  const absl::StatusOr<std::string> table = SourceTable(compilation->graph);
  if (!table.ok()) return console.Report(table.status());
  const absl::Status replayable = CheckReplayTarget(compilation->graph, line.arguments.front());
  if (!replayable.ok()) return console.Report(replayable);
  return RunCommand(RunOfLetters(line, *job, line.arguments.front(), *table), console);
}

}  // namespace drey
