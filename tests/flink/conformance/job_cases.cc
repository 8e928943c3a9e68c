#include "tests/flink/conformance/job_cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

#include "engine/base/text.h"
#include "engine/compiler/compiler.h"
#include "runtime/connectors/built_in_connectors.h"
#include "runtime/job/job_runner.h"
#include "runtime/log/memory/memory_log.h"
#include "tests/flink/conformance/base64_text.h"
#include "tests/flink/conformance/golden_file.h"
#include "tests/flink/conformance/needed_features.h"
#include "tests/flink/conformance/test_files.h"

namespace drey {
namespace {

using rapidjson::Value;

// The broker of the recorded runs, as their messages show it.
constexpr std::string_view kBroker = "localhost:9092";

struct OutputRecordText {
  int32_t partition = 0;
  std::string text;  // key, value, headers
  friend bool operator==(const OutputRecordText&, const OutputRecordText&) = default;
  friend auto operator<=>(const OutputRecordText&, const OutputRecordText&) = default;
};

int64_t NumberOf(const Value& value) { return std::strtoll(std::string(TextOf(value)).c_str(), nullptr, 10); }

std::optional<std::string> BytesOf(const Value& record, const char* member, const char* base64_member) {
  if (const auto found = record.FindMember(base64_member); found != record.MemberEnd() && !found->value.IsNull()) {
    return DecodeBase64Text(TextOf(found->value));
  }
  const auto found = record.FindMember(member);
  if (found == record.MemberEnd() || found->value.IsNull()) return std::nullopt;
  return std::string(TextOf(found->value));
}

std::optional<std::string> HeaderValue(const Value& header) {
  if (header[1].IsNull()) return std::nullopt;
  return header.Size() > 2 ? DecodeBase64Text(TextOf(header[1])) : std::string(TextOf(header[1]));
}

std::string Shown(const std::optional<std::string>& text) { return text ? Concat("«", *text, "»") : "null"; }

std::string RecordText(const std::optional<std::string>& key, const std::optional<std::string>& value,
                       const std::vector<MemoryRecord::Header>& headers) {
  std::string text = Concat(Shown(key), " ", Shown(value));
  for (const MemoryRecord::Header& header : headers) Append(text, " ", header.key, "=", Shown(header.value));
  return text;
}

// A case for one version.
class JobCase {
 public:
  JobCase(const Value& golden, const Value& answer, FlinkVersion version, std::string mission_job)
      : golden_(golden), answer_(answer), version_(version), mission_job_(std::move(mission_job)) {}

  struct Outcome {
    std::vector<std::string> details;  // what differs
    std::string unsupported;           // the feature; empty: supported
  };

  Outcome Run(size_t batch_rows) {
    FillTopics();
    const absl::Status status = CompileAndRun(batch_rows);
    Outcome outcome;
    if (!status.ok() && DetailOf(status).kind == ErrorKind::kUnsupported) {
      outcome.unsupported = std::string(MessageOf(status));
      return outcome;
    }
    CompareError(status, outcome.details);
    CompareOutput(outcome.details);
    return outcome;
  }

 private:
  void FillTopics() {
    const auto& topics = golden_.FindMember("topics");
    if (topics != golden_.MemberEnd()) {
      for (const auto& topic : topics->value.GetObject()) {
        log_->SetPartitionCount(TextOf(topic.name), static_cast<int32_t>(NumberOf(topic.value)));
      }
    }
    for (const auto& topic : golden_["input"].GetObject()) {
      const std::string name(TextOf(topic.name));
      if (topics == golden_.MemberEnd() || !topics->value.HasMember(name.c_str())) log_->SetPartitionCount(name, 1);
      for (const auto& record : topic.value.GetArray()) AppendInput(name, record);
    }
    if (topics == golden_.MemberEnd()) {
      for (const auto& topic : answer_["output"].GetObject()) log_->SetPartitionCount(TextOf(topic.name), 3);
    }
  }

