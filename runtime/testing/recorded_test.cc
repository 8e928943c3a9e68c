#include "runtime/testing/recorded_test.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "engine/types/logical_type.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"
#include "runtime/testing/redaction.h"
#include "runtime/testing/test_run.h"
#include "runtime/testing/yaml_text.h"

namespace drey {
namespace {

std::set<std::string> TopicsOf(const KafkaTablePlan* plan) {
  if (plan == nullptr || !plan->options.topics) return {};
  return {plan->options.topics->begin(), plan->options.topics->end()};
}

std::set<std::string> OutputTopics(const JobGraph& graph) {
  std::set<std::string> topics;
  for (const Pipeline& pipeline : graph.pipelines) {
    const auto* sink = dynamic_cast<const KafkaSinkSpec*>(pipeline.sink.spec.get());
    topics.merge(TopicsOf(sink == nullptr ? nullptr : &sink->plan()));
  }
  return topics;
}

Content String(std::string text) { return {.kind = Content::Kind::kString, .text = std::move(text)}; }
Content Number(std::string text) { return {.kind = Content::Kind::kNumber, .text = std::move(text)}; }

// A value that the json format reads as the type.
Content ExampleOf(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kBoolean:
      return {.kind = Content::Kind::kTrue};
    case TypeRoot::kTinyint:
    case TypeRoot::kSmallint:
    case TypeRoot::kInteger:
    case TypeRoot::kBigint:
      return Number("1");
    case TypeRoot::kDecimal:
      return Number(type.scale() > 0 ? "1.5" : "1");
    case TypeRoot::kFloat:
    case TypeRoot::kDouble:
      return Number("1.5");
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return String("AAE=");
    case TypeRoot::kDate:
      return String("2024-05-01");
    case TypeRoot::kTime:
      return String("12:00:00");
    case TypeRoot::kTimestamp:
      return String("2024-05-01 12:00:00");
    case TypeRoot::kTimestampLtz:
      return String("2024-05-01 12:00:00Z");
    case TypeRoot::kArray: {
      Content array{.kind = Content::Kind::kArray};
      array.items.push_back(ExampleOf(type.element()));
      return array;
    }
    case TypeRoot::kMap: {
      Content map{.kind = Content::Kind::kObject};
      map.members.push_back({"key", ExampleOf(type.value())});
      return map;
    }
    case TypeRoot::kMultiset: {
      Content multiset{.kind = Content::Kind::kObject};
      multiset.members.push_back({"element", Number("1")});
      return multiset;
    }
    case TypeRoot::kRow: {
      Content row{.kind = Content::Kind::kObject};
      for (const RowField& field : type.fields()) row.members.push_back({field.name, ExampleOf(field.type)});
      return row;
    }
    default:
      return String("text");
  }
}

bool IsJson(const std::optional<std::string>& format) { return format && format->ends_with("json"); }

InputRecord ExampleRecord(const KafkaSourcePlan& plan) {
  InputRecord record;
  const auto& value_format = plan.options.value_format ? plan.options.value_format : plan.options.format;
  record.value = IsJson(value_format) ? ToJson(ExampleOf(plan.value_row)) : "text";
  if (plan.key_format) record.key = IsJson(plan.options.key_format) ? ToJson(ExampleOf(plan.key_row)) : "text";
  return record;
}

class TestText {
 public:
  void Line(size_t indent, std::string_view text) { Append(text_, std::string(indent, ' '), text, "\n"); }

  // The fields of a record below its dash.
  void Record(const std::vector<std::string>& fields) {
    for (size_t i = 0; i < fields.size(); ++i) Append(text_, i == 0 ? "        - " : "          ", fields[i], "\n");
  }

  std::string& text() { return text_; }

