#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/functions/function_registry.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"

namespace drey {
namespace {

std::string DescribeFunction(const ScalarFunction& function) {
  const FunctionDocumentation& text = function.documentation;
  std::string out = Concat(text.signature, "\n  ", text.description, "\n");
  if (!text.example.empty()) Append(out, "  example: ", text.example, " → ", text.example_result, "\n");
  Append(out, "  since: Flink ", ToString(function.since), function.since == FlinkVersion::k1_20 ? " or earlier\n" : "\n");
  return out;
}

std::string DescribeAll(FlinkVersion version) {
  std::vector<std::string> descriptions;
  for (const ScalarFunction* function : FunctionRegistry::BuiltIn().List()) {
    if (function->since <= version) descriptions.push_back(DescribeFunction(*function));
  }
  return Join(descriptions, "\n");
}

}  // namespace

int FunctionsCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<std::optional<FlinkVersion>> given = ReadFlinkVersion(line);
  if (!given.ok()) return console.Report(given.status());
  // Without the option everything there is is shown, with the release it came in.
  const FlinkVersion version = given->value_or(FlinkVersion::k2_3);
  if (line.arguments.empty()) {
    console.Print(DescribeAll(version));
    return 0;
  }
  const std::string& name = line.arguments.front();
  const ScalarFunction* const function = FunctionRegistry::BuiltIn().Find(name, version);
  if (function == nullptr || function->is_operator) {
    return console.Report(
        InvalidError(Concat("there is no function ", name), {}, DidYouMean(name, FunctionRegistry::BuiltIn().Names(version))));
  }
  console.Print(DescribeFunction(*function));
  return 0;
}

}  // namespace drey
