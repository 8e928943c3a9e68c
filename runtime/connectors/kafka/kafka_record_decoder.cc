#include "runtime/connectors/kafka/kafka_record_decoder.h"

#include <utility>

namespace drey {
namespace {

// Flink puts the value's metadata behind key and value fields instead of behind the physical columns
// (KafkaDynamicSource.createKafkaDeserializationSchema). The same place, unless the value repeats key columns: then metadata columns are
// shifted, and those that have no place left are NULL.
std::vector<size_t> PlaceValueCells(const KafkaSourcePlan& plan) {
  std::vector<size_t> cells = plan.projections.value;
  const size_t message_width = plan.physical_row.fields().size() + plan.format_metadata.size();
  for (size_t cell = plan.projections.key.size() + plan.projections.value.size(); cell < message_width; ++cell) {
    cells.push_back(cell);
  }
  return cells;
}

}  // namespace

// Rows that are decoded where they stay: the message has all physical columns and there is no key to merge.
class KafkaRecordDecoder::DirectRows final : public DecodedRows {
 public:
  DirectRows(const KafkaRecordDecoder& decoder, const RecordView& record, RowBatch& out)
      : decoder_(decoder), record_(record), out_(out) {}

  std::span<Datum> AppendRow(RowKind kind) override {
    const std::span<Datum> row = out_.AppendRow(kind, &record_);
    if (decoder_.message_width_ < decoder_.width_) decoder_.SetRecordMetadata(record_, row, out_.arena());
    return row.first(decoder_.message_width_);
  }
  void RemoveLastRow() override { out_.RemoveLastRow(); }
  void Fail(RowError error) override { out_.AppendError(&record_, std::move(error)); }
  Arena& arena() override { return out_.arena(); }

 private:
  const KafkaRecordDecoder& decoder_;
  const RecordView& record_;
  RowBatch& out_;
};

// Rows on their way to be merged. Their cells already point into the batch they end in.
class KafkaRecordDecoder::ScratchRows final : public DecodedRows {
 public:
  ScratchRows(RowBatch& rows, Arena& arena) : rows_(rows), arena_(arena) {}

  std::span<Datum> AppendRow(RowKind kind) override { return rows_.AppendRow(kind, nullptr); }
  void RemoveLastRow() override { rows_.RemoveLastRow(); }
  void Fail(RowError error) override { error_ = std::move(error); }
  Arena& arena() override { return arena_; }

  std::optional<RowError>& error() { return error_; }

 private:
  RowBatch& rows_;
  Arena& arena_;
  std::optional<RowError> error_;
};

absl::StatusOr<std::unique_ptr<KafkaRecordDecoder>> KafkaRecordDecoder::Create(std::shared_ptr<const KafkaSourcePlan> plan) {
  std::unique_ptr<RowDecoder> key;
  if (plan->key_format) {
    DREY_ASSIGN_OR_RETURN(key, plan->key_format->make_decoder(plan->key_row, {}));
  }
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<RowDecoder> value,
                        plan->value_format.make_decoder(plan->value_row, plan->format_metadata));
  return std::unique_ptr<KafkaRecordDecoder>(new KafkaRecordDecoder(std::move(plan), std::move(key), std::move(value)));
}

KafkaRecordDecoder::KafkaRecordDecoder(std::shared_ptr<const KafkaSourcePlan> plan, std::unique_ptr<RowDecoder> key,
                                       std::unique_ptr<RowDecoder> value)
    : plan_(std::move(plan)),
      key_decoder_(std::move(key)),
      value_decoder_(std::move(value)),
      width_(plan_->physical_row.fields().size() + plan_->metadata_keys.size()),
      message_width_(plan_->physical_row.fields().size() + plan_->format_metadata.size()),
      value_cells_(PlaceValueCells(*plan_)) {}

void KafkaRecordDecoder::Decode(const RecordView& record, RowBatch& out) {
  if (key_decoder_ != nullptr) return DecodeKeyAndValue(record, out);
  DirectRows rows(*this, record, out);
  value_decoder_->Decode(record.value, rows);
}

void KafkaRecordDecoder::DecodeKeyAndValue(const RecordView& record, RowBatch& out) {
  keys_.Reset(plan_->key_row.fields().size());
  ScratchRows keys(keys_, out.arena());
  key_decoder_->Decode(record.key, keys);
  if (keys.error()) return out.AppendError(&record, *std::move(keys.error()));

  if (!record.value && plan_->upsert()) {
    for (size_t key = 0; key < keys_.size(); ++key) AppendMerged(record, keys_.row(key), nullptr, RowKind::kDelete, out);
    return;
  }
  values_.Reset(plan_->value_row.fields().size() + plan_->format_metadata.size());
  ScratchRows values(values_, out.arena());
  value_decoder_->Decode(record.value, values);
  for (size_t value = 0; value < values_.size(); ++value) {
    const std::span<const Datum> cells = values_.row(value);
    for (size_t key = 0; key < keys_.size(); ++key) AppendMerged(record, keys_.row(key), &cells, values_.kind(value), out);
  }
  if (values.error()) out.AppendError(&record, *std::move(values.error()));
}

void KafkaRecordDecoder::AppendMerged(const RecordView& record, std::span<const Datum> key,
                                      const std::span<const Datum>* value, RowKind kind, RowBatch& out) const {
  const std::span<Datum> row = out.AppendRow(kind, &record);
  for (size_t i = 0; i < key.size(); ++i) row[plan_->projections.key[i]] = key[i];
  if (value != nullptr) {
    // The value comes last: it wins where both have a column.
    for (size_t i = 0; i < value_cells_.size(); ++i) row[value_cells_[i]] = (*value)[i];
  }
  SetRecordMetadata(record, row, out.arena());
}

void KafkaRecordDecoder::SetRecordMetadata(const RecordView& record, std::span<Datum> row, Arena& arena) const {
  for (size_t i = 0; i < plan_->record_metadata.size(); ++i) {
    row[message_width_ + i] = ReadRecordMetadata(record, plan_->record_metadata[i], arena);
  }
}

}  // namespace drey
