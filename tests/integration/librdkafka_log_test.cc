// What only a broker has: connections that fail, logins, compaction, full queues, restarts.
#include "runtime/log/librdkafka/librdkafka_log.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <cstdlib>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/kafka/client_properties.h"
#include "tests/integration/kafka_broker.h"
#include "tests/integration/log_under_test.h"
#include "tests/integration/mock_cluster.h"

namespace drey {
namespace {

using Properties = std::vector<ClientProperty>;


ClientSettings Settings(ClientRole role, const Properties& properties) {
  const absl::StatusOr<ClientConfiguration> mapped = MapClientProperties(role, properties);
  EXPECT_TRUE(mapped.ok()) << std::string(MessageOf(mapped.status()));
  return mapped->settings;
}

std::unique_ptr<LogAdmin> Admin(const Properties& properties) {
  return *LibrdkafkaLog().OpenAdmin({.settings = Settings(ClientRole::kAdmin, properties)});
}
std::unique_ptr<LogReader> Reader(const Properties& properties) {
  return *LibrdkafkaLog().OpenReader({.settings = Settings(ClientRole::kConsumer, properties), .bounded = true});
}
std::unique_ptr<LogWriter> Writer(const Properties& properties) {
  return *LibrdkafkaLog().OpenWriter({.settings = Settings(ClientRole::kProducer, properties)});
}

void ExpectOk(const absl::Status& status) { EXPECT_TRUE(status.ok()) << std::string(MessageOf(status)); }

class BrokerTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string why_not;
    broker_ = KafkaBroker::Shared(why_not);
    if (broker_ != nullptr) return;
    if (std::getenv("CI") != nullptr) FAIL() << why_not;
    GTEST_SKIP() << why_not;
  }

  Properties Open() const { return {{"bootstrap.servers", broker_->bootstrap_servers()}}; }
  Properties Login(const std::string& mechanism, const std::string& module, const std::string& user, const std::string& password) const {
    return {{"bootstrap.servers", broker_->sasl_servers()},
            {"security.protocol", "SASL_PLAINTEXT"},
            {"sasl.mechanism", mechanism},
            {"sasl.jaas.config", Concat("org.apache.kafka.common.security.", module, " required username=\"", user, "\" password=\"",
                                        password, "\";")}};
  }

  KafkaBroker* broker_ = nullptr;
};

TEST(ConnectionTest, SaysThatNothingListens) {
  const absl::Time start = absl::Now();
  const absl::Status refused = Admin({{"bootstrap.servers", "127.0.0.1:1"}})->ListTopics(Soon()).status();
  EXPECT_EQ(DetailOf(refused).kind, ErrorKind::kUnavailable);
  const std::string message(MessageOf(refused));
  EXPECT_EQ(message, "cannot reach the Kafka broker at 127.0.0.1:1: Connect to ipv4#127.0.0.1:1 failed: Connection refused");
  EXPECT_LT(absl::Now() - start, absl::Seconds(30)) << "it need not wait for its deadline";
}

TEST(ConnectionTest, SaysThatAHostIsUnknown) {
  const absl::Status unknown = Admin({{"bootstrap.servers", "no-such-host.invalid:9092"}})->ListTopics(absl::Now() + absl::Seconds(8)).status();
  const std::string message(MessageOf(unknown));
  EXPECT_NE(message.find("no-such-host.invalid:9092"), std::string::npos) << message;
  EXPECT_NE(message.find("resolve"), std::string::npos) << message;
}

TEST(ConnectionTest, NeedsServers) {
  const absl::Status none = LibrdkafkaLog().OpenReader({}).status();
  EXPECT_EQ(MessageOf(none), "No resolvable bootstrap urls given in bootstrap.servers");
  EXPECT_EQ(DetailOf(none).kind, ErrorKind::kInvalid);
}

TEST(ConnectionTest, SaysWhichStoreItCannotRead) {
  const absl::Status missing =
      LibrdkafkaLog()
          .OpenReader({.settings = Settings(ClientRole::kConsumer, {{"bootstrap.servers", "127.0.0.1:1"}, {"ssl.truststore.location", "/no/such.p12"}})})
          .status();
  EXPECT_EQ(MessageOf(missing), "cannot open /no/such.p12, which the Kafka property ssl.truststore.location names: No such file or directory");
}

