// What a broker, and the way to it, can do to a run: docs/faults.md, row by row. The program is run as users run it, on a real broker.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "tests/integration/kafka_broker.h"
#include "tests/program/drey_process.h"
#include "tests/program/topics.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

using Options = std::vector<std::string>;

// What the tests look for in anything that drey writes.
constexpr char kSecret[] = "-secret";

constexpr char kTables[] = R"(
CREATE TABLE numbers (n STRING) WITH ('connector' = 'kafka', 'topic' = 'INPUT', 'format' = 'raw',
  'scan.startup.mode' = 'earliest-offset');
CREATE TABLE copies (n STRING) WITH ('connector' = 'kafka', 'topic' = 'OUTPUT', 'format' = 'raw');
INSERT INTO copies SELECT n FROM numbers;
)";

Options ExactlyOnce() {
  return {"--option", "copies.sink.delivery-guarantee=exactly-once", "--option", "copies.sink.transactional-id-prefix=faults",
          "--set", "execution.checkpointing.interval=300ms"};
}

// Gives up on a silent broker within seconds.
Options OfLittlePatience(Options options) {
  for (const char* const property : {"max.block.ms=2000", "delivery.timeout.ms=2000", "request.timeout.ms=1000"}) {
    options.insert(options.end(), {"--option", Concat("copies.properties.", property)});
  }
  return options;
}

std::vector<Topics::Record> Numbers(int begin, int end) {
  std::vector<Topics::Record> records;
  for (int i = begin; i < end; ++i) records.push_back({.value = Concat(i)});
  return records;
}

std::vector<std::string> ExpectedNumbers(int end) {
  std::vector<std::string> lines;
  for (int i = 0; i < end; ++i) lines.push_back(Concat("0 none ", i));
  return lines;
}

class BrokerFaultsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    broker_ = NeedsOwnBroker() ? (own_broker_ = KafkaBroker::Start(why_not)).get() : KafkaBroker::Shared(why_not);
    if (broker_ == nullptr && std::getenv("CI") != nullptr) FAIL() << why_not;
    if (broker_ == nullptr) GTEST_SKIP() << why_not;
    topics_ = std::make_unique<Topics>(broker_->bootstrap_servers());
    std::string pattern = fs::temp_directory_path() / "drey-faults-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    // A parameterized test has its number behind a '/', which no topic may have.
    const std::string test = ReplaceAll(testing::UnitTest::GetInstance()->current_test_info()->name(), "/", ".");
    input_ = "in." + test;
    output_ = "out." + test;
    std::ofstream(folder_ / "job.sql") << ReplaceAll(ReplaceAll(kTables, "INPUT", input_), "OUTPUT", output_);
  }

  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  virtual bool NeedsOwnBroker() const { return false; }

  void CreateTopics() {
    topics_->Create(input_, 1);
    topics_->Create(output_, 1);
  }

  Options RunArguments(const Options& more) const {
    Options arguments = {"run", "job.sql", "--progress", "never", "--bootstrap-servers", broker_->bootstrap_servers()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  std::unique_ptr<DreyProcess> Start(const Options& more) const { return std::make_unique<DreyProcess>(folder_, RunArguments(more)); }

  // Ends a run that is at work, which must leave with 0.
  static void Stop(DreyProcess& run) {
    run.Signal(SIGTERM);
    EXPECT_EQ(run.Wait(), 0) << run.StandardError();
  }

  std::unique_ptr<KafkaBroker> own_broker_;
  KafkaBroker* broker_ = nullptr;
  std::unique_ptr<Topics> topics_;
  fs::path folder_;
  std::string input_;
  std::string output_;
};

class OwnBrokerFaultsTest : public BrokerFaultsTest {
 protected:
  bool NeedsOwnBroker() const override { return true; }
};

TEST_F(OwnBrokerFaultsTest, AnOutageInMidRunLosesAndRepeatsNothing) {
  CreateTopics();
  const auto run = Start(ExactlyOnce());
  topics_->Write(input_, 0, Numbers(0, 1000));
  topics_->AwaitCommitted(output_, 1000);
  broker_->Kill();
  absl::SleepFor(absl::Seconds(3));
  std::string why_not;
  ASSERT_TRUE(broker_->Restart(why_not)) << why_not;
  topics_->Write(input_, 0, Numbers(1000, 2000));
  topics_->AwaitCommitted(output_, 2000);
  Stop(*run);
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(2000));
}

