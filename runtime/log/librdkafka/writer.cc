#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/log/librdkafka/client.h"
#include "runtime/log/log_errors.h"
#include "runtime/logging/logging.h"

namespace drey {
namespace {

constexpr absl::Duration kCreationPatience = absl::Seconds(2);
// Reports of the library are looked at after so many records.
constexpr int kServeEvery = 256;
// transaction.max.timeout.ms of a broker that says nothing else.
constexpr int64_t kBrokerDefaultTimeout = 900000;

bool IsFenced(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__FENCED || code == RD_KAFKA_RESP_ERR_PRODUCER_FENCED ||
         code == RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH;
}

// Never null: a null pointer stands for no value.
void* Bytes(std::string_view text) { return const_cast<char*>(text.empty() ? "" : text.data()); }

// What Java's client counts (DefaultRecordBatch and DefaultRecord.recordSizeUpperBound).
size_t SerializedSize(const OutputRecord& record) {
  constexpr size_t kBatchOverhead = 61;
  constexpr size_t kRecordOverhead = 21;
  constexpr size_t kVarint = 5;
  size_t size = kBatchOverhead + kRecordOverhead + (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
  for (const RecordHeader& header : record.headers) {
    size += 2 * kVarint + header.key.size() + (header.value ? header.value->size() : 0);
  }
  return size;
}

int64_t NumberOf(const ClientSettings& settings, std::string_view name, int64_t default_value) {
  int64_t number = default_value;
  for (const auto& [key, value] : settings) {
    if (key == name) std::from_chars(value.data(), value.data() + value.size(), number);
  }
  return number;
}

class LibrdkafkaWriter : public LogWriter {
 public:
  LibrdkafkaWriter(const WriterOptions& options, size_t max_request_size)
      : transactional_id_(options.transactional_id),
        adapts_transaction_timeout_(options.adapt_transaction_timeout),
        max_request_size_(max_request_size) {}

  absl::Status Open(const Client::Options& options) {
    Client::Options own = options;
    client_options_ = options;
    own.delivery_reports = &LibrdkafkaWriter::OnDelivery;
    own.opaque = this;
    DREY_ASSIGN_OR_RETURN(client_, Client::Open(own));
    admin_ = MakeLibrdkafkaAdmin(client_);
    return absl::OkStatus();
  }

  absl::StatusOr<int32_t> PartitionCount(std::string_view topic, absl::Time deadline) override {
    // A broker that creates topics when they are asked for takes a moment.
    const absl::Time patience = std::min(deadline, absl::Now() + kCreationPatience);
    while (true) {
      const absl::StatusOr<TopicDescription> described = admin_->DescribeTopic(topic, deadline);
      if (described.ok()) return described->partition_count;
      const bool missing = DetailOf(described.status()).topic == topic;
      if (!missing || absl::Now() >= patience) return described.status();
      absl::SleepFor(kSlice);
    }
  }

  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time deadline) override {
    if (++appended_ % kServeEvery == 0) DREY_RETURN_IF_ERROR(Serve());
    if (SerializedSize(record) > max_request_size_) return TooLarge(record);
    DREY_ASSIGN_OR_RETURN(rd_kafka_topic_t * topic, Topic(record.topic));
    while (true) {
      const rd_kafka_resp_err_t code = Produce(topic, record);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) break;
      if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) return ProduceError(record, code);
      const int wait = deadline == absl::InfinitePast() ? 0 : MillisecondsUntil(deadline, kSlice);
      rd_kafka_poll(client_->get(), wait);
      DREY_RETURN_IF_ERROR(Failure());
      if (wait == 0) return AppendResult::kQueueFull;
    }
    appended_bytes_ += static_cast<int64_t>((record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0));
    return AppendResult::kAppended;
  }

  absl::Status FinishBatch() override { return Serve(); }

  absl::Status Flush(absl::Time deadline) override {
    while (true) {
      const rd_kafka_resp_err_t code = rd_kafka_flush(client_->get(), MillisecondsUntil(deadline, kSlice));
      DREY_RETURN_IF_ERROR(Failure());
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
      if (code != RD_KAFKA_RESP_ERR__TIMED_OUT || absl::Now() >= deadline) return client_->CallError("delivery", code);
    }
  }

  // The library counts records; their bytes are those of the average.
  int64_t QueuedBytes() const override {
    return appended_ == 0 ? 0 : rd_kafka_outq_len(client_->get()) * (appended_bytes_ / appended_);
  }

