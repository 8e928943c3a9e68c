// What every RecordLog does, on memory, local files and a real broker.
#include "runtime/log/record_log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "tests/integration/log_under_test.h"

namespace drey {
namespace {

// A record with its own memory, to compare with.
struct Seen {
  std::string topic = {};
  int32_t partition = 0;
  int64_t offset = 0;
  std::optional<std::string> key = {};
  std::optional<std::string> value = {};
  int64_t timestamp = -1;
  std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
};

Seen Copy(const RecordView& record) {
  Seen seen{std::string(record.topic), record.partition, record.offset};
  if (record.key) seen.key = std::string(*record.key);
  if (record.value) seen.value = std::string(*record.value);
  seen.timestamp = record.timestamp;
  for (const RecordHeader& header : record.headers) {
    seen.headers.emplace_back(header.key, header.value ? std::optional(std::string(*header.value)) : std::nullopt);
  }
  return seen;
}

std::vector<std::string> Values(const std::vector<Seen>& records) {
  std::vector<std::string> values;
  for (const Seen& record : records) values.push_back(record.value.value_or("null"));
  return values;
}

template <typename T>
T Must(absl::StatusOr<T> result) {
  EXPECT_TRUE(result.ok()) << std::string(MessageOf(result.status())) << " / " << DetailOf(result.status()).hint;
  if (!result.ok()) std::abort();
  return *std::move(result);
}

void Must(const absl::Status& status) {
  ASSERT_TRUE(status.ok()) << std::string(MessageOf(status)) << " / " << DetailOf(status).hint;
}

class RecordLogTest : public testing::TestWithParam<LogKind> {
 protected:
  void SetUp() override {
    std::string why_not;
    log_ = GetLogUnderTest(GetParam(), why_not);
    if (log_ != nullptr) return;
    if (std::getenv("CI") != nullptr) FAIL() << why_not;
    GTEST_SKIP() << why_not;
  }

  std::unique_ptr<LogAdmin> Admin(IsolationLevel isolation = IsolationLevel::kReadUncommitted) {
    AdminOptions options = log_->admin_options();
    options.isolation_level = isolation;
    return Must(log_->log().OpenAdmin(options));
  }

  std::unique_ptr<LogReader> Reader(IsolationLevel isolation = IsolationLevel::kReadUncommitted,
                                    OffsetReset reset = OffsetReset::kNone, std::string group = {}, bool bounded = true) {
    ReaderOptions options = log_->reader_options();
    options.isolation_level = isolation;
    options.offset_reset = reset;
    options.bounded = bounded;
    options.group_id = std::move(group);
    return Must(log_->log().OpenReader(options));
  }

  std::unique_ptr<LogWriter> Writer() { return Must(log_->log().OpenWriter(log_->writer_options())); }

  std::unique_ptr<LogWriter> TransactionalWriter(const std::string& id) {
    WriterOptions options = log_->writer_options();
    options.transactional_id = id;
    options.group_id = id;
    std::unique_ptr<LogWriter> writer = Must(log_->log().OpenWriter(options));
    Must(writer->InitTransactions(Soon()));
    return writer;
  }

  // A new topic, named after the test.
  std::string Topic(int32_t partitions = 1) {
    static int count = 0;
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    std::string name = Concat(ReplaceAll(info->name(), "/", "."), ".", ++count);
    Must(Admin()->CreateTopic(name, partitions, {}, Soon()));
    return name;
  }

  static void Append(LogWriter& writer, const OutputRecord& record) {
    ASSERT_EQ(Must(writer.Append(record, Soon())), AppendResult::kAppended);
  }

  static void AppendValues(LogWriter& writer, std::string_view topic, const std::vector<std::string>& values, int32_t partition = 0) {
    for (const std::string& value : values) Append(writer, {.topic = topic, .partition = partition, .value = value});
  }

  void WriteValues(std::string_view topic, const std::vector<std::string>& values, int32_t partition = 0) {
    const std::unique_ptr<LogWriter> writer = Writer();
    AppendValues(*writer, topic, values, partition);
    Must(writer->Flush(Soon()));
  }

  static std::vector<TopicPartition> PartitionsOf(const std::string& topic, int32_t count) {
    std::vector<TopicPartition> partitions;
    for (int32_t i = 0; i < count; ++i) partitions.push_back({topic, i});
    return partitions;
  }

