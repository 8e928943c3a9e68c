#include "runtime/testing/test_run.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"
#include "runtime/job/job_runner.h"

namespace drey {
namespace {

const KafkaSourcePlan* SourcePlan(const Pipeline& pipeline) {
  const auto* source = dynamic_cast<const KafkaSourceSpec*>(pipeline.source.spec.get());
  return source == nullptr ? nullptr : &source->plan();
}

const KafkaSinkPlan* SinkPlan(const Pipeline& pipeline) {
  const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline.sink.spec.get());
  return sink == nullptr ? nullptr : &sink->plan();
}

// The topics that a job reads or writes.
struct JobTopics {
  std::set<std::string> names = {};
  std::vector<TopicPattern> patterns = {};
  bool any = false;  // a column chooses the topic

  void Add(const KafkaTablePlan& plan) {
    if (plan.options.topics) names.insert(plan.options.topics->begin(), plan.options.topics->end());
    if (plan.pattern) patterns.push_back(*plan.pattern);
  }
  bool Has(const std::string& topic) const {
    return any || names.contains(topic) ||
           std::any_of(patterns.begin(), patterns.end(), [&](const TopicPattern& pattern) { return pattern.Matches(topic); });
  }
};

// `verb`: what the job does not do with it, "reads" or "writes".
absl::Status NoSuchTopic(std::string_view verb, const std::string& topic, SourceRange range, const JobTopics& topics) {
  std::vector<std::string> names;
  for (const std::string& name : topics.names) {
    if (!IsRowsTopic(name)) names.push_back(name);
  }
  std::string hint = DidYouMean(topic, names);
  if (hint.empty() && !names.empty()) hint = Concat("it ", verb, " ", Join(names, ", "));
  return InvalidError(Concat("the job does not ", verb == "reads" ? "read" : "write", " the topic '", topic, "'"), range, hint);
}

class TopicFiller {
 public:
  TopicFiller(const TestCase& test, const CompiledTest& compiled) : test_(test), compiled_(compiled) {
    MemoryLogOptions options;
    if (test.settings.now) {
      options.clock = [now = absl::ToUnixMillis(*test.settings.now)] { return now; };
    }
    log_ = std::make_shared<MemoryLog>(std::move(options));
    for (const Pipeline& pipeline : compiled.graph.pipelines) {
      if (const KafkaSourcePlan* plan = SourcePlan(pipeline)) read_.Add(*plan);
      if (const KafkaSinkPlan* plan = SinkPlan(pipeline)) {
        written_.Add(*plan);
        written_.any |= plan->topic_cell.has_value();
      }
    }
  }

  absl::StatusOr<std::shared_ptr<MemoryLog>> Fill() {
    DREY_RETURN_IF_ERROR(CheckTopics());
    for (const std::string& topic : read_.names) log_->SetPartitionCount(topic, PartitionsOf(topic));
    for (const std::string& topic : written_.names) log_->SetPartitionCount(topic, PartitionsOf(topic));
    for (const auto& topic : test_.input) {
      log_->SetPartitionCount(topic.topic, PartitionsOf(topic.topic));
      for (const InputRecord& record : topic.records) AppendRecord(topic.topic, record);
    }
    for (const TableRows& table : test_.tables) DREY_RETURN_IF_ERROR(AppendRows(table));
    return log_;
  }

 private:
  int32_t PartitionsOf(const std::string& topic) const {
    const auto found = test_.partitions.find(topic);
    return found == test_.partitions.end() ? 1 : found->second.count;
  }

  absl::Status CheckTopics() const {
    // Where a source chooses topics by a pattern, others may be there to show that it does not read them.
    for (const auto& topic : test_.input) {
      if (!read_.patterns.empty() || read_.Has(topic.topic)) continue;
      DREY_RETURN_IF_ERROR(CheckNotReplaced("input", topic.topic, topic.range));
      return NoSuchTopic("reads", topic.topic, topic.range, read_);
    }
    for (const auto& topic : test_.output.value_or(std::vector<TopicRecords<ExpectedRecord>>())) {
      if (written_.Has(topic.topic)) continue;
      DREY_RETURN_IF_ERROR(CheckNotReplaced("output", topic.topic, topic.range));
      return NoSuchTopic("writes", topic.topic, topic.range, written_);
    }
    return CheckPartitionCounts();
  }

