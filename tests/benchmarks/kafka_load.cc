// Load for measuring jobs on a broker, and the limit of what its input and output cost. Where SERVERS begins with '/', topics are
// files in that folder.
//
//   kafka_load produce SERVERS TOPIC COUNT [--rate N] [--keys N]   messages of the mission's job, N a second (default: as fast as it goes)
//                                       [--partitions N]          into a new topic of N partitions
//                                       [--changes]               keyed messages {"k":KEY,"n":NUMBER} instead
//   kafka_load copy SERVERS INPUT OUTPUT [--bytes N]               consumes INPUT to its end and produces N bytes a record, unseen
//   kafka_load verify SERVERS TOPIC COUNT [--keys N] [--once]      finds the output of COUNT messages complete and in order per key;
//                                                                 --once: each exactly once, else a record may come again
//                                       [--changes]               debezium records of what --changes produced, in which each row but
//                                                                 the last of its key is taken back by the next
//   kafka_load compare SERVERS TOPIC OTHER                         finds the same records in both, byte for byte, whatever their order
//
// It speaks to librdkafka itself, with the settings of drey's clients that matter for speed.
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/text.h"
#include "runtime/log/librdkafka/librdkafka_log.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/local/local_log.h"
#include "tests/benchmarks/order_messages.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

struct Arguments {
  std::vector<std::string> words;
  std::map<std::string, int64_t> numbers;

  bool Has(const std::string& name) const { return numbers.contains(name); }
  int64_t Number(const std::string& name, int64_t otherwise) const {
    const auto found = numbers.find(name);
    return found == numbers.end() ? otherwise : found->second;
  }
};

[[noreturn]] void Fail(const std::string& reason) {
  std::fprintf(stderr, "kafka_load: %s\n", reason.c_str());
  std::exit(1);
}

rd_kafka_t* Open(rd_kafka_type_t type, const std::map<std::string, std::string>& settings) {
  char error[512];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), error, sizeof error) != RD_KAFKA_CONF_OK) Fail(error);
  }
  rd_kafka_t* client = rd_kafka_new(type, conf, error, sizeof error);
  if (client == nullptr) Fail(error);
  return client;
}

rd_kafka_t* OpenProducer(const std::string& servers) {
  return Open(RD_KAFKA_PRODUCER, {{"bootstrap.servers", servers},
                                  {"socket.nagle.disable", "true"},
                                  {"enable.idempotence", "true"},
                                  {"partitioner", "murmur2_random"},
                                  {"linger.ms", "5"},
                                  {"batch.size", "1000000"},
                                  {"queue.buffering.max.kbytes", "32768"},
                                  {"queue.buffering.max.messages", "0"}});
}

rd_kafka_t* OpenConsumer(const std::string& servers) {
  return Open(RD_KAFKA_CONSUMER, {{"bootstrap.servers", servers},
                                  {"socket.nagle.disable", "true"},
                                  {"check.crcs", "true"},
                                  {"fetch.wait.max.ms", "10"},
                                  {"queued.max.messages.kbytes", "16384"},
                                  {"isolation.level", "read_committed"},
                                  {"auto.offset.reset", "earliest"},
                                  {"enable.partition.eof", "true"},
                                  {"enable.auto.commit", "false"},
                                  {"group.id", "kafka_load"}});
}

void Produce(rd_kafka_t* producer, rd_kafka_topic_t* topic, std::string_view key, std::string_view value) {
  while (rd_kafka_produce(topic, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, const_cast<char*>(value.data()), value.size(),
                          key.empty() ? nullptr : key.data(), key.size(), nullptr) != 0) {
    if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) Fail(rd_kafka_err2str(rd_kafka_last_error()));
    rd_kafka_poll(producer, 10);
  }
}

void Finish(rd_kafka_t* producer) {
  if (rd_kafka_flush(producer, 60000) != RD_KAFKA_RESP_ERR_NO_ERROR) Fail("the output could not be delivered");
}

// Asking for a topic makes the broker create it.
void AwaitTopic(rd_kafka_t* producer, rd_kafka_topic_t* topic) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const rd_kafka_metadata_t* metadata = nullptr;
    if (rd_kafka_metadata(producer, 0, topic, &metadata, 10000) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    const bool there = metadata->topics[0].err == RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_metadata_destroy(metadata);
    if (there) return;
    absl::SleepFor(absl::Milliseconds(50));
  }
  Fail(Concat("no topic ", rd_kafka_topic_name(topic)));
}

