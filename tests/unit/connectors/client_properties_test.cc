#include "runtime/connectors/kafka/client_properties.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/base/text.h"

namespace drey {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

absl::StatusOr<ClientConfiguration> Map(ClientRole role, const Properties& given) {
  std::vector<ClientProperty> properties;
  uint32_t place = 1;
  for (const auto& [name, value] : given) {
    properties.push_back({name, value, {0, place, place + 1}, {0, place + 1, place + 2}});
    place += 10;
  }
  return MapClientProperties(role, properties);
}

std::map<std::string, std::string> SettingsOf(ClientRole role, const Properties& given) {
  const absl::StatusOr<ClientConfiguration> mapped = Map(role, given);
  EXPECT_TRUE(mapped.ok()) << std::string(MessageOf(mapped.status()));
  std::map<std::string, std::string> settings;
  if (mapped.ok()) settings.insert(mapped->settings.begin(), mapped->settings.end());
  return settings;
}

std::string ErrorOf(ClientRole role, const Properties& given) {
  const absl::StatusOr<ClientConfiguration> mapped = Map(role, given);
  EXPECT_FALSE(mapped.ok());
  return mapped.ok() ? "" : std::string(MessageOf(mapped.status()));
}

constexpr std::string_view kPlain = "org.apache.kafka.common.security.plain.PlainLoginModule";
constexpr std::string_view kScram = "org.apache.kafka.common.security.scram.ScramLoginModule";

TEST(ClientPropertiesTest, UnsetPropertiesHaveTheDefaultsOfTheJavaClients) {
  const ClientConfiguration consumer = *Map(ClientRole::kConsumer, {});
  EXPECT_EQ(consumer.isolation_level, IsolationLevel::kReadUncommitted);
  EXPECT_EQ(consumer.offset_reset, OffsetReset::kLatest);
  EXPECT_EQ(consumer.call_timeout, absl::Seconds(60));
  EXPECT_TRUE(consumer.commit_offsets_on_checkpoint);
  EXPECT_FALSE(consumer.has_servers);
  EXPECT_EQ(SettingsOf(ClientRole::kConsumer, {}).at("check.crcs"), "true");

  const std::map<std::string, std::string> producer = SettingsOf(ClientRole::kProducer, {});
  EXPECT_EQ(producer.at("partitioner"), "murmur2_random");
  EXPECT_EQ(producer.at("acks"), "all");
  EXPECT_EQ(producer.at("enable.idempotence"), "true");
  EXPECT_EQ(producer.at("delivery.timeout.ms"), "120000");
  EXPECT_EQ(producer.at("request.timeout.ms"), "30000");
  EXPECT_EQ(producer.at("message.max.bytes"), "1048576");
  EXPECT_EQ(producer.at("queue.buffering.max.kbytes"), "32768");
  EXPECT_EQ(producer.at("compression.type"), "none");
}

TEST(ClientPropertiesTest, TakesServers) {
  const std::map<std::string, std::string> settings = SettingsOf(ClientRole::kConsumer, {{"bootstrap.servers", " a:1 , b:2,"}});
  EXPECT_EQ(settings.at("bootstrap.servers"), "a:1,b:2");
  EXPECT_FALSE(Map(ClientRole::kConsumer, {{"bootstrap.servers", ""}})->has_servers);
}

TEST(ClientPropertiesTest, MapsNamesAndValues) {
  const std::map<std::string, std::string> consumer =
      SettingsOf(ClientRole::kConsumer, {{"fetch.max.wait.ms", "77"}, {"receive.buffer.bytes", "-1"}, {"fetch.min.bytes", "0"},
                                       {"security.protocol", "SSL"}, {"ssl.endpoint.identification.algorithm", ""}});
  EXPECT_EQ(consumer.at("fetch.wait.max.ms"), "77");
  EXPECT_EQ(consumer.at("socket.receive.buffer.bytes"), "0");
  EXPECT_EQ(consumer.at("fetch.min.bytes"), "1");
  EXPECT_EQ(consumer.at("security.protocol"), "ssl");
  EXPECT_EQ(consumer.at("ssl.endpoint.identification.algorithm"), "none");
  const std::map<std::string, std::string> producer =
      SettingsOf(ClientRole::kProducer, {{"buffer.memory", "1048576"}, {"compression.type", "lz4"}, {"compression.lz4.level", "9"}, {"acks", "-1"}});
  EXPECT_EQ(producer.at("queue.buffering.max.kbytes"), "1024");
  EXPECT_EQ(producer.at("compression.level"), "9");
  EXPECT_EQ(producer.at("acks"), "all");
}

TEST(ClientPropertiesTest, FillsFields) {
  const ClientConfiguration consumer =
      *Map(ClientRole::kConsumer, {{"group.id", "g"}, {"isolation.level", "read_committed"}, {"auto.offset.reset", "earliest"},
                                   {"commit.offsets.on.checkpoint", "false"}, {"default.api.timeout.ms", "5000"}});
  EXPECT_EQ(consumer.group_id, "g");
  EXPECT_EQ(consumer.isolation_level, IsolationLevel::kReadCommitted);
  EXPECT_EQ(consumer.offset_reset, OffsetReset::kEarliest);
  EXPECT_FALSE(consumer.commit_offsets_on_checkpoint);
  EXPECT_EQ(consumer.call_timeout, absl::Seconds(5));
  const ClientConfiguration producer = *Map(ClientRole::kProducer, {{"max.block.ms", "10"}, {"transaction.timeout.ms", "900000"}});
  EXPECT_EQ(producer.call_timeout, absl::Milliseconds(10));
  EXPECT_EQ(producer.transaction_timeout, absl::Minutes(15));
}

TEST(ClientPropertiesTest, RefusesWhatTheJavaClientsRefuseInTheirWords) {
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"fetch.min.bytes", "many"}}),
            "Invalid value many for configuration fetch.min.bytes: Not a number of type INT");
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"fetch.min.bytes", "-5"}}),
            "Invalid value -5 for configuration fetch.min.bytes: Value must be at least 0");
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"fetch.max.bytes", "3000000000"}}),
            "Invalid value 3000000000 for configuration fetch.max.bytes: Not a number of type INT");
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"check.crcs", "yes"}}),
            "Invalid value yes for configuration check.crcs: Expected value to be either true or false");
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"isolation.level", "none"}}),
            "Invalid value none for configuration isolation.level: String must be one of: read_committed, read_uncommitted");
  EXPECT_EQ(ErrorOf(ClientRole::kProducer, {{"enable.idempotence", "true"}, {"acks", "1"}}),
            "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.");
  EXPECT_EQ(ErrorOf(ClientRole::kProducer, {{"delivery.timeout.ms", "1000"}}),
            "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms");
}

