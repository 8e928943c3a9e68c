// A run of --since-last-run as one of its group: others are kept out while it is at work, and the group's ledger says what it did.
//
// Each subtask has one, with an entry of its own; the first subtask keeps the group for all. Used by one thread at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/job/run_progress.h"
#include "runtime/job/subtask_context.h"
#include "runtime/ledger/run_ledger.h"

namespace drey {

class GroupRun {
 public:
  // `settings` reach the log that has the ledger. Contacts nothing.
  GroupRun(const SubtaskContext& context, const std::string& group, ClientSettings settings);

  // Keeps the group, unless nothing is to be written, and asks the ledger what there was before. While another run of the group is at work: fails, waits, or gives the
  // reason why this one is not to be, as --if-running says.
  absl::StatusOr<std::optional<std::string>> Claim();
  // To be called at least every few seconds while the run lives.
  absl::Status ShowLife();
  // The run has ended: the next may begin at once.
  absl::Status Release();

  // Whether a run of the group has committed offsets before.
  bool ran_before() const { return ran_before_; }

  // Fails where the last run had read partitions that topics among `positions` no longer have, unless data loss is to be gone on from.
  absl::Status CheckNoneGone(const PartitionOffsets& positions) const;

  // The entry's content, up to its next writing.
  void set_outcome(std::string_view outcome) { entry_.outcome = outcome; }
  void set_message(std::string_view message) { entry_.message = message; }
  void SetPositions(const PartitionOffsets& positions);
  // The positions that were set are committed. Without it, DropPositions goes back to those that were.
  void KeepPositions() { kept_ = entry_.positions; }
  void DropPositions() { entry_.positions = kept_; }
  void SetCounts(const RunProgress& progress);

  // The entry as a record that goes along in a transaction, or by itself.
  TransactionContent::Record MakeRecord();
  absl::Status Write();

 private:
  absl::StatusOr<std::optional<std::string>> ClaimOrWait();
  void FinishEntry();

  const SubtaskContext& context_;
  RunLedger ledger_;
  RunEntry entry_;
  std::map<TopicPartition, RunEntry::Range> kept_;
  bool claimed_ = false;
  bool ran_before_ = false;
  PartitionOffsets last_positions_;  // of the runs before, the latest of each partition
};

}  // namespace drey