  // Polls until `reader` is finished.
  static std::vector<Seen> ReadToEnd(LogReader& reader) {
    std::vector<Seen> records;
    const absl::Time deadline = Soon();
    while (!reader.Finished()) {
      const RecordBatch batch = Must(reader.Poll(deadline, {}));
      for (const RecordView& record : batch.records) records.push_back(Copy(record));
      if (absl::Now() > deadline) {
        ADD_FAILURE() << "the bounded read does not end";
        break;
      }
    }
    return records;
  }

  // Everything in the topic at this moment.
  std::vector<Seen> ReadAll(const std::string& topic, int32_t partitions = 1,
                            IsolationLevel isolation = IsolationLevel::kReadUncommitted) {
    const std::unique_ptr<LogReader> reader = Reader(isolation);
    AssignAll(*reader, topic, partitions);
    return ReadToEnd(*reader);
  }

  static void AssignAll(LogReader& reader, const std::string& topic, int32_t partitions = 1) {
    const std::vector<TopicPartition> ids = PartitionsOf(topic, partitions);
    const PartitionOffsets beginnings = Must(reader.admin().BeginningOffsets(ids, Soon()));
    const PartitionOffsets ends = Must(reader.admin().EndOffsets(ids, Soon()));
    std::vector<PartitionAssignment> assignments;
    for (const TopicPartition& id : ids) assignments.push_back({id, beginnings.at(id), ends.at(id)});
    Must(reader.Assign(assignments));
  }

  // A broker shows what was committed, and drops what was aborted, a moment after the call.
  void ExpectCommitted(const std::string& topic, const std::vector<std::string>& expected) {
    std::vector<std::string> values;
    for (const absl::Time deadline = Soon(); absl::Now() < deadline;) {
      values = Values(ReadAll(topic, 1, IsolationLevel::kReadCommitted));
      if (values == expected) return;
    }
    EXPECT_EQ(values, expected);
  }

  void ExpectCommitted(const std::string& group, const TopicPartition& partition, const CommittedOffset& expected) {
    const std::vector<TopicPartition> ids = {partition};
    GroupOffsets offsets;
    for (const absl::Time deadline = Soon(); absl::Now() < deadline;) {
      offsets = Must(Admin()->CommittedOffsets(group, ids, Soon()));
      if (offsets == GroupOffsets{{partition, expected}}) return;
    }
    EXPECT_EQ(offsets, (GroupOffsets{{partition, expected}}));
  }

  // The next `count` records of an unbounded read.
  static std::vector<Seen> ReadSome(LogReader& reader, size_t count) {
    std::vector<Seen> records;
    const absl::Time deadline = Soon();
    while (records.size() < count && absl::Now() < deadline) {
      const RecordBatch batch = Must(reader.Poll(deadline, {.max_records = count - records.size()}));
      for (const RecordView& record : batch.records) records.push_back(Copy(record));
    }
    return records;
  }

  int64_t End(const std::string& topic, IsolationLevel isolation = IsolationLevel::kReadUncommitted) {
    return Must(Admin(isolation)->EndOffsets(PartitionsOf(topic, 1), Soon())).at({topic, 0});
  }

