#include "tests/flink/conformance/test_files.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <filesystem>
#include <fstream>

#include "engine/base/text.h"
#include "tests/flink/conformance/golden_file.h"

namespace drey {
namespace {

using rapidjson::Value;

// JSON is YAML.
class TestFileWriter {
 public:
  std::string Write(const Value& golden, const Value& answer, FlinkVersion version, const std::string& job) {
    writer_.StartObject();
    Text("job", job);
    Text("flink-version", ToString(version));
    writer_.Key("set");
    writer_.StartObject();
    WriteSettings(golden, "set");
    WriteSettings(answer, "extra_set");
    writer_.EndObject();
    writer_.Key("tests");
    writer_.StartArray();
    WriteTest(golden, answer);
    writer_.EndArray();
    writer_.EndObject();
    return Concat(buffer_.GetString(), "\n");
  }

 private:
  void Text(const char* key, std::string_view text) {
    writer_.Key(key);
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void Number(const char* key, std::string_view text) {
    writer_.Key(key);
    writer_.RawValue(text.data(), text.size(), rapidjson::kNumberType);
  }

  void WriteSettings(const Value& from, const char* member) {
    const auto settings = from.FindMember(member);
    if (settings == from.MemberEnd()) return;
    for (const auto& setting : settings->value.GetObject()) Text(setting.name.GetString(), TextOf(setting.value));
  }

  void WriteTest(const Value& golden, const Value& answer) {
    writer_.StartObject();
    Text("name", TextOf(golden, "name"));
    WriteTopics(golden, answer);
    writer_.Key("input");
    WriteRecords(golden["input"], true);
    if (!answer["error"].IsNull()) Text("error", GoldenMessage(answer["error"]));
    // How many rows come before a failure is a race in Flink.
    if (!IsTrue(golden, "racy") || answer["error"].IsNull()) {
      writer_.Key("output");
      WriteRecords(answer["output"], false);
    }
    if (IsTrue(golden, "unordered")) {
      writer_.Key("ordered");
      writer_.Bool(false);
    }
    writer_.EndObject();
  }

  static bool IsTrue(const Value& golden, const char* member) { return golden.HasMember(member) && golden[member].IsTrue(); }

  void WriteTopics(const Value& golden, const Value& answer) {
    writer_.Key("topics");
    writer_.StartObject();
    if (golden.HasMember("topics")) {
      for (const auto& topic : golden["topics"].GetObject()) WriteTopic(topic.name.GetString(), TextOf(topic.value));
    } else {
      for (const auto& topic : answer["output"].GetObject()) WriteTopic(topic.name.GetString(), "3");
    }
    writer_.EndObject();
  }

  void WriteTopic(const char* name, std::string_view partitions) {
    writer_.Key(name);
    writer_.StartObject();
    Number("partitions", partitions);
    writer_.EndObject();
  }

  void WriteRecords(const Value& topics, bool is_input) {
    writer_.StartObject();
    for (const auto& topic : topics.GetObject()) {
      writer_.Key(topic.name.GetString());
      writer_.StartArray();
      for (const auto& record : topic.value.GetArray()) WriteRecord(record, is_input);
      writer_.EndArray();
    }
    writer_.EndObject();
  }

  void WriteRecord(const Value& record, bool is_input) {
    writer_.StartObject();
    WriteBytes(record, "key", "key_base64");
    WriteBytes(record, "value", "value_base64");
    if (record.HasMember("partition") && !record["partition"].IsNull()) Number("partition", TextOf(record["partition"]));
    if (is_input && record.HasMember("timestamp") && !record["timestamp"].IsNull()) Number("timestamp", TextOf(record["timestamp"]));
    if (record.HasMember("headers") && record["headers"].IsArray()) WriteHeaders(record["headers"]);
    writer_.EndObject();
  }

  void WriteBytes(const Value& record, const char* member, const char* base64_member) {
    if (record.HasMember(base64_member) && !record[base64_member].IsNull()) return Text(base64_member, TextOf(record[base64_member]));
    if (record.HasMember(member) && !record[member].IsNull()) return Text(member, TextOf(record[member]));
    writer_.Key(member);
    writer_.Null();
  }

  void WriteHeaders(const Value& headers) {
    writer_.Key("headers");
    writer_.StartArray();
    for (const auto& header : headers.GetArray()) {
      writer_.StartObject();
      Text("key", TextOf(header[0]));
      if (!header[1].IsNull()) Text(header.Size() > 2 ? "value_base64" : "value", TextOf(header[1]));
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

std::string JobText(const Value& job, const std::string& mission_job) {
  if (job.IsString()) return mission_job;
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  job.Accept(writer);
  return buffer.GetString();
}

bool WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  return static_cast<bool>(file);
}

}  // namespace

bool WriteTestFile(const Value& golden, const Value& answer, FlinkVersion version, const std::string& mission_job,
                   const std::string& folder, const std::string& name) {
  const bool keep = golden.HasMember("keep_bootstrap") && golden["keep_bootstrap"].IsTrue();
  const std::string target = Concat(folder, keep ? "/own-servers/" : "/given-servers/");
  std::filesystem::create_directories(target);
  return WriteFile(Concat(target, name, ".json"), JobText(golden["job"], mission_job)) &&
         WriteFile(Concat(target, name, ".test.yaml"), TestFileWriter().Write(golden, answer, version, Concat(name, ".json")));
}

bool CanBeTestFile(const Value& golden, const Value& answer) {
  const bool endless = (golden.HasMember("unbounded") && golden["unbounded"].IsTrue()) || golden.HasMember("run_seconds");
  // `drey test` reads its input also where a job would begin behind it, and it compares maps in the order of their entries.
  const bool begins_at_end = TextOf(golden, "name") == "startup-latest";
  return !endless && !begins_at_end && !golden.HasMember("map_order") && std::string_view(TextOf(answer, "stage")) != "running";
}

}  // namespace drey