// With a producer's queue that holds far less than what is read, and a broker that takes nothing for a while.
TEST_F(OwnBrokerFaultsTest, AFullQueueWaitsForTheBroker) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 50000));
  const auto run = Start({"--option", "copies.properties.buffer.memory=65536"});
  topics_->AwaitRecords(output_, 1);
  broker_->Pause();
  absl::SleepFor(absl::Seconds(2));
  broker_->Resume();
  topics_->AwaitRecords(output_, 50000);
  Stop(*run);
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(50000));
}

TEST_F(OwnBrokerFaultsTest, ARestartStrategyOutlivesAFailure) {
  CreateTopics();
  topics_->Write(input_, 0, {{.value = "1"}});
  std::ofstream(folder_ / "job.sql") << ReplaceAll(ReplaceAll(ReplaceAll(kTables, "INPUT", input_), "OUTPUT", output_), "SELECT n",
                                                   "SELECT CAST(CAST(n AS INT) AS STRING)");
  Options options = ExactlyOnce();
  for (const char* const setting : {"restart-strategy.type=fixed-delay", "restart-strategy.fixed-delay.attempts=2",
                                    "restart-strategy.fixed-delay.delay=100ms"}) {
    options.insert(options.end(), {"--set", setting});
  }
  const auto run = Start(options);
  topics_->AwaitCommitted(output_, 1);
  topics_->Write(input_, 0, {{.value = "2"}, {.value = "three"}});
  EXPECT_EQ(run->Wait(), 4) << run->StandardError();
  EXPECT_NE(run->StandardError().find("restart 2 in 100ms"), std::string::npos) << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), std::vector<std::string>{"0 none 1"}) << "committed once, and gone on behind it";
}

TEST_F(BrokerFaultsTest, APartitionThatIsAddedIsReadFromItsBeginning) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  const auto run = Start({"--option", "numbers.scan.topic-partition-discovery.interval=500ms"});
  topics_->AwaitRecords(output_, 10);
  topics_->AddPartitions(input_, 2);
  topics_->Write(input_, 1, Numbers(10, 20));
  topics_->AwaitRecords(output_, 20);
  Stop(*run);
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(20));
}

TEST_F(BrokerFaultsTest, ADeletedInputTopicFailsTheRun) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  const auto run = Start({"--option", "numbers.scan.topic-partition-discovery.interval=500ms"});
  topics_->AwaitRecords(output_, 10);
  topics_->Delete(input_);
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  EXPECT_NE(run->StandardError().find(input_), std::string::npos) << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(10));
}

TEST_F(BrokerFaultsTest, AMissingInputTopicFailsTheRun) {
  const auto run = Start({});
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  EXPECT_NE(run->StandardError().find(Concat("topic '", input_, "' does not exist")), std::string::npos) << run->StandardError();
}

TEST_F(BrokerFaultsTest, ARecordLargerThanTheClientAllowsFailsTheJob) {
  CreateTopics();
  topics_->Write(input_, 0, {{.value = std::string(5000, 'x')}});
  const auto run = Start({"--option", "copies.properties.max.request.size=2000"});
  EXPECT_EQ(run->Wait(), 4) << run->StandardError();
  EXPECT_NE(run->StandardError().find("which is larger than 2000, which is the value of the max.request.size configuration."), std::string::npos)
      << run->StandardError();
}

TEST_F(BrokerFaultsTest, ARecordLargerThanTheTopicAllowsFailsTheRun) {
  topics_->Create(input_, 1);
  topics_->Create(output_, 1, {{"max.message.bytes", "2000"}});
  topics_->Write(input_, 0, {{.value = std::string(5000, 'x')}});
  const auto run = Start({});
  const int code = run->Wait();
  EXPECT_TRUE(code == 4 || code == 5) << code;
  EXPECT_NE(run->StandardError().find(output_), std::string::npos) << run->StandardError();
  EXPECT_NE(run->StandardError().find("too large"), std::string::npos) << run->StandardError();
}

