// The properties of Kafka's Java clients, as `properties.*` options and --integration files give them, and what becomes of each: THE table.
//
// Every property that kafka-clients 3.4 (Flink 1.20) and 3.9 (Flink 2.3) know is in it, with one of four fates: it goes to librdkafka
// (under its own or another name, perhaps converted), it becomes a field below, it has no effect here (and none on answers) — with a
// warning where it has one in Flink —, or it is refused with the reason. Properties that no Kafka client knows are accepted with a warning,
// as the Java clients do. What is not set has the Java client's default where librdkafka's differs.
//
// Pure and thread-safe; files that properties name are looked at when a client is opened.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

enum class ClientRole : uint8_t { kConsumer = 1, kProducer = 2, kAdmin = 4 };

struct ClientProperty {
  std::string name = {};  // without "properties."
  std::string value = {};
  SourceRange name_range = {};
  SourceRange value_range = {};
  std::string origin = {};  // see TableOption
};

// A client, configured.
struct ClientConfiguration {
  // For AdminOptions, ReaderOptions or WriterOptions.
  ClientSettings settings = {};
  // Servers are known; without, nothing can be opened on a broker.
  bool has_servers = false;

  // Of consumers.
  std::string group_id = {};
  IsolationLevel isolation_level = IsolationLevel::kReadUncommitted;
  OffsetReset offset_reset = OffsetReset::kLatest;
  bool commit_offsets_on_checkpoint = true;
  // How long a call may wait for the broker: default.api.timeout.ms of consumers and admins, max.block.ms of producers.
  absl::Duration call_timeout = absl::Minutes(1);
  // Of producers, where it is set.
  std::optional<absl::Duration> transaction_timeout = {};

  // One for each property that is accepted and unknown or without effect: its place, and a suggestion as hint.
  std::vector<absl::Status> warnings = {};
};

// Fails with the place of the property: kInvalid with the Java client's message (ConfigException) for a value it would refuse, kUnsupported
// for what drey does not do. A property that only other roles know is passed over. Of several with the same name the last one counts.
absl::StatusOr<ClientConfiguration> MapClientProperties(ClientRole role, std::span<const ClientProperty> properties);

// The properties of a Java properties file.
absl::StatusOr<std::vector<ClientProperty>> ParseClientPropertiesFile(std::string_view text, std::string_view file);

// The value as it may be shown: "******", as Flink shows it, where the name says that it is a secret.
std::string ShownValue(std::string_view name, std::string_view value);
// The same for names of table options ("properties.sasl.jaas.config"), and for misspelt ones.
bool IsSecret(std::string_view name);

// The table, for documentation.
struct ClientPropertyDescription {
  std::string_view name;
  std::string_view clients;  // "consumer", "consumer, producer" …
  std::string_view fate;     // "honoured", "without effect", "not supported"
  std::string_view reason;   // for the last two
};
std::vector<ClientPropertyDescription> DescribeClientProperties();

}  // namespace drey
