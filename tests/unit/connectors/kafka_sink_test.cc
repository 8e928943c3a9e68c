#include "runtime/connectors/kafka/kafka_sink.h"

#include <gtest/gtest.h>

#include <set>

#include "runtime/log/memory/memory_log.h"
#include "tests/unit/connectors/text_format.h"

namespace drey {
namespace {

struct TestRow {
  RowKind kind = RowKind::kInsert;
  std::vector<Datum> cells = {};
};

Datum Text(std::string_view text) { return Datum::Text(text); }

class KafkaSinkTest : public testing::Test {
 protected:
  KafkaSinkTest() : log_({.clock = [] { return int64_t{42}; }}) {
    log_.SetPartitionCount("out", 3);
    plan_.table = "default_catalog.default_database.t";
    plan_.physical_row = TextRow({"a", "b"});
    plan_.value_row = plan_.physical_row;
    plan_.projections.value = {0, 1};
    plan_.options.topics = std::vector<std::string>{"out"};
    plan_.options.format = "text";
    plan_.value_format = TextEncoding();
    environment_.log = &log_;
    environment_.needs_servers = false;
    environment_.clock = [this] { return now_; };
  }

  void MakeUpsert() {
    plan_.options.connector = KafkaConnector::kUpsertKafka;
    plan_.options.key_format = "text";
    plan_.key_format = TextEncoding();
    plan_.projections.key = {0};
    plan_.key_row = TextRow({"a"});
    plan_.value_format.changelog_mode = ChangelogMode::Upsert();
  }

  void Open() {
    auto sink = KafkaSinkSpec(plan_).Open(environment_);
    ASSERT_TRUE(sink.ok()) << sink.status();
    sink_ = *std::move(sink);
  }

  // Returns why the row could not be written.
  std::string Write(const TestRow& row) {
    RowBatch batch(row.cells.size());
    const std::span<Datum> cells = batch.AppendRow(row.kind, nullptr);
    std::copy(row.cells.begin(), row.cells.end(), cells.begin());
    std::optional<RowError> error;
    const absl::Status status = sink_->Write(batch, 0, error);
    if (!status.ok()) return std::string(MessageOf(status));
    return error ? error->message : std::string();
  }

  // "key=value", sorted by partition and offset.
  std::vector<std::string> Written(std::string_view topic = "out") {
    EXPECT_TRUE(sink_->Flush().ok());
    return Committed(topic);
  }

  std::vector<std::string> Committed(std::string_view topic = "out") {
    std::vector<std::string> records;
    for (const MemoryRecord& record : log_.CommittedRecords(topic)) {
      records.push_back(record.key.value_or("null") + "=" + record.value.value_or("null"));
    }
    return records;
  }