TEST_F(BrokerFaultsTest, ATransactionThatIsOpenForTooLongSaysSo) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  const auto run = Start({"--option", "copies.sink.delivery-guarantee=exactly-once", "--option", "copies.sink.transactional-id-prefix=" + input_,
                          "--option", "copies.properties.transaction.timeout.ms=1000", "--option", "copies.properties.max.block.ms=5000", "--set",
                          "execution.checkpointing.interval=20s"});
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  EXPECT_NE(run->StandardError().find("was open for longer than its timeout of 1000 ms"), std::string::npos) << run->StandardError();
  EXPECT_NE(run->StandardError().find("execution.checkpointing.interval"), std::string::npos) << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), std::vector<std::string>()) << "nothing was committed";
}

TEST_F(BrokerFaultsTest, OfRunsThatStartAtOnceOneRuns) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 1000));
  const Options options = {"--mode", "batch", "--since-last-run", "--group", "once." + input_, "--if-running", "wait"};
  std::vector<std::unique_ptr<DreyProcess>> runs;
  for (int i = 0; i < 4; ++i) runs.push_back(Start(options));
  for (const auto& run : runs) EXPECT_EQ(run->Wait(), 0) << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(1000));
}

// The broker forgets a group's offsets with the topic; the ledger does not.
TEST_F(BrokerFaultsTest, ATopicThatWasMadeAnewIsNotReadAsIfNothingHadBeen) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  const Options options = {"--mode", "batch", "--since-last-run", "--group", "anew." + input_};
  EXPECT_EQ(Start(options)->Wait(), 0);
  topics_->Delete(input_);
  topics_->Create(input_, 1);
  topics_->Write(input_, 0, Numbers(10, 12));
  const auto run = Start(options);
  EXPECT_EQ(run->Wait(), 4) << run->StandardError();
  Options from_startup_mode = options;
  from_startup_mode.push_back("--from-startup-mode");
  const auto again = Start(from_startup_mode);
  EXPECT_EQ(again->Wait(), 0) << again->StandardError();
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(12));
}

TEST_F(OwnBrokerFaultsTest, RunsGoOnWithoutTheirLedgerAndWithOneThatIsNotCompacted) {
  CreateTopics();
  const Options options = {"--mode", "batch", "--since-last-run", "--group", "ledger"};
  for (int run = 0; run < 4; ++run) {
    topics_->Write(input_, 0, Numbers(10 * run, 10 * run + 10));
    const auto process = Start(options);
    EXPECT_EQ(process->Wait(), 0) << process->StandardError();
    topics_->Delete("drey.runs");
    if (run % 2 == 0) topics_->Create("drey.runs", 1, {{"cleanup.policy", "delete"}});
  }
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(40));
}

TEST_F(BrokerFaultsTest, DeadLettersThatTheirTopicDoesNotTakeFailTheRun) {
  CreateTopics();
  topics_->Create("letters." + input_, 1, {{"max.message.bytes", "2000"}});
  std::ofstream(folder_ / "job.sql") << ReplaceAll(ReplaceAll(ReplaceAll(kTables, "INPUT", input_), "OUTPUT", output_), "SELECT n",
                                                   "SELECT CAST(CAST(n AS INT) AS STRING)");
  topics_->Write(input_, 0, {{.value = "0"}, {.value = std::string(5000, 'x')}});
  const Options options = {"--mode", "batch", "--since-last-run", "--group", "letters." + input_,
                           "--on-error", "dead-letter:letters." + input_};
  const auto run = Start(options);
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  EXPECT_NE(run->StandardError().find("letters." + input_), std::string::npos) << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), std::vector<std::string>()) << "neither letter nor output was committed";
  Options skipping = options;
  skipping.back() = "skip";
  EXPECT_EQ(Start(skipping)->Wait(), 0);
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(1));
}

// Neither answers nor closes its connections, for longer than anything of the clients waits.
TEST_F(OwnBrokerFaultsTest, ABrokerThatIsSilentAtTheCommitFailsTheRun) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  const auto run = Start(OfLittlePatience(ExactlyOnce()));
  topics_->AwaitCommitted(output_, 10);
  topics_->Write(input_, 0, Numbers(10, 20));
  broker_->Pause();
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  broker_->Resume();
  const auto again = Start(ExactlyOnce());
  topics_->AwaitCommitted(output_, 20);
  Stop(*again);
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(20));
}