  void AppendInput(const std::string& topic, const Value& record) {
    MemoryRecord appended{.topic = topic};
    appended.key = BytesOf(record, "key", "key_base64");
    appended.value = BytesOf(record, "value", "value_base64");
    if (record.HasMember("partition") && !record["partition"].IsNull()) {
      appended.partition = static_cast<int32_t>(NumberOf(record["partition"]));
    }
    if (record.HasMember("timestamp") && !record["timestamp"].IsNull()) appended.timestamp = NumberOf(record["timestamp"]);
    if (record.HasMember("headers") && record["headers"].IsArray()) {
      for (const auto& header : record["headers"].GetArray()) {
        appended.headers.push_back({std::string(TextOf(header[0])), HeaderValue(header)});
      }
    }
    log_->Append(std::move(appended));
  }

  absl::Status CompileAndRun(size_t batch_rows) {
    DREY_ASSIGN_OR_RETURN(const JobDefinition definition, ReadDefinition());
    CompileOptions options;
    options.version = version_;
    options.strict = true;
    options.local = true;
    const bool keep_bootstrap = golden_.HasMember("keep_bootstrap") && golden_["keep_bootstrap"].IsTrue();
    if (!keep_bootstrap) options.bootstrap_servers = std::string(kBroker);
    AddSettings(golden_, "set", options);
    AddSettings(answer_, "extra_set", options);
    const bool bounded = !golden_.HasMember("unbounded") || !golden_["unbounded"].IsTrue();
    options.bounded = bounded;
    DREY_ASSIGN_OR_RETURN(const Compilation compilation, CompileJob(definition, sources_, BuiltInConnectors(), options));
    StopRequest stop;
    RunOptions run;
    run.log = log_;
    run.log_needs_servers = false;
    run.batch_rows = batch_rows;
    run.caller_keeps_progress = true;
    run.stop = &stop;
    if (golden_.HasMember("run_seconds")) {
      // The recorded job was stopped; here it stops as soon as nothing is left to read.
      run.on_progress = [&](const RunProgress& progress) {
        if (progress.records_pending <= 0 && progress.elapsed > absl::Milliseconds(300)) stop.Stop();
      };
    }
    RunProgress progress;
    return RunJob(compilation.graph, run, progress);
  }

  absl::StatusOr<JobDefinition> ReadDefinition() {
    if (golden_["job"].IsString()) return ReadJobDefinition("job.json", mission_job_, sources_);
    JobDefinition definition{.file = "job.json", .is_application = true};
    for (const char* kind : {"sources", "sinks"}) {
      for (const auto& table : golden_["job"][kind].GetArray()) {
        definition.tables.push_back({sources_.Add({.file = "job.json", .part = kind, .text = std::string(TextOf(table, "create_table"))}),
                                     std::string(TextOf(table, "integration_id"))});
      }
    }
    definition.statement.source =
        sources_.Add({.file = "job.json", .part = "statement", .text = std::string(TextOf(golden_["job"], "statement"))});
    return definition;
  }

  static void AddSettings(const Value& from, const char* member, CompileOptions& options) {
    const auto settings = from.FindMember(member);
    if (settings == from.MemberEnd()) return;
    for (const auto& setting : settings->value.GetObject()) {
      options.settings.push_back({std::string(TextOf(setting.name)), std::string(TextOf(setting.value))});
    }
  }

  void CompareError(const absl::Status& status, std::vector<std::string>& details) const {
    const Value& expected = answer_["error"];
    if (expected.IsNull()) {
      if (!status.ok()) details.push_back(Concat("Flink runs it, drey fails: ", MessageOf(status)));
      return;
    }
    const std::string golden = GoldenMessage(expected);
    if (status.ok()) {
      details.push_back(Concat("Flink fails with ", golden, ", drey does not fail"));
      return;
    }
    if (golden != ComparableMessage(MessageOf(status))) {
      details.push_back(Concat("Flink fails with ", golden, "\n  drey fails with ", MessageOf(status)));
    }
  }

