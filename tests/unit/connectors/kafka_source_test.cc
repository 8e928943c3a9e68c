#include "runtime/connectors/kafka/kafka_source.h"

#include <gtest/gtest.h>

#include "runtime/log/memory/memory_log.h"
#include "tests/unit/connectors/text_format.h"

namespace drey {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);

std::string CellText(const Datum& cell) { return cell.is_null ? "~" : std::string(cell.view()); }

class KafkaSourceTest : public testing::Test {
 protected:
  KafkaSourceTest() {
    plan_.table = "default_catalog.default_database.t";
    plan_.physical_row = TextRow({"a", "b"});
    plan_.value_row = plan_.physical_row;
    plan_.projections.value = {0, 1};
    plan_.options.topics = std::vector<std::string>{"in"};
    plan_.options.format = "text";
    plan_.value_format = TextDecoding();
    plan_.startup_mode = StartupMode::kEarliestOffset;
    plan_.bounded_mode = BoundedMode::kLatestOffset;
    environment_.log = &log_;
    environment_.needs_servers = false;
    environment_.clock = [this] { return now_; };
  }

  void SetProperty(std::string_view name, std::string_view value) {
    plan_.options.properties.push_back({.name = std::string(name), .value = std::string(value)});
  }

  // Column a is the key; the value has the rest, or all.
  void UseKey(ValueFields fields) {
    plan_.options.key_format = "text";
    plan_.key_format = TextDecoding();
    plan_.projections.key = {0};
    plan_.key_row = TextRow({"a"});
    if (fields == ValueFields::kAll) return;
    plan_.projections.value = {1};
    plan_.value_row = TextRow({"b"});
  }

  void Append(std::string_view value, int32_t partition = 0, int64_t timestamp = 0) {
    log_.Append({.topic = "in", .partition = partition, .value = std::string(value), .timestamp = timestamp});
  }

  void AppendKeyed(std::optional<std::string> key, std::optional<std::string> value) {
    log_.Append({.topic = "in", .key = std::move(key), .value = std::move(value), .timestamp = 0});
  }

  absl::StatusOr<std::unique_ptr<Source>> Open(const std::optional<SourcePosition>& resume = {}) {
    return KafkaSourceSpec(plan_).Open(environment_, resume);
  }

  // Reads to the end, or until nothing comes for an unbounded source; rows as "+I a b", errors as "error: …".
  std::vector<std::string> Drain(Source& source) {
    std::vector<std::string> rows;
    RowBatch batch;
    for (;;) {
      batch.Reset(plan_.physical_row.fields().size() + plan_.metadata_keys.size());
      const auto result = source.Poll(absl::Now() + (plan_.bounded_mode == BoundedMode::kUnbounded ? absl::Milliseconds(1) : kPatience),
                                      batch);
      if (!result.ok()) {
        rows.push_back("failed: " + std::string(MessageOf(result.status())));
        return rows;
      }
      for (size_t i = 0; i < batch.size(); ++i) rows.push_back(RowText(batch, i));
      if (*result != Source::PollResult::kRows) return rows;
    }
  }

  std::vector<std::string> ReadAll() {
    auto source = Open();
    if (!source.ok()) return {"failed: " + std::string(MessageOf(source.status()))};
    return Drain(**source);
  }

  static std::string RowText(const RowBatch& batch, size_t i) {
    if (batch.error(i) != nullptr) return Concat("error at ", batch.origin(i)->offset, ": ", batch.error(i)->message);
    std::string text(ToString(batch.kind(i)));
    for (const Datum& cell : batch.row(i)) text += " " + CellText(cell);
    return text;
  }

  MemoryLog log_;
  KafkaSourcePlan plan_;
  ConnectorEnvironment environment_;
  absl::Time now_ = absl::UnixEpoch();
};

using Rows = std::vector<std::string>;

TEST_F(KafkaSourceTest, ReadsValuesToTheEnd) {
  Append("1|x");
  Append("2|~");
  EXPECT_EQ(ReadAll(), (Rows{"+I 1 x", "+I 2 ~"}));
}

