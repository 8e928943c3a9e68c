#include <optional>
#include <string>

#include "runtime/cli/commands.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/cli/record_selection.h"
#include "runtime/cli/recorded_file.h"
#include "runtime/testing/recorded_test.h"

namespace drey {
namespace {

constexpr int64_t kUsualRecords = 10;

}  // namespace

int RecordCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<InputSelection> selection = ReadRecordSelection(line, kUsualRecords);
  if (!selection.ok()) return console.Report(selection.status());
  return WriteTestOfJob(
      line, "",
      [&](const JobGraph& graph) -> absl::StatusOr<TestCase> {
        const std::shared_ptr<RecordLog> log = ChooseRecordLog(line);
        DREY_ASSIGN_OR_RETURN(const InputCopy copy, CopyInput(graph, *log, !line.Has("--local"), *selection));
        if (copy.records == 0) return InvalidError("there are no such records");
        TestCase test = ToTestCase(graph, copy);
        if (line.Has("--redact")) RedactInput(test);
        return test;
      },
      console);
}

}  // namespace drey