TEST_F(BrokerTest, LogsInWithPlain) {
  ExpectOk(Admin(Login("PLAIN", "plain.PlainLoginModule", "drey", "drey-secret"))->ListTopics(Soon()).status());
}

// Kafka 4 refuses the SCRAM of librdkafka before 2.6.1; then at least the reason is told.
TEST_F(BrokerTest, LogsInWithScramOrSaysWhyNot) {
  const absl::Status login = Admin(Login("SCRAM-SHA-256", "scram.ScramLoginModule", "alice", "alice-secret"))->ListTopics(Soon()).status();
  if (rd_kafka_version() >= 0x020601ff) {
    ExpectOk(login);
  } else {
    EXPECT_NE(DetailOf(login).hint.find("2.6.1 and later can log in"), std::string::npos) << DetailOf(login).hint;
  }
}

TEST_F(BrokerTest, ARefusedLoginIsToldAtOnceAndWithoutThePassword) {
  const absl::Time start = absl::Now();
  const absl::Status plain = Admin(Login("PLAIN", "plain.PlainLoginModule", "drey", "wrong-secret"))->ListTopics(Soon()).status();
  EXPECT_EQ(MessageOf(plain), "Authentication failed: Invalid username or password");
  EXPECT_EQ(DetailOf(plain).kind, ErrorKind::kUnavailable);
  EXPECT_EQ(DetailOf(plain).flink_class, "org.apache.kafka.common.errors.SaslAuthenticationException");
  EXPECT_EQ(DetailOf(plain).hint.find("wrong-secret"), std::string::npos);
  const absl::Status scram =
      Admin(Login("SCRAM-SHA-256", "scram.ScramLoginModule", "alice", "wrong-secret"))->ListTopics(Soon()).status();
  EXPECT_NE(MessageOf(scram).find("Authentication failed"), std::string_view::npos) << std::string(MessageOf(scram));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

TEST_F(BrokerTest, AWriterNoticesARefusedLogin) {
  const std::unique_ptr<LogWriter> writer = Writer(Login("PLAIN", "plain.PlainLoginModule", "drey", "wrong-secret"));
  absl::Status failed = writer->Append({.topic = "any", .value = "x"}, Soon()).status();
  if (failed.ok()) failed = writer->Flush(Soon());
  EXPECT_EQ(MessageOf(failed), "Authentication failed: Invalid username or password");
}

TEST_F(BrokerTest, CreatesAnOutputTopicThatIsMissing) {
  const std::unique_ptr<LogWriter> writer = Writer(Open());
  const absl::StatusOr<int32_t> count = writer->PartitionCount("made.by.the.broker", Soon());
  ExpectOk(count.status());
  EXPECT_EQ(count.value_or(0), 1);
}

TEST_F(BrokerTest, RefusesARecordThatIsTooLargeInJavasWords) {
  const std::unique_ptr<LogWriter> writer = Writer(Open());
  const std::string large(1100000, 'x');
  const absl::Status refused = writer->Append({.topic = "too.large", .value = large}, Soon()).status();
  EXPECT_EQ(MessageOf(refused), "The message is 1100082 bytes when serialized which is larger than 1048576, which is the value of the "
                                "max.request.size configuration.");
}

// Compaction leaves gaps, also before the end.
TEST_F(BrokerTest, ReadsACompactedTopicToItsEnd) {
  const std::string topic = "compacted";
  ExpectOk(Admin(Open())->CreateTopic(topic, 1,
                                      {{"cleanup.policy", "compact"}, {"segment.ms", "100"}, {"min.cleanable.dirty.ratio", "0.001"},
                                       {"delete.retention.ms", "1"}},
                                      Soon()));
  const std::unique_ptr<LogWriter> writer = Writer(Open());
  const std::vector<TopicPartition> ids = {{topic, 0}};
  int64_t read = 0;
  int64_t end = 0;
  for (const absl::Time deadline = absl::Now() + absl::Seconds(50); absl::Now() < deadline;) {
    for (const std::string_view key : {"a", "b", "c"}) {
      ASSERT_TRUE(writer->Append({.topic = topic, .key = key, .value = key}, Soon()).ok());
      ExpectOk(writer->Flush(Soon()));
    }
    const std::unique_ptr<LogReader> reader = Reader(Open());
    end = reader->admin().EndOffsets(ids, Soon())->at(ids[0]);
    ExpectOk(reader->Assign(std::vector<PartitionAssignment>{{ids[0], 0, end}}));
    read = 0;
    while (!reader->Finished() && absl::Now() < deadline) read += static_cast<int64_t>(reader->Poll(deadline, {})->records.size());
    EXPECT_EQ(reader->Positions().at(ids[0]), end);
    if (read < end) break;
    absl::SleepFor(absl::Milliseconds(150));  // a segment must grow old before the broker compacts it
  }
  EXPECT_LT(read, end) << "the broker has compacted nothing";
}

TEST(RestartTest, GoesOnWhenTheBrokerComesBack) {
  std::string why_not;
  const std::unique_ptr<KafkaBroker> broker = KafkaBroker::Start(why_not);
  if (broker == nullptr) {
    if (std::getenv("CI") != nullptr) FAIL() << why_not;
    GTEST_SKIP() << why_not;
  }
  const Properties properties = {{"bootstrap.servers", broker->bootstrap_servers()}};
  ExpectOk(Admin(properties)->CreateTopic("t", 1, {}, Soon()));
  const std::unique_ptr<LogWriter> writer = Writer(properties);
  const std::unique_ptr<LogReader> reader =
      *LibrdkafkaLog().OpenReader({.settings = Settings(ClientRole::kConsumer, properties)});
  ExpectOk(reader->Assign(std::vector<PartitionAssignment>{{{"t", 0}, 0}}));
  std::vector<std::string> values;
  const auto read_until = [&](size_t count) {
    const absl::Time deadline = Soon();
    while (values.size() < count && absl::Now() < deadline) {
      const absl::StatusOr<RecordBatch> batch = reader->Poll(deadline, {});
      ExpectOk(batch.status());
      if (!batch.ok()) return;
      for (const RecordView& record : batch->records) values.emplace_back(*record.value);
    }
  };
  ASSERT_TRUE(writer->Append({.topic = "t", .value = "before"}, Soon()).ok());
  ExpectOk(writer->Flush(Soon()));
  read_until(1);
  broker->Kill();
  ASSERT_TRUE(writer->Append({.topic = "t", .value = "while it is down"}, Soon()).ok());
  EXPECT_FALSE(writer->Flush(absl::Now() + absl::Milliseconds(300)).ok());
  ASSERT_TRUE(broker->Restart(why_not)) << why_not;
  ExpectOk(writer->Flush(Soon()));
  read_until(2);
  EXPECT_EQ(values, (std::vector<std::string>{"before", "while it is down"}));
}

// With a queue of 1 MiB and a broker that does not answer.
TEST(QueueTest, WaitsWhenItIsFullAndGoesOnWhenThereIsSpace) {
  MockCluster cluster;
  const Properties properties = {{"bootstrap.servers", cluster.bootstrap_servers()}, {"buffer.memory", "1048576"}};
  cluster.CreateTopic("t", 1);
  const std::unique_ptr<LogWriter> writer = Writer(properties);
  EXPECT_EQ(*writer->PartitionCount("t", Soon()), 1);
  cluster.SetDown(true);
  const std::string value(100000, 'x');
  int appended = 0;
  while (appended < 100) {
    const absl::StatusOr<AppendResult> result = writer->Append({.topic = "t", .value = value}, absl::InfinitePast());
    ASSERT_TRUE(result.ok()) << std::string(MessageOf(result.status()));
    if (*result == AppendResult::kQueueFull) break;
    ++appended;
  }
  EXPECT_GE(appended, 9);
  EXPECT_LE(appended, 11);
  EXPECT_GT(writer->QueuedBytes(), 900000);
  EXPECT_EQ(*writer->Append({.topic = "t", .value = value}, absl::Now() + absl::Milliseconds(20)), AppendResult::kQueueFull);
  cluster.SetDown(false);
  EXPECT_EQ(*writer->Append({.topic = "t", .value = value}, Soon()), AppendResult::kAppended);
  ExpectOk(writer->Flush(Soon()));
  EXPECT_EQ(writer->QueuedBytes(), 0);
}

}  // namespace
}  // namespace drey
