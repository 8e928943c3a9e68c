// Turns the records of a kafka or upsert-kafka table into rows (Flink's DynamicKafkaDeserializationSchema): the value alone, or key,
// value and metadata put together.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/base/error.h"
#include "engine/formats/row_decoder.h"
#include "engine/types/row_batch.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

// Keeps scratch memory: one per thread.
class KafkaRecordDecoder {
 public:
  static absl::StatusOr<std::unique_ptr<KafkaRecordDecoder>> Create(std::shared_ptr<const KafkaSourcePlan> plan);

  // Columns of the rows: physical columns, then metadata.
  size_t width() const { return width_; }

  // Appends the record's rows, or a row with an error. Their origin is `record`, which must live as long as the batch, as must the
  // memory it points to.
  void Decode(const RecordView& record, RowBatch& out);

 private:
  class DirectRows;
  class ScratchRows;

  KafkaRecordDecoder(std::shared_ptr<const KafkaSourcePlan> plan, std::unique_ptr<RowDecoder> key,
                     std::unique_ptr<RowDecoder> value);

  void DecodeKeyAndValue(const RecordView& record, RowBatch& out);
  // `value` is null for a tombstone.
  void AppendMerged(const RecordView& record, std::span<const Datum> key, const std::span<const Datum>* value, RowKind kind,
                    RowBatch& out) const;
  void SetRecordMetadata(const RecordView& record, std::span<Datum> row, Arena& arena) const;

  std::shared_ptr<const KafkaSourcePlan> plan_;
  std::unique_ptr<RowDecoder> key_decoder_;  // null without key format
  std::unique_ptr<RowDecoder> value_decoder_;
  size_t width_;
  // Cells that come from messages: all but record metadata.
  size_t message_width_;
  // Where the fields of a decoded value go, its metadata included.
  std::vector<size_t> value_cells_;
  RowBatch keys_;
  RowBatch values_;
};

}  // namespace drey