  LogUnderTest* log_ = nullptr;
};

TEST_P(RecordLogTest, KeepsEveryPartOfARecord) {
  const std::string topic = Topic();
  const std::unique_ptr<LogWriter> writer = Writer();
  const std::vector<RecordHeader> headers = {{"a", "1"}, {"none", std::nullopt}, {"empty", ""}, {"a", "again"}, {"bytes", "\xff\xfe"}};
  Append(*writer, {.topic = topic, .key = "k", .value = "v", .headers = headers, .timestamp = 1700000000123});
  Append(*writer, {.topic = topic, .key = "k", .timestamp = 1700000000124});                // a tombstone
  Append(*writer, {.topic = topic, .value = "no key", .timestamp = 1700000000125});
  Append(*writer, {.topic = topic, .key = "", .value = "", .timestamp = 1700000000126});    // empty is not null
  Append(*writer, {.topic = topic, .timestamp = 1700000000127});
  Append(*writer, {.topic = topic, .key = std::string_view("\0\x80\xff", 3), .value = "\"quoted\"\n\\\x01\xc3\xa9", .timestamp = 1700000000128});
  Must(writer->Flush(Soon()));

  const std::vector<Seen> records = ReadAll(topic);
  ASSERT_EQ(records.size(), 6u);
  for (size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].topic, topic);
    EXPECT_EQ(records[i].partition, 0);
    EXPECT_EQ(records[i].offset, static_cast<int64_t>(i));
    EXPECT_EQ(records[i].timestamp, 1700000000123 + static_cast<int64_t>(i));
  }
  EXPECT_EQ(records[0].key, "k");
  EXPECT_EQ(records[0].value, "v");
  ASSERT_EQ(records[0].headers.size(), headers.size());
  for (size_t i = 0; i < headers.size(); ++i) {
    EXPECT_EQ(records[0].headers[i].first, headers[i].key);
    EXPECT_EQ(records[0].headers[i].second, headers[i].value);
  }
  EXPECT_EQ(records[1].key, "k");
  EXPECT_EQ(records[1].value, std::nullopt);
  EXPECT_TRUE(records[1].headers.empty());
  EXPECT_EQ(records[2].key, std::nullopt);
  EXPECT_EQ(records[2].value, "no key");
  EXPECT_EQ(records[3].key, "");
  EXPECT_EQ(records[3].value, "");
  EXPECT_EQ(records[4].key, std::nullopt);
  EXPECT_EQ(records[4].value, std::nullopt);
  EXPECT_EQ(records[5].key, std::string("\0\x80\xff", 3));
  EXPECT_EQ(records[5].value, "\"quoted\"\n\\\x01\xc3\xa9");
}

TEST_P(RecordLogTest, StampsRecordsWithoutTimestamp) {
  const std::string topic = Topic();
  const int64_t before = absl::ToUnixMillis(absl::Now());
  WriteValues(topic, {"a"});
  const int64_t after = absl::ToUnixMillis(absl::Now());
  const std::vector<Seen> records = ReadAll(topic);
  ASSERT_EQ(records.size(), 1u);
  EXPECT_GE(records[0].timestamp, before);
  EXPECT_LE(records[0].timestamp, after);
}

// Partitions that Kafka's Java producer chose.
TEST_P(RecordLogTest, PutsKeysWhereTheJavaProducerDoes) {
  struct Case {
    std::string_view key;
    int32_t of_3, of_6, of_12;
  };
  const std::vector<Case> cases = {{R"({"order_id":1})", 0, 3, 3}, {R"({"order_id":2})", 2, 5, 5}, {R"({"order_id":42})", 2, 2, 8},
                                   {R"({"order_id":-1})", 2, 5, 11}};
  for (const int32_t count : {3, 6, 12}) {
    const std::string topic = Topic(count);
    const std::unique_ptr<LogWriter> writer = Writer();
    EXPECT_EQ(Must(writer->PartitionCount(topic, Soon())), count);
    for (const Case& c : cases) Append(*writer, {.topic = topic, .key = c.key, .value = c.key});
    Must(writer->Flush(Soon()));
    std::map<std::string, int32_t> partitions;
    for (const Seen& record : ReadAll(topic, count)) partitions[*record.key] = record.partition;
    for (const Case& c : cases) {
      EXPECT_EQ(partitions.at(std::string(c.key)), count == 3 ? c.of_3 : count == 6 ? c.of_6 : c.of_12) << c.key << " of " << count;
    }
  }
}

TEST_P(RecordLogTest, TakesAnEmptyKeyForAKey) {
  const std::string topic = Topic(12);
  const std::unique_ptr<LogWriter> writer = Writer();
  for (int i = 0; i < 20; ++i) {
    Append(*writer, {.topic = topic, .key = "", .value = "v"});
    Must(writer->Flush(Soon()));
  }
  // murmur2("") is 275646681.
  for (const Seen& record : ReadAll(topic, 12)) EXPECT_EQ(record.partition, 275646681 % 12);
}