 private:
  std::string text_;
};

std::vector<std::string> FieldsOf(const InputRecord& record) {
  std::vector<std::string> fields;
  if (record.key) fields.push_back(ToYamlField("key", record.key));
  fields.push_back(ToYamlField("value", record.value));
  if (!record.headers.empty()) fields.push_back(Concat("headers: ", HeadersToYaml(record.headers)));
  if (record.timestamp) fields.push_back(Concat("timestamp: ", *record.timestamp));
  if (record.partition > 0) fields.push_back(Concat("partition: ", record.partition));
  return fields;
}

std::vector<std::string> FieldsOf(const MemoryRecord& record, bool with_partition) {
  std::vector<std::string> fields;
  if (record.key) fields.push_back(ToYamlField("key", record.key));
  fields.push_back(ToYamlField("value", record.value));
  if (!record.headers.empty()) fields.push_back(Concat("headers: ", HeadersToYaml(record.headers)));
  if (with_partition) fields.push_back(Concat("partition: ", record.partition));
  return fields;
}

void WriteInput(const TestCase& test, TestText& out) {
  out.Line(4, "input:");
  for (const auto& topic : test.input) {
    out.Line(6, Concat(YamlString(topic.topic), topic.records.empty() ? ": []" : ":"));
    for (const InputRecord& record : topic.records) out.Record(FieldsOf(record));
  }
}

void WriteOutput(const TestCase& test, const MemoryLog& log, const std::set<std::string>& topics, TestText& out) {
  if (topics.empty()) return;
  out.Line(4, "output:");
  for (const std::string& topic : topics) {
    const std::vector<MemoryRecord> records = log.CommittedRecords(topic);
    const auto partitions = test.partitions.find(topic);
    const bool with_partition = partitions != test.partitions.end() && partitions->second.count > 1;
    out.Line(6, Concat(YamlString(topic), records.empty() ? ": []" : ":"));
    for (const MemoryRecord& record : records) out.Record(FieldsOf(record, with_partition));
  }
}

void WritePartitions(const TestCase& test, TestText& out) {
  std::vector<std::string> topics;
  for (const auto& [topic, partitions] : test.partitions) {
    if (partitions.count > 1) topics.push_back(Concat(YamlString(topic), ": {partitions: ", partitions.count, "}"));
  }
  if (!topics.empty()) out.Line(4, Concat("topics: {", Join(topics, ", "), "}"));
}

}  // namespace

TestCase ToTestCase(const JobGraph& graph, const InputCopy& copy) {
  TestCase test{.name = "recorded"};
  std::map<std::string, TopicRecords<InputRecord>> topics;
  for (const auto& [name, partitions] : copy.partition_counts) {
    test.partitions[name].count = partitions;
    topics[name].topic = name;
    for (MemoryRecord& record : copy.log->CommittedRecords(name)) {
      InputRecord& input = topics[name].records.emplace_back();
      input.key = std::move(record.key);
      input.value = std::move(record.value);
      input.headers = std::move(record.headers);
      if (record.timestamp >= 0) input.timestamp = record.timestamp;
      input.partition = record.partition;
    }
  }
  for (const std::string& topic : OutputTopics(graph)) test.partitions[topic].count = copy.output_partition_counts.at(topic);
  for (auto& [name, topic] : topics) test.input.push_back(std::move(topic));
  return test;
}

TestCase ExampleInput(const JobGraph& graph) {
  TestCase test{.name = "an example"};
  std::set<std::string> seen;
  for (const Pipeline& pipeline : graph.pipelines) {
    const auto* source = dynamic_cast<const KafkaSourceSpec*>(pipeline.source.spec.get());
    if (source == nullptr) continue;
    for (const std::string& topic : TopicsOf(&source->plan())) {
      if (!seen.insert(topic).second) continue;
      test.input.push_back({.topic = topic, .records = {ExampleRecord(source->plan())}});
    }
  }
  return test;
}

void RedactInput(TestCase& test) {
  for (auto& topic : test.input) {
    for (InputRecord& record : topic.records) {
      record.key = Redact(record.key);
      record.value = Redact(record.value);
      for (MemoryRecord::Header& header : record.headers) header.value = Redact(header.value);
    }
  }
}

absl::StatusOr<std::string> WriteRecordedTest(TestCase test, JobGraph graph, const std::string& job_path, const std::string& comment) {
  bool tells_time = false;
  for (const Pipeline& pipeline : graph.pipelines) {
    for (const auto& spec : pipeline.operators) tells_time |= !spec->NonDeterministicCalls().empty();
  }
  const absl::Time now = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()));
  if (tells_time) test.settings.now = now;
  const std::set<std::string> output_topics = OutputTopics(graph);
  if (output_topics.empty()) {
    return UnsupportedError("a recorded test of a job that writes to no topic", {},
                            "a test can say with tables: {TABLE: [ROW, …]} which rows a table gets");
  }
  CompiledTest compiled;
  compiled.graph = std::move(graph);
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<MemoryLog> log, FillTopics(test, compiled));
  const TestRunOutcome outcome = RunOnce(test, compiled, {}, std::move(log));
  if (!outcome.status.ok() && DetailOf(outcome.status).kind != ErrorKind::kJobFailed) return outcome.status;

  TestText out;
  if (!comment.empty()) out.Line(0, Concat("# ", comment));
  out.Line(0, Concat("job: ", YamlString(job_path)));
  if (tells_time) out.Line(0, Concat("now: ", std::string(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()))));
  out.Line(0, "tests:");
  out.Line(2, Concat("- name: ", YamlString(test.name)));
  WritePartitions(test, out);
  WriteInput(test, out);
  if (!outcome.status.ok()) {
    const std::string_view message = MessageOf(outcome.status);
    out.Line(4, Concat("error: ", YamlString(message.substr(0, message.find('\n')))));
  }
  WriteOutput(test, *outcome.log, output_topics, out);
  return std::move(out.text());
}

}  // namespace drey
