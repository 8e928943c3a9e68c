#include "runtime/connectors/kafka/client_properties.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/catalog/secret_options.h"
#include "runtime/connectors/kafka/jaas_config.h"
#include "runtime/log/java_properties.h"

namespace drey {
namespace {

constexpr uint8_t kConsumer = static_cast<uint8_t>(ClientRole::kConsumer);
constexpr uint8_t kProducer = static_cast<uint8_t>(ClientRole::kProducer);
constexpr uint8_t kAdmin = static_cast<uint8_t>(ClientRole::kAdmin);
constexpr uint8_t kAll = kConsumer | kProducer | kAdmin;
constexpr uint8_t kReading = kConsumer | kAdmin;

// kIdleInFlink: without effect here as in Flink; kWithoutEffect: without effect here, which is said.
enum class Fate : uint8_t { kSetting, kHonoured, kIdleInFlink, kWithoutEffect, kRefused };
enum class Kind : uint8_t { kText, kInt, kLong, kBoolean };

struct Rule {
  std::string_view name;
  uint8_t roles;
  Fate fate;
  Kind kind;
  // kSetting: librdkafka's name, empty for the same; all but kHonoured: why.
  std::string_view detail = {};
  int64_t least = INT64_MIN;  // of numbers, as in the Java client
  int64_t most = INT64_MAX;   // of numbers, where librdkafka takes less
};

constexpr std::string_view kAssigned = "partitions are assigned to readers, there is no group membership (as in Flink)";
constexpr std::string_view kNoMetrics = "these metrics are of the Java client";
constexpr std::string_view kJvm = "it chooses parts of the Java runtime";
constexpr std::string_view kBytes = "Flink reads and writes bytes whatever it says";
constexpr std::string_view kJavaClass = "it names Java code";
constexpr std::string_view kTiming = "it tunes timing of the Java client only";
constexpr std::string_view kOauth = "OAUTHBEARER is not supported";
constexpr std::string_view kKerberos = "Kerberos (GSSAPI) is not supported";

constexpr std::array kRules = {
    // All clients.
    Rule{"bootstrap.servers", kAll, Fate::kHonoured, Kind::kText},
    Rule{"bootstrap.controllers", kAdmin, Fate::kRefused, Kind::kText, "connections to controllers are not supported"},
    Rule{"client.dns.lookup", kAll, Fate::kHonoured, Kind::kText},
    Rule{"client.id", kAll, Fate::kSetting, Kind::kText},
    Rule{"client.id.prefix", kConsumer, Fate::kHonoured, Kind::kText},
    Rule{"client.rack", kConsumer, Fate::kSetting, Kind::kText},
    Rule{"metadata.max.age.ms", kAll, Fate::kSetting, Kind::kLong, "topic.metadata.refresh.interval.ms", 0, 3600000},
    Rule{"metadata.recovery.strategy", kAll, Fate::kWithoutEffect, Kind::kText, kTiming},
    Rule{"metadata.recovery.rebootstrap.trigger.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kTiming, 0},
    Rule{"send.buffer.bytes", kAll, Fate::kHonoured, Kind::kInt, {}, -1, 100000000},
    Rule{"receive.buffer.bytes", kAll, Fate::kHonoured, Kind::kInt, {}, -1, 100000000},
    Rule{"reconnect.backoff.ms", kAll, Fate::kSetting, Kind::kLong, {}, 0, 3600000},
    Rule{"reconnect.backoff.max.ms", kAll, Fate::kSetting, Kind::kLong, {}, 0, 3600000},
    Rule{"retries", kProducer, Fate::kSetting, Kind::kInt, {}, 0},
    Rule{"retry.backoff.ms", kProducer, Fate::kHonoured, Kind::kLong, {}, 0, 300000},
    Rule{"retry.backoff.ms", kReading, Fate::kWithoutEffect, Kind::kLong, kTiming, 0},
    Rule{"retries", kAdmin, Fate::kWithoutEffect, Kind::kInt, kTiming, 0},
    Rule{"retry.backoff.max.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kTiming, 0},
    Rule{"socket.connection.setup.timeout.ms", kAll, Fate::kHonoured, Kind::kLong, {}, 0},
    Rule{"socket.connection.setup.timeout.max.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kTiming, 0},
    Rule{"connections.max.idle.ms", kAll, Fate::kHonoured, Kind::kLong},
    Rule{"request.timeout.ms", kAll, Fate::kHonoured, Kind::kInt, {}, 0, 300000},
    Rule{"default.api.timeout.ms", kReading, Fate::kHonoured, Kind::kInt, {}, 0},
    Rule{"enable.metrics.push", kAll, Fate::kWithoutEffect, Kind::kBoolean, kNoMetrics},
    Rule{"metrics.sample.window.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kNoMetrics, 0},
    Rule{"metrics.num.samples", kAll, Fate::kWithoutEffect, Kind::kInt, kNoMetrics, 1},
    Rule{"metrics.recording.level", kAll, Fate::kWithoutEffect, Kind::kText, kNoMetrics},
    Rule{"metric.reporters", kAll, Fate::kWithoutEffect, Kind::kText, kNoMetrics},
    Rule{"auto.include.jmx.reporter", kAll, Fate::kWithoutEffect, Kind::kBoolean, kNoMetrics},
    Rule{"register.consumer.metrics", kConsumer, Fate::kWithoutEffect, Kind::kBoolean, kNoMetrics},
    Rule{"register.producer.metrics", kProducer, Fate::kWithoutEffect, Kind::kBoolean, kNoMetrics},
    Rule{"flink.disable-metrics", kAll, Fate::kWithoutEffect, Kind::kBoolean, kNoMetrics},
    Rule{"interceptor.classes", kConsumer | kProducer, Fate::kRefused, Kind::kText, kJavaClass},
    Rule{"security.providers", kAll, Fate::kRefused, Kind::kText, kJavaClass},
    // Consumers.
    Rule{"group.id", kConsumer, Fate::kHonoured, Kind::kText},
    Rule{"auto.offset.reset", kConsumer, Fate::kHonoured, Kind::kText},
    Rule{"isolation.level", kReading, Fate::kHonoured, Kind::kText},
    Rule{"enable.auto.commit", kConsumer, Fate::kHonoured, Kind::kBoolean},
    Rule{"auto.commit.interval.ms", kConsumer, Fate::kIdleInFlink, Kind::kInt, "positions are committed at checkpoints", 0},
    Rule{"commit.offsets.on.checkpoint", kConsumer, Fate::kHonoured, Kind::kBoolean},
    Rule{"partition.discovery.interval.ms", kConsumer, Fate::kIdleInFlink, Kind::kLong,
         "the option scan.topic-partition-discovery.interval decides (as in Flink)"},
    Rule{"fetch.min.bytes", kConsumer, Fate::kHonoured, Kind::kInt, {}, 0, 100000000},
    Rule{"fetch.max.bytes", kConsumer, Fate::kSetting, Kind::kInt, {}, 0, 2147483135},
    Rule{"fetch.max.wait.ms", kConsumer, Fate::kSetting, Kind::kInt, "fetch.wait.max.ms", 0, 300000},
    Rule{"max.partition.fetch.bytes", kConsumer, Fate::kHonoured, Kind::kInt, {}, 0, 1000000000},
    Rule{"max.poll.records", kConsumer, Fate::kWithoutEffect, Kind::kInt, "it bounds a call of the Java client only", 1},
    Rule{"check.crcs", kConsumer, Fate::kSetting, Kind::kBoolean},
    Rule{"key.deserializer", kConsumer, Fate::kIdleInFlink, Kind::kText, kBytes},
    Rule{"value.deserializer", kConsumer, Fate::kIdleInFlink, Kind::kText, kBytes},
    Rule{"exclude.internal.topics", kConsumer, Fate::kIdleInFlink, Kind::kBoolean, kAssigned},
    Rule{"allow.auto.create.topics", kConsumer, Fate::kIdleInFlink, Kind::kBoolean, "Flink asks for the topic before it reads"},
    Rule{"group.instance.id", kConsumer, Fate::kIdleInFlink, Kind::kText, kAssigned},
    Rule{"group.protocol", kConsumer, Fate::kIdleInFlink, Kind::kText, kAssigned},
    Rule{"group.remote.assignor", kConsumer, Fate::kIdleInFlink, Kind::kText, kAssigned},
    Rule{"heartbeat.interval.ms", kConsumer, Fate::kIdleInFlink, Kind::kInt, kAssigned},
    Rule{"internal.leave.group.on.close", kConsumer, Fate::kIdleInFlink, Kind::kBoolean, kAssigned},
    Rule{"internal.throw.on.fetch.stable.offset.unsupported", kConsumer, Fate::kIdleInFlink, Kind::kBoolean, kAssigned},
    Rule{"max.poll.interval.ms", kConsumer, Fate::kIdleInFlink, Kind::kInt, kAssigned, 1},
    Rule{"partition.assignment.strategy", kConsumer, Fate::kIdleInFlink, Kind::kText, kAssigned},
    Rule{"rebalance.timeout.ms", kConsumer, Fate::kIdleInFlink, Kind::kInt, kAssigned},
    Rule{"session.timeout.ms", kConsumer, Fate::kIdleInFlink, Kind::kInt, kAssigned},
    // Producers.
    Rule{"acks", kProducer, Fate::kHonoured, Kind::kText},
    Rule{"batch.size", kProducer, Fate::kHonoured, Kind::kInt, {}, 0},
    Rule{"buffer.memory", kProducer, Fate::kHonoured, Kind::kLong, {}, 0},
    Rule{"compression.type", kProducer, Fate::kHonoured, Kind::kText},
    Rule{"compression.gzip.level", kProducer, Fate::kHonoured, Kind::kInt, {}, -1, 9},
    Rule{"compression.lz4.level", kProducer, Fate::kHonoured, Kind::kInt, {}, 1, 12},
    Rule{"compression.zstd.level", kProducer, Fate::kRefused, Kind::kInt, "the level of zstd cannot be chosen"},
    Rule{"delivery.timeout.ms", kProducer, Fate::kHonoured, Kind::kInt, {}, 0},
    Rule{"enable.idempotence", kProducer, Fate::kHonoured, Kind::kBoolean},
    Rule{"key.serializer", kProducer, Fate::kIdleInFlink, Kind::kText, kBytes},
    Rule{"value.serializer", kProducer, Fate::kIdleInFlink, Kind::kText, kBytes},
    Rule{"linger.ms", kProducer, Fate::kSetting, Kind::kLong, {}, 0, 900000},
    Rule{"max.block.ms", kProducer, Fate::kHonoured, Kind::kLong, {}, 0},
    Rule{"max.in.flight.requests.per.connection", kProducer, Fate::kHonoured, Kind::kInt, {}, 1, 1000000},
    Rule{"max.request.size", kProducer, Fate::kSetting, Kind::kInt, "message.max.bytes", 1000, 1000000000},
    Rule{"metadata.max.idle.ms", kProducer, Fate::kWithoutEffect, Kind::kLong, kTiming, 5000},
    Rule{"partitioner.class", kProducer, Fate::kHonoured, Kind::kText},
    Rule{"partitioner.adaptive.partitioning.enable", kProducer, Fate::kWithoutEffect, Kind::kBoolean,
         "records without key go to any partition, with or without it"},
    Rule{"partitioner.availability.timeout.ms", kProducer, Fate::kWithoutEffect, Kind::kLong,
         "records without key go to any partition, with or without it", 0},
    Rule{"partitioner.ignore.keys", kProducer, Fate::kHonoured, Kind::kBoolean},
    Rule{"transaction.timeout.ms", kProducer, Fate::kHonoured, Kind::kInt, {}, 1},
    Rule{"transactional.id", kProducer, Fate::kRefused, Kind::kText, "the option sink.transactional-id-prefix makes the ids"},
    Rule{"internal.auto.downgrade.txn.commit", kProducer, Fate::kWithoutEffect, Kind::kBoolean, kTiming},
    // Security.
    Rule{"security.protocol", kAll, Fate::kHonoured, Kind::kText},
    Rule{"sasl.mechanism", kAll, Fate::kHonoured, Kind::kText},
    Rule{"sasl.jaas.config", kAll, Fate::kHonoured, Kind::kText},
    Rule{"sasl.client.callback.handler.class", kAll, Fate::kRefused, Kind::kText, kJavaClass},
    Rule{"sasl.login.callback.handler.class", kAll, Fate::kRefused, Kind::kText, kJavaClass},
    Rule{"sasl.login.class", kAll, Fate::kRefused, Kind::kText, kJavaClass},
    Rule{"sasl.login.connect.timeout.ms", kAll, Fate::kRefused, Kind::kInt, kOauth},
    Rule{"sasl.login.read.timeout.ms", kAll, Fate::kRefused, Kind::kInt, kOauth},
    Rule{"sasl.login.refresh.buffer.seconds", kAll, Fate::kWithoutEffect, Kind::kInt, kOauth},
    Rule{"sasl.login.refresh.min.period.seconds", kAll, Fate::kWithoutEffect, Kind::kInt, kOauth},
    Rule{"sasl.login.refresh.window.factor", kAll, Fate::kWithoutEffect, Kind::kText, kOauth},
    Rule{"sasl.login.refresh.window.jitter", kAll, Fate::kWithoutEffect, Kind::kText, kOauth},
    Rule{"sasl.login.retry.backoff.max.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kOauth},
    Rule{"sasl.login.retry.backoff.ms", kAll, Fate::kWithoutEffect, Kind::kLong, kOauth},
    Rule{"sasl.kerberos.service.name", kAll, Fate::kRefused, Kind::kText, kKerberos},
    Rule{"sasl.kerberos.kinit.cmd", kAll, Fate::kRefused, Kind::kText, kKerberos},
    Rule{"sasl.kerberos.min.time.before.relogin", kAll, Fate::kWithoutEffect, Kind::kLong, kKerberos},
    Rule{"sasl.kerberos.ticket.renew.jitter", kAll, Fate::kWithoutEffect, Kind::kText, kKerberos},
    Rule{"sasl.kerberos.ticket.renew.window.factor", kAll, Fate::kWithoutEffect, Kind::kText, kKerberos},
    Rule{"sasl.oauthbearer.clock.skew.seconds", kAll, Fate::kRefused, Kind::kInt, kOauth},
    Rule{"sasl.oauthbearer.expected.audience", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"sasl.oauthbearer.expected.issuer", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"sasl.oauthbearer.header.urlencode", kAll, Fate::kRefused, Kind::kBoolean, kOauth},
    Rule{"sasl.oauthbearer.jwks.endpoint.refresh.ms", kAll, Fate::kRefused, Kind::kLong, kOauth},
    Rule{"sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", kAll, Fate::kRefused, Kind::kLong, kOauth},
    Rule{"sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", kAll, Fate::kRefused, Kind::kLong, kOauth},
    Rule{"sasl.oauthbearer.jwks.endpoint.url", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"sasl.oauthbearer.scope.claim.name", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"sasl.oauthbearer.sub.claim.name", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"sasl.oauthbearer.token.endpoint.url", kAll, Fate::kRefused, Kind::kText, kOauth},
    Rule{"ssl.truststore.location", kAll, Fate::kSetting, Kind::kText},
    Rule{"ssl.truststore.password", kAll, Fate::kSetting, Kind::kText},
    Rule{"ssl.truststore.type", kAll, Fate::kHonoured, Kind::kText},
    Rule{"ssl.truststore.certificates", kAll, Fate::kSetting, Kind::kText, "ssl.ca.pem"},
    Rule{"ssl.keystore.location", kAll, Fate::kSetting, Kind::kText},
    Rule{"ssl.keystore.password", kAll, Fate::kSetting, Kind::kText},
    Rule{"ssl.keystore.type", kAll, Fate::kHonoured, Kind::kText},
    Rule{"ssl.keystore.key", kAll, Fate::kSetting, Kind::kText, "ssl.key.pem"},
    Rule{"ssl.keystore.certificate.chain", kAll, Fate::kSetting, Kind::kText, "ssl.certificate.pem"},
    Rule{"ssl.key.password", kAll, Fate::kSetting, Kind::kText},
    Rule{"ssl.endpoint.identification.algorithm", kAll, Fate::kHonoured, Kind::kText},
    Rule{"ssl.protocol", kAll, Fate::kWithoutEffect, Kind::kText, "the newest version that both sides know is used"},
    Rule{"ssl.enabled.protocols", kAll, Fate::kHonoured, Kind::kText},
    Rule{"ssl.provider", kAll, Fate::kWithoutEffect, Kind::kText, kJvm},
    Rule{"ssl.cipher.suites", kAll, Fate::kRefused, Kind::kText, "cipher suites cannot be chosen by their Java names"},
    Rule{"ssl.keymanager.algorithm", kAll, Fate::kWithoutEffect, Kind::kText, kJvm},
    Rule{"ssl.trustmanager.algorithm", kAll, Fate::kWithoutEffect, Kind::kText, kJvm},
    Rule{"ssl.secure.random.implementation", kAll, Fate::kWithoutEffect, Kind::kText, kJvm},
    Rule{"ssl.engine.factory.class", kAll, Fate::kRefused, Kind::kText, kJavaClass},
};

const Rule* FindRule(std::string_view name, uint8_t role) {
  for (const Rule& rule : kRules) {
    if (rule.name == name && (rule.roles & role) != 0) return &rule;
  }
  return nullptr;
}

bool IsKnown(std::string_view name) {
  return FindRule(name, kAll) != nullptr || name.starts_with("metrics.context.");
}

// "did you mean X?", or empty.
std::string SuggestProperty(std::string_view name) {
  std::vector<std::string> names;
  for (const Rule& rule : kRules) names.emplace_back(rule.name);
  return DidYouMean(name, names);
}

// Behind messages about a property that the table itself does not have: where it came from.
std::string OriginOf(const ClientProperty& property) { return property.origin.empty() ? "" : Concat(" (", property.origin, ")"); }

// Java's ConfigException. A secret value is not shown.
absl::Status ConfigError(const ClientProperty& property, std::string_view problem) {
  return WithFlinkClass(InvalidError(Concat("Invalid value ", ShownValue(property.name, property.value), " for configuration ", property.name,
                                            problem.empty() ? "" : ": ", problem, OriginOf(property)),
                                     property.value_range),
                        "org.apache.kafka.common.config.ConfigException");
}

absl::Status Refused(const ClientProperty& property, std::string_view reason) {
  return MakeError({.kind = ErrorKind::kUnsupported, .range = property.name_range},
                   Concat("the Kafka property '", property.name, "' is not supported: ", reason, OriginOf(property)));
}

absl::StatusOr<int64_t> ParseNumber(const ClientProperty& property, const Rule& rule) {
  const std::string_view text = StripBlanks(property.value);
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_int = rule.kind == Kind::kInt;
  const bool fits = !is_int || (number >= INT32_MIN && number <= INT32_MAX);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || !fits) {
    return ConfigError(property, Concat("Not a number of type ", is_int ? "INT" : "LONG"));
  }
  if (number < rule.least) return ConfigError(property, Concat("Value must be at least ", rule.least));
  if (number > rule.most) return Refused(property, Concat("it can be at most ", rule.most));
  return number;
}

absl::StatusOr<bool> ParseTruth(const ClientProperty& property) {
  const std::string_view text = StripBlanks(property.value);
  if (EqualsIgnoreCase(text, "true")) return true;
  if (EqualsIgnoreCase(text, "false")) return false;
  return ConfigError(property, "Expected value to be either true or false");
}

absl::Status CheckOneOf(const ClientProperty& property, std::string_view value, const std::vector<std::string>& values) {
  if (std::find(values.begin(), values.end(), value) != values.end()) return absl::OkStatus();
  return ConfigError(property, Concat("String must be one of: ", Join(values, ", ")));
}

class Mapper {
 public:
  Mapper(ClientRole role, std::span<const ClientProperty> properties) : role_(static_cast<uint8_t>(role)) {
    for (const ClientProperty& property : properties) given_[property.name] = &property;
  }

  absl::StatusOr<ClientConfiguration> Map() {
    for (const auto& [name, property] : given_) {
      const Rule* rule = FindRule(name, role_);
      if (rule != nullptr) {
        DREY_RETURN_IF_ERROR(MapOne(*property, *rule));
      } else if (!IsKnown(name)) {
        WarnOfUnknown(*property);
      }
    }
    DREY_RETURN_IF_ERROR(MapConnection());
    DREY_RETURN_IF_ERROR(MapSecurity());
    if (role_ == kProducer) DREY_RETURN_IF_ERROR(MapProducer());
    if (role_ == kConsumer) DREY_RETURN_IF_ERROR(MapConsumer());
    if (role_ != kProducer) DREY_RETURN_IF_ERROR(MapReading());
    return std::move(out_);
  }

 private:
  // Checks the value's form; properties of kHonoured are read again by name where they matter.
  absl::Status MapOne(const ClientProperty& property, const Rule& rule) {
    if (rule.fate == Fate::kRefused && !property.value.empty()) return Refused(property, rule.detail);
    std::string value = property.value;
    if (rule.kind == Kind::kInt || rule.kind == Kind::kLong) {
      DREY_ASSIGN_OR_RETURN(const int64_t number, ParseNumber(property, rule));
      value = Concat(number);
    } else if (rule.kind == Kind::kBoolean) {
      DREY_ASSIGN_OR_RETURN(const bool truth, ParseTruth(property));
      value = truth ? "true" : "false";
    }
    if (rule.fate == Fate::kWithoutEffect) {
      Warn(property, Concat("The Kafka property '", property.name, "' has no effect: ", rule.detail), {});
    }
    if (rule.fate == Fate::kSetting && !value.empty()) Set(rule.detail.empty() ? rule.name : rule.detail, value);
    return absl::OkStatus();
  }

  void WarnOfUnknown(const ClientProperty& property) {
    Warn(property, Concat("The configuration '", property.name, "' was supplied but isn't a known config of Kafka's clients"),
         SuggestProperty(property.name));
  }

  void Warn(const ClientProperty& property, std::string_view message, std::string_view hint) {
    out_.warnings.push_back(InvalidError(Concat(message, OriginOf(property)), property.name_range, hint));
  }

  void Set(std::string_view name, std::string_view value) { out_.settings.emplace_back(name, value); }
  void SetNumber(std::string_view name, int64_t value) { Set(name, Concat(value)); }

  bool Has(std::string_view name) const { return given_.contains(name); }
  const ClientProperty& Given(std::string_view name) const { return *given_.find(name)->second; }

  // The property's number, checked before, or the Java client's default.
  int64_t Number(std::string_view name, int64_t default_value) const {
    if (!Has(name)) return default_value;
    return ParseNumber(Given(name), *FindRule(name, role_)).value_or(default_value);
  }
  bool Truth(std::string_view name, bool default_value) const {
    return Has(name) ? ParseTruth(Given(name)).value_or(default_value) : default_value;
  }
  std::string Text(std::string_view name, std::string_view default_value) const {
    return std::string(Has(name) ? StripBlanks(Given(name).value) : default_value);
  }

  absl::Status MapConnection() {
    const std::string servers = Text("bootstrap.servers", "");
    if (!servers.empty()) {
      std::vector<std::string> list;
      for (const std::string_view server : Split(servers, ',')) {
        if (!StripBlanks(server).empty()) list.emplace_back(StripBlanks(server));
      }
      Set("bootstrap.servers", Join(list, ","));
      out_.has_servers = !list.empty();
    }
    if (Has("client.dns.lookup")) {
      const ClientProperty& property = Given("client.dns.lookup");
      DREY_RETURN_IF_ERROR(
          CheckOneOf(property, property.value, {"default", "use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"}));
      if (property.value.starts_with("resolve")) return Refused(property, "names are used as they are given");
    }
    // As in the Java client (TCP_NODELAY): a request that waits for the acknowledgement of the one before costs 40 ms each.
    Set("socket.nagle.disable", "true");
    if (!Has("client.id")) Set("client.id", Text("client.id.prefix", "drey"));
    if (!Has("reconnect.backoff.ms")) SetNumber("reconnect.backoff.ms", 50);
    if (!Has("reconnect.backoff.max.ms")) SetNumber("reconnect.backoff.max.ms", std::max<int64_t>(1000, Number("reconnect.backoff.ms", 50)));
    if (Has("send.buffer.bytes")) SetNumber("socket.send.buffer.bytes", std::max<int64_t>(0, Number("send.buffer.bytes", 0)));
    if (Has("receive.buffer.bytes")) SetNumber("socket.receive.buffer.bytes", std::max<int64_t>(0, Number("receive.buffer.bytes", 0)));
    // librdkafka wants at least a second.
    SetNumber("socket.connection.setup.timeout.ms", std::max<int64_t>(1000, Number("socket.connection.setup.timeout.ms", 10000)));
    SetNumber("connections.max.idle.ms", std::clamp<int64_t>(Number("connections.max.idle.ms", 540000), 0, INT32_MAX));
    SetNumber("socket.timeout.ms", std::max<int64_t>(10, Number("request.timeout.ms", 30000)));
    return absl::OkStatus();
  }

  absl::Status MapSecurity() {
    const std::string protocol = ToUpper(Text("security.protocol", "PLAINTEXT"));
    const std::vector<std::string> protocols = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    if (std::find(protocols.begin(), protocols.end(), protocol) == protocols.end()) {
      return ConfigError(Given("security.protocol"), "String must be one of (case insensitive): " + Join(protocols, ", "));
    }
    Set("security.protocol", ToLower(protocol));
    DREY_RETURN_IF_ERROR(MapSsl());
    return protocol.starts_with("SASL") ? MapSasl() : absl::OkStatus();
  }

  absl::Status MapSsl() {
    if (Has("ssl.endpoint.identification.algorithm")) {
      const ClientProperty& property = Given("ssl.endpoint.identification.algorithm");
      const std::string algorithm = ToLower(StripBlanks(property.value));
      if (!algorithm.empty() && algorithm != "https") return Refused(property, "it can be https or empty");
      Set("ssl.endpoint.identification.algorithm", algorithm.empty() ? "none" : "https");
    }
    for (const std::string_view name : {"ssl.truststore.type", "ssl.keystore.type"}) {
      const std::string type = ToUpper(Text(name, "JKS"));
      if (type != "JKS" && type != "PKCS12" && type != "PEM") return Refused(Given(name), "a store is PEM or PKCS12");
    }
    if (Has("ssl.enabled.protocols")) {
      const std::string_view protocols = Given("ssl.enabled.protocols").value;
      const bool modern = protocols.find("TLSv1.2") != std::string_view::npos || protocols.find("TLSv1.3") != std::string_view::npos;
      if (!modern) return Refused(Given("ssl.enabled.protocols"), "only TLSv1.2 and TLSv1.3 are");
    }
    return absl::OkStatus();
  }

  absl::Status MapSasl() {
    const std::string mechanism = Text("sasl.mechanism", "GSSAPI");
    const SourceRange range = Has("sasl.mechanism") ? Given("sasl.mechanism").value_range : SourceRange{};
    const bool scram = mechanism == "SCRAM-SHA-256" || mechanism == "SCRAM-SHA-512";
    if (mechanism != "PLAIN" && !scram) {
      return MakeError({.kind = ErrorKind::kUnsupported, .range = range},
                       Concat("the SASL mechanism ", mechanism, " is not supported: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 are"));
    }
    if (!Has("sasl.jaas.config")) {
      return WithFlinkClass(InvalidError("Could not find a 'KafkaClient' entry in the JAAS configuration. System property "
                                         "'java.security.auth.login.config' is not set",
                                         range, "set the Kafka property sasl.jaas.config"),
                            "java.lang.IllegalArgumentException");
    }
    const ClientProperty& property = Given("sasl.jaas.config");
    absl::StatusOr<JaasLogin> login = ParseJaasConfig(property.value, mechanism);
    if (!login.ok()) return WithRange(login.status(), property.value_range);
    Set("sasl.mechanism", mechanism);
    Set("sasl.username", login->username);
    Set("sasl.password", login->password);
    return absl::OkStatus();
  }

  absl::Status MapReading() {
    const std::string level = Text("isolation.level", "read_uncommitted");
    if (Has("isolation.level")) DREY_RETURN_IF_ERROR(CheckOneOf(Given("isolation.level"), level, {"read_committed", "read_uncommitted"}));
    out_.isolation_level = level == "read_committed" ? IsolationLevel::kReadCommitted : IsolationLevel::kReadUncommitted;
    out_.call_timeout = absl::Milliseconds(Number("default.api.timeout.ms", 60000));
    return absl::OkStatus();
  }

  absl::Status MapConsumer() {
    out_.group_id = Text("group.id", "");
    out_.commit_offsets_on_checkpoint = Truth("commit.offsets.on.checkpoint", true);
    if (Truth("enable.auto.commit", false)) return Refused(Given("enable.auto.commit"), "positions are committed at checkpoints");
    const std::string reset = ToLower(Text("auto.offset.reset", "latest"));
    if (Has("auto.offset.reset")) DREY_RETURN_IF_ERROR(CheckOneOf(Given("auto.offset.reset"), reset, {"latest", "earliest", "none"}));
    out_.offset_reset = reset == "earliest" ? OffsetReset::kEarliest : reset == "none" ? OffsetReset::kNone : OffsetReset::kLatest;
    if (!Has("check.crcs")) Set("check.crcs", "true");
    // 0 and 1 are the same to a broker; librdkafka takes no 0.
    if (Has("fetch.min.bytes")) SetNumber("fetch.min.bytes", std::max<int64_t>(1, Number("fetch.min.bytes", 1)));
    if (Has("max.partition.fetch.bytes")) {
      SetNumber("max.partition.fetch.bytes", std::max<int64_t>(1, Number("max.partition.fetch.bytes", 1048576)));
    }
    return absl::OkStatus();
  }

  absl::Status MapProducer() {
    DREY_RETURN_IF_ERROR(MapDelivery());
    DREY_RETURN_IF_ERROR(MapCompression());
    if (Truth("partitioner.ignore.keys", false)) {
      return Refused(Given("partitioner.ignore.keys"), "records with a key go where the key says");
    }
    const std::string partitioner = Text("partitioner.class", "");
    if (!partitioner.empty() && !partitioner.ends_with("kafka.clients.producer.internals.DefaultPartitioner")) {
      return Refused(Given("partitioner.class"), kJavaClass);
    }
    Set("partitioner", "murmur2_random");
    SetNumber("queue.buffering.max.kbytes", std::clamp<int64_t>(Number("buffer.memory", 33554432) / 1024, 1, INT32_MAX));
    Set("queue.buffering.max.messages", "0");
    if (!Has("max.request.size")) Set("message.max.bytes", "1048576");
    if (Has("batch.size")) SetNumber("batch.size", std::max<int64_t>(1, Number("batch.size", 16384)));
    if (Has("retry.backoff.ms")) SetNumber("retry.backoff.ms", std::max<int64_t>(1, Number("retry.backoff.ms", 100)));
    out_.call_timeout = absl::Milliseconds(Number("max.block.ms", 60000));
    if (Has("transaction.timeout.ms")) {
      const int64_t timeout = Number("transaction.timeout.ms", 60000);
      out_.transaction_timeout = absl::Milliseconds(timeout);
      SetNumber("transaction.timeout.ms", std::max<int64_t>(1000, timeout));
    }
    return absl::OkStatus();
  }

  // acks, retries, idempotence and what they ask of each other (ProducerConfig.postProcessAndValidateIdempotenceConfigs).
  absl::Status MapDelivery() {
    std::string acks = Text("acks", "all");
    if (Has("acks")) DREY_RETURN_IF_ERROR(CheckOneOf(Given("acks"), acks, {"all", "-1", "0", "1"}));
    if (acks == "-1") acks = "all";
    const int64_t in_flight = Number("max.in.flight.requests.per.connection", 5);
    const bool asked = Has("enable.idempotence");
    const bool wanted = Truth("enable.idempotence", true);
    if (wanted && asked) {
      DREY_RETURN_IF_ERROR(Require(acks == "all", "acks",
                                   "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence."));
      DREY_RETURN_IF_ERROR(Require(Number("retries", 1) != 0, "retries", "Must set retries to non-zero when using the idempotent producer."));
      DREY_RETURN_IF_ERROR(Require(in_flight <= 5, "max.in.flight.requests.per.connection",
                                   "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer."));
    }
    const bool idempotent = wanted && acks == "all" && Number("retries", 1) != 0 && in_flight <= 5;
    Set("enable.idempotence", idempotent ? "true" : "false");
    Set("acks", acks);
    SetNumber("max.in.flight.requests.per.connection", in_flight);
    const int64_t request_timeout = Number("request.timeout.ms", 30000);
    Set("request.timeout.ms", Concat(std::max<int64_t>(1, request_timeout)));
    const int64_t least = Number("linger.ms", 0) + request_timeout;
    const int64_t delivery_timeout = Number("delivery.timeout.ms", std::max<int64_t>(120000, least));
    DREY_RETURN_IF_ERROR(Require(delivery_timeout >= least, "delivery.timeout.ms",
                                 "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms"));
    SetNumber("delivery.timeout.ms", delivery_timeout);
    return absl::OkStatus();
  }

  absl::Status Require(bool condition, std::string_view name, std::string_view message) const {
    if (condition) return absl::OkStatus();
    const SourceRange range = Has(name) ? Given(name).value_range : SourceRange{};
    return WithFlinkClass(InvalidError(message, range), "org.apache.kafka.common.config.ConfigException");
  }

  absl::Status MapCompression() {
    const std::string type = Text("compression.type", "none");
    if (Has("compression.type")) {
      DREY_RETURN_IF_ERROR(CheckOneOf(Given("compression.type"), type, {"none", "gzip", "snappy", "lz4", "zstd"}));
    }
    Set("compression.type", type);
    const std::string level = Concat("compression.", type, ".level");
    if (Has(level)) SetNumber("compression.level", Number(level, -1));
    return absl::OkStatus();
  }

  uint8_t role_;
  std::map<std::string_view, const ClientProperty*> given_;
  ClientConfiguration out_;
};

}  // namespace

absl::StatusOr<ClientConfiguration> MapClientProperties(ClientRole role, std::span<const ClientProperty> properties) {
  return Mapper(role, properties).Map();
}

absl::StatusOr<std::vector<ClientProperty>> ParseClientPropertiesFile(std::string_view text, std::string_view file) {
  DREY_ASSIGN_OR_RETURN(const std::vector<JavaProperty> parsed, ParseJavaProperties(text, file));
  std::vector<ClientProperty> properties;
  for (const JavaProperty& property : parsed) properties.push_back({property.name, property.value});
  return properties;
}

bool IsSecret(std::string_view name) {
  if (SoundsSecret(name)) return true;
  constexpr std::string_view kPrefix = "properties.";
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  // A password is one behind a misspelt name, too.
  return !IsKnown(name) && SoundsSecret(SuggestProperty(name));
}

std::string ShownValue(std::string_view name, std::string_view value) { return IsSecret(name) ? "******" : std::string(value); }

std::vector<ClientPropertyDescription> DescribeClientProperties() {
  constexpr std::array<std::string_view, 8> kClients = {
      "", "consumer", "producer", "consumer, producer", "admin", "consumer, admin", "producer, admin", "all"};
  std::vector<ClientPropertyDescription> descriptions;
  for (const Rule& rule : kRules) {
    ClientPropertyDescription& description = descriptions.emplace_back();
    description.name = rule.name;
    description.clients = kClients[rule.roles];
    switch (rule.fate) {
      case Fate::kSetting:
      case Fate::kHonoured:
        description.fate = "honoured";
        break;
      case Fate::kIdleInFlink:
      case Fate::kWithoutEffect:
        description.fate = "without effect";
        description.reason = rule.detail;
        break;
      case Fate::kRefused:
        description.fate = "not supported";
        description.reason = rule.detail;
        break;
    }
  }
  return descriptions;
}

}  // namespace drey
