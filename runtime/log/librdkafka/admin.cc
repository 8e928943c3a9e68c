#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/librdkafka/client.h"
#include "runtime/log/log_errors.h"
#include "runtime/log/topic_name.h"

namespace drey {
namespace {

// Of ListOffsets, in place of a timestamp.
constexpr int64_t kLatest = -1;
constexpr int64_t kEarliest = -2;

using UniqueEvent = std::unique_ptr<rd_kafka_event_t, Destroy<rd_kafka_event_destroy>>;
using UniqueOptions = std::unique_ptr<rd_kafka_AdminOptions_t, Destroy<rd_kafka_AdminOptions_destroy>>;

bool IsInternal(std::string_view topic) { return topic == "__consumer_offsets" || topic == "__transaction_state"; }

TopicDescription Describe(const rd_kafka_metadata_topic_t& topic) {
  return {topic.topic, topic.partition_cnt, IsInternal(topic.topic)};
}

// Passes while a broker elects leaders or loads its state.
bool IsPassing(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE || code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
         code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE || code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS ||
         code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR || code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__TIMED_OUT ||
         code == RD_KAFKA_RESP_ERR__WAIT_COORD || code == RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT ||
         code == RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION;
}

class LibrdkafkaAdmin : public LogAdmin {
 public:
  LibrdkafkaAdmin(std::shared_ptr<Client> client, bool stable_offsets) : client_(std::move(client)), stable_offsets_(stable_offsets) {}

  absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time deadline) override {
    DREY_ASSIGN_OR_RETURN(const UniqueMetadata metadata, Metadata(nullptr, deadline));
    std::vector<TopicDescription> topics;
    for (int i = 0; i < metadata->topic_cnt; ++i) topics.push_back(Describe(metadata->topics[i]));
    std::sort(topics.begin(), topics.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return topics;
  }

  absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time deadline) override {
    const std::string name(topic);
    const UniqueTopic handle(rd_kafka_topic_new(client_->get(), name.c_str(), nullptr));
    if (handle == nullptr) return InvalidTopicError(topic);
    while (true) {
      DREY_ASSIGN_OR_RETURN(const UniqueMetadata metadata, Metadata(handle.get(), deadline));
      if (metadata->topic_cnt != 1) return BugError("metadata of one topic has none");
      const rd_kafka_metadata_topic_t& described = metadata->topics[0];
      if (described.err == RD_KAFKA_RESP_ERR_NO_ERROR) return Describe(described);
      if (described.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return UnknownTopic(topic, deadline);
      if (described.err == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION) return InvalidTopicError(topic);
      if (!IsPassing(described.err) || absl::Now() >= deadline) return client_->CallError(Concat("topic '", topic, "'"), described.err);
      Pause(deadline);
    }
  }

  absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time deadline) override {
    return ListOffsets(partitions, kEarliest, deadline);
  }

  absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time deadline) override {
    return ListOffsets(partitions, kLatest, deadline);
  }

  absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t timestamp,
                                                       absl::Time deadline) override {
    return ListOffsets(partitions, std::max<int64_t>(0, timestamp), deadline);
  }

  absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view group, std::span<const TopicPartition> partitions,
                                                absl::Time deadline) override {
    if (partitions.empty()) return GroupOffsets{};
    DREY_ASSIGN_OR_RETURN(Client * client, GroupClient(group, deadline));
    const UniquePartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
    for (const TopicPartition& id : partitions) rd_kafka_topic_partition_list_add(list.get(), id.topic.c_str(), id.partition);
    DREY_RETURN_IF_ERROR(Retry(*client, Concat("committed offsets of group '", group, "'"), deadline, [&](int timeout) {
      const rd_kafka_resp_err_t code = rd_kafka_committed(client->get(), list.get(), timeout);
      return code == RD_KAFKA_RESP_ERR_NO_ERROR ? FirstError(*list) : code;
    }));
    GroupOffsets result;
    for (int i = 0; i < list->cnt; ++i) {
      const rd_kafka_topic_partition_t& partition = list->elems[i];
      if (partition.offset < 0) continue;
      const std::string_view metadata(static_cast<const char*>(partition.metadata), partition.metadata_size);
      result[{partition.topic, partition.partition}] = {partition.offset, std::string(metadata)};
    }
    return result;
  }

  absl::Status CommitOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time deadline) override {
    if (offsets.empty()) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(Client * client, GroupClient(group, deadline));
    const UniquePartitions list = ToPartitions(offsets);
    return Retry(*client, Concat("commit of offsets of group '", group, "'"), deadline, [&](int) {
      const rd_kafka_resp_err_t code = rd_kafka_commit(client->get(), list.get(), 0);
      return code == RD_KAFKA_RESP_ERR_NO_ERROR ? FirstError(*list) : code;
    });
  }

  absl::Status CreateTopic(std::string_view topic, int32_t partition_count, const std::map<std::string, std::string>& configs,
                           absl::Time deadline) override {
    char reason[512] = {};
    using Request = std::unique_ptr<rd_kafka_NewTopic_t, Destroy<rd_kafka_NewTopic_destroy>>;
    const Request request(rd_kafka_NewTopic_new(std::string(topic).c_str(), partition_count, -1, reason, sizeof(reason)));
    if (request == nullptr) return InvalidError(Concat("cannot create topic '", topic, "': ", reason));
    for (const auto& [name, value] : configs) rd_kafka_NewTopic_set_config(request.get(), name.c_str(), value.c_str());
    DREY_RETURN_IF_ERROR(client_->AwaitBroker(deadline));
    const UniqueQueue answers(rd_kafka_queue_new(client_->get()));
    const UniqueOptions options(rd_kafka_AdminOptions_new(client_->get(), RD_KAFKA_ADMIN_OP_CREATETOPICS));
    const int timeout = std::max(1, MillisecondsUntil(deadline));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), timeout, reason, sizeof(reason));
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), timeout, reason, sizeof(reason));
    rd_kafka_NewTopic_t* requests[] = {request.get()};
    rd_kafka_CreateTopics(client_->get(), requests, 1, options.get(), answers.get());
    const UniqueEvent event(rd_kafka_queue_poll(answers.get(), timeout));
    if (event == nullptr) return client_->GaveUp("creation of a topic");
    DREY_RETURN_IF_ERROR(CreationError(topic, event.get()));
    return AwaitTopic(topic, deadline);
  }

 private:
  static void Pause(absl::Time deadline) { absl::SleepFor(std::min(absl::Milliseconds(50), deadline - absl::Now())); }

  // Of all topics, or of one.
  absl::StatusOr<UniqueMetadata> Metadata(rd_kafka_topic_t* topic, absl::Time deadline) {
    DREY_RETURN_IF_ERROR(client_->AwaitBroker(deadline));
    while (true) {
      const rd_kafka_metadata_t* metadata = nullptr;
      const rd_kafka_resp_err_t code =
          rd_kafka_metadata(client_->get(), topic == nullptr ? 1 : 0, topic, &metadata, MillisecondsUntil(deadline, absl::Seconds(5)));
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return UniqueMetadata(metadata);
      client_->Serve();
      DREY_RETURN_IF_ERROR(client_->Failure());
      if (!IsPassing(code) || absl::Now() >= deadline) return client_->CallError("metadata", code);
      Pause(deadline);
    }
  }

  // A broker knows a new topic a moment after it has created it.
  absl::Status AwaitTopic(std::string_view topic, absl::Time deadline) {
    while (true) {
      const absl::Status known = DescribeTopic(topic, deadline).status();
      if (known.ok() || absl::Now() >= deadline) return known;
      Pause(deadline);
    }
  }

  absl::Status UnknownTopic(std::string_view topic, absl::Time deadline) {
    DREY_ASSIGN_OR_RETURN(const std::vector<TopicDescription> topics, ListTopics(deadline));
    std::vector<std::string> names;
    for (const TopicDescription& known : topics) {
      if (!known.internal) names.push_back(known.name);
    }
    return WithFlinkClass(UnknownTopicError(topic, client_->servers(), names),
                          "org.apache.kafka.common.errors.UnknownTopicOrPartitionException");
  }

  absl::Status CheckPartitions(std::span<const TopicPartition> partitions, absl::Time deadline) {
    std::map<std::string, int32_t> counts;
    for (const TopicPartition& id : partitions) {
      if (!counts.contains(id.topic)) {
        DREY_ASSIGN_OR_RETURN(const TopicDescription topic, DescribeTopic(id.topic, deadline));
        counts[id.topic] = topic.partition_count;
      }
      const int32_t count = counts[id.topic];
      if (id.partition < 0 || id.partition >= count) return UnknownPartitionError(id, count);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<PartitionOffsets> ListOffsets(std::span<const TopicPartition> partitions, int64_t timestamp, absl::Time deadline) {
    DREY_RETURN_IF_ERROR(CheckPartitions(partitions, deadline));
    std::set<TopicPartition> missing(partitions.begin(), partitions.end());
    PartitionOffsets offsets;
    while (!missing.empty()) {
      const UniquePartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(missing.size())));
      for (const TopicPartition& id : missing) {
        rd_kafka_topic_partition_list_add(list.get(), id.topic.c_str(), id.partition)->offset = timestamp;
      }
      rd_kafka_resp_err_t code =
          rd_kafka_offsets_for_times(client_->get(), list.get(), MillisecondsUntil(deadline, absl::Seconds(30)));
      for (int i = 0; i < list->cnt; ++i) {
        const rd_kafka_topic_partition_t& found = list->elems[i];
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR && found.err == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
          code = found.err;
          continue;
        }
        const TopicPartition id{found.topic, found.partition};
        // Less than 0: no record is that late.
        if (found.offset >= 0) offsets[id] = found.offset;
        missing.erase(id);
      }
      if (missing.empty()) break;
      client_->Serve();
      DREY_RETURN_IF_ERROR(client_->Failure());
      if ((code != RD_KAFKA_RESP_ERR_NO_ERROR && !IsPassing(code)) || absl::Now() >= deadline) return client_->CallError("offsets", code);
      Pause(deadline);
    }
    return offsets;
  }

  absl::Status CreationError(std::string_view topic, rd_kafka_event_t* event) {
    const std::string call = Concat("creation of topic '", topic, "'");
    const rd_kafka_resp_err_t failed = rd_kafka_event_error(event);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) return client_->CallError(call, failed, rd_kafka_event_error_string(event));
    size_t count = 0;
    const rd_kafka_topic_result_t** results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
    for (size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) continue;
      if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) return UnavailableError(Concat("topic '", topic, "' already exists"));
      return client_->CallError(call, code, rd_kafka_topic_result_error_string(results[i]));
    }
    return absl::OkStatus();
  }

  // Offsets of a group are asked and committed by a client of that group: it finds and follows the group's coordinator.
  absl::StatusOr<Client*> GroupClient(std::string_view group, absl::Time deadline) {
    DREY_RETURN_IF_ERROR(client_->AwaitBroker(deadline));
    std::shared_ptr<Client>& client = group_clients_[std::string(group)];
    if (client != nullptr) return client.get();
    // Not client_'s isolation level: it decides whether the question waits for open transactions.
    const IsolationLevel isolation = stable_offsets_ ? IsolationLevel::kReadCommitted : IsolationLevel::kReadUncommitted;
    Client::Options options{.type = RD_KAFKA_CONSUMER,
                            .settings = client_->options().settings,
                            .overrides = {{"group.id", std::string(group)},
                                          {"enable.auto.commit", "false"},
                                          {"isolation.level", std::string(IsolationSetting(isolation))}}};
    if (rd_kafka_type(client_->get()) != RD_KAFKA_CONSUMER) return BugError("a writer has no groups");
    DREY_ASSIGN_OR_RETURN(client, Client::Open(options));
    return client.get();
  }

  static rd_kafka_resp_err_t FirstError(const rd_kafka_topic_partition_list_t& list) {
    for (int i = 0; i < list.cnt; ++i) {
      if (list.elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) return list.elems[i].err;
    }
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  }

  // Calls until it succeeds or fails with something else than a passing error.
  template <typename Function>
  absl::Status Retry(Client& client, std::string_view call, absl::Time deadline, Function function) {
    while (true) {
      const rd_kafka_resp_err_t code = function(MillisecondsUntil(deadline, absl::Seconds(30)));
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
      client.Serve();
      DREY_RETURN_IF_ERROR(client.Failure());
      if (!IsPassing(code) || absl::Now() >= deadline) return client.CallError(call, code);
      Pause(deadline);
    }
  }

  std::shared_ptr<Client> client_;
  bool stable_offsets_;
  std::map<std::string, std::shared_ptr<Client>> group_clients_;
};

}  // namespace

std::unique_ptr<LogAdmin> MakeLibrdkafkaAdmin(std::shared_ptr<Client> client, bool stable_offsets) {
  return std::make_unique<LibrdkafkaAdmin>(std::move(client), stable_offsets);
}

}  // namespace drey
