#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/arena.h"
#include "engine/base/source_text.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "runtime/cli/commands.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/input_file.h"
#include "runtime/cli/output_file.h"
#include "runtime/cli/record_log_choice.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/record_log.h"

namespace drey {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

absl::Time Deadline() { return absl::Now() + kTimeout; }

std::vector<TopicPartition> PartitionsOf(const TopicDescription& topic) {
  std::vector<TopicPartition> partitions;
  for (int32_t i = 0; i < topic.partition_count; ++i) partitions.push_back({topic.name, i});
  return partitions;
}

absl::StatusOr<int64_t> CountRecords(LogAdmin& admin, const TopicDescription& topic) {
  const std::vector<TopicPartition> partitions = PartitionsOf(topic);
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets begins, admin.BeginningOffsets(partitions, Deadline()));
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, admin.EndOffsets(partitions, Deadline()));
  int64_t count = 0;
  for (const auto& [partition, end] : ends) count += end - begins.at(partition);
  return count;
}

absl::Status ListTopics(RecordLog& log, Console& console) {
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log.OpenAdmin({}));
  DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> topics, admin->ListTopics(Deadline()));
  size_t widest = 0;
  for (const TopicDescription& topic : topics) widest = std::max(widest, topic.name.size());
  absl::Status failure;
  for (const TopicDescription& topic : topics) {
    const absl::StatusOr<int64_t> counted = CountRecords(*admin, topic);
    if (!counted.ok()) {
      // The last one is what the command ends with.
      if (!failure.ok()) console.Report(failure);
      failure = counted.status();
      continue;
    }
    const int64_t count = *counted;
    console.Print(Concat(topic.name, std::string(widest - topic.name.size() + 2, ' '), topic.partition_count,
                         topic.partition_count == 1 ? " partition   " : " partitions  ", count, count == 1 ? " record" : " records",
                         "\n"));
  }
  return failure;
}

// From the first record to what is the end now.
absl::StatusOr<std::vector<PartitionAssignment>> WholeTopic(LogAdmin& admin, const std::string& name,
                                                            std::optional<int64_t> only_partition) {
  DREY_ASSIGN_OR_RETURN(const TopicDescription topic, admin.DescribeTopic(name, Deadline()));
  if (only_partition && *only_partition >= topic.partition_count) {
    return InvalidError(Concat("topic ", name, " has no partition ", *only_partition), {},
                        Concat("it has ", topic.partition_count, ", counted from 0"));
  }
  const std::vector<TopicPartition> partitions = PartitionsOf(topic);
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets begins, admin.BeginningOffsets(partitions, Deadline()));
  DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, admin.EndOffsets(partitions, Deadline()));
  std::vector<PartitionAssignment> assignments;
  for (const auto& [partition, end] : ends) {
    if (only_partition && partition.partition != *only_partition) continue;
    assignments.push_back({partition, begins.at(partition), end});
  }
  return assignments;
}

// Hands every record of a topic to `take`, partition after partition.
template <typename Take>
absl::Status ReadTopic(RecordLog& log, const std::string& name, std::optional<int64_t> only_partition, Take take) {
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogReader> reader, log.OpenReader({}));
  DREY_ASSIGN_OR_RETURN(const auto assignments, WholeTopic(reader->admin(), name, only_partition));
  for (const PartitionAssignment& assignment : assignments) {
    const std::vector<TopicPartition> partition = {assignment.partition};
    DREY_RETURN_IF_ERROR(reader->Assign(std::span(&assignment, 1)));
    while (!reader->Finished()) {
      DREY_ASSIGN_OR_RETURN(const RecordBatch batch, reader->Poll(Deadline(), {}));
      for (const RecordView& record : batch.records) take(record);
    }
    DREY_RETURN_IF_ERROR(reader->Unassign(partition));
  }
  return absl::OkStatus();
}

absl::Status PrintTopic(RecordLog& log, const CommandLine& line, Console& console) {
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> partition, ReadCount(line, "--partition", 0, std::numeric_limits<int32_t>::max()));
  const bool envelopes = line.Has("-J");
  return ReadTopic(log, line.arguments[1], partition, [&](const RecordView& record) {
    std::string text;
    if (envelopes) {
      AppendEnvelope(record, text);
    } else {
      Append(text, record.value.value_or(std::string_view()), "\n");
    }
    console.Print(text);
  });
}

absl::Status ExportTopic(RecordLog& log, const CommandLine& line, Console& console) {
  DREY_ASSIGN_OR_RETURN(const std::optional<int64_t> partition, ReadCount(line, "--partition", 0, std::numeric_limits<int32_t>::max()));
  const std::string& file = line.arguments[2];
  std::string text;
  DREY_RETURN_IF_ERROR(
      ReadTopic(log, line.arguments[1], partition, [&text](const RecordView& record) { AppendEnvelope(record, text); }));
  if (file == "-") {
    console.Print(text);
    return absl::OkStatus();
  }
  return WriteOutputFile(file, text);
}

// A file of envelopes, understood before anything is written.
class ImportFile {
 public:
  ImportFile(std::string path, SourceMap& sources) : path_(std::move(path)), sources_(sources) {}

