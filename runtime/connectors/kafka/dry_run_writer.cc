#include "runtime/connectors/kafka/dry_run_writer.h"

#include <algorithm>

#include "runtime/log/local/envelope.h"

namespace drey {

absl::StatusOr<AppendResult> DryRunWriter::Append(const OutputRecord& record, absl::Time /*deadline*/) {
  const int32_t partition = std::max(record.partition, 0);
  const RecordView view = {.topic = record.topic,
                           .partition = partition,
                           .offset = next_offsets_[{std::string(record.topic), partition}]++,
                           .key = record.key,
                           .value = record.value,
                           .timestamp = record.timestamp >= 0 ? record.timestamp : absl::ToUnixMillis(clock_()),
                           .timestamp_type = TimestampType::kCreateTime,
                           .headers = record.headers};
  line_.clear();
  AppendEnvelope(view, line_);
  output_(std::string_view(line_).substr(0, line_.size() - 1));
  return AppendResult::kAppended;
}

}  // namespace drey