  absl::Status InitTransactions(absl::Time deadline) override {
    DREY_RETURN_IF_ERROR(CheckTransactional("InitTransactions"));
    DREY_RETURN_IF_ERROR(client_->AwaitBroker(deadline));
    const auto init = [this](int timeout) { return rd_kafka_init_transactions(client_->get(), timeout); };
    const absl::Status status = Retry("init of transactions", deadline, init);
    char reason[512] = {};
    const bool too_long = rd_kafka_fatal_error(client_->get(), reason, sizeof(reason)) == RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT;
    if (status.ok() || !too_long || !adapts_transaction_timeout_) return status;
    DREY_RETURN_IF_ERROR(TakeBrokersTimeout());
    return Retry("init of transactions", deadline, init);
  }

  absl::Status BeginTransaction() override {
    DREY_RETURN_IF_ERROR(CheckTransactional("BeginTransaction"));
    const UniqueError error(rd_kafka_begin_transaction(client_->get()));
    transaction_began_ = absl::Now();
    return error == nullptr ? absl::OkStatus() : TransactionError("begin of a transaction", *error);
  }

  absl::Status SendOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time deadline) override {
    DREY_RETURN_IF_ERROR(CheckTransactional("SendOffsets"));
    if (offsets.empty()) return absl::OkStatus();
    const UniquePartitions partitions = ToPartitions(offsets);
    using Metadata = std::unique_ptr<rd_kafka_consumer_group_metadata_t, Destroy<rd_kafka_consumer_group_metadata_destroy>>;
    const Metadata metadata(rd_kafka_consumer_group_metadata_new(std::string(group).c_str()));
    return Retry("offsets of the transaction", deadline, [&](int timeout) {
      return rd_kafka_send_offsets_to_transaction(client_->get(), partitions.get(), metadata.get(), timeout);
    });
  }

  absl::Status CommitTransaction(absl::Time deadline) override {
    DREY_RETURN_IF_ERROR(CheckTransactional("CommitTransaction"));
    DREY_RETURN_IF_ERROR(Flush(deadline));
    return Retry("commit of the transaction", deadline, [this](int timeout) { return rd_kafka_commit_transaction(client_->get(), timeout); });
  }

  absl::Status AbortTransaction(absl::Time deadline) override {
    DREY_RETURN_IF_ERROR(CheckTransactional("AbortTransaction"));
    const absl::Status aborted =
        Retry("abort of the transaction", deadline, [this](int timeout) { return rd_kafka_abort_transaction(client_->get(), timeout); });
    client_->Serve();
    const std::lock_guard lock(mutex_);
    if (aborted.ok()) failed_delivery_ = absl::OkStatus();  // of records that are dropped now
    return aborted;
  }

 private:
  // A client that was refused is of no use any more.
  absl::Status TakeBrokersTimeout() {
    Log(LogLevel::kWarning, "kafka",
        Concat("the broker at ", client_->servers(), " allows no transaction of an hour, Flink's default for 'properties.transaction.timeout.ms', "
               "with which Flink would fail: ", kBrokerDefaultTimeout, " ms is used"));
    for (auto& [name, value] : client_options_.overrides) {
      const bool bounded_by_it = name == "transaction.timeout.ms" || name == "delivery.timeout.ms" || name == "socket.timeout.ms";
      if (bounded_by_it) value = Concat(std::min(kBrokerDefaultTimeout, NumberOf({{name, value}}, name, kBrokerDefaultTimeout)));
    }
    topics_.clear();
    last_topic_ = nullptr;
    return Open(client_options_);
  }

  static void OnDelivery(rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR || message->err == RD_KAFKA_RESP_ERR__PURGE_QUEUE ||
        message->err == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT) {
      return;
    }
    auto* writer = static_cast<LibrdkafkaWriter*>(self);
    const std::lock_guard lock(writer->mutex_);
    if (!writer->failed_delivery_.ok()) return;
    const std::string_view topic = rd_kafka_topic_name(message->rkt);
    writer->failed_delivery_ = writer->DeliveryError(topic, message->partition, message->err);
  }

  absl::Status DeliveryError(std::string_view topic, int32_t partition, rd_kafka_resp_err_t code) const {
    if (IsFenced(code)) return FencedError(transactional_id_);
    const std::string place = partition >= 0 ? ToString(TopicPartition{std::string(topic), partition}) : std::string(topic);
    ErrorDetail detail{.kind = ErrorKind::kUnavailable, .topic = std::string(topic), .partition = partition};
    return MakeError(std::move(detail), Concat("a record could not be delivered to ", place, " on ", client_->servers(), ": ",
                                               std::string_view(rd_kafka_err2str(code))));
  }

  absl::Status Serve() {
    client_->Serve();
    return Failure();
  }

  // What went wrong beside the calls.
  absl::Status Failure() {
    {
      const std::lock_guard lock(mutex_);
      if (!failed_delivery_.ok()) return failed_delivery_;
    }
    char reason[512] = {};
    if (IsFenced(rd_kafka_fatal_error(client_->get(), reason, sizeof(reason)))) return FencedError(transactional_id_);
    return client_->Failure();
  }

  absl::StatusOr<rd_kafka_topic_t*> Topic(std::string_view name) {
    if (name == last_name_ && last_topic_ != nullptr) return last_topic_;
    auto found = topics_.find(name);
    if (found == topics_.end()) {
      const std::string text(name);
      UniqueTopic topic(rd_kafka_topic_new(client_->get(), text.c_str(), nullptr));
      if (topic == nullptr) return InvalidError(Concat("Invalid topics: [", name, "]"));
      found = topics_.emplace(text, std::move(topic)).first;
    }
    last_name_ = found->first;
    last_topic_ = found->second.get();
    return last_topic_;
  }

  rd_kafka_resp_err_t Produce(rd_kafka_topic_t* topic, const OutputRecord& record) {
    if (!record.headers.empty() || record.timestamp >= 0) return ProduceWithExtras(topic, record);
    const int result = rd_kafka_produce(topic, record.partition < 0 ? RD_KAFKA_PARTITION_UA : record.partition, RD_KAFKA_MSG_F_COPY,
                                        record.value ? Bytes(*record.value) : nullptr, record.value ? record.value->size() : 0,
                                        record.key ? Bytes(*record.key) : nullptr, record.key ? record.key->size() : 0, nullptr);
    return result == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_last_error();
  }

  rd_kafka_resp_err_t ProduceWithExtras(rd_kafka_topic_t* topic, const OutputRecord& record) {
    rd_kafka_headers_t* headers = nullptr;
    if (!record.headers.empty()) {
      headers = rd_kafka_headers_new(record.headers.size());
      for (const RecordHeader& header : record.headers) {
        rd_kafka_header_add(headers, header.key.data(), static_cast<ssize_t>(header.key.size()),
                            header.value ? Bytes(*header.value) : nullptr, header.value ? static_cast<ssize_t>(header.value->size()) : 0);
      }
    }
    rd_kafka_vu_t parts[7] = {};
    size_t count = 0;
    parts[count].vtype = RD_KAFKA_VTYPE_RKT;
    parts[count++].u.rkt = topic;
    parts[count].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[count++].u.i32 = record.partition < 0 ? RD_KAFKA_PARTITION_UA : record.partition;
    parts[count].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[count++].u.i = RD_KAFKA_MSG_F_COPY;
    parts[count].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[count++].u.mem = {record.value ? Bytes(*record.value) : nullptr, record.value ? record.value->size() : 0};
    parts[count].vtype = RD_KAFKA_VTYPE_KEY;
    parts[count++].u.mem = {record.key ? Bytes(*record.key) : nullptr, record.key ? record.key->size() : 0};
    if (record.timestamp >= 0) {
      parts[count].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
      parts[count++].u.i64 = record.timestamp;
    }
    if (headers != nullptr) {
      parts[count].vtype = RD_KAFKA_VTYPE_HEADERS;
      parts[count++].u.headers = headers;
    }
    const UniqueError error(rd_kafka_produceva(client_->get(), parts, count));
    if (error == nullptr) return RD_KAFKA_RESP_ERR_NO_ERROR;
    if (headers != nullptr) rd_kafka_headers_destroy(headers);  // they are the library's only when it took the record
    return rd_kafka_error_code(error.get());
  }

  absl::Status ProduceError(const OutputRecord& record, rd_kafka_resp_err_t code) {
    DREY_RETURN_IF_ERROR(Failure());
    if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) return TooLarge(record);
    return DeliveryError(record.topic, record.partition, code);
  }

  absl::Status TooLarge(const OutputRecord& record) const {
    ErrorDetail detail{.kind = ErrorKind::kJobFailed,
                       .flink_class = "org.apache.kafka.common.errors.RecordTooLargeException",
                       .topic = std::string(record.topic)};
    return MakeError(std::move(detail), Concat("The message is ", SerializedSize(record), " bytes when serialized which is larger than ",
                                               max_request_size_, ", which is the value of the max.request.size configuration."));
  }

  absl::Status CheckTransactional(std::string_view call) const {
    return transactional_id_.empty() ? NotTransactionalError(call) : absl::OkStatus();
  }

  // A broker aborts a transaction that is open for too long; what the library then says has many forms.
  absl::Status TransactionError(std::string_view call, const rd_kafka_error_t& error) {
    const int64_t timeout = NumberOf(client_options_.overrides, "transaction.timeout.ms", kBrokerDefaultTimeout);
    const absl::Status status = CallFailure(call, error);
    if (absl::Now() - transaction_began_ < absl::Milliseconds(timeout)) return status;
    ErrorDetail detail = DetailOf(status);
    detail.hint =
        "'execution.checkpointing.interval' says how often a transaction is committed, 'properties.transaction.timeout.ms' how long it may "
        "be open";
    return MakeError(std::move(detail), Concat("the transaction of '", transactional_id_, "' was open for longer than its timeout of ",
                                               timeout, " ms: ", MessageOf(status)));
  }

  absl::Status CallFailure(std::string_view call, const rd_kafka_error_t& error) {
    const rd_kafka_resp_err_t code = rd_kafka_error_code(&error);
    if (IsFenced(code)) return FencedError(transactional_id_);
    DREY_RETURN_IF_ERROR(Failure());
    if (code == RD_KAFKA_RESP_ERR__STATE) return BugError(rd_kafka_error_string(&error));
    return client_->CallError(call, code, rd_kafka_error_string(&error));
  }

  // Calls until it succeeds or fails for good. The library's calls may be repeated: they go on where they were.
  template <typename Function>
  absl::Status Retry(std::string_view call, absl::Time deadline, Function function) {
    while (true) {
      const UniqueError error(function(std::max(1, MillisecondsUntil(deadline, absl::Seconds(1)))));
      if (error == nullptr) return absl::OkStatus();
      client_->Serve();
      const bool again = rd_kafka_error_is_retriable(error.get()) != 0 && client_->Failure().ok() && absl::Now() < deadline;
      if (!again) return TransactionError(call, *error);
    }
  }

  std::string transactional_id_;
  bool adapts_transaction_timeout_;
  size_t max_request_size_;
  Client::Options client_options_;
  std::shared_ptr<Client> client_;
  std::unique_ptr<LogAdmin> admin_;
  std::map<std::string, UniqueTopic, std::less<>> topics_;
  std::string_view last_name_;
  rd_kafka_topic_t* last_topic_ = nullptr;
  int64_t appended_ = 0;
  int64_t appended_bytes_ = 0;
  absl::Time transaction_began_ = absl::InfiniteFuture();

  std::mutex mutex_;
  absl::Status failed_delivery_;
};