TEST_P(RecordLogTest, KeepsTheOrderOfRecordsWithoutKeyInEachPartition) {
  const std::string topic = Topic(3);
  const std::unique_ptr<LogWriter> writer = Writer();
  for (int i = 0; i < 1000; ++i) {
    const std::string value = std::to_string(1000 + i);
    Append(*writer, {.topic = topic, .value = value});
  }
  Must(writer->Flush(Soon()));
  std::map<int32_t, std::string> last;
  const std::vector<Seen> records = ReadAll(topic, 3);
  EXPECT_EQ(records.size(), 1000u);
  for (const Seen& record : records) {
    EXPECT_LT(last[record.partition], *record.value);
    last[record.partition] = *record.value;
  }
}

TEST_P(RecordLogTest, WritesToTheGivenPartition) {
  const std::string topic = Topic(3);
  WriteValues(topic, {"a", "b"}, 2);
  WriteValues(topic, {"c"}, 0);
  const std::vector<Seen> records = ReadAll(topic, 3);
  ASSERT_EQ(records.size(), 3u);
  for (const Seen& record : records) EXPECT_EQ(record.partition, record.value == "c" ? 0 : 2);
}

TEST_P(RecordLogTest, RefusesAPartitionThatIsNotThere) {
  const std::string topic = Topic(2);
  const std::unique_ptr<LogWriter> writer = Writer();
  const absl::StatusOr<AppendResult> appended = writer->Append({.topic = topic, .partition = 7, .value = "x"}, Soon());
  const absl::Status failed = appended.ok() ? writer->Flush(Soon()) : appended.status();
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(DetailOf(failed).kind, ErrorKind::kUnavailable);
  EXPECT_NE(MessageOf(failed).find(topic + "-7"), std::string_view::npos) << std::string(MessageOf(failed));
}

TEST_P(RecordLogTest, KeepsLargeRecords) {
  const std::string topic = Topic();
  std::vector<std::string> values;
  for (size_t i = 0; i < 8; ++i) values.push_back(std::string(900000 + i, static_cast<char>('a' + i)));
  WriteValues(topic, values);
  EXPECT_EQ(Values(ReadAll(topic)), values);
}

TEST_P(RecordLogTest, EndsABoundedReadAtItsEndEvenThoughMoreComes) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b", "c"});
  const std::unique_ptr<LogReader> reader = Reader();
  AssignAll(*reader, topic);
  WriteValues(topic, {"d", "e"});
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(reader->Positions().at({topic, 0}), 3);
  EXPECT_TRUE(Must(reader->Poll(Soon(), {})).records.empty());
}

TEST_P(RecordLogTest, FinishesEmptyPartitionsAtOnce) {
  const std::string topic = Topic(3);
  WriteValues(topic, {"a"}, 1);
  const std::unique_ptr<LogReader> reader = Reader();
  EXPECT_TRUE(reader->Finished());
  AssignAll(*reader, topic, 3);
  EXPECT_FALSE(reader->Finished());
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"a"}));
  EXPECT_EQ(reader->Positions(), (PartitionOffsets{{{topic, 0}, 0}, {{topic, 1}, 1}, {{topic, 2}, 0}}));
}

TEST_P(RecordLogTest, ReturnsWhatComesLater) {
  const std::string topic = Topic();
  WriteValues(topic, {"a"});
  const std::unique_ptr<LogReader> reader = Reader(IsolationLevel::kReadUncommitted, OffsetReset::kNone, {}, false);
  Must(reader->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 0}}));
  EXPECT_EQ(Values(ReadSome(*reader, 1)), (std::vector<std::string>{"a"}));
  EXPECT_TRUE(Must(reader->Poll(absl::InfinitePast(), {})).records.empty());
  WriteValues(topic, {"b", "c"});
  EXPECT_EQ(Values(ReadSome(*reader, 2)), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(reader->Positions().at({topic, 0}), 3);
  EXPECT_FALSE(reader->Finished());
}

TEST_P(RecordLogTest, StartsAtTheGivenOffset) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b", "c", "d"});
  const std::unique_ptr<LogReader> reader = Reader();
  Must(reader->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 1, 3}}));
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"b", "c"}));
  // Again, at another place.
  Must(reader->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 0, 2}}));
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"a", "b"}));
}

