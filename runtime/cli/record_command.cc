#include <optional>
#include <string>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/cli/record_place.h"
#include "runtime/cli/recorded_file.h"
#include "runtime/testing/recorded_test.h"

namespace drey {
namespace {

constexpr int64_t kUsualRecords = 10;

absl::StatusOr<std::optional<int64_t>> ReadTime(const CommandLine& line, std::string_view option) {
  const std::optional<std::string> text = line.Value(option);
  if (!text) return std::nullopt;
  const std::optional<absl::Time> time = ParseTestTime(*text);
  if (!time) {
    return InvalidError(Concat("option ", option, " is milliseconds since 1970, or a time with its zone, not '", *text, "'"), {},
                        "for example 2024-05-01T12:00:00Z");
  }
  return absl::ToUnixMillis(*time);
}

absl::StatusOr<InputSelection> ReadSelection(const CommandLine& line) {
  InputSelection selection;
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> limit, ReadCount(line, "--limit", 1));
  selection.most_records = limit.value_or(kUsualRecords);
  if (const auto from = line.Value("--from")) DREY_RETURN_IF_ERROR(ReadRecordPlace("--from", *from, selection));
  DREY_ASSIGN_OR_RETURN(selection.from_timestamp, ReadTime(line, "--since"));
  DREY_ASSIGN_OR_RETURN(selection.until_timestamp, ReadTime(line, "--until"));
  return selection;
}

}  // namespace

int RecordCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<InputSelection> selection = ReadSelection(line);
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
