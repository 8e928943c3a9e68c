// What only local topics have: files, their errors, locks, and what a crash leaves.
#include "runtime/log/local/local_log.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/time/clock.h"
#include "engine/base/text.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

class LocalLogTest : public testing::Test {
 protected:
  LocalLogTest() {
    std::string pattern = fs::temp_directory_path() / "drey-local-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    log_ = std::make_unique<LocalLog>(folder_);
  }
  ~LocalLogTest() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  void Write(const std::string& name, std::string_view content) const {
    fs::create_directories(fs::path(Path(name)).parent_path());
    std::ofstream(Path(name), std::ios::binary) << content;
  }
  void AppendTo(const std::string& name, std::string_view content) const {
    std::ofstream(Path(name), std::ios::binary | std::ios::app) << content;
  }
  std::string ReadFile(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::unique_ptr<LogReader> Reader() const { return *log_->OpenReader({}); }
  std::unique_ptr<LogAdmin> Admin() const { return *log_->OpenAdmin({}); }

  // A writer as another process is: of a log of its own.
  std::unique_ptr<LogWriter> Writer(const std::string& transactional_id = {}) {
    others_.push_back(std::make_unique<LocalLog>(folder_));
    return *others_.back()->OpenWriter({.transactional_id = transactional_id, .group_id = transactional_id, .holder = "drey run job.json"});
  }

  // "PARTITION:OFFSET=VALUE" of every record of topic `t`, or the error.
  std::string ReadAll(int32_t partitions = 1) const {
    const std::unique_ptr<LogReader> reader = Reader();
    std::vector<TopicPartition> ids;
    for (int32_t i = 0; i < partitions; ++i) ids.push_back({"t", i});
    const auto beginnings = reader->admin().BeginningOffsets(ids, absl::InfiniteFuture());
    if (!beginnings.ok()) return ErrorOf(beginnings.status());
    const auto ends = reader->admin().EndOffsets(ids, absl::InfiniteFuture());
    if (!ends.ok()) return ErrorOf(ends.status());
    std::vector<PartitionAssignment> assignments;
    for (const TopicPartition& id : ids) assignments.push_back({id, beginnings->at(id), ends->at(id)});
    const absl::Status assigned = reader->Assign(assignments);
    if (!assigned.ok()) return ErrorOf(assigned);
    std::string out;
    while (!reader->Finished()) {
      const absl::StatusOr<RecordBatch> batch = reader->Poll(absl::InfiniteFuture(), {});
      if (!batch.ok()) return out + ErrorOf(batch.status());
      for (const RecordView& record : batch->records) {
        Append(out, record.partition, ":", record.offset, "=", record.value.value_or("null"), " ");
      }
    }
    return out;
  }

  // The message with DIR for the folder.
  std::string ErrorOf(const absl::Status& status) const { return ReplaceAll(MessageOf(status), folder_, "DIR"); }

  static absl::Status Put(LogWriter& writer, std::string_view value) {
    return writer.Append({.topic = "t", .value = value, .timestamp = 5}, absl::InfiniteFuture()).status();
  }

  std::string folder_;
  std::unique_ptr<LocalLog> log_;
  std::vector<std::unique_ptr<LocalLog>> others_;
};

constexpr std::string_view kLineA = R"({"topic":"t","partition":0,"offset":0,"tstype":"create","ts":5,"key":null,"payload":"a"})"
                                    "\n";
constexpr std::string_view kLineB = R"({"topic":"t","partition":0,"offset":1,"tstype":"create","ts":5,"key":null,"payload":"b"})"
                                    "\n";

TEST_F(LocalLogTest, GivesLinesTheirPartitionsAndOffsets) {
  Write("t.jsonl", "{\"value\":\"a\"}\n{\"value\":\"b\",\"partition\":2}\n{\"value\":\"c\",\"offset\":10}\n{\"value\":\"d\"}\n");
  EXPECT_EQ(ReadAll(3), "0:0=a 2:0=b 0:10=c 0:11=d ");
  EXPECT_EQ(Admin()->DescribeTopic("t", absl::InfiniteFuture())->partition_count, 3);
}

TEST_F(LocalLogTest, BeginsWhereTheFileBegins) {
  Write("t.jsonl", "{\"value\":\"a\",\"offset\":100}\n{\"value\":\"b\",\"offset\":107}\n");
  EXPECT_EQ(ReadAll(), "0:100=a 0:107=b ");
}

TEST_F(LocalLogTest, ReadsAnEmptyTopic) {
  Write("t.jsonl", "");
  EXPECT_EQ(ReadAll(), "");
}

TEST_F(LocalLogTest, TakesThePartitionCountFromTheProperties) {
  Write("t.jsonl", "{\"value\":\"a\"}\n");
  Write("t.properties", "# of the topic\npartitions = 3\n");
  EXPECT_EQ(Admin()->DescribeTopic("t", absl::InfiniteFuture())->partition_count, 3);
  AppendTo("t.jsonl", "{\"value\":\"b\",\"partition\":3}\n");
  EXPECT_EQ(ReadAll(), "DIR/t.jsonl:2:1: partition 3 does not exist: the topic has 3");
  Write("t.properties", "partition=3\n");
  EXPECT_EQ(ReadAll(), "DIR/t.properties:1: unknown property 'partition'");
  Write("t.properties", "partitions=many\n");
  EXPECT_EQ(ReadAll(), "DIR/t.properties:1: 'many' is no number of partitions");
}

TEST_F(LocalLogTest, NamesFileLineAndColumnOfWhatIsWrong) {
  Write("t.jsonl", "{\"value\":\"a\"}\n{\"value\":\"\xc3\xa9\",\"partition\":x}\n");
  EXPECT_EQ(ReadAll(), "DIR/t.jsonl:2:26: a JSON value expected");
  Write("t.jsonl", "{\"value\":\"a\"}\n\n");
  EXPECT_EQ(ReadAll(), "DIR/t.jsonl:2:1: the text ends where '{' should be");
  Write("t.jsonl", "{\"value\":\"a\",\"offset\":3}\n{\"value\":\"a\",\"offset\":3}\n");
  EXPECT_EQ(ReadAll(), "DIR/t.jsonl:2:1: offset 3 of partition 0 comes after offset 3");
  Write("t.jsonl", "{\"value\":\"a\",\"topic\":\"u\"}\n");
  EXPECT_EQ(ReadAll(), "DIR/t.jsonl:1:1: the line is of topic 'u', the file of topic 't'");
}

TEST_F(LocalLogTest, FindsWhatIsWrongBehindTheUsualBeginningOfALine) {
  Write("t.jsonl", Concat(kLineA, R"({"topic":"t","partition":0,"offset":1,"payload":"b","oops":1})", "\n"));
  EXPECT_EQ(ReadAll(), "0:0=a DIR/t.jsonl:2:53: unknown field 'oops'");
}

TEST_F(LocalLogTest, ALastLineWithoutNewlineIsNotThereYet) {
  Write("t.jsonl", "{\"value\":\"a\"}\n{\"value\":");
  EXPECT_EQ(ReadAll(), "0:0=a ");
  const std::unique_ptr<LogReader> reader = Reader();
  ASSERT_TRUE(reader->Assign(std::vector<PartitionAssignment>{{{"t", 0}, 1}}).ok());
  EXPECT_TRUE(reader->Poll(absl::InfinitePast(), {})->records.empty());
  AppendTo("t.jsonl", "\"b\"}\n");
  const absl::StatusOr<RecordBatch> batch = reader->Poll(absl::InfiniteFuture(), {});
  ASSERT_EQ(batch->records.size(), 1u);
  EXPECT_EQ(batch->records[0].value, "b");
}

TEST_F(LocalLogTest, FollowsLinesLongerThanItsBlocks) {
  const std::string large(3000000, 'x');
  Write("t.jsonl", Concat("{\"value\":\"a\"}\n{\"value\":\"", large, "\"}\n{\"value\":\"c\"}\n"));
  EXPECT_EQ(ReadAll(), Concat("0:0=a 0:1=", large, " 0:2=c "));
}

TEST_F(LocalLogTest, TellsThatAFileWasCut) {
  Write("t.jsonl", "{\"value\":\"a\"}\n{\"value\":\"b\"}\n");
  const std::unique_ptr<LogReader> reader = Reader();
  ASSERT_TRUE(reader->Assign(std::vector<PartitionAssignment>{{{"t", 0}, 0}}).ok());
  ASSERT_EQ(reader->Poll(absl::InfiniteFuture(), {})->records.size(), 2u);
  Write("t.jsonl", "{\"value\":\"z\"}\n");
  const absl::Status cut = reader->Poll(absl::InfinitePast(), {}).status();
  EXPECT_EQ(ErrorOf(cut), "DIR/t.jsonl became shorter than what was read of it (14 bytes of 28)");
}

TEST_F(LocalLogTest, WritesTheEnvelopeAndNothingElse) {
  const std::unique_ptr<LogWriter> writer = Writer();
  ASSERT_TRUE(Put(*writer, "a").ok());
  ASSERT_TRUE(writer->FinishBatch().ok());
  EXPECT_EQ(ReadFile("t.jsonl"), kLineA);
  EXPECT_FALSE(fs::exists(Path("t.properties")));
}

TEST_F(LocalLogTest, GoesOnBehindTheLinesOfATopic) {
  Write("t.jsonl", "{\"value\":\"x\",\"offset\":7,\"partition\":1}\n");
  const std::unique_ptr<LogWriter> writer = Writer();
  EXPECT_EQ(*writer->PartitionCount("t", absl::InfiniteFuture()), 2);
  ASSERT_TRUE(writer->Append({.topic = "t", .partition = 1, .value = "y"}, absl::InfiniteFuture()).ok());
  ASSERT_TRUE(writer->Flush(absl::InfiniteFuture()).ok());
  EXPECT_EQ(ReadAll(2), "1:7=x 1:8=y ");
}

TEST_F(LocalLogTest, AppendsNothingToAnUnfinishedLine) {
  Write("t.jsonl", "{\"value\":\"a\"}");
  EXPECT_EQ(ErrorOf(Put(*Writer(), "b")), "DIR/t.jsonl: the last line has no newline, so nothing can be appended");
  EXPECT_EQ(ReadFile("t.jsonl"), "{\"value\":\"a\"}");
}

TEST_F(LocalLogTest, LetsOneProcessWrite) {
  std::unique_ptr<LogWriter> first = Writer();
  ASSERT_TRUE(Put(*first, "a").ok());
  const absl::Status second = Put(*Writer(), "b");
  EXPECT_EQ(DetailOf(second).kind, ErrorKind::kUnavailable);
  EXPECT_EQ(MessageOf(second).substr(0, 59), "topic 't' is being written by drey run job.json (process " + std::to_string(::getpid()).substr(0, 2));
  first.reset();
  EXPECT_TRUE(Put(*Writer(), "b").ok());
  EXPECT_FALSE(fs::exists(Path(".locks/t.lock")));
}

TEST_F(LocalLogTest, TwoWritersOfOneLogShareATopic) {
  const std::unique_ptr<LogWriter> first = *log_->OpenWriter({});
  const std::unique_ptr<LogWriter> second = *log_->OpenWriter({});
  ASSERT_TRUE(Put(*first, "a").ok());
  ASSERT_TRUE(Put(*second, "b").ok());
  ASSERT_TRUE(first->Flush(absl::InfiniteFuture()).ok());
  ASSERT_TRUE(second->Flush(absl::InfiniteFuture()).ok());
  EXPECT_EQ(ReadFile("t.jsonl"), Concat(kLineA, kLineB));
}

TEST_F(LocalLogTest, NoticesAnotherHandWhileItWrites) {
  const std::unique_ptr<LogWriter> writer = Writer();
  ASSERT_TRUE(Put(*writer, "a").ok());
  ASSERT_TRUE(writer->FinishBatch().ok());
  AppendTo("t.jsonl", "{\"value\":\"x\"}\n");
  ASSERT_TRUE(Put(*writer, "b").ok());
  const absl::Status noticed = writer->FinishBatch();
  EXPECT_NE(ErrorOf(noticed).find("DIR/t.jsonl was changed while it was being written"), std::string::npos) << ErrorOf(noticed);
  EXPECT_EQ(ReadFile("t.jsonl"), Concat(kLineA, "{\"value\":\"x\"}\n"));
}

TEST_F(LocalLogTest, CutsTheUnfinishedLineOfADeadWriter) {
  Write("t.jsonl", Concat(kLineA, kLineB.substr(0, 30)));
  Write(".locks/t.lock", R"({"holder":"drey","pid":1,"host":"h","group":null,"length":0})");
  const std::unique_ptr<LogWriter> writer = Writer();
  ASSERT_TRUE(Put(*writer, "b").ok());
  ASSERT_TRUE(writer->Flush(absl::InfiniteFuture()).ok());
  EXPECT_EQ(ReadFile("t.jsonl"), Concat(kLineA, kLineB));
}

TEST_F(LocalLogTest, KeepsPositionsAndLengthsInOneFile) {
  const std::unique_ptr<LogWriter> writer = Writer("g");
  ASSERT_TRUE(writer->InitTransactions(absl::InfiniteFuture()).ok());
  ASSERT_TRUE(writer->BeginTransaction().ok());
  ASSERT_TRUE(Put(*writer, "a").ok());
  ASSERT_TRUE(writer->SendOffsets("g", {{{"in", 0}, {3, "m"}}, {{"in", 1}, {4}}}, absl::InfiniteFuture()).ok());
  ASSERT_TRUE(writer->CommitTransaction(absl::InfiniteFuture()).ok());
  EXPECT_EQ(ReadFile(".groups/g.json"), Concat(R"({"positions":{"in":{"0":{"offset":3,"metadata":"m"},"1":{"offset":4}}},"outputs":{"t":)",
                                               kLineA.size(), "}}\n"));
}

// As a process that was killed leaves it: lines that were never committed, and a lock that nobody holds.
class DeadTransactionTest : public LocalLogTest {
 protected:
  void Leave(std::string_view tail, bool committed) {
    Write("t.jsonl", Concat(committed ? kLineA : "", tail));
    Write(".locks/t.lock", R"({"holder":"drey","pid":1,"host":"h","group":"g","length":0})");
    if (committed) Write(".groups/g.json", Concat(R"({"positions":{"in":{"0":{"offset":3}}},"outputs":{"t":)", kLineA.size(), "}}"));
  }