TEST_P(RecordLogTest, ReadsPartitionsThatAreAddedLater) {
  const std::string topic = Topic(2);
  WriteValues(topic, {"a", "b"}, 0);
  WriteValues(topic, {"c", "d"}, 1);
  const std::unique_ptr<LogReader> reader = Reader();
  Must(reader->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 0, 2}}));
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"a", "b"}));
  Must(reader->Assign(std::vector<PartitionAssignment>{{{topic, 1}, 0, 2}}));
  EXPECT_FALSE(reader->Finished());
  EXPECT_EQ(Values(ReadToEnd(*reader)), (std::vector<std::string>{"c", "d"}));
  Must(reader->Unassign(PartitionsOf(topic, 1)));
  EXPECT_EQ(reader->Positions(), (PartitionOffsets{{{topic, 1}, 2}}));
}

TEST_P(RecordLogTest, ReadsSeveralTopics) {
  const std::string first = Topic();
  const std::string second = Topic();
  WriteValues(first, {"a"});
  WriteValues(second, {"b"});
  const std::unique_ptr<LogReader> reader = Reader();
  Must(reader->Assign(std::vector<PartitionAssignment>{{{first, 0}, 0, 1}, {{second, 0}, 0, 1}}));
  std::map<std::string, std::string> values;
  for (const Seen& record : ReadToEnd(*reader)) values[record.topic] = *record.value;
  EXPECT_EQ(values, (std::map<std::string, std::string>{{first, "a"}, {second, "b"}}));
}

TEST_P(RecordLogTest, ReturnsNoMoreRecordsThanAskedFor) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b", "c", "d", "e"});
  const std::unique_ptr<LogReader> reader = Reader();
  AssignAll(*reader, topic);
  std::vector<std::string> values;
  while (!reader->Finished()) {
    const RecordBatch batch = Must(reader->Poll(Soon(), {.max_records = 2}));
    EXPECT_LE(batch.records.size(), 2u);
    if (!batch.records.empty()) {
      EXPECT_EQ(reader->Positions().at({topic, 0}), batch.records.back().offset + 1);
    }
    for (const RecordView& record : batch.records) values.emplace_back(*record.value);
  }
  EXPECT_EQ(values, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
}

TEST_P(RecordLogTest, BatchesOutliveTheirReader) {
  const std::string topic = Topic();
  WriteValues(topic, {"a\"1", "b"});
  std::unique_ptr<LogReader> reader = Reader();
  AssignAll(*reader, topic);
  std::vector<RecordBatch> batches;
  while (!reader->Finished()) batches.push_back(Must(reader->Poll(Soon(), {.max_records = 1})));
  reader.reset();
  std::vector<std::string> values;
  for (const RecordBatch& batch : batches) {
    for (const RecordView& record : batch.records) values.push_back(Concat(record.topic, ":", *record.value));
  }
  EXPECT_EQ(values, (std::vector<std::string>{topic + ":a\"1", topic + ":b"}));
}

TEST_P(RecordLogTest, KnowsWhatIsPending) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b", "c"});
  const std::unique_ptr<LogReader> reader = Reader();
  AssignAll(*reader, topic);
  while (reader->Positions().at({topic, 0}) < 1) Must(reader->Poll(Soon(), {.max_records = 1}));
  EXPECT_EQ(reader->PendingRecords(), 2);
  ReadToEnd(*reader);
  EXPECT_EQ(reader->PendingRecords(), 0);
}

TEST_P(RecordLogTest, TellsBeginningsAndEnds) {
  const std::string topic = Topic(2);
  WriteValues(topic, {"a", "b"}, 1);
  const std::unique_ptr<LogAdmin> admin = Admin();
  const std::vector<TopicPartition> ids = PartitionsOf(topic, 2);
  EXPECT_EQ(Must(admin->BeginningOffsets(ids, Soon())), (PartitionOffsets{{ids[0], 0}, {ids[1], 0}}));
  EXPECT_EQ(Must(admin->EndOffsets(ids, Soon())), (PartitionOffsets{{ids[0], 0}, {ids[1], 2}}));
}

