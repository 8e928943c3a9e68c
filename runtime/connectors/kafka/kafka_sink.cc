#include "runtime/connectors/kafka/kafka_sink.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/connectors/kafka/dry_run_writer.h"
#include "runtime/connectors/kafka/kafka_clients.h"
#include "runtime/connectors/kafka/kafka_record_encoder.h"
#include "runtime/connectors/kafka/reducing_buffer.h"
#include "runtime/connectors/kafka/table_description.h"

namespace drey {
namespace {

class KafkaSink final : public Sink {
 public:
  KafkaSink(std::shared_ptr<const KafkaSinkPlan> plan, const ConnectorEnvironment& environment,
            bool transactional, std::function<absl::StatusOr<std::unique_ptr<LogWriter>>(int subtask)> open_writer,
            absl::Duration call_timeout, std::unique_ptr<LogWriter> writer, std::unique_ptr<KafkaRecordEncoder> encoder)
      : plan_(std::move(plan)),
        transactional_(transactional),
        open_writer_(std::move(open_writer)),
        environment_(environment),
        call_timeout_(call_timeout),
        writer_(std::move(writer)),
        encoder_(std::move(encoder)),
        last_buffer_flush_(environment.clock()) {}

  absl::Status Start() {
    if (!transactional_) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(writer_->InitTransactions(Deadline()));
    return writer_->BeginTransaction();
  }

  absl::Status Write(const RowBatch& batch, size_t i, std::optional<RowError>& error) override {
    OutputRecord record;
    if (!encoder_->Encode(batch.row(i), batch.kind(i), record, error)) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(ChoosePartition(record));
    if (!buffered()) return Append(record);
    buffer_.Put(record);
    if (buffer_.size() < static_cast<size_t>(plan_->options.flush_max_rows)) return absl::OkStatus();
    return FlushBuffer();
  }

  absl::Status FinishBatch() override {
    if (buffered() && environment_.clock() >= last_buffer_flush_ + plan_->options.flush_interval) {
      DREY_RETURN_IF_ERROR(FlushBuffer());
    }
    return writer_->FinishBatch();
  }

  // The log gives up on a record by itself (delivery.timeout.ms).
  absl::Status Flush() override { return FlushUntil(absl::InfiniteFuture()); }

  absl::Status WriteRecord(const RecordView& record) override {
    const OutputRecord output = {.topic = record.topic,
                                 .key = record.key,
                                 .value = record.value,
                                 .headers = record.headers,
                                 .timestamp = record.timestamp};
    return writer_->Append(output, absl::InfiniteFuture()).status();
  }

  bool transactional() const override { return transactional_; }

  absl::Status CommitTransaction() override {
    DREY_RETURN_IF_ERROR(FlushUntil(environment_.checkpoint_deadline));
    if (!transactional_) return absl::OkStatus();
    if (environment_.transaction_content) DREY_RETURN_IF_ERROR(AddContent(environment_.transaction_content()));
    DREY_RETURN_IF_ERROR(writer_->CommitTransaction(CheckpointDeadline()));
    return writer_->BeginTransaction();
  }

  absl::Status AbortTransactionOf(int subtask) override {
    if (!transactional_) return absl::OkStatus();
    DREY_ASSIGN_OR_RETURN(const std::unique_ptr<LogWriter> writer, open_writer_(subtask));
    return writer->InitTransactions(Deadline());
  }

  absl::Status AbortTransaction() override {
    if (!transactional_) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(writer_->AbortTransaction(Deadline()));
    return writer_->BeginTransaction();
  }

  SinkStatistics Statistics() const override { return statistics_; }

 private:
  absl::Time Deadline() const { return absl::Now() + call_timeout_; }
  absl::Time CheckpointDeadline() const { return std::min(Deadline(), environment_.checkpoint_deadline); }
  bool buffered() const { return plan_->upsert() && plan_->options.flush_max_rows > 0; }

  absl::Status FlushUntil(absl::Time deadline) {
    if (buffered()) DREY_RETURN_IF_ERROR(FlushBuffer());
    return writer_->Flush(deadline);
  }

  absl::Status AddContent(const TransactionContent& content) {
    for (const TransactionContent::Record& record : content.records) {
      const OutputRecord output = {.topic = record.topic, .key = record.key, .value = record.value};
      DREY_RETURN_IF_ERROR(writer_->Append(output, absl::InfiniteFuture()).status());
    }
    if (content.group.empty() || content.offsets.empty()) return absl::OkStatus();
    return writer_->SendOffsets(content.group, content.offsets, CheckpointDeadline());
  }