  MemoryLog log_;
  KafkaSinkPlan plan_;
  ConnectorEnvironment environment_;
  absl::Time now_ = absl::UnixEpoch();
  std::unique_ptr<Sink> sink_;
};

using Records = std::vector<std::string>;

TEST_F(KafkaSinkTest, WritesTheValueWithoutKey) {
  Open();
  EXPECT_EQ(Write({.cells = {Text("1"), Datum::Null()}}), "");
  EXPECT_EQ(Written(), Records{"null=+I|1|~"});
  EXPECT_EQ(log_.CommittedRecords("out")[0].timestamp, 42);
  EXPECT_EQ(sink_->Statistics().records, 1);
}

TEST_F(KafkaSinkTest, AValueFormatSeesTheKindOfTheRow) {
  Open();
  Write({RowKind::kUpdateBefore, {Text("1"), Text("x")}});
  EXPECT_EQ(Written(), Records{"null=-U|1|x"});
}

TEST_F(KafkaSinkTest, AnUpsertWritesKeyAndValueAndATombstone) {
  MakeUpsert();
  Open();
  Write({RowKind::kInsert, {Text("1"), Text("x")}});
  Write({RowKind::kUpdateAfter, {Text("1"), Text("y")}});
  Write({RowKind::kDelete, {Text("1"), Text("y")}});
  EXPECT_EQ(Written(), (Records{"+I|1=+I|1|x", "+I|1=+I|1|y", "+I|1=null"}));
}

TEST_F(KafkaSinkTest, TheKeyFollowsItsOwnOrderAndTheValueLeavesItOut) {
  MakeUpsert();
  plan_.physical_row = TextRow({"a", "b", "c"});
  plan_.projections = {.key = {2, 0}, .value = {1}};
  Open();
  Write({.cells = {Text("1"), Text("x"), Text("3")}});
  EXPECT_EQ(Written(), Records{"+I|3|1=+I|x"});
}

TEST_F(KafkaSinkTest, ANullMessageIsATombstone) {
  plan_.projections.value = {0};
  Open();
  Write({.cells = {Datum::Null(), Text("x")}});
  EXPECT_EQ(Written(), Records{"null=null"});
}

TEST_F(KafkaSinkTest, ARowThatCannotBeEncodedIsNotWritten) {
  Open();
  EXPECT_EQ(Write({.cells = {Text("!"), Text("x")}}), "bad cell");
  EXPECT_EQ(Written(), Records{});
}

TEST_F(KafkaSinkTest, TheKeyDecidesThePartition) {
  MakeUpsert();
  log_.SetPartitionCount("out", 16);
  Open();
  for (const std::string_view key : {"1", "2", "3", "4"}) Write({.cells = {Text(key), Text("x")}});
  ASSERT_TRUE(sink_->Flush().ok());
  std::set<int32_t> partitions;
  for (const MemoryRecord& record : log_.CommittedRecords("out")) partitions.insert(record.partition);
  EXPECT_GT(partitions.size(), 1U);
}

TEST_F(KafkaSinkTest, TheFixedPartitionerWritesOnePartitionATask) {
  plan_.partitioner = Partitioner::kFixed;
  environment_.subtask = 4;
  Open();
  for (int i = 0; i < 3; ++i) Write({.cells = {Text("1"), Text("x")}});
  ASSERT_TRUE(sink_->Flush().ok());
  for (const MemoryRecord& record : log_.CommittedRecords("out")) EXPECT_EQ(record.partition, 1);
}

TEST_F(KafkaSinkTest, TheTopicColumnChoosesAmongTheTopics) {
  plan_.options.topics = std::vector<std::string>{"out", "out2"};
  plan_.topic_cell = 2;
  Open();
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Text("out2")}}), "");
  EXPECT_EQ(Written("out2"), Records{"null=+I|1|x"});
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Text("nowhere")}}),
            "The topic of the sink record is not valid. Expected topic to be in: [out2, out] but was: nowhere");
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Datum::Null()}}),
            "The topic of the sink record is not valid. Expected a single topic but no topic is set.");
}

TEST_F(KafkaSinkTest, SeveralTopicsWithoutTheColumnFail) {
  plan_.options.topics = std::vector<std::string>{"out", "out2"};
  Open();
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x")}}),
            "The topic of the sink record is not valid. Expected a single topic but no topic is set.");
}

TEST_F(KafkaSinkTest, ATopicRepeatedIsOneTopic) {
  plan_.options.topics = std::vector<std::string>{"out", "out"};
  Open();
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x")}}), "");
}

TEST_F(KafkaSinkTest, APatternOfTopicsIsChecked) {
  plan_.options.topics.reset();
  plan_.pattern = *TopicPattern::Compile("out.*", {});
  plan_.topic_cell = 2;
  Open();
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Text("out3")}}), "");
  EXPECT_EQ(Written("out3"), Records{"null=+I|1|x"});
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Text("in")}}),
            "The topic of the sink record is not valid. Expected topic to match: out.* but was: in");
}