TEST_P(RecordLogTest, FindsOffsetsForATimestamp) {
  const std::string topic = Topic(2);
  const std::unique_ptr<LogWriter> writer = Writer();
  for (const int64_t timestamp : {1000, 3000, 2000, 5000}) {
    Append(*writer, {.topic = topic, .partition = 0, .value = "v", .timestamp = timestamp});
  }
  Must(writer->Flush(Soon()));
  const std::unique_ptr<LogAdmin> admin = Admin();
  const std::vector<TopicPartition> ids = PartitionsOf(topic, 2);
  EXPECT_EQ(Must(admin->OffsetsForTimestamp(ids, 0, Soon())), (PartitionOffsets{{ids[0], 0}}));
  EXPECT_EQ(Must(admin->OffsetsForTimestamp(ids, 1001, Soon())), (PartitionOffsets{{ids[0], 1}}));
  EXPECT_EQ(Must(admin->OffsetsForTimestamp(ids, 3001, Soon())), (PartitionOffsets{{ids[0], 3}}));
  EXPECT_EQ(Must(admin->OffsetsForTimestamp(ids, 5001, Soon())), PartitionOffsets{});
}

TEST_P(RecordLogTest, KeepsCommittedOffsetsAndTheirMetadata) {
  const std::string topic = Topic(2);
  const std::string group = "group of " + topic;
  const std::vector<TopicPartition> ids = PartitionsOf(topic, 2);
  const std::unique_ptr<LogAdmin> admin = Admin();
  EXPECT_EQ(Must(admin->CommittedOffsets(group, ids, Soon())), GroupOffsets{});
  Must(admin->CommitOffsets(group, {{ids[0], {5, "state 7, \"quoted\""}}}, Soon()));
  EXPECT_EQ(Must(admin->CommittedOffsets(group, ids, Soon())), (GroupOffsets{{ids[0], {5, "state 7, \"quoted\""}}}));
  const std::unique_ptr<LogReader> reader = Reader(IsolationLevel::kReadUncommitted, OffsetReset::kNone, group);
  Must(reader->Commit({{ids[0], {6}}, {ids[1], {2, "m"}}}, Soon()));
  EXPECT_EQ(Must(reader->admin().CommittedOffsets(group, ids, Soon())), (GroupOffsets{{ids[0], {6}}, {ids[1], {2, "m"}}}));
}

TEST_P(RecordLogTest, CreatesAndListsTopics) {
  const std::string topic = Topic(3);
  const std::unique_ptr<LogAdmin> admin = Admin();
  EXPECT_EQ(Must(admin->DescribeTopic(topic, Soon())).partition_count, 3);
  bool listed = false;
  for (const TopicDescription& description : Must(admin->ListTopics(Soon()))) {
    if (description.name != topic) continue;
    listed = true;
    EXPECT_EQ(description.partition_count, 3);
    EXPECT_FALSE(description.internal);
  }
  EXPECT_TRUE(listed);
  const absl::Status again = admin->CreateTopic(topic, 3, {}, Soon());
  ASSERT_FALSE(again.ok());
  EXPECT_NE(MessageOf(again).find("already exists"), std::string_view::npos) << std::string(MessageOf(again));
}

TEST_P(RecordLogTest, SaysWhichTopicsThereAreWhenOneIsMissing) {
  const std::string topic = Topic();
  const std::string misspelt = topic + "x";
  const absl::Status missing = Admin()->DescribeTopic(misspelt, Soon()).status();
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(DetailOf(missing).kind, ErrorKind::kUnavailable);
  EXPECT_NE(MessageOf(missing).find("'" + misspelt + "' does not exist"), std::string_view::npos) << std::string(MessageOf(missing));
  EXPECT_NE(DetailOf(missing).hint.find("did you mean " + topic + "?"), std::string::npos) << DetailOf(missing).hint;
  EXPECT_FALSE(Admin()->EndOffsets(PartitionsOf(misspelt, 1), Soon()).ok());
  const absl::Status partition = Admin()->EndOffsets(std::vector<TopicPartition>{{topic, 5}}, Soon()).status();
  ASSERT_FALSE(partition.ok());
  EXPECT_NE(MessageOf(partition).find(topic + "-5"), std::string_view::npos) << std::string(MessageOf(partition));
}

TEST_P(RecordLogTest, FailsAtAnOffsetThatIsNotThere) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b"});
  const std::unique_ptr<LogReader> reader = Reader();
  absl::Status failed = reader->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 100}});
  const absl::Time deadline = Soon();
  while (failed.ok() && absl::Now() < deadline) failed = reader->Poll(deadline, {}).status();
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(DetailOf(failed).kind, ErrorKind::kJobFailed);
  const std::string expected = Concat("Fetch position 100 is out of range for partition ", topic, "-0");
  EXPECT_EQ(MessageOf(failed).substr(0, expected.size()), expected);
}

