#include "runtime/log/librdkafka/client.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/librdkafka/key_store.h"
#include "runtime/log/librdkafka/librdkafka_log.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

// How long servers that refuse every connection are tried before that is an error: long enough for a broker that restarts at once.
constexpr absl::Duration kRefusalPatience = absl::Seconds(5);
constexpr int kFirstWithStrictScram = 0x020601ff;

struct DestroyConfiguration {
  void operator()(rd_kafka_conf_t* configuration) const { rd_kafka_conf_destroy(configuration); }
};

// "host:9092/bootstrap: Connect to ipv4#… failed: Connection refused (after 0ms in state CONNECT)" without what only librdkafka knows.
std::string Cleaned(std::string_view reason) {
  const size_t after = reason.find(" (after ");
  reason = reason.substr(0, after);
  const size_t name = reason.find("/bootstrap: ");
  if (name != std::string_view::npos) reason = reason.substr(name + 12);
  constexpr std::string_view kSasl = "SASL authentication error: ";
  const size_t sasl = reason.find(kSasl);
  if (sasl != std::string_view::npos) reason = reason.substr(sasl + kSasl.size());
  return std::string(reason);
}

bool IsLoginFailure(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__AUTHENTICATION || code == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED ||
         code == RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM;
}

bool IsConnectionFailure(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__RESOLVE || code == RD_KAFKA_RESP_ERR__SSL ||
         code == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

// What the library says of a connection that TLS or SASL does not fit, and what a user can do about it.
struct KnownTrouble {
  std::string_view sign;
  std::string_view reason;
  std::string_view hint;
};

constexpr std::string_view kFitsHint = "does security.protocol fit this port?";

constexpr KnownTrouble kKnownTroubles[] = {
    {"certificate verify failed", "the broker's certificate could not be verified",
     "ssl.truststore.location names the authorities to trust; is the one that signed it among them, and is the host's name right?"},
    {"alert bad certificate", "the broker wants a client certificate", "ssl.keystore.location names the client's key and certificate"},
    {"alert certificate required", "the broker wants a client certificate", "ssl.keystore.location names the client's key and certificate"},
    {"alert unknown ca", "the broker does not trust the client's certificate", "does ssl.keystore.location name the right certificate?"},
    {"SSL handshake failed", "it does not speak TLS", kFitsHint},
    // Of a connection that is closed at the first bytes of TLS the library tells one or the other, as it happens to see it.
    {"SSL routines::unexpected eof", "it closed the connection when it was spoken to in TLS", kFitsHint},
    {"while requesting ApiVersion", "it closed the connection at once", kFitsHint},
    {"might require SASL authentication", "it closed the connection at once, as one does that wants SASL", kFitsHint},
};

void Discard(const rd_kafka_t*, int, const char*, const char*) {}

}  // namespace

int MillisecondsUntil(absl::Time deadline, absl::Duration longest) {
  const absl::Duration left = std::clamp(deadline - absl::Now(), absl::ZeroDuration(), longest);
  return static_cast<int>(absl::ToInt64Milliseconds(absl::Ceil(left, absl::Milliseconds(1))));
}

std::string_view IsolationSetting(IsolationLevel isolation) {
  return isolation == IsolationLevel::kReadCommitted ? "read_committed" : "read_uncommitted";
}

absl::StatusOr<std::shared_ptr<Client>> Client::Open(const Options& options) {
  std::shared_ptr<Client> client(new Client());
  std::unique_ptr<rd_kafka_conf_t, DestroyConfiguration> configuration(rd_kafka_conf_new());
  DREY_RETURN_IF_ERROR(client->Configure(configuration.get(), options));
  char reason[512] = {};
  client->handle_ = rd_kafka_new(options.type, configuration.get(), reason, sizeof(reason));
  if (client->handle_ == nullptr) {
    const std::string cleaned = Cleaned(reason);
    const bool key_store = cleaned.find("PKCS#12") != std::string::npos;
    return UnavailableError(Concat("cannot make a Kafka client: ", cleaned), key_store ? "is ssl.keystore.password right?" : "");
  }
  configuration.release();
  return client;
}

absl::Status Client::Configure(rd_kafka_conf_t* configuration, const Options& options) {
  DREY_ASSIGN_OR_RETURN(const ClientSettings resolved, ResolveKeyStores(options.settings));
  for (const ClientSettings* settings : {&resolved, &options.overrides}) {
    for (const auto& [name, value] : *settings) {
      char reason[512] = {};
      if (rd_kafka_conf_set(configuration, name.c_str(), value.c_str(), reason, sizeof(reason)) == RD_KAFKA_CONF_OK) {
        if (name == "bootstrap.servers") servers_ = value;
        continue;
      }
      // The reason may repeat the value; of a secret it must not.
      const bool secret = name.find("password") != std::string::npos || name.find("pem") != std::string::npos;
      return InvalidError(Concat("the Kafka client does not take the setting ", name, secret ? "" : ": ", secret ? "" : reason));
    }
  }
  if (servers_.empty()) {
    return InvalidError("No resolvable bootstrap urls given in bootstrap.servers", {},
                        "give the servers with properties.bootstrap.servers, --integration or --bootstrap-servers");
  }
  options_ = options;
  rd_kafka_conf_set_opaque(configuration, this);
  rd_kafka_conf_set_error_cb(configuration, &Client::OnError);
  rd_kafka_conf_set_log_cb(configuration, &Discard);
  if (options.delivery_reports != nullptr) {
    rd_kafka_conf_set_dr_msg_cb(configuration, [](rd_kafka_t* handle, const rd_kafka_message_t* message, void* self) {
      const auto* client = static_cast<const Client*>(self);
      client->options_.delivery_reports(handle, message, client->options_.opaque);
    });
  }
  return absl::OkStatus();
}