void CreateTopic(const std::string& servers, const std::string& topic, int32_t partitions) {
  LibrdkafkaLog log;
  auto admin = log.OpenAdmin({.settings = {{"bootstrap.servers", servers}}});
  if (!admin.ok()) Fail(std::string(admin.status().message()));
  const absl::Status created = (*admin)->CreateTopic(topic, partitions, {}, absl::Now() + absl::Minutes(1));
  if (!created.ok()) Fail(std::string(created.message()));
}

void RunProduce(const Arguments& arguments) {
  absl::StatusOr<OrderMessages> messages = OrderMessages::Read(SourceDirectory() + "/examples", "my_pg.message");
  if (!messages.ok()) Fail(std::string(messages.status().message()));
  const bool local = arguments.words[1].starts_with("/");
  const auto partitions = static_cast<int32_t>(arguments.Number("partitions", 0));
  if (partitions > 0 && !local) CreateTopic(arguments.words[1], arguments.words[2], partitions);
  rd_kafka_t* producer = local ? nullptr : OpenProducer(arguments.words[1]);
  rd_kafka_topic_t* topic = local ? nullptr : rd_kafka_topic_new(producer, arguments.words[2].c_str(), nullptr);
  if (!local) AwaitTopic(producer, topic);
  const std::string file = arguments.words[1] + "/" + arguments.words[2] + ".jsonl";
  std::FILE* lines = local ? std::fopen(file.c_str(), "a") : nullptr;
  std::string line;
  const int64_t count = std::stoll(arguments.words[3]);
  const int64_t rate = arguments.Number("rate", 0);
  const int64_t keys = arguments.Number("keys", count);
  const absl::Time start = absl::Now();
  std::string message;
  const int64_t files = std::max<int64_t>(1, partitions);
  for (int64_t number = 0; number < count; ++number) {
    if (rate > 0 && number % 100 == 0) {
      const absl::Duration ahead = start + absl::Seconds(1) * number / rate - absl::Now();
      if (ahead > absl::Milliseconds(1)) absl::SleepFor(ahead);
    }
    if (arguments.Has("changes")) {
      message = Concat("{\"k\":", number % keys, ",\"n\":", number, "}");
    } else {
      messages->Make(number, keys, message);
    }
    if (local) {
      line.clear();
      AppendEnvelope({.topic = arguments.words[2], .partition = static_cast<int32_t>(number % files), .offset = number / files, .value = message}, line);
      std::fwrite(line.data(), 1, line.size(), lines);
      if (number % 100 == 99) std::fflush(lines);
      continue;
    }
    // By key, so that the messages of an order id come one after the other, however many partitions there are.
    const std::string key = arguments.Has("changes") ? Concat("{\"k\":", number % keys, "}") : Concat(number % keys);
    Produce(producer, topic, key, message);
    if (number % 1000 == 0) rd_kafka_poll(producer, 0);
  }
  if (local) std::fclose(lines);
  if (!local) Finish(producer);
  std::printf("%lld messages in %.1f s\n", static_cast<long long>(count), absl::ToDoubleSeconds(absl::Now() - start));
}

// Calls `take` for each message up to the ends of all partitions.
template <typename Take>
void ReadAll(rd_kafka_t* consumer, const std::string& topic, Take take) {
  const rd_kafka_metadata_t* metadata = nullptr;
  rd_kafka_topic_t* handle = rd_kafka_topic_new(consumer, topic.c_str(), nullptr);
  if (rd_kafka_metadata(consumer, 0, handle, &metadata, 10000) != RD_KAFKA_RESP_ERR_NO_ERROR) Fail("no metadata of " + topic);
  int open = metadata->topics[0].partition_cnt;
  rd_kafka_queue_t* queue = rd_kafka_queue_new(consumer);
  for (int partition = 0; partition < open; ++partition) {
    rd_kafka_consume_start_queue(handle, partition, RD_KAFKA_OFFSET_BEGINNING, queue);
  }
  std::vector<rd_kafka_message_t*> messages(4096);
  while (open > 0) {
    const ssize_t count = rd_kafka_consume_batch_queue(queue, 100, messages.data(), messages.size());
    for (ssize_t i = 0; i < count; ++i) {
      rd_kafka_message_t* message = messages[static_cast<size_t>(i)];
      if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        --open;
      } else if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        take(*message);
      }
      rd_kafka_message_destroy(message);
    }
  }
}

