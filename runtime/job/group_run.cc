#include "runtime/job/group_run.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr absl::Duration kBetweenClaims = absl::Milliseconds(100);

// A run that failed before its first commit left no offsets behind.
bool HasCommitted(const RunEntry& entry) {
  return entry.outcome != "failed" || std::any_of(entry.positions.begin(), entry.positions.end(),
                                                  [](const auto& position) { return position.second.from != position.second.to; });
}

}  // namespace

GroupRun::GroupRun(const SubtaskContext& context, const std::string& group, ClientSettings settings)
    : context_(context),
      ledger_(*context.options.log, {.group = group,
                                     .settings = std::move(settings),
                                     .on_broker = context.options.log_needs_servers,
                                     .holder = context.options.holder}),
      entry_{.group = group,
             .run = context.subtask == 0 ? context.shared.name : Concat(context.shared.name, "/", context.subtask),
             .job = context.options.since_last_run->job,
             .fingerprint = context.shared.fingerprint,
             .overrides = context.options.since_last_run->overrides,
             .start = absl::ToUnixMillis(context.shared.start),
             .outcome = "running"} {}

absl::StatusOr<std::optional<std::string>> GroupRun::Claim() {
  if (context_.subtask == 0 && !context_.is_dry_run()) {
    DREY_ASSIGN_OR_RETURN(std::optional<std::string> reason, ClaimOrWait());
    if (reason) return reason;
    claimed_ = true;
  }
  DREY_ASSIGN_OR_RETURN(const std::vector<RunEntry> before, ledger_.Read());
  ran_before_ = std::any_of(before.begin(), before.end(), HasCommitted);
  for (const RunEntry& entry : before) {
    for (const auto& [id, range] : entry.positions) last_positions_[id] = range.to;
  }
  return std::optional<std::string>();
}

absl::StatusOr<std::optional<std::string>> GroupRun::ClaimOrWait() {
  const IfRunning if_running = context_.options.since_last_run->if_running;
  while (true) {
    DREY_ASSIGN_OR_RETURN(const std::optional<std::string> holder, ledger_.Claim(entry_.run, context_.now()));
    if (!holder) return std::optional<std::string>();
    const std::string reason = Concat("group '", entry_.group, "' is being run by ", *holder);
    if (if_running == IfRunning::kFail) {
      return UnavailableError(reason, "--if-running wait waits for its end, --if-running skip leaves it at that");
    }
    if (if_running == IfRunning::kSkip || context_.stop_requested()) return std::optional<std::string>(reason);
    absl::SleepFor(kBetweenClaims);
  }
}

absl::Status GroupRun::ShowLife() { return claimed_ ? ledger_.ShowLife(context_.now()) : absl::OkStatus(); }

absl::Status GroupRun::Release() {
  if (!claimed_) return absl::OkStatus();
  claimed_ = false;
  return ledger_.Release();
}

// With several subtasks each sees its own partitions only.
absl::Status GroupRun::CheckNoneGone(const PartitionOffsets& positions) const {
  const SinceLastRun& run = *context_.options.since_last_run;
  if (context_.parallelism > 1 || run.from_startup_mode || context_.options.on_data_loss == DataLoss::kContinue) return absl::OkStatus();
  for (const auto& [id, offset] : last_positions_) {
    const auto same_topic = positions.lower_bound({id.topic, 0});
    const bool topic_is_read = same_topic != positions.end() && same_topic->first.topic == id.topic;
    if (!topic_is_read || positions.contains(id)) continue;
    return MakeError({.kind = ErrorKind::kJobFailed,
                      .hint = "--on-data-loss continue goes on with the partitions that are left",
                      .topic = id.topic,
                      .partition = id.partition,
                      .offset = offset},
                     Concat(id.topic, "-", id.partition, " is gone, where group '", entry_.group, "' stands at offset ", offset,
                            ": the topic was made anew"));
  }
  return absl::OkStatus();
}

void GroupRun::SetPositions(const PartitionOffsets& positions) {
  for (const auto& [id, offset] : positions) {
    const auto [place, added] = entry_.positions.try_emplace(id, RunEntry::Range{offset, offset});
    place->second.to = offset;
  }
}

void GroupRun::SetCounts(const RunProgress& progress) {
  entry_.records_in = progress.records_in;
  entry_.records_out = progress.records_out;
  entry_.records_skipped = progress.records_skipped;
}

void GroupRun::FinishEntry() {
  if (entry_.outcome != "running") entry_.end = absl::ToUnixMillis(context_.now());
}

TransactionContent::Record GroupRun::MakeRecord() {
  FinishEntry();
  return {ledger_.topic(), RunLedger::KeyOf(entry_), ToJson(entry_)};
}

absl::Status GroupRun::Write() {
  FinishEntry();
  return ledger_.Write(entry_);
}

}  // namespace drey