TEST(ClientPropertiesTest, IdempotenceGivesWayWhenNobodyAskedForIt) {
  EXPECT_EQ(SettingsOf(ClientRole::kProducer, {{"acks", "1"}}).at("enable.idempotence"), "false");
  EXPECT_EQ(SettingsOf(ClientRole::kProducer, {{"retries", "0"}}).at("enable.idempotence"), "false");
  EXPECT_EQ(SettingsOf(ClientRole::kProducer, {{"max.in.flight.requests.per.connection", "6"}}).at("enable.idempotence"), "false");
}

TEST(ClientPropertiesTest, NamesThePlaceOfWhatItDoesNotSupport) {
  const absl::Status refused = Map(ClientRole::kConsumer, {{"group.id", "g"}, {"interceptor.classes", "com.example.A"}}).status();
  EXPECT_EQ(MessageOf(refused), "the Kafka property 'interceptor.classes' is not supported: it names Java code");
  EXPECT_EQ(DetailOf(refused).kind, ErrorKind::kUnsupported);
  EXPECT_EQ(DetailOf(refused).range.begin, 11u);
  EXPECT_TRUE(Map(ClientRole::kConsumer, {{"interceptor.classes", ""}}).ok());
  EXPECT_EQ(ErrorOf(ClientRole::kConsumer, {{"enable.auto.commit", "true"}}),
            "the Kafka property 'enable.auto.commit' is not supported: positions are committed at checkpoints");
  EXPECT_EQ(ErrorOf(ClientRole::kProducer, {{"partitioner.class", "com.example.Mine"}}),
            "the Kafka property 'partitioner.class' is not supported: it names Java code");
}

TEST(ClientPropertiesTest, PassesOverWhatOnlyOtherClientsKnow) {
  EXPECT_TRUE(Map(ClientRole::kProducer, {{"fetch.min.bytes", "1"}, {"group.id", "g"}})->warnings.empty());
  EXPECT_TRUE(Map(ClientRole::kConsumer, {{"linger.ms", "1"}, {"key.deserializer", "X"}})->warnings.empty());
}

TEST(ClientPropertiesTest, WarnsOfWhatNoClientKnows) {
  const std::vector<absl::Status> warnings = Map(ClientRole::kConsumer, {{"fetch.mim.bytes", "1"}, {"something", "else"}})->warnings;
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(MessageOf(warnings[0]), "The configuration 'fetch.mim.bytes' was supplied but isn't a known config of Kafka's clients");
  EXPECT_EQ(DetailOf(warnings[0]).hint, "did you mean fetch.min.bytes?");
  EXPECT_EQ(MessageOf(warnings[1]), "The configuration 'something' was supplied but isn't a known config of Kafka's clients");
  EXPECT_EQ(DetailOf(warnings[1]).hint, "");
}