TEST_F(KafkaSinkTest, WritesTimestampAndHeaders) {
  plan_.headers_cell = 2;
  plan_.timestamp_cell = 3;
  Open();
  const std::vector<Datum> entries = {Text("h"), Text("v"), Text("none"), Datum::Null(), Text("e"), Text("")};
  Write({.cells = {Text("1"), Text("x"), Datum::Cells(entries.data(), 3), Datum::Timestamp(1700000000123, 0)}});
  ASSERT_TRUE(sink_->Flush().ok());
  const MemoryRecord record = log_.CommittedRecords("out").at(0);
  EXPECT_EQ(record.timestamp, 1700000000123);
  EXPECT_EQ(record.headers, (std::vector<MemoryRecord::Header>{{"h", "v"}, {"e", ""}}));
  EXPECT_EQ(Write({.cells = {Text("1"), Text("x"), Datum::Null(), Datum::Timestamp(-5, 0)}}),
            "Invalid timestamp: -5. Timestamp should always be non-negative or null.");
}

TEST_F(KafkaSinkTest, ABufferKeepsTheLastRowOfAKey) {
  MakeUpsert();
  plan_.options.topics = std::vector<std::string>{"single"};
  plan_.options.flush_max_rows = 3;
  plan_.options.flush_interval = absl::Hours(1);
  Open();
  Write({.cells = {Text("1"), Text("x")}});
  Write({.cells = {Text("2"), Text("x")}});
  Write({RowKind::kDelete, {Text("1"), Text("x")}});
  EXPECT_EQ(sink_->Statistics().records, 0);
  EXPECT_EQ(Written("single"), (Records{"+I|1=null", "+I|2=+I|2|x"}));
}

TEST_F(KafkaSinkTest, ABufferIsFlushedWhenItIsFull) {
  MakeUpsert();
  plan_.options.flush_max_rows = 2;
  plan_.options.flush_interval = absl::Hours(1);
  Open();
  for (const std::string_view key : {"1", "2", "3"}) Write({.cells = {Text(key), Text("x")}});
  ASSERT_TRUE(sink_->FinishBatch().ok());
  EXPECT_EQ(sink_->Statistics().records, 2);
}

TEST_F(KafkaSinkTest, ABufferIsFlushedAfterItsInterval) {
  MakeUpsert();
  plan_.options.flush_max_rows = 100;
  plan_.options.flush_interval = absl::Seconds(10);
  Open();
  Write({.cells = {Text("1"), Text("x")}});
  now_ += absl::Seconds(9);
  ASSERT_TRUE(sink_->FinishBatch().ok());
  EXPECT_EQ(sink_->Statistics().records, 0);
  now_ += absl::Seconds(1);
  ASSERT_TRUE(sink_->FinishBatch().ok());
  EXPECT_EQ(sink_->Statistics().records, 1);
}

TEST_F(KafkaSinkTest, ExactlyOnceShowsRecordsWithThePositions) {
  plan_.guarantee = DeliveryGuarantee::kExactlyOnce;
  plan_.options.transactional_id_prefix = "p";
  environment_.transaction_group = "g";
  environment_.transaction_content = [] {
    return TransactionContent{.group = "g", .offsets = {{{"in", 0}, {.offset = 7, .metadata = "n1"}}}};
  };
  Open();
  Write({.cells = {Text("1"), Text("x")}});
  ASSERT_TRUE(sink_->Flush().ok());
  EXPECT_EQ(Committed(), Records{});
  ASSERT_TRUE(sink_->CommitTransaction().ok());
  EXPECT_EQ(Committed(), Records{"null=+I|1|x"});
  auto admin = log_.OpenAdmin({});
  log_.SetPartitionCount("in", 1);
  const TopicPartition partition = {"in", 0};
  const auto offsets = (*admin)->CommittedOffsets("g", {&partition, 1}, absl::InfiniteFuture());
  EXPECT_EQ(offsets->at(partition), (CommittedOffset{.offset = 7, .metadata = "n1"}));
}

TEST_F(KafkaSinkTest, ADryRunShowsRecordsAndWritesNothing) {
  MakeUpsert();
  std::vector<std::string> lines;
  environment_.dry_run_output = [&](std::string_view line) { lines.emplace_back(line); };
  Open();
  Write({.cells = {Text("1"), Text("x")}});
  EXPECT_EQ(Written(), Records{});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find("\"payload\":\"+I|1|x\""), std::string::npos) << lines[0];
}

}  // namespace
}  // namespace drey