  // The fixed partitioner: the task's number modulo the topic's partitions.
  absl::Status ChoosePartition(OutputRecord& record) {
    if (plan_->partitioner == Partitioner::kDefault) return absl::OkStatus();
    const auto known = fixed_partitions_.find(record.topic);
    if (known != fixed_partitions_.end()) {
      record.partition = known->second;
      return absl::OkStatus();
    }
    DREY_ASSIGN_OR_RETURN(const int32_t count, writer_->PartitionCount(record.topic, Deadline()));
    record.partition = environment_.subtask % count;
    fixed_partitions_.emplace(record.topic, record.partition);
    return absl::OkStatus();
  }

  absl::Status Append(const OutputRecord& record) {
    ++statistics_.records;
    statistics_.bytes += static_cast<int64_t>((record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0));
    // A full queue is the back-pressure: it empties, or the log reports why it does not.
    return writer_->Append(record, absl::InfiniteFuture()).status();
  }

  absl::Status FlushBuffer() {
    last_buffer_flush_ = environment_.clock();
    return buffer_.Drain([this](const OutputRecord& record) { return Append(record); });
  }

  std::shared_ptr<const KafkaSinkPlan> plan_;
  bool transactional_;
  std::function<absl::StatusOr<std::unique_ptr<LogWriter>>(int subtask)> open_writer_;
  const ConnectorEnvironment& environment_;
  absl::Duration call_timeout_;
  std::unique_ptr<LogWriter> writer_;
  std::unique_ptr<KafkaRecordEncoder> encoder_;
  SinkStatistics statistics_;
  ReducingBuffer buffer_;
  absl::Time last_buffer_flush_;
  std::map<std::string, int32_t, std::less<>> fixed_partitions_;
};

// Of the sink's transactions: the table's, or the one the runtime gives to tables that leave it open. Empty: none.
std::string TransactionalIdPrefix(const KafkaSinkPlan& plan, const ConnectorEnvironment& environment) {
  if (environment.dry_run_output) return {};
  if (plan.guarantee == DeliveryGuarantee::kExactlyOnce) return *plan.options.transactional_id_prefix;
  return plan.options.names_guarantee ? std::string() : environment.transactional_id_prefix;
}

absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const KafkaSinkPlan& plan, const ClientConfiguration& producer,
                                                      const std::string& prefix, int subtask, const ConnectorEnvironment& environment) {
  if (environment.dry_run_output) return std::make_unique<DryRunWriter>(environment.dry_run_output, environment.clock);
  WriterOptions options = {.settings = producer.settings, .group_id = environment.transaction_group, .holder = environment.holder};
  if (!prefix.empty()) options.transactional_id = Concat(prefix, "-", subtask);
  options.adapt_transaction_timeout = plan.options.FindProperty("transaction.timeout.ms") == nullptr && !environment.strict;
  return environment.log->OpenWriter(options);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> KafkaSinkSpec::Describe() const {
  std::vector<std::pair<std::string, std::string>> lines = DescribeTable(*plan_);
  lines.emplace_back("delivery", std::string(ToString(plan_->guarantee)));
  if (plan_->partitioner == Partitioner::kFixed) lines.emplace_back("partitioner", "fixed");
  if (plan_->options.flush_max_rows > 0) {
    lines.emplace_back("buffer", Concat(plan_->options.flush_max_rows, " rows, ", absl::FormatDuration(plan_->options.flush_interval)));
  }
  return lines;
}

std::string KafkaSinkSpec::transactional_id_prefix() const {
  return plan_->guarantee == DeliveryGuarantee::kExactlyOnce ? *plan_->options.transactional_id_prefix : std::string();
}

absl::StatusOr<std::unique_ptr<Sink>> KafkaSinkSpec::Open(ConnectorEnvironment& environment) const {
  DREY_ASSIGN_OR_RETURN(const ClientConfiguration producer, ConfigureProducer(*plan_));
  DREY_RETURN_IF_ERROR(CheckReadyToOpen(*plan_, producer, environment));
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<KafkaRecordEncoder> encoder, KafkaRecordEncoder::Create(plan_));
  const std::string prefix = TransactionalIdPrefix(*plan_, environment);
  if (prefix.empty() && plan_->guarantee == DeliveryGuarantee::kExactlyOnce && !environment.dry_run_output) {
    return InvalidError(Concat("table ", plan_->table, " writes exactly once, and has nothing to name its transactions and its progress by"), {},
                        "'sink.transactional-id-prefix' is empty");
  }
  auto open_writer = [plan = plan_, producer, prefix, &environment](int subtask) {
    return OpenWriter(*plan, producer, prefix, subtask, environment);
  };
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<LogWriter> writer, open_writer(environment.subtask));
  auto sink = std::make_unique<KafkaSink>(plan_, environment, !prefix.empty(), std::move(open_writer), producer.call_timeout, std::move(writer), std::move(encoder));
  DREY_RETURN_IF_ERROR(sink->Start());
  return std::unique_ptr<Sink>(std::move(sink));
}

}  // namespace drey