TEST_F(OwnBrokerFaultsTest, ACheckpointThatExpiresFailsTheRun) {
  CreateTopics();
  topics_->Write(input_, 0, Numbers(0, 10));
  Options options = OfLittlePatience(ExactlyOnce());
  options.insert(options.end(), {"--set", "execution.checkpointing.timeout=1s"});
  const auto run = Start(options);
  topics_->AwaitCommitted(output_, 10);
  broker_->Pause();
  EXPECT_EQ(run->Wait(), 5) << run->StandardError();
  EXPECT_NE(run->StandardError().find("Checkpoint expired before completing"), std::string::npos) << run->StandardError();
}

// The clock of a run is set while it runs.
class ClockTest : public BrokerFaultsTest {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer wants to be the first library";
#endif
    BrokerFaultsTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    for (const auto& entry : fs::directory_iterator("/usr/lib")) {
      const fs::path library = entry.path() / "faketime/libfaketime.so.1";
      if (fs::exists(library)) library_ = library;
    }
    ASSERT_NE(std::getenv("DREY_C11_THREADS"), nullptr) << "run by ctest";
    ASSERT_FALSE(library_.empty()) << "cmake/install_packages.sh --with-tests installs faketime";
  }

  // As "+1h" or "@1960-01-01 00:00:00".
  void SetClock(const std::string& to) const {
    std::ofstream(folder_ / "clock.new") << to << "\n";
    fs::rename(folder_ / "clock.new", folder_ / "clock");
  }

  std::unique_ptr<DreyProcess> StartWithClock(const Options& arguments) const {
    const std::string clock = folder_ / "clock";
    // libfaketime knows the waits of POSIX only: one of C11's for a second, with the clock an hour ahead, would last that hour.
    ::setenv("LD_PRELOAD", Concat(library_.string(), ":", std::getenv("DREY_C11_THREADS")).c_str(), 1);
    ::setenv("FAKETIME_TIMESTAMP_FILE", clock.c_str(), 1);
    ::setenv("FAKETIME_NO_CACHE", "1", 1);
    ::setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
    auto run = std::make_unique<DreyProcess>(folder_, arguments);
    ::unsetenv("LD_PRELOAD");
    return run;
  }

  fs::path library_;
};

TEST_F(ClockTest, SetForwardNothingIsLostOrRepeated) {
  CreateTopics();
  SetClock("+0");
  const auto run = StartWithClock(RunArguments(ExactlyOnce()));
  topics_->Write(input_, 0, Numbers(0, 10));
  topics_->AwaitCommitted(output_, 10);
  SetClock("+10h");
  topics_->Write(input_, 0, Numbers(10, 20));
  // Whether it goes on or has failed.
  const auto next = Start(ExactlyOnce());
  topics_->Write(input_, 0, Numbers(20, 30));
  topics_->AwaitCommitted(output_, 30);
  Stop(*next);
  EXPECT_EQ(run->Wait(), 5) << "fenced at the latest: " << run->StandardError();
  EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(30));
}

TEST_F(ClockTest, BeforeNineteenSeventyRunsWriteWhatCanBeRead) {
  fs::create_directory(folder_ / "topics");
  std::ofstream(folder_ / "topics" / (input_ + ".jsonl")) << "{\"payload\":\"0\"}\n";
  SetClock("@1960-01-01 00:00:00");
  const Options options = {"run", "job.sql", "--local", "topics", "--mode", "batch", "--since-last-run", "--group", "g"};
  for (const char* const counts : {"1 record in, 1 out", "0 records in, 0 out"}) {
    const auto run = StartWithClock(options);
    EXPECT_EQ(run->Wait(), 0) << run->StandardError();
    EXPECT_NE(run->StandardError().find(counts), std::string::npos) << run->StandardError();
  }
  const auto read = StartWithClock({"topics", "cat", output_, "--local", "topics"});
  EXPECT_EQ(read->Wait(), 0) << read->StandardError();
  EXPECT_EQ(read->StandardOutput(), "0\n");
}