TEST_P(RecordLogTest, GoesWhereItIsToldFromAnOffsetThatIsNotThere) {
  const std::string topic = Topic();
  WriteValues(topic, {"a", "b"});
  const std::unique_ptr<LogReader> earliest = Reader(IsolationLevel::kReadUncommitted, OffsetReset::kEarliest);
  Must(earliest->Assign(std::vector<PartitionAssignment>{{{topic, 0}, 100}}));
  EXPECT_EQ(Values(ReadSome(*earliest, 2)), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(earliest->Positions().at({topic, 0}), 2);
}

TEST_P(RecordLogTest, ShowsATransactionWhenItIsCommitted) {
  const std::string topic = Topic();
  const std::string id = "id-" + topic;
  const std::vector<TopicPartition> ids = PartitionsOf(topic, 1);
  WriteValues(topic, {"before"});
  const std::unique_ptr<LogWriter> writer = TransactionalWriter(id);
  Must(writer->BeginTransaction());
  AppendValues(*writer, topic, {"a", "b"});
  Must(writer->SendOffsets(id, {{ids[0], {17, "checkpoint 3"}}}, Soon()));
  Must(writer->Flush(Soon()));
  ExpectCommitted(topic, {"before"});
  EXPECT_EQ(Values(ReadAll(topic)), (std::vector<std::string>{"before", "a", "b"}));
  EXPECT_EQ(Must(Admin()->CommittedOffsets(id, ids, Soon())), GroupOffsets{});

  Must(writer->CommitTransaction(Soon()));
  ExpectCommitted(topic, {"before", "a", "b"});
  ExpectCommitted(id, ids[0], {17, "checkpoint 3"});

  Must(writer->BeginTransaction());
  AppendValues(*writer, topic, {"c"});
  Must(writer->SendOffsets(id, {{ids[0], {18}}}, Soon()));
  Must(writer->CommitTransaction(Soon()));
  ExpectCommitted(topic, {"before", "a", "b", "c"});
  ExpectCommitted(id, ids[0], {18});
}

TEST_P(RecordLogTest, DropsAnAbortedTransaction) {
  const std::string topic = Topic();
  const std::string id = "id-" + topic;
  const std::unique_ptr<LogWriter> writer = TransactionalWriter(id);
  Must(writer->BeginTransaction());
  AppendValues(*writer, topic, {"a", "b"});
  Must(writer->SendOffsets(id, {{{topic, 0}, {17}}}, Soon()));
  Must(writer->Flush(Soon()));
  Must(writer->AbortTransaction(Soon()));
  EXPECT_EQ(Must(Admin()->CommittedOffsets(id, PartitionsOf(topic, 1), Soon())), GroupOffsets{});
  ExpectCommitted(topic, {});
  Must(writer->BeginTransaction());
  AppendValues(*writer, topic, {"c"});
  Must(writer->CommitTransaction(Soon()));
  ExpectCommitted(topic, {"c"});
}

TEST_P(RecordLogTest, CommitsPositionsWithoutRecords) {
  const std::string topic = Topic();
  const std::string id = "id-" + topic;
  const std::unique_ptr<LogWriter> writer = TransactionalWriter(id);
  Must(writer->BeginTransaction());
  Must(writer->SendOffsets(id, {{{topic, 0}, {4, "m"}}}, Soon()));
  Must(writer->CommitTransaction(Soon()));
  ExpectCommitted(id, {topic, 0}, {4, "m"});
  // An empty one is nothing.
  Must(writer->BeginTransaction());
  Must(writer->CommitTransaction(Soon()));
}

// The end offset lies behind the marker, where no record ever comes.
TEST_P(RecordLogTest, EndsABoundedReadBehindMarkers) {
  if (!log_->has_markers()) return;
  for (const bool commit : {true, false}) {
    for (const IsolationLevel isolation : {IsolationLevel::kReadCommitted, IsolationLevel::kReadUncommitted}) {
      const std::string topic = Topic();
      const std::unique_ptr<LogWriter> writer = TransactionalWriter("id-" + topic);
      Must(writer->BeginTransaction());
      AppendValues(*writer, topic, {"a", "b"});
      Must(writer->Flush(Soon()));
      Must(commit ? writer->CommitTransaction(Soon()) : writer->AbortTransaction(Soon()));
      // The marker is there a moment later.
      for (const absl::Time deadline = Soon(); absl::Now() < deadline && End(topic) < 3;) {
      }
      ASSERT_EQ(End(topic), 3);
      ExpectCommitted(topic, commit ? std::vector<std::string>{"a", "b"} : std::vector<std::string>{});
      const std::unique_ptr<LogReader> reader = Reader(isolation);
      AssignAll(*reader, topic);
      const bool visible = commit || isolation == IsolationLevel::kReadUncommitted;
      EXPECT_EQ(Values(ReadToEnd(*reader)), visible ? (std::vector<std::string>{"a", "b"}) : std::vector<std::string>{});
      EXPECT_EQ(reader->Positions().at({topic, 0}), 3);
    }
  }
}

TEST_P(RecordLogTest, TheEndOfCommittedRecordsIsTheFirstOpenTransaction) {
  const std::string topic = Topic();
  WriteValues(topic, {"a"});
  const std::unique_ptr<LogWriter> writer = TransactionalWriter("id-" + topic);
  Must(writer->BeginTransaction());
  AppendValues(*writer, topic, {"b"});
  Must(writer->Flush(Soon()));
  EXPECT_EQ(End(topic, IsolationLevel::kReadCommitted), 1);
  EXPECT_EQ(End(topic, IsolationLevel::kReadUncommitted), 2);
  Must(writer->AbortTransaction(Soon()));
}

TEST_P(RecordLogTest, ANewWriterAbortsAndFencesItsPredecessor) {
  if (!log_->has_fencing()) return;  // the lock of a local topic keeps a second writer out instead
  const std::string topic = Topic();
  const std::string id = "id-" + topic;
  const std::unique_ptr<LogWriter> old = TransactionalWriter(id);
  Must(old->BeginTransaction());
  AppendValues(*old, topic, {"old"});
  Must(old->Flush(Soon()));

  const std::unique_ptr<LogWriter> fresh = TransactionalWriter(id);
  Must(fresh->BeginTransaction());
  AppendValues(*fresh, topic, {"new"});
  Must(fresh->CommitTransaction(Soon()));
  ExpectCommitted(topic, {"new"});

  const absl::Status fenced = old->CommitTransaction(Soon());
  ASSERT_FALSE(fenced.ok());
  EXPECT_EQ(DetailOf(fenced).kind, ErrorKind::kUnavailable);
  EXPECT_NE(MessageOf(fenced).find("fenced"), std::string_view::npos) << std::string(MessageOf(fenced));
  ExpectCommitted(topic, {"new"});
}

TEST_P(RecordLogTest, ANewWriterDropsWhatADeadOneLeft) {
  const std::string topic = Topic();
  const std::string id = "id-" + topic;
  {
    const std::unique_ptr<LogWriter> dead = TransactionalWriter(id);
    Must(dead->BeginTransaction());
    AppendValues(*dead, topic, {"kept"});
    Must(dead->SendOffsets(id, {{{topic, 0}, {1}}}, Soon()));
    Must(dead->CommitTransaction(Soon()));
    Must(dead->BeginTransaction());
    AppendValues(*dead, topic, {"lost"});
    Must(dead->SendOffsets(id, {{{topic, 0}, {2}}}, Soon()));
    Must(dead->Flush(Soon()));
  }
  const std::unique_ptr<LogWriter> fresh = TransactionalWriter(id);
  ExpectCommitted(id, {topic, 0}, {1});
  ExpectCommitted(topic, {"kept"});
}

std::string NameOf(const testing::TestParamInfo<LogKind>& info) {
  switch (info.param) {
    case LogKind::kMemory:
      return "Memory";
    case LogKind::kLocal:
      return "Local";
    case LogKind::kBroker:
      return "Broker";
  }
  return "?";
}

INSTANTIATE_TEST_SUITE_P(Logs, RecordLogTest, testing::Values(LogKind::kMemory, LogKind::kLocal, LogKind::kBroker), NameOf);

class Cleanup : public testing::Environment {
  void TearDown() override { DestroyLogsUnderTest(); }
};
const testing::Environment* const kCleanup = testing::AddGlobalTestEnvironment(new Cleanup);

}  // namespace
}  // namespace drey