  absl::Status CheckNotReplaced(std::string_view part, const std::string& topic, SourceRange range) const {
    const auto table = compiled_.declared_topics.find(topic);
    if (table == compiled_.declared_topics.end() || table->second.empty()) return absl::OkStatus();
    return InvalidError(Concat("the table '", table->second, "' of this topic is replaced by its rows in 'tables'"), range,
                        Concat("give the table rows in tables, or its topic records in ", part));
  }

  // `topics` of a file may name one whose table, or the view over it, a test replaces.
  absl::Status CheckPartitionCounts() const {
    if (!read_.patterns.empty() || written_.any) return absl::OkStatus();
    for (const auto& [topic, partitions] : test_.partitions) {
      if (read_.Has(topic) || written_.Has(topic) || compiled_.declared_topics.contains(topic)) continue;
      std::vector<std::string> names;
      for (const std::set<std::string>* some : {&read_.names, &written_.names}) {
        std::copy_if(some->begin(), some->end(), std::back_inserter(names), [](const std::string& name) { return !IsRowsTopic(name); });
      }
      std::string hint = DidYouMean(topic, names);
      if (hint.empty() && !names.empty()) hint = Concat("its topics are ", Join(names, ", "));
      return InvalidError(Concat("the job has no topic '", topic, "'"), partitions.range, hint);
    }
    return absl::OkStatus();
  }

  void AppendRecord(const std::string& topic, const InputRecord& record) {
    MemoryRecord appended{.topic = topic, .partition = record.partition, .key = record.key, .value = record.value};
    appended.headers = record.headers;
    if (record.timestamp) {
      appended.timestamp = *record.timestamp;
    } else {
      appended.timestamp_type = TimestampType::kNone;
    }
    log_->Append(std::move(appended));
  }

  absl::Status AppendRows(const TableRows& table) {
    const auto& written = compiled_.written_tables;
    if (std::find(written.begin(), written.end(), table.table) != written.end()) return absl::OkStatus();
    const std::string topic = TableReplacement::TopicOf(table.table);
    log_->SetPartitionCount(topic, 1);
    DREY_ASSIGN_OR_RETURN(const std::vector<Content> rows, ToObjects(table, compiled_.table_columns.at(table.table)));
    for (const Content& row : rows) log_->Append({.topic = topic, .value = ToJson(row), .timestamp_type = TimestampType::kNone});
    return absl::OkStatus();
  }

  const TestCase& test_;
  const CompiledTest& compiled_;
  std::shared_ptr<MemoryLog> log_;
  JobTopics read_;
  JobTopics written_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<MemoryLog>> FillTopics(const TestCase& test, const CompiledTest& compiled) {
  return TopicFiller(test, compiled).Fill();
}

std::vector<std::optional<SourcePosition>> StartPositions(const JobGraph& graph) {
  std::vector<std::optional<SourcePosition>> positions;
  for (const Pipeline& pipeline : graph.pipelines) {
    const KafkaSourcePlan* plan = SourcePlan(pipeline);
    const bool from_beginning = plan != nullptr && (plan->startup_mode == StartupMode::kLatestOffset ||
                                                    plan->startup_mode == StartupMode::kGroupOffsets);
    positions.push_back(from_beginning ? std::optional(SourcePosition()) : std::nullopt);
  }
  return positions;
}

TestRunOutcome RunOnce(const TestCase& test, const CompiledTest& compiled, const TestRunShape& shape, std::shared_ptr<MemoryLog> log) {
  RunOptions options;
  options.log = log;
  options.log_needs_servers = false;
  options.batch_rows = shape.batch_rows;
  options.caller_keeps_progress = true;
  options.paces_sources = false;
  options.resume = StartPositions(compiled.graph);
  options.limit = shape.stop_after;
  options.print_line = [](std::string_view, bool) {};
  if (test.settings.now) {
    options.clock = [now = *test.settings.now] { return now; };
  }
  JobPositions reached;
  options.on_checkpoint = [&reached](const JobPositions& positions) { reached = positions; };
  TestRunOutcome outcome{.log = std::move(log)};
  RunProgress progress;
  outcome.status = RunJob(compiled.graph, options, progress);
  outcome.records_in = progress.records_in;
  if (!shape.stop_after || !outcome.status.ok()) return outcome;
  options.limit.reset();
  options.resume.assign(reached.sources.begin(), reached.sources.end());
  options.resume_states = std::move(reached.states);
  outcome.status = RunJob(compiled.graph, options, progress);
  outcome.records_in += progress.records_in;
  return outcome;
}

}  // namespace drey