// Logins and encryption: a bounded run over one record, by the options of the client.
class SecurityTest : public BrokerFaultsTest {
 protected:
  void SetUp() override {
    BrokerFaultsTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    CreateTopics();
    topics_->Write(input_, 0, Numbers(0, 1));
  }

  // The exit code; what was said is in `said_`, and holds no secret.
  int RunWith(const std::string& listener, const std::vector<std::string>& properties) {
    Options arguments = {"run", "job.sql", "--progress", "never", "--log-level", "trace", "--bounded"};
    std::vector<std::string> all = properties;
    all.push_back(Concat("bootstrap.servers=", listener.empty() ? broker_->bootstrap_servers() : broker_->ServersOf(listener)));
    for (const std::string& property : all) {
      for (const std::string_view table : {"numbers", "copies"}) {
        arguments.insert(arguments.end(), {"--option", Concat(table, ".properties.", property)});
      }
    }
    DreyProcess run(folder_, arguments);
    const int code = run.Wait();
    said_ = run.StandardError();
    EXPECT_EQ(said_.find(kSecret), std::string::npos) << said_;
    EXPECT_EQ(run.StandardOutput().find(kSecret), std::string::npos) << run.StandardOutput();
    return code;
  }

  void ExpectRuns(const std::string& listener, const std::vector<std::string>& properties) {
    EXPECT_EQ(RunWith(listener, properties), 0) << said_;
    EXPECT_EQ(topics_->Read(output_), ExpectedNumbers(1));
  }

  void ExpectFails(const std::string& listener, const std::vector<std::string>& properties, std::string_view message, std::string_view hint) {
    EXPECT_EQ(RunWith(listener, properties), 5) << said_;
    EXPECT_NE(said_.find(message), std::string::npos) << said_;
    EXPECT_NE(said_.find(hint), std::string::npos) << said_;
    EXPECT_EQ(topics_->Read(output_), std::vector<std::string>());
  }

  static std::vector<std::string> Login(std::string_view mechanism, std::string_view user, std::string_view password) {
    const std::string_view module = mechanism == "PLAIN" ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return {"security.protocol=SASL_PLAINTEXT", Concat("sasl.mechanism=", mechanism),
            Concat("sasl.jaas.config=org.apache.kafka.common.security.", module, " required username=\"", user, "\" password=\"", password,
                   "\";")};
  }

  std::vector<std::string> Trust(const std::string& file = "ca.pem") const {
    return {"security.protocol=SSL", "ssl.truststore.type=PEM", Concat("ssl.truststore.location=", broker_->CertificatePath(file))};
  }

  std::string said_;
};

std::vector<std::string> Both(std::vector<std::string> some, const std::vector<std::string>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

TEST_F(SecurityTest, PlainLogsIn) { ExpectRuns("sasl", Login("PLAIN", "drey", "drey-secret")); }

TEST_F(SecurityTest, PlainWithAWrongPasswordIsRefused) {
  ExpectFails("sasl", Login("PLAIN", "drey", "wrong-secret"), "Authentication failed: Invalid username or password", "sasl.jaas.config");
}

TEST_F(SecurityTest, PlainOverTlsLogsIn) {
  std::vector<std::string> properties = Both(Login("PLAIN", "drey", "drey-secret"), Trust());
  std::erase_if(properties, [](const std::string& property) { return property.starts_with("security.protocol="); });
  ExpectRuns("sasl_ssl", Both(properties, {"security.protocol=SASL_SSL"}));
}

// Kafka 4 wants the nonce as it is; librdkafka before 2.6.1 repeats a part of it. It is not a question of the mechanism.
TEST_F(SecurityTest, ScramOfAnOldLibrdkafkaSaysWhyNot) {
  if (rd_kafka_version() >= 0x020601ff) GTEST_SKIP() << "this librdkafka can log in";
  for (const std::string_view mechanism : {"SCRAM-SHA-256", "SCRAM-SHA-512"}) {
    ExpectFails("sasl", Login(mechanism, "alice", "alice-secret"), "Authentication failed", "2.6.1 and later can log in");
  }
}

// The same program with a library that is put before the system's.
class ScramTest : public SecurityTest, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    SecurityTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    // Beside the broker's jars, for all that come after.
    const std::string libraries = SourceDirectory() + "/build/librdkafka";
    const bool fetched = std::system(Concat(SourceDirectory(), "/cmake/fetch_librdkafka.sh ", libraries).c_str()) == 0;
    if (!fetched && std::getenv("CI") != nullptr) FAIL() << "no current librdkafka can be had";
    if (!fetched) GTEST_SKIP() << "no current librdkafka can be had";
    ::setenv("LD_LIBRARY_PATH", libraries.c_str(), 1);
  }

  void TearDown() override {
    ::unsetenv("LD_LIBRARY_PATH");
    SecurityTest::TearDown();
  }
};