TEST(ClientPropertiesTest, WarnsOfWhatHasAnEffectInFlinkOnly) {
  const std::vector<absl::Status> warnings =
      Map(ClientRole::kConsumer, {{"metric.reporters", "a.B"}, {"session.timeout.ms", "1000"}})->warnings;
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(MessageOf(warnings[0]), "The Kafka property 'metric.reporters' has no effect: these metrics are of the Java client");
}

TEST(ClientPropertiesTest, ReadsLogins) {
  const std::map<std::string, std::string> plain =
      SettingsOf(ClientRole::kConsumer, {{"security.protocol", "SASL_SSL"}, {"sasl.mechanism", "PLAIN"},
                                       {"sasl.jaas.config", Concat(kPlain, " required username=\"u\" password=\"p\\\"w;d\";")}});
  EXPECT_EQ(plain.at("security.protocol"), "sasl_ssl");
  EXPECT_EQ(plain.at("sasl.username"), "u");
  EXPECT_EQ(plain.at("sasl.password"), "p\"w;d");
  const std::map<std::string, std::string> scram = SettingsOf(
      ClientRole::kProducer, {{"security.protocol", "SASL_PLAINTEXT"}, {"sasl.mechanism", "SCRAM-SHA-512"},
                              {"sasl.jaas.config", Concat("org.apache.flink.kafka.shaded.", kScram, "\n required\n username='u'\n password='p';")}});
  EXPECT_EQ(scram.at("sasl.mechanism"), "SCRAM-SHA-512");
  EXPECT_EQ(scram.at("sasl.password"), "p");
}

std::string LoginError(std::string_view mechanism, std::string_view jaas) {
  return ErrorOf(ClientRole::kConsumer,
                 {{"security.protocol", "SASL_SSL"}, {"sasl.mechanism", std::string(mechanism)}, {"sasl.jaas.config", std::string(jaas)}});
}

TEST(ClientPropertiesTest, SaysWhatIsWrongWithALogin) {
  EXPECT_EQ(LoginError("PLAIN", ""), "Login module not specified in JAAS config");
  EXPECT_EQ(LoginError("PLAIN", kPlain), "Login module control flag not specified in JAAS config");
  EXPECT_EQ(LoginError("PLAIN", Concat(kPlain, " needed;")), "Invalid login module control flag 'needed' in JAAS config");
  EXPECT_EQ(LoginError("PLAIN", Concat(kPlain, " required username=\"u\"")), "JAAS config entry not terminated by semi-colon");
  EXPECT_EQ(LoginError("PLAIN", Concat(kPlain, " required username;")), "Value not specified for key 'username' in JAAS config");
  EXPECT_EQ(LoginError("PLAIN", Concat(kPlain, " required username=\"u\";")), "username and password are both needed in sasl.jaas.config");
  EXPECT_EQ(LoginError("PLAIN", Concat(kScram, " required username=\"u\" password=\"p\";")),
            Concat("the login module ", kScram, " with the SASL mechanism PLAIN is not supported yet"));
  EXPECT_EQ(LoginError("GSSAPI", "x"),
            "the SASL mechanism GSSAPI is not supported: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 are");
}

TEST(ClientPropertiesTest, NeverShowsSecrets) {
  EXPECT_EQ(ShownValue("properties.sasl.jaas.config", "x"), "******");
  EXPECT_EQ(ShownValue("ssl.truststore.password", "x"), "******");
  EXPECT_EQ(ShownValue("ssl.keystore.key", "x"), "******");
  EXPECT_EQ(ShownValue("properties.ssl.key.pasword", "x"), "******");
  EXPECT_EQ(ShownValue("group.id", "x"), "x");
  EXPECT_EQ(ShownValue("properties.ssl.keystore.type", "x"), "x");
  EXPECT_EQ(ShownValue("properties.isolation.levle", "x"), "x");
  for (const std::string_view jaas : {"hunter2", "A required username=\"u\" password=\"hunter2\"", "A required hunter2;"}) {
    EXPECT_EQ(LoginError("PLAIN", jaas).find("hunter2"), std::string::npos) << jaas;
  }
}

TEST(ClientPropertiesTest, TheTableHasAReasonForEveryRefusal) {
  for (const ClientPropertyDescription& property : DescribeClientProperties()) {
    EXPECT_FALSE(property.clients.empty()) << property.name;
    EXPECT_EQ(property.reason.empty(), property.fate == "honoured") << property.name;
  }
}

}  // namespace
}  // namespace drey
