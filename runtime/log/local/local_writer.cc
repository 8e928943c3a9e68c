#include <algorithm>
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "runtime/log/local/local_folder.h"
#include "runtime/log/local/local_output.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

class LocalWriter : public LogWriter {
 public:
  LocalWriter(std::shared_ptr<LocalFolder> folder, const WriterOptions& options)
      : folder_(std::move(folder)), transactional_(!options.transactional_id.empty()), holder_(options.holder) {
    if (transactional_) group_ = options.group_id.empty() ? options.transactional_id : options.group_id;
  }

  absl::StatusOr<int32_t> PartitionCount(std::string_view topic, absl::Time) override {
    DREY_ASSIGN_OR_RETURN(LocalOutput * output, Output(topic));
    return output->partition_count();
  }

  absl::StatusOr<AppendResult> Append(const OutputRecord& record, absl::Time) override {
    if (transactional_ && !in_transaction_) return BugError("Append outside a transaction");
    DREY_ASSIGN_OR_RETURN(LocalOutput * output, Output(record.topic));
    // A clock that stands before 1970 has no timestamp.
    const int64_t now = record.timestamp < 0 ? std::max(absl::ToUnixMillis(absl::Now()), int64_t{0}) : 0;
    DREY_RETURN_IF_ERROR(output->Append(record, now));
    return AppendResult::kAppended;
  }

  absl::Status FinishBatch() override {
    for (const auto& [topic, output] : outputs_) DREY_RETURN_IF_ERROR(output->Write());
    return absl::OkStatus();
  }

  absl::Status Flush(absl::Time) override {
    for (const auto& [topic, output] : outputs_) DREY_RETURN_IF_ERROR(output->Sync().status());
    return absl::OkStatus();
  }

  int64_t QueuedBytes() const override {
    int64_t bytes = 0;
    for (const auto& [topic, output] : outputs_) bytes += output->buffered_bytes();
    return bytes;
  }

  // Opens, and thereby puts right, every topic that the group has written.
  absl::Status InitTransactions(absl::Time) override {
    if (!transactional_) return NotTransactionalError("InitTransactions");
    DREY_ASSIGN_OR_RETURN(const GroupContent content, folder_->ReadGroup(group_));
    for (const auto& [topic, length] : content.outputs) DREY_RETURN_IF_ERROR(Output(topic).status());
    initialized_ = true;
    return absl::OkStatus();
  }

  absl::Status BeginTransaction() override {
    if (!initialized_) return BugError("transactions must be initialized first");
    if (in_transaction_) return BugError("BeginTransaction inside a transaction");
    in_transaction_ = true;
    return absl::OkStatus();
  }

  absl::Status SendOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time) override {
    if (!in_transaction_) return BugError("SendOffsets outside a transaction");
    // One rename commits one file.
    if (group != group_) return BugError("the positions of a local transaction belong to the writer's group");
    for (const auto& [id, offset] : offsets) offsets_[id] = offset;
    return absl::OkStatus();
  }

  absl::Status CommitTransaction(absl::Time) override {
    if (!in_transaction_) return BugError("no transaction is open");
    std::map<std::string, int64_t, std::less<>> lengths;
    for (const auto& [topic, output] : outputs_) {
      DREY_ASSIGN_OR_RETURN(lengths[topic], output->Sync());
    }
    DREY_RETURN_IF_ERROR(folder_->CommitGroup(group_, offsets_, lengths));
    for (const auto& [topic, output] : outputs_) output->MarkCommitted();
    EndTransaction();
    return absl::OkStatus();
  }

  absl::Status AbortTransaction(absl::Time) override {
    if (!in_transaction_) return BugError("no transaction is open");
    for (const auto& [topic, output] : outputs_) DREY_RETURN_IF_ERROR(output->Abort());
    EndTransaction();
    return absl::OkStatus();
  }

 private:
  void EndTransaction() {
    offsets_.clear();
    in_transaction_ = false;
  }

  absl::StatusOr<LocalOutput*> Output(std::string_view topic) {
    const auto known = outputs_.find(topic);
    if (known != outputs_.end()) return known->second.get();
    DREY_ASSIGN_OR_RETURN(std::shared_ptr<LocalOutput> output, folder_->OpenOutput(topic, group_, holder_));
    if (output->group() != group_) {
      return UnavailableError("a local topic cannot be written in transactions and outside them at once");
    }
    return outputs_.emplace(topic, std::move(output)).first->second.get();
  }

  std::shared_ptr<LocalFolder> folder_;
  bool transactional_;
  std::string holder_;
  std::string group_;  // empty outside transactions
  std::map<std::string, std::shared_ptr<LocalOutput>, std::less<>> outputs_;
  bool initialized_ = false;
  bool in_transaction_ = false;
  GroupOffsets offsets_;
};

}  // namespace

std::unique_ptr<LogWriter> MakeLocalWriter(std::shared_ptr<LocalFolder> folder, const WriterOptions& options) {
  return std::make_unique<LocalWriter>(std::move(folder), options);
}

}  // namespace drey