TEST_P(ScramTest, ACurrentLibrdkafkaLogsIn) { ExpectRuns("sasl", Login(GetParam(), "alice", "alice-secret")); }

TEST_P(ScramTest, ACurrentLibrdkafkaIsRefusedWithAWrongPassword) {
  ExpectFails("sasl", Login(GetParam(), "alice", "wrong-secret"), "Authentication failed", "refused the login");
}

INSTANTIATE_TEST_SUITE_P(Mechanisms, ScramTest, testing::Values("SCRAM-SHA-256", "SCRAM-SHA-512"));

TEST_F(SecurityTest, ScramWithAWrongPasswordIsRefused) {
  ExpectFails("sasl", Login("SCRAM-SHA-512", "alice", "wrong-secret"), "Authentication failed", "refused the login");
}

TEST_F(SecurityTest, TlsWithAPemTrustStore) { ExpectRuns("ssl", Trust()); }

// As users make it: a store with certificates only, which is not what openssl makes.
TEST_F(SecurityTest, TlsWithKeytoolsTrustStore) {
  const std::string store = folder_ / "trust.p12";
  const std::string command = Concat("keytool -importcert -noprompt -alias ca -file ", broker_->CertificatePath("ca.pem"), " -keystore ", store,
                                     " -storetype PKCS12 -storepass trust-secret >/dev/null 2>&1");
  ASSERT_EQ(std::system(command.c_str()), 0);
  const std::vector<std::string> properties = {"security.protocol=SSL", "ssl.truststore.type=PKCS12",
                                               Concat("ssl.truststore.location=", store)};
  ExpectFails("ssl", Both(properties, {"ssl.truststore.password=wrong-secret"}), "cannot read the trust store",
              "is ssl.truststore.password right?");
  ExpectRuns("ssl", Both(properties, {"ssl.truststore.password=trust-secret"}));
}

TEST_F(SecurityTest, TlsWithAnotherAuthorityIsRefused) {
  ExpectFails("ssl", Trust("other-ca.pem"), "the broker's certificate could not be verified", "ssl.truststore.location");
}

TEST_F(SecurityTest, TlsOnAPlainPort) { ExpectFails("", Trust(), "TLS", "does security.protocol fit this port?"); }

TEST_F(SecurityTest, NoTlsOnATlsPort) { ExpectFails("ssl", {}, "it closed the connection at once", "security.protocol"); }

TEST_F(SecurityTest, MutualTls) {
  ExpectFails("mutual_tls", Trust(), "the broker wants a client certificate", "ssl.keystore.location");
  const std::string pem = Concat("ssl.keystore.location=", broker_->CertificatePath("client.pem"));
  ExpectRuns("mutual_tls", Both(Trust(), {"ssl.keystore.type=PEM", pem}));
}

TEST_F(SecurityTest, MutualTlsWithAPkcs12KeyStore) {
  const std::vector<std::string> store = {"ssl.keystore.type=PKCS12",
                                          Concat("ssl.keystore.location=", broker_->CertificatePath("client.p12"))};
  ExpectFails("mutual_tls", Both(Both(Trust(), store), {"ssl.keystore.password=wrong-secret"}), "cannot make a Kafka client",
              "is ssl.keystore.password right?");
  ExpectRuns("mutual_tls", Both(Both(Trust(), store), {"ssl.keystore.password=client-secret"}));
}

}  // namespace
}  // namespace drey