void RunCopy(const Arguments& arguments) {
  rd_kafka_t* consumer = OpenConsumer(arguments.words[1]);
  rd_kafka_t* producer = OpenProducer(arguments.words[1]);
  rd_kafka_topic_t* output = rd_kafka_topic_new(producer, arguments.words[3].c_str(), nullptr);
  const auto size = static_cast<size_t>(arguments.Number("bytes", 250));
  const absl::Time start = absl::Now();
  int64_t count = 0;
  ReadAll(consumer, arguments.words[2], [&](const rd_kafka_message_t& message) {
    const std::string_view value(static_cast<const char*>(message.payload), message.len);
    Produce(producer, output, value.substr(0, 16), value.substr(0, size));
    if (++count % 1000 == 0) rd_kafka_poll(producer, 0);
  });
  Finish(producer);
  std::printf("%lld records in %.2f s\n", static_cast<long long>(count), absl::ToDoubleSeconds(absl::Now() - start));
}

int64_t NumberAfter(std::string_view text, std::string_view name) {
  const size_t found = text.find(name);
  return found == std::string_view::npos ? -1 : std::strtoll(std::string(text.substr(found + name.size(), 20)).c_str(), nullptr, 10);
}

// The number that Make put before the client's name.
int64_t MessageNumber(std::string_view value) { return NumberAfter(value, "\"client_name\":\""); }

std::unique_ptr<RecordLog> OpenLog(const std::string& place) {
  if (place.starts_with("/")) return std::make_unique<LocalLog>(place);
  return std::make_unique<LibrdkafkaLog>();
}

// Calls `take` for each record of committed transactions up to the end there is now.
template <typename Take>
void ReadCommitted(const std::string& place, const std::string& topic, Take take) {
  const std::unique_ptr<RecordLog> log = OpenLog(place);
  const absl::Time deadline = absl::Now() + absl::Minutes(10);
  auto reader = log->OpenReader({.settings = {{"bootstrap.servers", place}}, .isolation_level = IsolationLevel::kReadCommitted, .bounded = true});
  if (!reader.ok()) Fail(std::string(reader.status().message()));
  const auto description = (*reader)->admin().DescribeTopic(topic, deadline);
  if (!description.ok()) Fail(std::string(description.status().message()));
  std::vector<TopicPartition> partitions;
  for (int32_t i = 0; i < description->partition_count; ++i) partitions.push_back({topic, i});
  const auto ends = (*reader)->admin().EndOffsets(partitions, deadline);
  if (!ends.ok()) Fail(std::string(ends.status().message()));
  std::vector<PartitionAssignment> assignments;
  for (const auto& [partition, end] : *ends) assignments.push_back({partition, 0, end});
  if (const absl::Status assigned = (*reader)->Assign(assignments); !assigned.ok()) Fail(std::string(assigned.message()));
  while (!(*reader)->Finished()) {
    const auto batch = (*reader)->Poll(deadline, {});
    if (!batch.ok()) Fail(std::string(batch.status().message()));
    for (const RecordView& record : batch->records) take(record);
  }
}

// The output of a table of the latest number of each key: every number comes once and in order, and is taken back before the next one.
[[noreturn]] void VerifyChanges(const Arguments& arguments) {
  const int64_t count = std::stoll(arguments.words[3]);
  const int64_t keys = arguments.Number("keys", count);
  struct Row {
    int64_t number = -1;
    bool stands = false;
  };
  std::vector<Row> rows(static_cast<size_t>(keys));
  int64_t records = 0;
  int64_t out_of_place = 0;
  ReadCommitted(arguments.words[1], arguments.words[2], [&](const RecordView& record) {
    const std::string_view value = record.value.value_or("");
    const bool comes = value.find("\"op\":\"c\"") != std::string_view::npos;
    const int64_t number = NumberAfter(value, "\"n\":");
    if (number < 0 || number >= count) Fail(Concat("a record that no message makes: ", value));
    Row& row = rows[static_cast<size_t>(number % keys)];
    const int64_t next = row.number < 0 ? number % keys : row.number + keys;
    ++records;
    out_of_place += row.stands == comes || number != (comes ? next : row.number);
    row = {number, comes};
  });
  int64_t missing = 0;
  for (int64_t key = 0; key < keys; ++key) {
    const Row& row = rows[static_cast<size_t>(key)];
    const int64_t last = key + (count - 1 - key) / keys * keys;
    missing += key < count && (row.number != last || !row.stands);
  }
  std::printf("%lld changes by %lld messages: %lld out of place, %lld keys without their last row\n", static_cast<long long>(records),
              static_cast<long long>(count), static_cast<long long>(out_of_place), static_cast<long long>(missing));
  std::exit(out_of_place == 0 && missing == 0 ? 0 : 1);
}