  absl::Status Start() {
    writer_ = Writer("g");
    const absl::Status initialized = writer_->InitTransactions(absl::InfiniteFuture());
    return initialized.ok() ? writer_->PartitionCount("t", absl::InfiniteFuture()).status() : initialized;
  }

  std::unique_ptr<LogWriter> writer_;
};

TEST_F(DeadTransactionTest, ItsTailIsCut) {
  Leave(Concat(kLineB, kLineB.substr(0, 20)), true);
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(ReadFile("t.jsonl"), kLineA);
}

TEST_F(DeadTransactionTest, BeforeTheFirstCommitEverythingIsTheTail) {
  Leave(kLineA, false);
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(ReadFile("t.jsonl"), "");
}

TEST_F(DeadTransactionTest, AReaderOfCommittedRecordsDoesNotSeeItsTail) {
  Leave(kLineB, true);
  const std::unique_ptr<LogAdmin> admin = *log_->OpenAdmin({.isolation_level = IsolationLevel::kReadCommitted});
  EXPECT_EQ(admin->EndOffsets(std::vector<TopicPartition>{{"t", 0}}, absl::InfiniteFuture())->at({"t", 0}), 1);
  EXPECT_EQ(ReadAll(), "0:0=a 0:1=b ");
}

TEST_F(DeadTransactionTest, WhatAnotherHandWroteIsNeverCut) {
  Leave(Concat(kLineB, "{\"value\":\"by hand\"}\n"), true);
  EXPECT_EQ(ErrorOf(Start()), "DIR/t.jsonl has a line behind what was committed of it that drey did not write (line 3)");
  EXPECT_EQ(ReadFile("t.jsonl"), Concat(kLineA, kLineB, "{\"value\":\"by hand\"}\n"));
}

TEST_F(DeadTransactionTest, AFileThatGrewAfterACleanEndIsAnError) {
  Leave(kLineB, true);
  fs::remove(Path(".locks/t.lock"));
  EXPECT_EQ(ErrorOf(Start()), Concat("DIR/t.jsonl has ", kLineA.size() + kLineB.size(), " bytes, but group 'g' committed ", kLineA.size()));
  EXPECT_EQ(ReadFile("t.jsonl"), Concat(kLineA, kLineB));
}

TEST_F(LocalLogTest, AGroupThatIsJustBeingTakenIsTaken) {
  Write(".locks/g.group", "");
  const int file = ::open(Path(".locks/g.group").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  const auto locked = log_->LockGroup("g", "drey run job.json");
  ::close(file);
  ASSERT_TRUE(locked.ok()) << locked.status();
  EXPECT_EQ(locked->holder, "a process that is just starting");
}

TEST_F(LocalLogTest, RefusesNamesThatAreNoTopics) {
  EXPECT_EQ(ErrorOf(Admin()->DescribeTopic("../t", absl::InfiniteFuture()).status()), "Invalid topics: [../t]");
}

TEST_F(LocalLogTest, SaysThatTheFolderIsMissing) {
  LocalLog log(folder_ + "/nowhere");
  const absl::Status missing = (*log.OpenAdmin({}))->ListTopics(absl::InfiniteFuture()).status();
  EXPECT_EQ(ErrorOf(missing), "cannot open the folder of local topics DIR/nowhere: No such file or directory");
}

TEST_F(LocalLogTest, GroupNamesAreFreeText) {
  ASSERT_TRUE(Admin()->CommitOffsets("../a b", {{{"t", 0}, {1}}}, absl::InfiniteFuture()).ok());
  EXPECT_TRUE(fs::exists(Path(".groups/%2E.%2Fa%20b.json")));
}

}  // namespace
}  // namespace drey
