#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/job_file.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/cli/record_place.h"
#include "runtime/cli/text_window.h"
#include "runtime/cli/way_text.h"
#include "runtime/task/pipeline_task.h"
#include "runtime/testing/content.h"
#include "runtime/testing/input_copy.h"
#include "runtime/testing/record_trace.h"

namespace drey {
namespace {

constexpr size_t kTraceWidth = 100;
constexpr size_t kMostTraceParts = 100;
constexpr size_t kMostTraces = 10;

// What the records that were looked at say.
struct Answer {
  std::vector<RecordTrace> traces = {};
  int64_t looked_at = 0;
  // The record that was asked for is there, but is no row.
  std::optional<MemoryRecord> unread = {};
};

struct WhyRequest {
  std::optional<std::string> key = {};
  InputSelection selection = {};
};

absl::StatusOr<WhyRequest> ReadRequest(const CommandLine& line) {
  WhyRequest request;
  request.key = line.Value("--key");
  const std::optional<std::string> input = line.Value("--input");
  if (input.has_value() == request.key.has_value()) {
    return InvalidError("drey why needs --key KEY or --input TOPIC:PARTITION:OFFSET", {},
                        "--key finds the records whose input or output has that key");
  }
  if (input) {
    DREY_RETURN_IF_ERROR(ReadRecordPlace("--input", *input, request.selection));
    request.selection.most_records = 1;
  }
  return request;
}

// The bytes themselves, or the only member of a JSON object that they are.
bool IsKey(const std::optional<std::string>& bytes, const std::string& key) {
  if (!bytes) return false;
  if (*bytes == key) return true;
  const std::optional<Content> content = ParseContent(*bytes);
  if (!content) return false;
  if (const std::optional<Content> wanted = ParseContent(key); wanted && SameContent(*wanted, *content)) return true;
  return content->members.size() == 1 && ToBytes(content->members.front().value) == key;
}

class WayWriter {
 public:
  explicit WayWriter(const RecordTrace& trace) : trace_(trace) {}

  std::string Write() {
    Append(out_, PlaceOf(trace_), ", read as ", TableName(trace_.source_table), "\n");
    if (trace_.input_key) Append(out_, "  key    ", Shorten(*trace_.input_key, kTraceWidth - 9), "\n");
    Append(out_, "  value  ", trace_.input_value ? Shorten(*trace_.input_value, kTraceWidth - 9) : "null", "\n");
    for (const OperatorTrace& step : trace_.operators) WriteStep(step);
    WriteEnd();
    return std::move(out_);
  }

 private:
  static std::string TableName(const std::string& identifier) { return identifier.substr(identifier.rfind('.') + 1); }

  void WriteStep(const OperatorTrace& step) {
    if (step.columns.empty()) {
      if (step.dropped) Append(out_, "  dropped by ", Shorten(step.description, kTraceWidth - 13), "\n");
      return;
    }
    for (const ColumnTrace& column : step.columns) {
      const bool condition = column.name.empty();
      if (!condition && step.dropped) continue;
      const std::string title = condition ? (step.dropped ? "dropped by WHERE" : "WHERE") : column.name;
      Append(out_, "  ", title, "\n");
      AppendParts(column, {.indent = 4, .width = kTraceWidth, .most_lines = kMostTraceParts, .types = true, .shown = &shown_}, out_);
    }
  }

  void WriteEnd() {
    if (trace_.error) {
      Append(out_, "  failed", trace_.error->field.empty() ? "" : Concat(" in ", trace_.error->field), ": ", trace_.error->message, "\n");
      return;
    }
    for (const MemoryRecord& record : trace_.output) {
      Append(out_, "  written to ", record.topic, " partition ", record.partition,
             record.key ? " (by the hash of its key)" : " (it has no key)", "\n");
      if (record.key) Append(out_, "    key    ", Shorten(*record.key, kTraceWidth - 11), "\n");
      Append(out_, "    value  ", record.value ? Shorten(*record.value, kTraceWidth - 11) : "null", "\n");
    }
    if (trace_.output.empty() && trace_.DroppedBy() == nullptr) Append(out_, "  given to ", TableName(trace_.sink_table), "\n");
  }

