// Stands for a log in a dry run: shows each record as a line instead of writing it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "runtime/log/record_log.h"

namespace drey {

// Offsets count up from 0 in each partition. Without a broker to ask, a record without partition is shown in partition 0.
class DryRunWriter final : public LogWriter {
 public:
  // `output` gets envelope lines without newline; `clock` stamps records without timestamp.
  DryRunWriter(std::function<void(std::string_view)> output, std::function<absl::Time()> clock)
      : output_(std::move(output)), clock_(std::move(clock)) {}

  absl::StatusOr<int32_t> PartitionCount(std::string_view, absl::Time) override { return 1; }
  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time deadline) override;
  absl::Status FinishBatch() override { return absl::OkStatus(); }
  absl::Status Flush(absl::Time) override { return absl::OkStatus(); }
  int64_t QueuedBytes() const override { return 0; }
  absl::Status InitTransactions(absl::Time) override { return absl::OkStatus(); }
  absl::Status BeginTransaction() override { return absl::OkStatus(); }
  absl::Status SendOffsets(std::string_view, const GroupOffsets&, absl::Time) override { return absl::OkStatus(); }
  absl::Status CommitTransaction(absl::Time) override { return absl::OkStatus(); }
  absl::Status AbortTransaction(absl::Time) override { return absl::OkStatus(); }

 private:
  std::function<void(std::string_view)> output_;
  std::function<absl::Time()> clock_;
  std::map<TopicPartition, int64_t> next_offsets_;
  std::string line_;
};

}  // namespace drey