TEST_F(KafkaSourceTest, AnEmptyTopicEndsAtOnce) {
  log_.SetPartitionCount("in", 3);
  EXPECT_EQ(ReadAll(), Rows{});
}

TEST_F(KafkaSourceTest, AMissingTopicFails) {
  const auto source = Open();
  EXPECT_EQ(DetailOf(source.status()).kind, ErrorKind::kUnavailable);
}

TEST_F(KafkaSourceTest, TheEndIsFixedAtTheStart) {
  Append("1|x");
  auto source = Open();
  ASSERT_TRUE(source.ok()) << source.status();
  Append("2|y");
  EXPECT_EQ(Drain(**source), Rows{"+I 1 x"});
}

TEST_F(KafkaSourceTest, EndsBehindCompactedRecords) {
  Append("1|x");
  Append("2|y");
  log_.RemoveRecord({"in", 0}, 1);
  EXPECT_EQ(ReadAll(), Rows{"+I 1 x"});
}

TEST_F(KafkaSourceTest, AMessageMayHaveSeveralRowsOrNone) {
  Append("1|x;2|y");
  Append("");
  EXPECT_EQ(ReadAll(), (Rows{"+I 1 x", "+I 2 y"}));
}

TEST_F(KafkaSourceTest, AMessageThatCannotBeDecodedIsARowWithAnError) {
  Append("1|x");
  Append("!");
  Append("2|y");
  EXPECT_EQ(ReadAll(), (Rows{"+I 1 x", "error at 1: bad message", "+I 2 y"}));
}

TEST_F(KafkaSourceTest, LatestOffsetReadsNothingThatIsThere) {
  plan_.startup_mode = StartupMode::kLatestOffset;
  Append("1|x");
  EXPECT_EQ(ReadAll(), Rows{});
}

