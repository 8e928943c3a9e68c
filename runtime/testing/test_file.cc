#include "runtime/testing/test_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <span>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status CheckMapping(const YamlNode& node, std::string_view what) {
  if (node.IsMapping() && node.tag.empty()) return absl::OkStatus();
  return InvalidError(Concat(what, " is a mapping"), node.full_range);
}

absl::Status CheckSequence(const YamlNode& node, std::string_view what) {
  if (node.IsSequence() && node.tag.empty()) return absl::OkStatus();
  return InvalidError(Concat(what, " is a list"), node.full_range);
}

absl::Status CheckKeys(const YamlNode& node, std::string_view what, const std::vector<std::string>& names) {
  DREY_RETURN_IF_ERROR(CheckMapping(node, what));
  for (const YamlEntry& entry : node.entries) {
    if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
    std::string hint = DidYouMean(entry.key, names);
    if (hint.empty()) hint = Concat("known are ", Join(names, ", "));
    return InvalidError(Concat(what, " has no '", entry.key, "'"), entry.key_range, hint);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadText(const YamlNode& node, std::string_view what) {
  if (node.IsScalar() && node.tag.empty() && !(node.plain && node.text.empty())) return node.text;
  return InvalidError(Concat(what, " is a text"), node.full_range);
}

absl::StatusOr<int64_t> ReadInteger(const YamlNode& node, std::string_view what, int64_t minimum, int64_t maximum) {
  int64_t value = 0;
  if (node.IsScalar() && node.tag.empty()) {
    const char* end = node.text.data() + node.text.size();
    const auto [stop, error] = std::from_chars(node.text.data(), end, value);
    if (error == std::errc() && stop == end && value >= minimum && value <= maximum) return value;
  }
  return InvalidError(Concat(what, " is a whole number from ", minimum, " to ", maximum), node.full_range);
}

absl::StatusOr<bool> ReadBoolean(const YamlNode& node, std::string_view what) {
  if (node.IsPlain("true")) return true;
  if (node.IsPlain("false")) return false;
  return InvalidError(Concat(what, " is true or false"), node.full_range);
}

// ISO-8601 with a zone.
std::optional<absl::Time> ParseInstant(std::string text) {
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, absl::string_view(text.data(), text.size()), &time, &error)) return std::nullopt;
  return time;
}

absl::StatusOr<absl::Time> ReadInstant(const YamlNode& node, std::string_view what) {
  DREY_ASSIGN_OR_RETURN(const std::string text, ReadText(node, what));
  if (const auto time = ParseTestTime(text)) return *time;
  return InvalidError(Concat(what, " is milliseconds since 1970, or a time with its zone"), node.full_range,
                      "for example 2024-05-01T12:00:00Z");
}

absl::StatusOr<FlinkVersion> ReadVersion(const YamlNode& node) {
  if (node.IsScalar() && node.tag.empty()) {
    if (const auto version = ParseFlinkVersion(node.text)) return *version;
  }
  return InvalidError("flink-version is 1.20 or 2.3, or a list of them", node.full_range);
}

absl::Status ReadSettings(const YamlNode& node, TestSettings& settings) {
  if (const YamlNode* set = node.Find("set")) {
    DREY_RETURN_IF_ERROR(CheckMapping(*set, "set"));
    for (const YamlEntry& entry : set->entries) {
      DREY_ASSIGN_OR_RETURN(std::string value, ReadText(entry.value, entry.key));
      settings.settings.push_back({entry.key, std::move(value), entry.key_range, entry.value.full_range});
    }
  }
  if (const YamlNode* version = node.Find("flink-version")) {
    settings.versions.clear();
    if (version->IsSequence() && version->items.empty()) return InvalidError("flink-version names no release", version->full_range);
    const std::vector<YamlNode> one = {*version};
    for (const YamlNode& item : version->IsSequence() ? version->items : one) {
      DREY_ASSIGN_OR_RETURN(const FlinkVersion read, ReadVersion(item));
      settings.versions.push_back(read);
    }
  }
  if (const YamlNode* mode = node.Find("mode")) {
    DREY_ASSIGN_OR_RETURN(const std::string text, ReadText(*mode, "mode"));
    if (text != "streaming" && text != "batch") return InvalidError("mode is streaming or batch", mode->full_range);
    settings.mode = text == "batch" ? RuntimeMode::kBatch : RuntimeMode::kStreaming;
  }
  if (const YamlNode* now = node.Find("now")) {
    DREY_ASSIGN_OR_RETURN(settings.now, ReadInstant(*now, "now"));
  }
  return absl::OkStatus();
}

