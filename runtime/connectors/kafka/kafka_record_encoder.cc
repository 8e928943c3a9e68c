#include "runtime/connectors/kafka/kafka_record_encoder.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/types/hash_map_order.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

RowError IllegalArgument(std::string message) {
  return {.phase = RowError::Phase::kEncode, .message = std::move(message), .flink_class = "java.lang.IllegalArgumentException"};
}

std::vector<std::string> DistinctInJavaOrder(const std::vector<std::string>& topics) {
  std::vector<std::string> distinct;
  std::vector<int32_t> hashes;
  for (const std::string& topic : topics) {
    if (std::find(distinct.begin(), distinct.end(), topic) != distinct.end()) continue;
    distinct.push_back(topic);
    hashes.push_back(HashOfJavaString(topic));
  }
  std::vector<std::string> ordered;
  for (const size_t i : HashMapOrder(hashes, topics.size())) ordered.push_back(distinct[i]);
  return ordered;
}

bool IsPrefixOfRow(const std::vector<size_t>& projection) {
  for (size_t i = 0; i < projection.size(); ++i) {
    if (projection[i] != i) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<KafkaRecordEncoder>> KafkaRecordEncoder::Create(std::shared_ptr<const KafkaSinkPlan> plan) {
  std::unique_ptr<RowEncoder> key;
  if (plan->key_format) {
    DREY_ASSIGN_OR_RETURN(key, plan->key_format->make_encoder(plan->key_row));
  }
  DREY_ASSIGN_OR_RETURN(std::unique_ptr<RowEncoder> value, plan->value_format.make_encoder(plan->value_row));
  return std::unique_ptr<KafkaRecordEncoder>(new KafkaRecordEncoder(std::move(plan), std::move(key), std::move(value)));
}

KafkaRecordEncoder::KafkaRecordEncoder(std::shared_ptr<const KafkaSinkPlan> plan, std::unique_ptr<RowEncoder> key,
                                       std::unique_ptr<RowEncoder> value)
    : plan_(std::move(plan)), key_encoder_(std::move(key)), value_encoder_(std::move(value)) {
  if (plan_->options.topics) topics_ = DistinctInJavaOrder(*plan_->options.topics);
}

bool KafkaRecordEncoder::Encode(std::span<const Datum> row, RowKind kind, OutputRecord& record, std::optional<RowError>& error) {
  arena_.Reset();
  key_.is_null = true;
  value_.is_null = true;
  if (key_encoder_ != nullptr &&
      !EncodePart(*key_encoder_, row, plan_->projections.key, RowKind::kInsert, key_, error)) {
    return false;
  }
  const bool is_tombstone = plan_->upsert() && (kind == RowKind::kDelete || kind == RowKind::kUpdateBefore);
  const RowKind value_kind = plan_->upsert() ? RowKind::kInsert : kind;
  if (!is_tombstone && !EncodePart(*value_encoder_, row, plan_->projections.value, value_kind, value_, error)) return false;
  if (!ChooseTopic(row, record, error)) return false;
  if (!SetTimestamp(row, record, error)) return false;
  SetHeaders(row, record);
  record.key = key_.view();
  record.value = value_.view();
  return true;
}

bool KafkaRecordEncoder::EncodePart(RowEncoder& encoder, std::span<const Datum> row, const std::vector<size_t>& projection,
                                    RowKind kind, Part& out, std::optional<RowError>& error) {
  std::span<const Datum> columns;
  if (IsPrefixOfRow(projection)) {
    columns = row.first(projection.size());
  } else {
    projected_.clear();
    for (const size_t column : projection) projected_.push_back(row[column]);
    columns = projected_;
  }
  out.bytes.clear();
  const RowEncoder::Result result = encoder.Encode(columns, kind, out.bytes, error);
  out.is_null = result == RowEncoder::Result::kNull;
  return result != RowEncoder::Result::kFailed;
}

bool KafkaRecordEncoder::ChooseTopic(std::span<const Datum> row, OutputRecord& record, std::optional<RowError>& error) {
  if (topics_.size() == 1) {
    record.topic = topics_.front();
    return true;
  }
  constexpr std::string_view kInvalid = "The topic of the sink record is not valid. Expected ";
  if (!plan_->topic_cell || row[*plan_->topic_cell].is_null) {
    error = IllegalArgument(Concat(kInvalid, "a single topic but no topic is set."));
    return false;
  }
  topic_ = Utf8Bytes(row[*plan_->topic_cell], arena_);
  if (plan_->options.topics && std::find(topics_.begin(), topics_.end(), topic_) == topics_.end()) {
    error = IllegalArgument(Concat(kInvalid, "topic to be in: [", Join(topics_, ", "), "] but was: ", topic_));
    return false;
  }
  if (plan_->pattern && !MatchesPattern(topic_)) {
    error = IllegalArgument(Concat(kInvalid, "topic to match: ", plan_->pattern->text(), " but was: ", topic_));
    return false;
  }
  record.topic = topic_;
  return true;
}

bool KafkaRecordEncoder::MatchesPattern(const std::string& topic) {
  const auto known = pattern_matches_.find(topic);
  if (known != pattern_matches_.end()) return known->second;
  return pattern_matches_.emplace(topic, plan_->pattern->Matches(topic)).first->second;
}

bool KafkaRecordEncoder::SetTimestamp(std::span<const Datum> row, OutputRecord& record, std::optional<RowError>& error) const {
  record.timestamp = -1;
  if (!plan_->timestamp_cell || row[*plan_->timestamp_cell].is_null) return true;
  record.timestamp = row[*plan_->timestamp_cell].integer;
  if (record.timestamp >= 0) return true;
  error = IllegalArgument(
      Concat("Invalid timestamp: ", record.timestamp, ". Timestamp should always be non-negative or null."));
  return false;
}

// Entries without name or value are left out.
void KafkaRecordEncoder::SetHeaders(std::span<const Datum> row, OutputRecord& record) {
  headers_.clear();
  if (plan_->headers_cell && !row[*plan_->headers_cell].is_null) {
    const std::span<const Datum> entries = row[*plan_->headers_cell].entries();
    for (size_t i = 0; i + 1 < entries.size(); i += 2) {
      if (entries[i].is_null || entries[i + 1].is_null) continue;
      headers_.push_back({Utf8Bytes(entries[i], arena_), entries[i + 1].view()});
    }
  }
  record.headers = headers_;
}

}  // namespace drey
