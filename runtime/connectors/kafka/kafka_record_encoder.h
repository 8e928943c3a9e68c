// Turns rows into the records of a kafka or upsert-kafka table (Flink's DynamicKafkaRecordSerializationSchema).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/formats/row_encoder.h"
#include "engine/types/row_batch.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

// Keeps scratch memory: one per thread.
class KafkaRecordEncoder {
 public:
  static absl::StatusOr<std::unique_ptr<KafkaRecordEncoder>> Create(std::shared_ptr<const KafkaSinkPlan> plan);

  // Fills `record`, which points into the encoder until the next call; its partition is left as it is. False when the row has no
  // record: `error` says why.
  bool Encode(std::span<const Datum> row, RowKind kind, OutputRecord& record, std::optional<RowError>& error);

 private:
  KafkaRecordEncoder(std::shared_ptr<const KafkaSinkPlan> plan, std::unique_ptr<RowEncoder> key, std::unique_ptr<RowEncoder> value);

  // Key or value of a record, with memory that is kept for the next one.
  struct Part {
    std::string bytes = {};
    bool is_null = true;

    std::optional<std::string_view> view() const {
      return is_null ? std::nullopt : std::optional<std::string_view>(bytes);
    }
  };

  // Encodes the columns of `projection`. False on failure.
  bool EncodePart(RowEncoder& encoder, std::span<const Datum> row, const std::vector<size_t>& projection, RowKind kind, Part& out,
                  std::optional<RowError>& error);
  bool ChooseTopic(std::span<const Datum> row, OutputRecord& record, std::optional<RowError>& error);
  bool SetTimestamp(std::span<const Datum> row, OutputRecord& record, std::optional<RowError>& error) const;
  void SetHeaders(std::span<const Datum> row, OutputRecord& record);
  bool MatchesPattern(const std::string& topic);

  std::shared_ptr<const KafkaSinkPlan> plan_;
  std::unique_ptr<RowEncoder> key_encoder_;  // null without key format
  std::unique_ptr<RowEncoder> value_encoder_;
  // Distinct, in the order of Java's HashSet, which a message shows.
  std::vector<std::string> topics_;
  std::map<std::string, bool, std::less<>> pattern_matches_;

  Arena arena_;
  std::vector<Datum> projected_;
  Part key_;
  Part value_;
  std::string topic_;
  std::vector<RecordHeader> headers_;
};

}  // namespace drey
