#include "runtime/task/failed_rows.h"

#include <utility>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr size_t kValuePrefixBytes = 200;
// A share of fewer records says nothing about a flood.
constexpr int64_t kLeastRecordsForShare = 1000;

ErrorDetail Describe(const RecordView* origin, const RowError& error) {
  ErrorDetail detail{.kind = ErrorKind::kJobFailed, .hint = error.hint, .flink_class = error.flink_class, .field = error.field};
  if (origin == nullptr) return detail;
  detail.topic = std::string(origin->topic);
  detail.partition = origin->partition;
  detail.offset = origin->offset;
  if (origin->value) detail.value_prefix = std::string(origin->value->substr(0, kValuePrefixBytes));
  return detail;
}

}  // namespace

absl::Status FailedRows::Take(const RecordView* origin, const RowError& error, Sink& sink) {
  if (handling_.policy == ErrorPolicy::kFail) {
    // What came before reaches its destination, as in Flink.
    DREY_RETURN_IF_ERROR(sink.Flush());
    return MakeError(Describe(origin, error), error.message);
  }
  const bool has_no_record = handling_.policy == ErrorPolicy::kDeadLetter && origin == nullptr;
  if (has_no_record) {
    ErrorDetail detail = Describe(origin, error);
    detail.hint = "this row is not of one record that a dead letter could hold (a mini-batch, a datagen table): --on-error skip leaves it out";
    return MakeError(std::move(detail), error.message);
  }
  DREY_RETURN_IF_ERROR(Count(origin, error));
  if (handling_.policy == ErrorPolicy::kSkip) return absl::OkStatus();
  return WriteDeadLetter(*origin, error, sink);
}

int64_t FailedRows::count() const {
  const std::lock_guard lock(mutex_);
  return count_;
}

absl::Status FailedRows::Count(const RecordView* origin, const RowError& error) {
  const std::lock_guard lock(mutex_);
  ++count_;
  if (!handling_.max_errors) return absl::OkStatus();
  last_ = Describe(origin, error);
  last_message_ = error.message;
  return !handling_.max_errors_in_percent && count_ > *handling_.max_errors ? TooMany(-1) : absl::OkStatus();
}

absl::Status FailedRows::CheckShare(int64_t records_read, bool ended) const {
  const std::lock_guard lock(mutex_);
  if (!handling_.max_errors || !handling_.max_errors_in_percent || count_ == 0) return absl::OkStatus();
  if (!ended && records_read < kLeastRecordsForShare) return absl::OkStatus();
  return count_ * 100 > *handling_.max_errors * records_read ? TooMany(records_read) : absl::OkStatus();
}

absl::Status FailedRows::TooMany(int64_t records_read) const {
  const std::string allowed = Concat(*handling_.max_errors, handling_.max_errors_in_percent ? "%" : "");
  const std::string of = records_read < 0 ? "" : Concat(" of ", records_read);
  ErrorDetail detail = *last_;
  detail.hint = Concat("--max-errors ", allowed, " allows no more; this is the last one");
  return MakeError(std::move(detail), Concat(count_, of, count_ == 1 ? " record" : " records", " failed: ", last_message_));
}

absl::Status FailedRows::WriteDeadLetter(const RecordView& origin, const RowError& error, Sink& sink) const {
  const std::string partition = Concat(origin.partition);
  const std::string offset = Concat(origin.offset);
  // A letter that fails again says why anew, but still where it came from first.
  std::vector<RecordHeader> headers;
  bool has_origin = false;
  for (const RecordHeader& header : origin.headers) {
    const bool is_reason = header.key == kDeadLetterClass || header.key == kDeadLetterMessage || header.key == kDeadLetterField ||
                           header.key == kDeadLetterJob;
    if (!is_reason) headers.push_back(header);
    has_origin |= header.key == kDeadLetterTopic;
  }
  headers.push_back({kDeadLetterClass, std::string_view(error.flink_class)});
  headers.push_back({kDeadLetterMessage, std::string_view(error.message)});
  if (!error.field.empty()) headers.push_back({kDeadLetterField, std::string_view(error.field)});
  headers.push_back({kDeadLetterJob, std::string_view(job_)});
  if (!has_origin) {
    headers.push_back({kDeadLetterTopic, origin.topic});
    headers.push_back({kDeadLetterPartition, std::string_view(partition)});
    headers.push_back({kDeadLetterOffset, std::string_view(offset)});
  }
  RecordView letter = origin;
  letter.topic = handling_.dead_letter_topic;
  letter.headers = headers;
  return sink.WriteRecord(letter);
}

}  // namespace drey
