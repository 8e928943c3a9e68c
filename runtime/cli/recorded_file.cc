#include "runtime/cli/recorded_file.h"

#include <filesystem>
#include <string>
#include <system_error>

#include "engine/base/text.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/output_file.h"
#include "runtime/testing/recorded_test.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

std::string OutputFile(const CommandLine& line) {
  if (const auto file = line.Value("--output")) return *file;
  return Concat(fs::path(line.arguments.front()).stem().string(), ".test.yaml");
}

// The job as seen from the folder of the test file.
std::string JobPathFrom(const std::string& output, const std::string& job) {
  if (output == "-" || fs::path(job).is_absolute()) return job;
  std::error_code error;
  const fs::path folder = fs::absolute(output, error).parent_path();
  const fs::path relative = fs::relative(fs::absolute(job, error), folder, error);
  return error || relative.empty() ? job : relative.string();
}

absl::Status WriteNewFile(const std::string& path, const std::string& text) {
  std::error_code error;
  if (fs::exists(path, error)) return InvalidError(Concat(path, " is there already"), {}, "--output names another file");
  return WriteOutputFile(path, text);
}

absl::Status Write(const CommandLine& line, const std::string& comment, const MakeTest& make, SourceMap& sources, Console& console) {
  DREY_ASSIGN_OR_RETURN(CompileOptions options, ReadCompileOptions(line));
  options.bounded = true;
  if (!line.Has("--bootstrap-servers")) WithoutNeedForServers(options);
  const std::string& job = line.arguments.front();
  DREY_ASSIGN_OR_RETURN(Compilation compilation, CompileJobFile(job, options, sources));
  for (const absl::Status& notice : compilation.notices) console.Warn(notice, sources, job);
  DREY_ASSIGN_OR_RETURN(TestCase test, make(compilation.graph));
  const std::string output = OutputFile(line);
  DREY_ASSIGN_OR_RETURN(const std::string text,
                        WriteRecordedTest(std::move(test), std::move(compilation.graph), JobPathFrom(output, job), comment));
  if (output == "-") {
    console.Print(text);
    return absl::OkStatus();
  }
  DREY_RETURN_IF_ERROR(WriteNewFile(output, text));
  const bool quoted = output.find(' ') != std::string::npos;
  console.Print(Concat("wrote ", output, "; run it with: drey test ", quoted ? Concat("\"", output, "\"") : output, "\n"));
  return absl::OkStatus();
}

}  // namespace

int WriteTestOfJob(const CommandLine& line, const std::string& comment, const MakeTest& make, Console& console) {
  SourceMap sources;
  const absl::Status status = Write(line, comment, make, sources, console);
  return status.ok() ? 0 : console.Report(status, sources, line.arguments.front());
}

int InitTest(const CommandLine& line, Console& console) {
  if (line.arguments.size() > 1) return console.Report(InvalidError("drey test --init takes one job"));
  return WriteTestOfJob(
      line, "A first test: change the input, then let drey test --update write what comes out.",
      [](const JobGraph& graph) -> absl::StatusOr<TestCase> { return ExampleInput(graph); }, console);
}

}  // namespace drey