TEST_F(KafkaSourceTest, StartsAtTheFirstRecordOfATimestamp) {
  plan_.startup_mode = StartupMode::kTimestamp;
  plan_.options.startup_timestamp_millis = 15;
  Append("1|x", 0, 10);
  Append("2|y", 0, 20);
  EXPECT_EQ(ReadAll(), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, ATimestampBehindAllRecordsStartsAtTheEnd) {
  plan_.startup_mode = StartupMode::kTimestamp;
  plan_.options.startup_timestamp_millis = 100;
  Append("1|x", 0, 10);
  EXPECT_EQ(ReadAll(), Rows{});
}

TEST_F(KafkaSourceTest, StartsAndEndsAtSpecificOffsets) {
  plan_.startup_mode = StartupMode::kSpecificOffsets;
  plan_.startup_offsets = {{0, 1}};
  plan_.bounded_mode = BoundedMode::kSpecificOffsets;
  plan_.bounded_offsets = {{0, 2}};
  for (const std::string_view value : {"1|x", "2|y", "3|z"}) Append(value);
  EXPECT_EQ(ReadAll(), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, APartitionWithoutSpecificOffsetFailsWithoutGroup) {
  plan_.startup_mode = StartupMode::kSpecificOffsets;
  plan_.startup_offsets = {{0, 0}};
  Append("1|x", 1);
  EXPECT_EQ(ReadAll(), Rows{"failed: Unexpected size of key set: expected >= 1, but got 0"});
}

TEST_F(KafkaSourceTest, APartitionWithoutSpecificOffsetStartsWhereTheGroupIs) {
  SetProperty("group.id", "g");
  plan_.startup_mode = StartupMode::kSpecificOffsets;
  plan_.startup_offsets = {{0, 0}};
  Append("1|x", 1);
  Append("2|y", 1);
  auto admin = log_.OpenAdmin({});
  ASSERT_TRUE((*admin)->CommitOffsets("g", {{{"in", 1}, {.offset = 1}}}, absl::InfiniteFuture()).ok());
  EXPECT_EQ(ReadAll(), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, ANegativeSpecificOffsetIsAMarkerOrAnError) {
  plan_.startup_mode = StartupMode::kSpecificOffsets;
  Append("1|x");
  plan_.startup_offsets = {{0, -2}};
  EXPECT_EQ(ReadAll(), Rows{"+I 1 x"});
  plan_.startup_offsets = {{0, -7}};
  EXPECT_EQ(ReadAll(), Rows{"failed: Invalid starting offset -7 is specified for partition in-0. It should either be non-negative or "
                            "be one of the [-1(earliest), -2(latest), -3(committed)]."});
}

TEST_F(KafkaSourceTest, GroupOffsetsWithoutCommitFail) {
  SetProperty("group.id", "g");
  plan_.startup_mode = StartupMode::kGroupOffsets;
  Append("1|x");
  const auto source = Open();
  EXPECT_EQ(MessageOf(source.status()), "Undefined offset with no reset policy for partitions: [in-0]");
  EXPECT_EQ(DetailOf(source.status()).kind, ErrorKind::kJobFailed);
}

TEST_F(KafkaSourceTest, GroupOffsetsAreResetWhereTheTableSaysSo) {
  SetProperty("group.id", "g");
  plan_.startup_mode = StartupMode::kGroupOffsets;
  plan_.reset = OffsetReset::kEarliest;
  Append("1|x");
  EXPECT_EQ(ReadAll(), Rows{"+I 1 x"});
}

TEST_F(KafkaSourceTest, CommitsForItsGroupAndStartsThereAgain) {
  SetProperty("group.id", "g");
  plan_.startup_mode = StartupMode::kGroupOffsets;
  plan_.reset = OffsetReset::kEarliest;
  Append("1|x");
  {
    auto source = Open();
    EXPECT_EQ(Drain(**source), Rows{"+I 1 x"});
    ASSERT_TRUE((*source)->Commit((*source)->Position()).ok());
  }
  Append("2|y");
  EXPECT_EQ(ReadAll(), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, AGroupBoundWithoutCommitFails) {
  SetProperty("group.id", "g");
  plan_.bounded_mode = BoundedMode::kGroupOffsets;
  Append("1|x");
  EXPECT_EQ(ReadAll(), Rows{"failed: Partition in-0 should stop at committed offset. But there is no committed offset of this partition "
                            "for group g"});
}

TEST_F(KafkaSourceTest, ResumesAtAPosition) {
  for (const std::string_view value : {"1|x", "2|y"}) Append(value);
  Append("3|z", 1);
  auto source = Open(SourcePosition{.next_offsets = {{{"in", 0}, 1}}});
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(Drain(**source), (Rows{"+I 2 y", "+I 3 z"}));
  EXPECT_EQ((*source)->Position(), (SourcePosition{.next_offsets = {{{"in", 0}, 2}, {{"in", 1}, 1}}}));
}

TEST_F(KafkaSourceTest, DiscoversPartitionsOfAnUnboundedSource) {
  plan_.bounded_mode = BoundedMode::kUnbounded;
  plan_.startup_mode = StartupMode::kLatestOffset;
  plan_.options.discovery_interval = absl::Minutes(5);
  Append("1|x");
  auto source = Open();
  ASSERT_TRUE(source.ok());
  Append("2|y", 1);
  EXPECT_EQ(Drain(**source), Rows{});
  now_ += absl::Minutes(5);
  EXPECT_EQ(Drain(**source), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, APatternFindsTopicsByTheirWholeName) {
  plan_.options.topics.reset();
  plan_.pattern = *TopicPattern::Compile("in.?", {});
  for (const std::string_view topic : {"in", "in2", "in22"}) {
    log_.Append({.topic = std::string(topic), .value = std::string(topic) + "|x", .timestamp = 0});
  }
  EXPECT_EQ(ReadAll(), (Rows{"+I in x", "+I in2 x"}));
}

TEST_F(KafkaSourceTest, TasksShareThePartitions) {
  Append("1|x", 0);
  Append("2|y", 1);
  environment_.parallelism = 2;
  Rows all;
  for (environment_.subtask = 0; environment_.subtask < 2; ++environment_.subtask) {
    const Rows rows = ReadAll();
    EXPECT_EQ(rows.size(), 1U);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (Rows{"+I 1 x", "+I 2 y"}));
}

TEST_F(KafkaSourceTest, MetadataFollowsThePhysicalColumns) {
  plan_.metadata_keys = {"topic", "timestamp-type"};
  plan_.record_metadata = {RecordMetadata::kTopic, RecordMetadata::kTimestampType};
  Append("1|x");
  EXPECT_EQ(ReadAll(), Rows{"+I 1 x in CreateTime"});
}

TEST_F(KafkaSourceTest, KeyAndValueMakeARow) {
  UseKey(ValueFields::kExceptKey);
  AppendKeyed("1", "x");
  EXPECT_EQ(ReadAll(), Rows{"+I 1 x"});
}

TEST_F(KafkaSourceTest, TheValueWinsWhereBothHaveAColumn) {
  UseKey(ValueFields::kAll);
  AppendKeyed("1", "9|x");
  EXPECT_EQ(ReadAll(), Rows{"+I 9 x"});
}

TEST_F(KafkaSourceTest, ARecordWithoutKeyRowHasNoRow) {
  UseKey(ValueFields::kExceptKey);
  AppendKeyed(std::nullopt, "x");
  AppendKeyed("2", "y");
  EXPECT_EQ(ReadAll(), Rows{"+I 2 y"});
}

TEST_F(KafkaSourceTest, EachKeyIsCombinedWithEachValue) {
  UseKey(ValueFields::kExceptKey);
  AppendKeyed("1;2", "x;y");
  EXPECT_EQ(ReadAll(), (Rows{"+I 1 x", "+I 2 x", "+I 1 y", "+I 2 y"}));
}

TEST_F(KafkaSourceTest, ABadKeyFailsTheRecordBeforeItsValue) {
  UseKey(ValueFields::kExceptKey);
  AppendKeyed("!", "x");
  EXPECT_EQ(ReadAll(), Rows{"error at 0: bad message"});
}

TEST_F(KafkaSourceTest, ATombstoneDeletesByKeyInUpsertTablesOnly) {
  UseKey(ValueFields::kExceptKey);
  AppendKeyed("1", std::nullopt);
  EXPECT_EQ(ReadAll(), Rows{});
  plan_.options.connector = KafkaConnector::kUpsertKafka;
  EXPECT_EQ(ReadAll(), Rows{"-D 1 ~"});
}

TEST_F(KafkaSourceTest, OpenTransactionsDoNotMoveTheEndBack) {
  Append("1|x");
  auto writer = log_.OpenWriter({.transactional_id = "w"});
  ASSERT_TRUE((*writer)->InitTransactions(absl::InfiniteFuture()).ok());
  ASSERT_TRUE((*writer)->BeginTransaction().ok());
  ASSERT_TRUE((*writer)->Append({.topic = "in", .partition = 0, .value = "2|y"}, absl::InfiniteFuture()).ok());
  ASSERT_TRUE((*writer)->CommitTransaction(absl::InfiniteFuture()).ok());
  SetProperty("isolation.level", "read_committed");
  EXPECT_EQ(ReadAll(), (Rows{"+I 1 x", "+I 2 y"}));
}

TEST_F(KafkaSourceTest, ServersAreNeededOnABrokerOnly) {
  environment_.needs_servers = true;
  SetProperty("bootstrap.servers", "");
  EXPECT_EQ(ReadAll(), Rows{"failed: No resolvable bootstrap urls given in bootstrap.servers"});
  environment_.version = FlinkVersion::k2_3;
  EXPECT_EQ(ReadAll(), Rows{"failed: You must set either bootstrap.servers or bootstrap.controllers"});
}

TEST_F(KafkaSourceTest, CountsWhatItReads) {
  Append("1|x");
  Append("2|y");
  auto source = Open();
  EXPECT_EQ((*source)->Statistics().pending, 2);
  Drain(**source);
  const SourceStatistics statistics = (*source)->Statistics();
  EXPECT_EQ(statistics.records, 2);
  EXPECT_EQ(statistics.bytes, 6);
  EXPECT_EQ(statistics.pending, 0);
}

}  // namespace
}  // namespace drey
