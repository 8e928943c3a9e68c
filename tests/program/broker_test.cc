// The mission's job on a real broker, run as users run it: the commands of README.md, both modes, stopped and started again.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "runtime/log/local/envelope.h"
#include "tests/integration/kafka_broker.h"
#include "tests/program/drey_process.h"
#include "tests/program/topics.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

constexpr char kJob[] = "flink-applications/05-kafka-logical-msg-flink.json";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : Split(text, '\n')) {
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

// "PARTITION KEY VALUE" of an envelope.
std::string Summary(const Envelope& envelope) {
  return Concat(envelope.partition.value_or(0), " ", envelope.key.value_or("none"), " ", envelope.value.value_or("none"));
}

std::vector<std::string> ExpectedOrders(std::string_view file) {
  std::vector<std::string> records;
  for (const std::string& line : Lines(ReadFile(fs::path(SourceDirectory()) / "tests/jobs/captured-orders" / file))) {
    Arena arena;
    Envelope envelope;
    EnvelopeError error;
    EXPECT_TRUE(ParseEnvelope(line, arena, envelope, error)) << error.message;
    records.push_back(Summary(envelope));
  }
  return records;
}

// Appends the captured messages [begin, end).
void WriteMessages(Topics& topics, const std::string& topic, size_t begin, size_t end) {
  const std::vector<std::string> lines = Lines(ReadFile(fs::path(SourceDirectory()) / "examples/my_pg.message.jsonl"));
  ASSERT_GE(lines.size(), end);
  std::vector<Topics::Record> records;
  for (size_t i = begin; i < end; ++i) {
    Arena arena;
    Envelope envelope;
    EnvelopeError error;
    ASSERT_TRUE(ParseEnvelope(lines[i], arena, envelope, error)) << error.message;
    Topics::Record& record = records.emplace_back();
    if (envelope.key) record.key = std::string(*envelope.key);
    if (envelope.value) record.value = std::string(*envelope.value);
  }
  topics.Write(topic, 0, records);
}

class BrokerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    KafkaBroker* const broker = KafkaBroker::Shared(why_not);
    if (broker == nullptr && std::getenv("CI") != nullptr) FAIL() << why_not;
    if (broker == nullptr) GTEST_SKIP() << why_not;
    servers_ = broker->bootstrap_servers();
    topics_ = std::make_unique<Topics>(servers_);
    std::string pattern = fs::temp_directory_path() / "drey-program-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    fs::create_directory_symlink(fs::path(SourceDirectory()) / "flink-applications", folder_ / "flink-applications");
    // Each test has topics of its own.
    const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
    input_ = "my_pg.message." + test;
    output_ = "order_output." + test;
  }

  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  std::vector<std::string> RunArguments(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"run",      kJob,
                                          "--option", "pg_messages.topic=" + input_,
                                          "--option", "order_output.topic=" + output_,
                                          "--bootstrap-servers", servers_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  void Run(const std::vector<std::string>& more) const {
    DreyProcess process(folder_, RunArguments(more));
    EXPECT_EQ(process.Wait(), 0) << process.StandardError();
  }

  std::string servers_;
  std::unique_ptr<Topics> topics_;
  fs::path folder_;
  std::string input_;
  std::string output_;
};

TEST_F(BrokerTest, BatchWritesWhatFlinkWrote) {
  topics_->Create(input_, 1);
  topics_->Create(output_, 1);
  WriteMessages(*topics_, input_, 0, 410);
  Run({"--mode", "batch"});
  EXPECT_EQ(topics_->Read(output_), ExpectedOrders("order_output.flink-1.20.3.jsonl"));
}

TEST_F(BrokerTest, EachKeyGoesToThePartitionOfJavasProducer) {
  topics_->Create(input_, 1);
  topics_->Create(output_, 3);
  WriteMessages(*topics_, input_, 0, 410);
  Run({"--bounded", "--flink-version", "2.3", "--set", "table.exec.sink.require-on-conflict=false"});
  EXPECT_EQ(topics_->Read(output_), ExpectedOrders("order_output.3-partitions.flink-2.3.0.jsonl"));
}

TEST_F(BrokerTest, AStreamIsStoppedBySigtermAndGoesOnFromItsCheckpoint) {
  topics_->Create(input_, 1);
  topics_->Create(output_, 1);
  constexpr size_t kRounds = 5;
  constexpr size_t kRecordsPerRound = 82;
  for (size_t round = 0; round < kRounds; ++round) {
    DreyProcess process(folder_, RunArguments({"--checkpoints", "checkpoints"}));
    WriteMessages(*topics_, input_, round * kRecordsPerRound, (round + 1) * kRecordsPerRound);
    topics_->AwaitRecords(output_, static_cast<int64_t>((round + 1) * kRecordsPerRound));
    process.Signal(SIGTERM);
    EXPECT_EQ(process.Wait(), 0) << process.StandardError();
    EXPECT_NE(process.StandardError().find("stopped: 82 records in, 82 out"), std::string::npos) << process.StandardError();
  }
  EXPECT_EQ(topics_->Read(output_), ExpectedOrders("order_output.flink-1.20.3.jsonl"));
}

// The commands of README.md that need a broker, word for word but for its address.
TEST_F(BrokerTest, TheReadmesCommandsWork) {
  topics_->Create("my_pg.message", 1);
  topics_->Create("order_output", 1);
  WriteMessages(*topics_, "my_pg.message", 0, 410);
  std::ofstream(folder_ / "kafka.properties") << "bootstrap.servers=" << servers_ << "\n";
  int64_t records = 0;
  int commands = 0;
  for (const std::string& line : Lines(ReadFile(fs::path(SourceDirectory()) / "README.md"))) {
    if (!line.starts_with("drey run ") || line.find("--local") != std::string::npos) continue;
    const std::string command = ReplaceAll(line, "localhost:9092", servers_);
    std::vector<std::string> words;
    for (const std::string_view word : Split(command, ' ')) words.emplace_back(word);
    words.erase(words.begin());
    DreyProcess process(folder_, words);
    EXPECT_EQ(process.Wait(), 0) << line << "\n" << process.StandardError();
    records += 410;
    ++commands;
    EXPECT_EQ(topics_->Read("order_output").size(), static_cast<size_t>(records)) << line;
  }
  EXPECT_EQ(commands, 2);
}

}  // namespace
}  // namespace drey
