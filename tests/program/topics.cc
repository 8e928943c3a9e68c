#include "tests/program/topics.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr int kPatienceMilliseconds = 60000;

absl::Time Soon() { return absl::Now() + absl::Minutes(1); }

template <typename T>
T Must(absl::StatusOr<T> value) {
  EXPECT_TRUE(value.ok()) << value.status();
  return *std::move(value);
}

// What drey never does and so has no interface for: an admin client of the library itself.
class AdminClient {
 public:
  explicit AdminClient(const std::string& servers) {
    std::array<char, 512> reason = {};
    rd_kafka_conf_t* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", servers.c_str(), reason.data(), reason.size());
    client_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason.data(), reason.size()));
    queue_.reset(rd_kafka_queue_new(client_.get()));
  }

  rd_kafka_t* client() const { return client_.get(); }
  rd_kafka_queue_t* queue() const { return queue_.get(); }

  using Event = std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)>;
  void ExpectDone(std::string_view what) {
    const Event event(rd_kafka_queue_poll(queue_.get(), kPatienceMilliseconds), rd_kafka_event_destroy);
    ASSERT_NE(event, nullptr) << what;
    EXPECT_EQ(rd_kafka_event_error(event.get()), RD_KAFKA_RESP_ERR_NO_ERROR) << what << ": " << rd_kafka_event_error_string(event.get());
  }

 private:
  std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> client_{nullptr, rd_kafka_destroy};
  std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue_{nullptr, rd_kafka_queue_destroy};
};

}  // namespace

void Topics::Create(const std::string& topic, int32_t partitions, const std::map<std::string, std::string>& configs) {
  const auto admin = Must(log_.OpenAdmin({.settings = Settings(ClientRole::kAdmin)}));
  const absl::Status created = admin->CreateTopic(topic, partitions, configs, Soon());
  ASSERT_TRUE(created.ok()) << created;
}

void Topics::Delete(const std::string& topic) {
  AdminClient admin(servers_);
  rd_kafka_DeleteTopic_t* deletion = rd_kafka_DeleteTopic_new(topic.c_str());
  rd_kafka_DeleteTopics(admin.client(), &deletion, 1, nullptr, admin.queue());
  admin.ExpectDone("deletion");
  rd_kafka_DeleteTopic_destroy(deletion);
}

void Topics::AddPartitions(const std::string& topic, int32_t new_count) {
  AdminClient admin(servers_);
  std::array<char, 512> reason = {};
  rd_kafka_NewPartitions_t* partitions =
      rd_kafka_NewPartitions_new(topic.c_str(), static_cast<size_t>(new_count), reason.data(), reason.size());
  rd_kafka_CreatePartitions(admin.client(), &partitions, 1, nullptr, admin.queue());
  admin.ExpectDone("more partitions");
  rd_kafka_NewPartitions_destroy(partitions);
}

void Topics::Write(const std::string& topic, int32_t partition, const std::vector<Record>& records) {
  const auto writer = Must(log_.OpenWriter({.settings = Settings(ClientRole::kProducer)}));
  for (const Record& record : records) {
    const auto appended = writer->Append({.topic = topic, .partition = partition, .key = record.key, .value = record.value}, Soon());
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
  const absl::Status flushed = writer->Flush(Soon());
  ASSERT_TRUE(flushed.ok()) << flushed;
}

std::vector<std::string> Topics::Read(const std::string& topic) {
  const auto reader =
      Must(log_.OpenReader({.settings = Settings(ClientRole::kConsumer), .isolation_level = IsolationLevel::kReadCommitted, .bounded = true}));
  const TopicDescription description = Must(reader->admin().DescribeTopic(topic, Soon()));
  std::vector<std::vector<std::string>> partitions(static_cast<size_t>(description.partition_count));
  std::vector<TopicPartition> names;
  for (int32_t i = 0; i < description.partition_count; ++i) names.push_back({topic, i});
  std::vector<PartitionAssignment> assignments;
  for (const auto& [partition, end] : Must(reader->admin().EndOffsets(names, Soon()))) assignments.push_back({partition, 0, end});
  EXPECT_TRUE(reader->Assign(assignments).ok());
  while (!reader->Finished()) {
    const RecordBatch batch = Must(reader->Poll(Soon(), {}));
    for (const RecordView& record : batch.records) {
      partitions[static_cast<size_t>(record.partition)].push_back(
          Concat(record.partition, " ", record.key.value_or("none"), " ", record.value.value_or("none")));
    }
  }
  std::vector<std::string> records;
  for (const auto& partition : partitions) records.insert(records.end(), partition.begin(), partition.end());
  return records;
}

void Topics::AwaitRecords(const std::string& topic, int64_t count) {
  const auto admin = Must(log_.OpenAdmin({.settings = Settings(ClientRole::kAdmin)}));
  const std::vector<TopicPartition> partition = {{topic, 0}};
  for (const absl::Time deadline = Soon(); absl::Now() < deadline; absl::SleepFor(absl::Milliseconds(50))) {
    const auto ends = admin->EndOffsets(partition, Soon());
    if (ends.ok() && ends->begin()->second >= count) return;
  }
  FAIL() << topic << " never had " << count << " records";
}

void Topics::AwaitCommitted(const std::string& topic, size_t count) {
  for (const absl::Time deadline = Soon(); absl::Now() < deadline; absl::SleepFor(absl::Milliseconds(100))) {
    if (Read(topic).size() >= count) return;
  }
  FAIL() << topic << " never had " << count << " committed records";
}

ClientSettings Topics::Settings(ClientRole role) const {
  const std::vector<ClientProperty> properties = {{"bootstrap.servers", servers_}, {"auto.offset.reset", "earliest"}};
  return MapClientProperties(role, properties)->settings;
}

}  // namespace drey