  absl::Status Read() {
    DREY_ASSIGN_OR_RETURN(std::string content, ReadNamedInputFile(path_));
    const SourceId id = sources_.Add({.file = path_, .text = std::move(content)});
    const std::string_view text = sources_.Get(id).text;
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      DREY_RETURN_IF_ERROR(ReadLine(id, begin, text.substr(begin, end - begin)));
      begin = end + 1;
    }
    return absl::OkStatus();
  }

  const std::vector<Envelope>& envelopes() const { return envelopes_; }
  int32_t partition_count() const { return partition_count_; }

 private:
  absl::Status ReadLine(SourceId id, size_t begin, std::string_view line) {
    if (StripBlanks(line).empty()) return absl::OkStatus();
    EnvelopeError error;
    Envelope& envelope = envelopes_.emplace_back();
    if (!ParseEnvelope(line, arena_, envelope, error)) {
      const auto at = static_cast<uint32_t>(begin + error.position);
      return InvalidError(error.message, {id, at, at + 1}, error.hint);
    }
    partition_count_ = std::max(partition_count_, envelope.partition.value_or(0) + 1);
    return absl::OkStatus();
  }

  std::string path_;
  SourceMap& sources_;
  Arena arena_;
  std::vector<Envelope> envelopes_;
  int32_t partition_count_ = 1;
};

// Makes the topic where it is missing.
absl::Status PrepareTopic(RecordLog& log, const std::string& topic, int32_t partition_count) {
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogAdmin> admin, log.OpenAdmin({}));
  DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> topics, admin->ListTopics(Deadline()));
  const bool exists = std::any_of(topics.begin(), topics.end(), [&](const TopicDescription& there) { return there.name == topic; });
  if (!exists) return admin->CreateTopic(topic, partition_count, {}, Deadline());
  DREY_ASSIGN_OR_RETURN(const TopicDescription there, admin->DescribeTopic(topic, Deadline()));
  if (there.partition_count >= partition_count) return absl::OkStatus();
  return InvalidError(Concat("topic ", topic, " has no partition ", partition_count - 1));
}

absl::Status ImportTopic(RecordLog& log, const CommandLine& line, SourceMap& sources, Console& console) {
  const std::string& topic = line.arguments[1];
  ImportFile file(line.arguments[2], sources);
  DREY_RETURN_IF_ERROR(file.Read());
  std::error_code error;
  std::filesystem::create_directories(*line.Value("--local"), error);
  if (error) return UnavailableError(Concat("cannot make the folder ", *line.Value("--local"), ": ", error.message()));
  DREY_RETURN_IF_ERROR(PrepareTopic(log, topic, file.partition_count()));
  DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogWriter> writer, log.OpenWriter({.holder = "drey topics import"}));
  for (const Envelope& envelope : file.envelopes()) {
    const OutputRecord record = {.topic = topic,
                                 .partition = envelope.partition.value_or(0),
                                 .key = envelope.key,
                                 .value = envelope.value,
                                 .headers = envelope.headers,
                                 .timestamp = envelope.timestamp};
    DREY_ASSIGN_OR_RETURN(const AppendResult result, writer->Append(record, Deadline()));
    if (result == AppendResult::kQueueFull) return UnavailableError(Concat("topic ", topic, " takes no more records"));
  }
  DREY_RETURN_IF_ERROR(writer->Flush(Deadline()));
  console.PrintError(Concat(file.envelopes().size(), file.envelopes().size() == 1 ? " record" : " records", " imported into ", topic, "\n"));
  return absl::OkStatus();
}

struct Action {
  std::string_view name;
  size_t arguments;  // the action's name included
  std::string_view usage;
};

constexpr Action kActions[] = {{"list", 1, "drey topics list --local DIR"},
                               {"cat", 2, "drey topics cat TOPIC [-J] [--partition N] --local DIR"},
                               {"import", 3, "drey topics import TOPIC FILE --local DIR"},
                               {"export", 3, "drey topics export TOPIC FILE [--partition N] --local DIR"}};

absl::StatusOr<Action> FindAction(const CommandLine& line) {
  const std::string& name = line.arguments.front();
  std::vector<std::string> names;
  for (const Action& action : kActions) {
    if (action.name == name) {
      if (line.arguments.size() == action.arguments) return action;
      return InvalidError(Concat("drey topics ", name, line.arguments.size() < action.arguments ? " needs more" : " takes fewer",
                                 " arguments"),
                          {}, Concat("usage: ", action.usage));
    }
    names.emplace_back(action.name);
  }
  const std::string hint = DidYouMean(name, names);
  return InvalidError(Concat("topics has no action '", name, "'"), {},
                      hint.empty() ? Concat("its actions are ", Join(names, ", ")) : hint);
}

absl::Status ExecuteAction(const CommandLine& line, SourceMap& sources, Console& console) {
  DREY_ASSIGN_OR_RETURN(const Action action, FindAction(line));
  if (!line.Has("--local")) return InvalidError("drey topics needs --local DIR", {}, Concat("usage: ", action.usage));
  const std::shared_ptr<RecordLog> log = ChooseRecordLog(line);
  if (action.name == "list") return ListTopics(*log, console);
  if (action.name == "cat") return PrintTopic(*log, line, console);
  if (action.name == "export") return ExportTopic(*log, line, console);
  return ImportTopic(*log, line, sources, console);
}

}  // namespace

int TopicsCommand(const CommandLine& line, Console& console) {
  SourceMap sources;
  const absl::Status status = ExecuteAction(line, sources, console);
  if (status.ok()) return 0;
  return console.Report(status, sources);
}

}  // namespace drey