Client::~Client() {
  if (handle_ == nullptr) return;
  if (rd_kafka_type(handle_) == RD_KAFKA_PRODUCER) rd_kafka_purge(handle_, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  rd_kafka_destroy_flags(handle_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void Client::OnError(rd_kafka_t*, int number, const char* reason, void* self) {
  auto* client = static_cast<Client*>(self);
  const auto code = static_cast<rd_kafka_resp_err_t>(number);
  const std::lock_guard lock(client->mutex_);
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    client->all_brokers_down_ = true;
  } else if (IsLoginFailure(code)) {
    client->login_ = Trouble{code, Cleaned(reason)};
  } else if (IsConnectionFailure(code)) {
    client->connection_ = Trouble{code, Cleaned(reason)};
  }
}

absl::Status Client::Failure() {
  char reason[512] = {};
  const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(handle_, reason, sizeof(reason));
  if (fatal != RD_KAFKA_RESP_ERR_NO_ERROR) return CallError("", fatal, reason);
  const std::lock_guard lock(mutex_);
  if (!login_.has_value()) return absl::OkStatus();
  return MakeError({.kind = ErrorKind::kUnavailable,
                    .hint = LoginHint(),
                    .flink_class = "org.apache.kafka.common.errors.SaslAuthenticationException"},
                   login_->reason);
}

std::string Client::LoginHint() const {
  std::string hint = Concat("the Kafka broker at ", servers_, " refused the login; check sasl.mechanism and sasl.jaas.config");
  const bool scram = std::any_of(options_.settings.begin(), options_.settings.end(), [](const auto& setting) {
    return setting.first == "sasl.mechanism" && setting.second.starts_with("SCRAM");
  });
  // Its answer repeats the client's nonce, which brokers once let pass (librdkafka pull request 4895).
  if (scram && rd_kafka_version() < kFirstWithStrictScram) {
    Append(hint, ". Brokers of Kafka 4 also refuse every SCRAM login of this librdkafka (", std::string_view(rd_kafka_version_str()),
           "); 2.6.1 and later can log in");
  }
  return hint;
}

absl::Status Client::GaveUp(std::string_view call) {
  Serve();
  DREY_RETURN_IF_ERROR(Failure());
  const std::lock_guard lock(mutex_);
  if (connection_.has_value() && (all_brokers_down_ || !reached_)) {
    const std::string start = Concat("cannot reach the Kafka broker at ", servers_, ": ");
    for (const KnownTrouble& known : kKnownTroubles) {
      if (connection_->reason.find(known.sign) == std::string::npos) continue;
      return UnavailableError(Concat(start, known.reason), known.hint);
    }
    return UnavailableError(Concat(start, connection_->reason), "is it running, and are host and port right?");
  }
  return UnavailableError(Concat("the Kafka broker at ", servers_, " did not answer in time (", call, ")"));
}

absl::Status Client::CallError(std::string_view call, rd_kafka_resp_err_t code, std::string_view text) {
  if (code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE) {
    return GaveUp(call);
  }
  const std::string reason = text.empty() ? std::string(rd_kafka_err2str(code)) : Cleaned(text);
  return UnavailableError(call.empty() ? reason : Concat("the Kafka broker at ", servers_, " refused: ", reason, " (", call, ")"));
}

absl::Status Client::AwaitBroker(absl::Time deadline) {
  if (reached_) return absl::OkStatus();
  const absl::Time patience = std::min(deadline, absl::Now() + kRefusalPatience);
  do {
    const rd_kafka_metadata_t* metadata = nullptr;
    const rd_kafka_resp_err_t code = rd_kafka_metadata(handle_, 0, nullptr, &metadata, MillisecondsUntil(deadline, kSlice));
    const UniqueMetadata free_metadata(metadata);
    Serve();
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      reached_ = true;
      return absl::OkStatus();
    }
    DREY_RETURN_IF_ERROR(Failure());
    const std::lock_guard lock(mutex_);
    if (all_brokers_down_ && absl::Now() >= patience) break;
  } while (absl::Now() < deadline);
  return GaveUp("metadata");
}

UniquePartitions ToPartitions(const GroupOffsets& offsets) {
  UniquePartitions partitions(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const auto& [id, committed] : offsets) {
    rd_kafka_topic_partition_t* added = rd_kafka_topic_partition_list_add(partitions.get(), id.topic.c_str(), id.partition);
    added->offset = committed.offset;
    if (committed.metadata.empty()) continue;
    // librdkafka frees it.
    auto* metadata = static_cast<char*>(std::malloc(committed.metadata.size() + 1));
    std::memcpy(metadata, committed.metadata.c_str(), committed.metadata.size() + 1);
    added->metadata = metadata;
    added->metadata_size = committed.metadata.size();
  }
  return partitions;
}

absl::StatusOr<std::unique_ptr<LogAdmin>> LibrdkafkaLog::OpenAdmin(const AdminOptions& options) {
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<Client> client,
                        Client::Open({.type = RD_KAFKA_CONSUMER,
                                      .settings = options.settings,
                                      .overrides = {{"isolation.level", std::string(IsolationSetting(options.isolation_level))},
                                                    {"enable.auto.commit", "false"}}}));
  return MakeLibrdkafkaAdmin(std::move(client), options.stable_offsets);
}

absl::StatusOr<std::unique_ptr<LogReader>> LibrdkafkaLog::OpenReader(const ReaderOptions& options) {
  return MakeLibrdkafkaReader(options);
}

absl::StatusOr<std::unique_ptr<LogWriter>> LibrdkafkaLog::OpenWriter(const WriterOptions& options) {
  return MakeLibrdkafkaWriter(options);
}

}  // namespace drey