void RunVerify(const Arguments& arguments) {
  const int64_t count = std::stoll(arguments.words[3]);
  const int64_t keys = arguments.Number("keys", count);
  const bool once = arguments.Number("once", 0) != 0;
  std::vector<uint32_t> seen(static_cast<size_t>(count));
  std::vector<int64_t> last(static_cast<size_t>(keys), -1);
  int64_t records = 0;
  int64_t repeated = 0;
  int64_t disordered = 0;
  ReadCommitted(arguments.words[1], arguments.words[2], [&](const RecordView& record) {
    const std::string_view value = record.value.value_or("");
    const int64_t number = MessageNumber(value);
    const int64_t key = NumberAfter(record.key.value_or(""), "{\"order_id\":");
    if (number < 0 || number >= count || key != number % keys) Fail(Concat("a record that no message makes: ", value));
    ++records;
    repeated += seen[static_cast<size_t>(number)]++ > 0;
    disordered += number < last[static_cast<size_t>(key)];
    last[static_cast<size_t>(key)] = number;
  });
  int64_t missing = 0;
  for (const uint32_t times : seen) missing += times == 0;
  std::printf("%lld records of %lld messages: %lld missing, %lld repeated, %lld before an older one of their key\n",
              static_cast<long long>(records), static_cast<long long>(count), static_cast<long long>(missing),
              static_cast<long long>(repeated), static_cast<long long>(disordered));
  const bool sound = missing == 0 && (!once || (repeated == 0 && disordered == 0));
  std::exit(sound ? 0 : 1);
}

// Of partition, key and value.
uint64_t HashOf(const RecordView& record) {
  const std::hash<std::string_view> hash;
  const uint64_t key = record.key ? hash(*record.key) : 1;
  const uint64_t value = record.value ? hash(*record.value) : 2;
  return (key * 0x9E3779B97F4A7C15 + static_cast<uint64_t>(record.partition)) ^ value;
}

// How often each record of a topic is there.
std::unordered_map<uint64_t, int64_t> CountRecords(const std::string& servers, const std::string& topic) {
  std::unordered_map<uint64_t, int64_t> counts;
  ReadCommitted(servers, topic, [&](const RecordView& record) { ++counts[HashOf(record)]; });
  return counts;
}

// Ends the program at a record of `topic` of which `others` has fewer.
void FindMissing(const std::string& servers, const std::string& topic, std::unordered_map<uint64_t, int64_t> others) {
  ReadCommitted(servers, topic, [&](const RecordView& record) {
    if (--others[HashOf(record)] >= 0) return;
    Fail(Concat("partition ", record.partition, " of ", topic, " has a record that is not in the other topic: key ", record.key.value_or("null"),
                " value ", record.value.value_or("null")));
  });
}

void RunCompare(const Arguments& arguments) {
  const std::string& servers = arguments.words[1];
  const auto left = CountRecords(servers, arguments.words[2]);
  const auto right = CountRecords(servers, arguments.words[3]);
  if (left.empty()) Fail(arguments.words[2] + " is empty");
  if (left != right) {
    FindMissing(servers, arguments.words[2], right);
    FindMissing(servers, arguments.words[3], left);
  }
  std::printf("%s and %s have the same records\n", arguments.words[2].c_str(), arguments.words[3].c_str());
}

int Main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("--")) {
      arguments.words.push_back(word);
    } else if (word == "--once" || word == "--changes") {
      arguments.numbers[word.substr(2)] = 1;
    } else if (i + 1 < argc) {
      arguments.numbers[word.substr(2)] = std::stoll(argv[++i]);
    }
  }
  if (arguments.words.size() != 4) Fail("produce|copy|verify|compare SERVERS TOPIC COUNT|OUTPUT|OTHER");
  const std::string& command = arguments.words[0];
  if (command == "produce") RunProduce(arguments);
  if (command == "copy") RunCopy(arguments);
  if (command == "verify" && arguments.Has("changes")) VerifyChanges(arguments);
  if (command == "verify") RunVerify(arguments);
  if (command == "compare") RunCompare(arguments);
  return 0;
}

}  // namespace
}  // namespace drey

int main(int argc, char** argv) { return drey::Main(argc, argv); }