  const RecordTrace& trace_;
  std::string out_;
  std::set<std::string> shown_;
};

// The record at the place that was asked for.
std::optional<MemoryRecord> RecordAt(const InputCopy& input, const InputSelection& selection) {
  for (MemoryRecord& record : input.log->CommittedRecords(selection.partition->topic)) {
    if (record.partition == selection.partition->partition && record.offset == selection.offset) return std::move(record);
  }
  return std::nullopt;
}

// Of a record that its table makes no row of.
std::string UnreadText(const MemoryRecord& record) {
  const std::string_view reason = record.value ? "its table ignores messages that its format cannot read" : "a record without value is no row";
  return Concat(record.topic, " partition ", record.partition, " offset ", record.offset, "\n  value  ",
                record.value ? Shorten(*record.value, kTraceWidth - 9) : "null", "\n  dropped by the source: ", reason, "\n");
}

absl::StatusOr<Answer> FindRecords(const JobGraph& graph, const SourceMap& sources, const CommandLine& line,
                                                     const WhyRequest& request, Console& console) {
  const std::shared_ptr<RecordLog> log = ChooseRecordLog(line);
  // What becomes of a record in a job that keeps state depends on those before it.
  const bool keeps_state =
      std::any_of(graph.pipelines.begin(), graph.pipelines.end(), [](const Pipeline& pipeline) { return KeepsState(pipeline); });
  const InputSelection selection = keeps_state ? InputSelection() : request.selection;
  DREY_ASSIGN_OR_RETURN(const InputCopy input, CopyInput(graph, *log, !line.Has("--local"), selection));
  if (input.is_cut && (request.key || keeps_state)) {
    console.PrintError(Concat("only the first ", WithThousands(input.records), " records are looked at\n"));
  }
  TraceOptions options{.resume = FromTheBeginning(graph), .goes_on_after_failure = true};
  if (request.key) {
    options.keeps = [&request](const RecordTrace& trace) {
      return IsKey(trace.input_key, *request.key) || IsKey(trace.key_of_dropped, *request.key) ||
             std::any_of(trace.output.begin(), trace.output.end(),
                         [&](const MemoryRecord& record) { return IsKey(record.key, *request.key); });
    };
  } else {
    options.keeps = [&request](const RecordTrace& trace) {
      const TopicPartition& wanted = *request.selection.partition;
      return trace.topic == wanted.topic && trace.partition == wanted.partition && trace.offset == request.selection.offset;
    };
  }
  Answer answer{.looked_at = input.records};
  DREY_ASSIGN_OR_RETURN(answer.traces, TraceRecords(graph, sources, input.log, options));
  if (answer.traces.empty() && !request.key) answer.unread = RecordAt(input, request.selection);
  return answer;
}

absl::Status NotFound(const CommandLine& line, const WhyRequest& request, int64_t looked_at) {
  if (!request.key) return InvalidError(Concat("there is no record at ", *line.Value("--input")));
  return InvalidError(Concat("no record of the input or output has the key '", *request.key, "'"), {},
                      Concat(WithThousands(looked_at), looked_at == 1 ? " record was" : " records were",
                             " looked at; --input TOPIC:PARTITION:OFFSET shows the way of any of them"));
}

}  // namespace

int WhyCommand(const CommandLine& line, Console& console) {
  const absl::StatusOr<WhyRequest> request = ReadRequest(line);
  if (!request.ok()) return console.Report(request.status());
  absl::StatusOr<CompileOptions> options = ReadCompileOptions(line);
  if (!options.ok()) return console.Report(options.status());
  options->bounded = true;
  const std::string& file = line.arguments.front();
  SourceMap sources;
  const absl::StatusOr<Compilation> compilation = CompileJobFile(file, *options, sources);
  if (!compilation.ok()) return console.Report(compilation.status(), sources, file);
  for (const absl::Status& notice : compilation->notices) console.Warn(notice, sources, file);
  const absl::StatusOr<Answer> answer = FindRecords(compilation->graph, sources, line, *request, console);
  if (!answer.ok()) return console.Report(answer.status(), sources, file);
  if (answer->unread) {
    console.Print(UnreadText(*answer->unread));
    return 0;
  }
  const std::vector<RecordTrace>& traces = answer->traces;
  if (traces.empty()) return console.Report(NotFound(line, *request, answer->looked_at));
  const size_t shown = std::min(traces.size(), kMostTraces);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) console.Print("\n");
    console.Print(WayWriter(traces[i]).Write());
  }
  if (traces.size() > shown) console.Print(Concat("\nand ", traces.size() - shown, " more records\n"));
  return 0;
}

}  // namespace drey