absl::Status ReadPartitions(const YamlNode& node, std::map<std::string, PartitionCount>& partitions) {
  const YamlNode* topics = node.Find("topics");
  if (topics == nullptr) return absl::OkStatus();
  DREY_RETURN_IF_ERROR(CheckMapping(*topics, "topics"));
  for (const YamlEntry& topic : topics->entries) {
    DREY_RETURN_IF_ERROR(CheckKeys(topic.value, Concat("the topic ", topic.key), {"partitions"}));
    const YamlNode* count = topic.value.Find("partitions");
    if (count == nullptr) return InvalidError("the number of partitions is missing", topic.value.full_range, "partitions: 3");
    DREY_ASSIGN_OR_RETURN(const int64_t value, ReadInteger(*count, "partitions", 1, 100'000));
    partitions[topic.key] = {static_cast<int32_t>(value), topic.key_range};
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> ReadBase64(const YamlNode& node, std::string_view what) {
  if (node.IsPlain("null")) return std::nullopt;
  DREY_ASSIGN_OR_RETURN(const std::string text, ReadText(node, what));
  std::optional<std::string> bytes = DecodeBase64Text(text);
  if (!bytes) return InvalidError(Concat(what, " is not base64"), node.full_range);
  return bytes;
}

absl::StatusOr<MemoryRecord::Header> ReadHeader(const YamlNode& node) {
  DREY_RETURN_IF_ERROR(CheckKeys(node, "a header", {"key", "value", "value_base64"}));
  MemoryRecord::Header header;
  const YamlNode* key = node.Find("key");
  if (key == nullptr) return InvalidError("a header has a key", node.full_range);
  DREY_ASSIGN_OR_RETURN(header.key, ReadText(*key, "the key of a header"));
  const YamlNode* value = node.Find("value");
  const YamlNode* base64 = node.Find("value_base64");
  if (value != nullptr && base64 != nullptr) return InvalidError("a header has value or value_base64, not both", node.full_range);
  if (base64 != nullptr) {
    DREY_ASSIGN_OR_RETURN(header.value, ReadBase64(*base64, "value_base64"));
  } else if (value != nullptr && !value->IsPlain("null")) {
    DREY_ASSIGN_OR_RETURN(const Content content, ReadContent(*value));
    header.value = ToBytes(content);
  }
  return header;
}

// [name, value, …] or [{key, value}, …].
absl::StatusOr<std::vector<MemoryRecord::Header>> ReadHeaders(const YamlNode& node) {
  DREY_RETURN_IF_ERROR(CheckSequence(node, "headers"));
  std::vector<MemoryRecord::Header> headers;
  if (!node.items.empty() && node.items.front().IsMapping()) {
    for (const YamlNode& item : node.items) {
      DREY_ASSIGN_OR_RETURN(MemoryRecord::Header header, ReadHeader(item));
      headers.push_back(std::move(header));
    }
    return headers;
  }
  if (node.items.size() % 2 != 0) return InvalidError("headers is a list of names and values in turn", node.full_range);
  for (size_t i = 0; i < node.items.size(); i += 2) {
    MemoryRecord::Header header;
    DREY_ASSIGN_OR_RETURN(header.key, ReadText(node.items[i], "the name of a header"));
    if (!node.items[i + 1].IsPlain("null")) {
      DREY_ASSIGN_OR_RETURN(const Content content, ReadContent(node.items[i + 1]));
      header.value = ToBytes(content);
    }
    headers.push_back(std::move(header));
  }
  return headers;
}

// `name` or its base64 form; at most one of them.
struct BytesField {
  const YamlNode* node = nullptr;
  bool base64 = false;
  SourceRange name_range = {};
};

absl::StatusOr<BytesField> FindBytes(const YamlNode& record, std::span<const std::string_view> names) {
  BytesField found;
  for (const YamlEntry& entry : record.entries) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) continue;
    if (found.node != nullptr) return InvalidError("given twice in one record", entry.key_range);
    found = {&entry.value, entry.key.ends_with("_base64"), entry.key_range};
  }
  return found;
}

absl::StatusOr<std::optional<std::string>> ReadInputBytes(const YamlNode& record, std::span<const std::string_view> names) {
  DREY_ASSIGN_OR_RETURN(const BytesField field, FindBytes(record, names));
  if (field.node == nullptr || field.node->IsPlain("null")) return std::nullopt;
  if (field.base64) return ReadBase64(*field.node, names.front());
  DREY_ASSIGN_OR_RETURN(const Content content, ReadContent(*field.node));
  return ToBytes(content);
}

absl::StatusOr<ExpectedBytes> ReadExpectedBytes(const YamlNode& record, std::span<const std::string_view> names) {
  DREY_ASSIGN_OR_RETURN(const BytesField field, FindBytes(record, names));
  ExpectedBytes expected;
  if (field.node == nullptr) return expected;
  expected.base64 = field.base64;
  expected.name_range = field.name_range;
  expected.range = field.node->full_range;
  if (field.node->IsPlain("null")) {
    expected.kind = ExpectedBytes::Kind::kNull;
    return expected;
  }
  expected.kind = ExpectedBytes::Kind::kBytes;
  if (field.base64) {
    DREY_ASSIGN_OR_RETURN(const std::optional<std::string> bytes, ReadBase64(*field.node, names.front()));
    expected.bytes = *bytes;
    return expected;
  }
  DREY_ASSIGN_OR_RETURN(expected.content, ReadContent(*field.node));
  if (expected.content.IsContainer()) {
    expected.kind = ExpectedBytes::Kind::kContent;
  } else {
    expected.bytes = ToBytes(expected.content);
  }
  return expected;
}

constexpr std::array<std::string_view, 2> kKeyFields = {"key", "key_base64"};
constexpr std::array<std::string_view, 4> kValueFields = {"value", "payload", "value_base64", "payload_base64"};

template <typename Record>
absl::Status ReadHeadersAndPartition(const YamlNode& node, Record& record) {
  if (const YamlNode* headers = node.Find("headers")) {
    DREY_ASSIGN_OR_RETURN(record.headers, ReadHeaders(*headers));
  }
  if (const YamlNode* partition = node.Find("partition")) {
    DREY_ASSIGN_OR_RETURN(const int64_t value, ReadInteger(*partition, "partition", 0, INT32_MAX));
    record.partition = static_cast<int32_t>(value);
  }
  return absl::OkStatus();
}

absl::Status ReadRecord(const YamlNode& node, InputRecord& record) {
  DREY_ASSIGN_OR_RETURN(record.key, ReadInputBytes(node, kKeyFields));
  DREY_ASSIGN_OR_RETURN(record.value, ReadInputBytes(node, kValueFields));
  return ReadHeadersAndPartition(node, record);
}

absl::Status ReadRecord(const YamlNode& node, ExpectedRecord& record) {
  DREY_ASSIGN_OR_RETURN(record.key, ReadExpectedBytes(node, kKeyFields));
  DREY_ASSIGN_OR_RETURN(record.value, ReadExpectedBytes(node, kValueFields));
  if (const YamlNode* headers = node.Find("headers")) {
    record.headers_range = headers->full_range;
    record.headers_are_mappings = !headers->items.empty() && headers->items.front().IsMapping();
  }
  if (const YamlNode* timestamp = node.Find("timestamp")) record.timestamp_range = timestamp->full_range;
  if (const YamlNode* partition = node.Find("partition")) record.partition_range = partition->full_range;
  return ReadHeadersAndPartition(node, record);
}

template <typename Record>
absl::StatusOr<std::vector<TopicRecords<Record>>> ReadTopics(const YamlNode& node, std::string_view what) {
  DREY_RETURN_IF_ERROR(CheckMapping(node, what));
  const std::vector<std::string> fields = {"key",        "value",        "headers", "timestamp",     "partition",
                                           "key_base64", "value_base64", "payload", "payload_base64"};
  std::vector<TopicRecords<Record>> topics;
  for (const YamlEntry& entry : node.entries) {
    TopicRecords<Record> topic{.topic = entry.key, .range = entry.key_range, .list_range = entry.value.range};
    DREY_RETURN_IF_ERROR(CheckSequence(entry.value, Concat("the records of ", entry.key)));
    for (const YamlNode& item : entry.value.items) {
      DREY_RETURN_IF_ERROR(CheckKeys(item, "a record", fields));
      Record record;
      record.range = item.full_range;
      DREY_RETURN_IF_ERROR(ReadRecord(item, record));
      if (const YamlNode* timestamp = item.Find("timestamp")) {
        DREY_ASSIGN_OR_RETURN(const absl::Time time, ReadInstant(*timestamp, "timestamp"));
        record.timestamp = absl::ToUnixMillis(time);
      }
      topic.records.push_back(std::move(record));
    }
    topics.push_back(std::move(topic));
  }
  return topics;
}

absl::Status ReadTables(const YamlNode& node, std::vector<TableRows>& tables) {
  DREY_RETURN_IF_ERROR(CheckMapping(node, "tables"));
  for (const YamlEntry& entry : node.entries) {
    TableRows table{.table = entry.key, .range = entry.key_range, .list_range = entry.value.range};
    DREY_RETURN_IF_ERROR(CheckSequence(entry.value, Concat("the rows of ", entry.key)));
    for (const YamlNode& row : entry.value.items) {
      DREY_ASSIGN_OR_RETURN(Content content, ReadContent(row));
      if (!content.IsContainer() && content.kind != Content::Kind::kNull) {
        return InvalidError("a row is a list in column order, or a mapping by column", row.full_range);
      }
      table.rows.push_back(std::move(content));
    }
    tables.push_back(std::move(table));
  }
  return absl::OkStatus();
}

absl::Status CheckPartitionsExist(const TestCase& test) {
  for (const auto& topic : test.input) {
    const auto count = test.partitions.find(topic.topic);
    const int32_t partitions = count == test.partitions.end() ? 1 : count->second.count;
    for (const InputRecord& record : topic.records) {
      if (record.partition < partitions) continue;
      return InvalidError(Concat("the topic ", topic.topic, " has no partition ", record.partition), record.range,
                          Concat("topics: {", topic.topic, ": {partitions: ", record.partition + 1, "}} gives it more"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<TestCase> ReadTest(const YamlNode& node, const TestFile& file) {
  DREY_RETURN_IF_ERROR(CheckKeys(node, "a test",
                                 {"name", "input", "output", "error", "tables", "topics", "ordered", "final", "set", "flink-version",
                                  "mode", "now"}));
  TestCase test;
  const YamlNode* name = node.Find("name");
  if (name == nullptr) return InvalidError("a test has a name", {node.full_range.source, node.full_range.begin, node.full_range.begin + 1});
  test.range = name->full_range;
  DREY_ASSIGN_OR_RETURN(test.name, ReadText(*name, "name"));
  test.settings = file.settings;
  DREY_RETURN_IF_ERROR(ReadSettings(node, test.settings));
  test.partitions = file.partitions;
  DREY_RETURN_IF_ERROR(ReadPartitions(node, test.partitions));
  if (const YamlNode* input = node.Find("input")) {
    DREY_ASSIGN_OR_RETURN(test.input, ReadTopics<InputRecord>(*input, "input"));
  }
  if (const YamlNode* output = node.Find("output")) {
    DREY_ASSIGN_OR_RETURN(test.output, ReadTopics<ExpectedRecord>(*output, "output"));
  }
  if (const YamlNode* tables = node.Find("tables")) DREY_RETURN_IF_ERROR(ReadTables(*tables, test.tables));
  if (const YamlNode* ordered = node.Find("ordered")) {
    DREY_ASSIGN_OR_RETURN(test.ordered, ReadBoolean(*ordered, "ordered"));
  }
  if (const YamlNode* final_values = node.Find("final")) {
    DREY_ASSIGN_OR_RETURN(test.final, ReadBoolean(*final_values, "final"));
  }
  if (const YamlNode* error = node.Find("error")) {
    DREY_ASSIGN_OR_RETURN(test.error, ReadText(*error, "error"));
    test.error_range = error->full_range;
  }
  if (!test.output && !test.error && test.tables.empty()) {
    return InvalidError("the test expects nothing", test.range, "say what must come out: output, tables or error");
  }
  DREY_RETURN_IF_ERROR(CheckPartitionsExist(test));
  return test;
}

absl::Status ReadJob(const YamlNode& root, TestFile& file) {
  const YamlNode* job = root.Find("job");
  if (job == nullptr) return InvalidError("the file names no job", {root.full_range.source, root.full_range.begin, root.full_range.begin + 1},
                                          "job: PATH, beside the test file, or job: {sql: …}");
  file.job_range = job->full_range;
  if (job->IsMapping()) {
    DREY_RETURN_IF_ERROR(CheckKeys(*job, "job", {"sql"}));
    const YamlNode* sql = job->Find("sql");
    if (sql == nullptr) return InvalidError("the job has no sql", job->full_range);
    file.job_range = sql->full_range;
    DREY_ASSIGN_OR_RETURN(file.job_sql, ReadText(*sql, "sql"));
    return absl::OkStatus();
  }
  DREY_ASSIGN_OR_RETURN(file.job_path, ReadText(*job, "job"));
  return absl::OkStatus();
}

}  // namespace

std::optional<absl::Time> ParseTestTime(const std::string& text) {
  int64_t milliseconds = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (error == std::errc() && stop == text.data() + text.size()) return absl::FromUnixMillis(milliseconds);
  return ParseInstant(text);
}

absl::StatusOr<TestFile> ReadTestFile(SourceId source, const SourceMap& sources) {
  const SourceText& text = sources.Get(source);
  DREY_ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(source, text.text));
  TestFile file{.path = text.file, .source = source};
  DREY_RETURN_IF_ERROR(CheckKeys(root, "a test file", {"job", "tests", "set", "flink-version", "mode", "now", "topics"}));
  DREY_RETURN_IF_ERROR(ReadJob(root, file));
  DREY_RETURN_IF_ERROR(ReadSettings(root, file.settings));
  DREY_RETURN_IF_ERROR(ReadPartitions(root, file.partitions));
  const YamlNode* tests = root.Find("tests");
  if (tests == nullptr) return InvalidError("the file has no tests", root.entries.front().key_range, "tests: a list of tests");
  DREY_RETURN_IF_ERROR(CheckSequence(*tests, "tests"));
  std::set<std::string> names;
  for (const YamlNode& node : tests->items) {
    DREY_ASSIGN_OR_RETURN(TestCase test, ReadTest(node, file));
    if (!names.insert(test.name).second) return InvalidError("a test of this name is there already", test.range);
    file.tests.push_back(std::move(test));
  }
  return file;
}

}  // namespace drey