// The library wants a delivery and a request to be over before their transaction is.
ClientSettings TransactionSettings(const WriterOptions& options) {
  const int64_t transaction = NumberOf(options.settings, "transaction.timeout.ms", 60000);
  const int64_t delivery = NumberOf(options.settings, "delivery.timeout.ms", 120000);
  const int64_t socket = NumberOf(options.settings, "socket.timeout.ms", 30000);
  return {{"transactional.id", options.transactional_id},
          {"transaction.timeout.ms", Concat(transaction)},
          {"delivery.timeout.ms", Concat(std::min(delivery, transaction))},
          {"socket.timeout.ms", Concat(std::clamp<int64_t>(socket, 10, transaction))}};
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogWriter>> MakeLibrdkafkaWriter(const WriterOptions& options) {
  Client::Options client{.type = RD_KAFKA_PRODUCER, .settings = options.settings, .overrides = {{"delivery.report.only.error", "true"}}};
  if (!options.transactional_id.empty()) {
    for (auto& setting : TransactionSettings(options)) client.overrides.push_back(std::move(setting));
  }
  const auto max_request_size = static_cast<size_t>(NumberOf(options.settings, "message.max.bytes", 1048576));
  auto writer = std::make_unique<LibrdkafkaWriter>(options, max_request_size);
  DREY_RETURN_IF_ERROR(writer->Open(client));
  return writer;
}

}  // namespace drey