  void CompareOutput(std::vector<std::string>& details) const {
    const bool unordered = golden_.HasMember("unordered") && golden_["unordered"].IsTrue();
    const bool racy = golden_.HasMember("racy") && golden_["racy"].IsTrue();
    const bool any_map_order = golden_.HasMember("map_order");
    for (const auto& topic : answer_["output"].GetObject()) {
      std::vector<OutputRecordText> expected;
      for (const auto& record : topic.value.GetArray()) {
        std::vector<MemoryRecord::Header> headers;
        for (const auto& header : record["headers"].GetArray()) {
          headers.push_back({std::string(TextOf(header[0])), HeaderValue(header)});
        }
        expected.push_back({static_cast<int32_t>(NumberOf(record["partition"])),
                            RecordText(BytesOf(record, "key", "key_base64"), BytesOf(record, "value", "value_base64"), headers)});
      }
      std::vector<OutputRecordText> actual;
      for (const MemoryRecord& record : log_->CommittedRecords(TextOf(topic.name))) {
        actual.push_back({record.partition, RecordText(record.key, record.value, record.headers)});
      }
      // The order of a map's entries differs from run to run: then the same characters in any order will do.
      if (any_map_order) {
        for (OutputRecordText& record : expected) std::sort(record.text.begin(), record.text.end());
        for (OutputRecordText& record : actual) std::sort(record.text.begin(), record.text.end());
      }
      CompareRecords(TextOf(topic.name), std::move(expected), std::move(actual), unordered, racy, details);
    }
  }

  static void CompareRecords(std::string_view topic, std::vector<OutputRecordText> expected, std::vector<OutputRecordText> actual,
                             bool unordered, bool racy, std::vector<std::string>& details) {
    if (unordered) {
      std::sort(expected.begin(), expected.end());
      std::sort(actual.begin(), actual.end());
    }
    // How many rows come before a failure is a race in Flink; drey writes all of them.
    if (racy && actual.size() > expected.size()) actual.resize(expected.size());
    for (size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
      if (i < expected.size() && i < actual.size() && expected[i] == actual[i]) continue;
      const std::string flink = i < expected.size() ? Concat("[", expected[i].partition, "] ", expected[i].text) : "nothing";
      const std::string drey = i < actual.size() ? Concat("[", actual[i].partition, "] ", actual[i].text) : "nothing";
      details.push_back(Concat(topic, " record ", i, ": Flink ", flink, "\n  drey ", drey));
      return;
    }
  }

  const Value& golden_;
  const Value& answer_;
  FlinkVersion version_;
  std::string mission_job_;
  SourceMap sources_;
  std::shared_ptr<MemoryLog> log_ = std::make_shared<MemoryLog>();
};

std::set<std::string> FeaturesOfJob(const Value& golden, FlinkVersion version) {
  NeededFeatures features(version);
  const Value& job = golden["job"];
  if (job.IsString()) return {};
  for (const char* kind : {"sources", "sinks"}) {
    for (const auto& table : job[kind].GetArray()) features.Of(TextOf(table, "create_table"));
  }
  return features.Of(TextOf(job, "statement"));
}

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

bool RunJobCases(const std::string& folder, const CaseFilter& filter, size_t batch_rows, const std::string& test_folder,
                 Comparison& comparison) {
  bool written = true;
  const std::string mission_job = ReadWhole(folder + "/05-kafka-logical-msg-flink.json");
  const std::vector<std::filesystem::path> files = GoldenFiles(folder);
  for (const auto& path : files) {
    const std::string theme = path.stem().string();
    const bool read = ForEachCase(path.string(), [&](const Value& golden) {
      for (const auto& answer : golden["flink"].GetObject()) {
        const auto version = ParseFlinkVersion(TextOf(answer.name));
        std::string id = Concat(TextOf(answer.name), " ", theme, " ", TextOf(golden, "name"));
        if (!version || !filter(id)) continue;
        const JobCase::Outcome outcome = JobCase(golden, answer.value, *version, mission_job).Run(batch_rows);
        const bool as_test = !test_folder.empty() && outcome.unsupported.empty() && outcome.details.empty();
        if (as_test && CanBeTestFile(golden, answer.value)) {
          written &= WriteTestFile(golden, answer.value, *version, mission_job, test_folder,
                                   Concat(theme, "-", TextOf(golden, "name"), "-", TextOf(answer.name)));
        }
        if (!outcome.unsupported.empty()) {
          comparison.AddUnsupported(theme, std::move(id), outcome.unsupported, FeaturesOfJob(golden, *version));
        } else {
          comparison.AddCase(theme, std::move(id), outcome.details, 1, outcome.details.empty() ? 1 : 0);
        }
      }
    });
    if (!read) return false;
  }
  return written && !files.empty();
}

}  // namespace drey
