// A file of unit tests (`*.test.yaml`): a job and what it must make of its input.
//
// docs/testing.md describes the format. Everything is checked when it is read: a word that is not known, a value of the wrong form, a
// record without a place are errors with their place in the file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/connector/table_factory.h"
#include "engine/plan/settings.h"
#include "runtime/log/memory/memory_log.h"
#include "runtime/testing/content.h"

namespace drey {

// `set`, `flink-version`, `mode`, `now`: of a file or of one test.
struct TestSettings {
  std::vector<GivenSetting> settings = {};
  std::vector<FlinkVersion> versions = {};
  std::optional<RuntimeMode> mode = {};
  std::optional<absl::Time> now = {};
};

// How many partitions `topics` gives a topic, and where its name stands there; unknown in a test that is being recorded.
struct PartitionCount {
  int32_t count = 1;
  SourceRange range = {};
};

// A record of `input`.
struct InputRecord {
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  std::vector<MemoryRecord::Header> headers = {};
  std::optional<int64_t> timestamp = {};
  int32_t partition = 0;
  SourceRange range = {};
};

// What a key or value must be. Without a kind it is not compared.
struct ExpectedBytes {
  enum class Kind : uint8_t { kAny, kNull, kBytes, kContent };
  Kind kind = Kind::kAny;
  std::string bytes = {};   // kBytes; of kContent where the comparison counts bytes
  Content content = {};     // kContent
  bool base64 = false;      // the file has it in base64
  SourceRange name_range = {};  // of the name of the field
  SourceRange range = {};       // with its tag; where --update writes
};

// A record of `output`; what is absent is not compared.
struct ExpectedRecord {
  ExpectedBytes key = {};
  ExpectedBytes value = {};
  std::optional<std::vector<MemoryRecord::Header>> headers = {};
  std::optional<int64_t> timestamp = {};
  std::optional<int32_t> partition = {};
  // Of the values; and whether the headers are written as mappings, not as names and values in turn.
  SourceRange headers_range = {};
  SourceRange timestamp_range = {};
  SourceRange partition_range = {};
  bool headers_are_mappings = false;
  SourceRange range = {};
};

template <typename Record>
struct TopicRecords {
  std::string topic = {};
  SourceRange range = {};  // of the topic's name
  SourceRange list_range = {};
  std::vector<Record> records = {};
};

// A row of `tables`: an array in column order, or an object by column.
struct TableRows {
  std::string table = {};
  SourceRange range = {};
  SourceRange list_range = {};
  std::vector<Content> rows = {};
};

struct TestCase {
  std::string name = {};
  SourceRange range = {};  // of the name
  TestSettings settings = {};
  std::vector<TopicRecords<InputRecord>> input = {};
  std::optional<std::vector<TopicRecords<ExpectedRecord>>> output = {};
  std::map<std::string, PartitionCount> partitions = {};  // `topics`
  std::vector<TableRows> tables = {};
  bool ordered = true;
  bool final = false;
  std::optional<std::string> error = {};
  SourceRange error_range = {};
};

struct TestFile {
  std::string path = {};
  SourceId source = kNoSource;
  // One of the two: the path as written, or inline SQL.
  std::string job_path = {};
  std::string job_sql = {};
  SourceRange job_range = {};
  TestSettings settings = {};
  std::map<std::string, PartitionCount> partitions = {};
  std::vector<TestCase> tests = {};
};

// Milliseconds since 1970, or ISO-8601 with a zone.
std::optional<absl::Time> ParseTestTime(const std::string& text);

// Reads the text that `source` of `sources` holds.
absl::StatusOr<TestFile> ReadTestFile(SourceId source, const SourceMap& sources);

}  // namespace drey
