// What happens to rows on which Flink would fail: records that cannot be decoded, expressions, constraints and encoding.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "engine/base/error.h"
#include "engine/connector/sink.h"
#include "engine/types/row_batch.h"

namespace drey {

// What a record does on which Flink would fail.
enum class ErrorPolicy : uint8_t {
  kFail,        // as Flink
  kSkip,        // it is left out and counted
  kDeadLetter,  // it is written to another topic, as it came, with headers that say why
};

struct ErrorHandling {
  ErrorPolicy policy = ErrorPolicy::kFail;
  std::string dead_letter_topic = {};
  // What is read are dead letters; those that fail again may go back to their topic.
  bool replays = false;
  // More failed records than this fail the job; where in percent, of the records read so far.
  std::optional<int64_t> max_errors = {};
  bool max_errors_in_percent = false;
};

// Headers of a dead letter, behind those that the record had.
inline constexpr std::string_view kDeadLetterClass = "drey.error.class";
inline constexpr std::string_view kDeadLetterMessage = "drey.error.message";
inline constexpr std::string_view kDeadLetterField = "drey.error.field";
inline constexpr std::string_view kDeadLetterJob = "drey.job";
inline constexpr std::string_view kDeadLetterTopic = "drey.topic";
inline constexpr std::string_view kDeadLetterPartition = "drey.partition";
inline constexpr std::string_view kDeadLetterOffset = "drey.offset";

// Of one run. Thread-safe: its subtasks share it.
class FailedRows {
 public:
  FailedRows(ErrorHandling handling, std::string job) : handling_(std::move(handling)), job_(std::move(job)) {}

  // Fails the job, or lets the row go: a dead letter goes to the row's sink. `origin` is null where a row came from no record.
  absl::Status Take(const RecordView* origin, const RowError& error, Sink& sink);
  // Of percentages, which say something only about many records: after a batch, and with `ended` in the end.
  absl::Status CheckShare(int64_t records_read, bool ended) const;

  int64_t count() const;

 private:
  absl::Status Count(const RecordView* origin, const RowError& error);
  absl::Status WriteDeadLetter(const RecordView& origin, const RowError& error, Sink& sink) const;
  // With mutex_ held.
  absl::Status TooMany(int64_t records_read) const;

  ErrorHandling handling_;
  std::string job_;
  mutable std::mutex mutex_;
  int64_t count_ = 0;
  std::optional<ErrorDetail> last_ = {};
  std::string last_message_ = {};
};

}  // namespace drey
