// The ledger of the runs of a group, kept where its topics are: on a broker in the compacted topic `drey.runs`, in a folder of local
// topics in `drey.runs.GROUP`. The key is "GROUP RUN"; the newest record of a key is what became of the run.
//
// While a run is at work others are kept out: by a lock where the log has one, else by a record "GROUP" that the run renews every few
// seconds. A run whose record is older than kLifeWithoutSign is taken for dead; should it live nevertheless, it is fenced by the
// next run's transactions and commits nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "runtime/ledger/run_entry.h"
#include "runtime/log/record_log.h"

namespace drey {

inline constexpr absl::Duration kLifeWithoutSign = absl::Seconds(10);

class RunLedger {
 public:
  struct Options {
    std::string group = {};
    // Of the log's admin, as a table gives them.
    ClientSettings settings = {};
    bool on_broker = true;
    // "drey run job.json", for who is kept out.
    std::string holder = {};
  };

  // `log` must outlive the ledger. Contacts nothing.
  RunLedger(RecordLog& log, Options options);
  ~RunLedger();

  // Where the group's entries are, for records that go along in a transaction.
  const std::string& topic() const { return topic_; }
  static std::string KeyOf(const RunEntry& entry) { return entry.group + " " + entry.run; }

  // Keeps the group for this run, or says who has it. Makes the topic where it is missing.
  absl::StatusOr<std::optional<std::string>> Claim(const std::string& run, absl::Time now);
  // To be called at least every few seconds while the run lives.
  absl::Status ShowLife(absl::Time now);
  // The run has ended: the next may begin at once.
  absl::Status Release();

  // The group's entries, in the order in which the runs first wrote them.
  absl::StatusOr<std::vector<RunEntry>> Read();
  // Outside any transaction. Durable when it returns.
  absl::Status Write(const RunEntry& entry);

 private:
  struct Content;
  absl::StatusOr<Content> ReadAll();
  absl::Status MakeTopic();
  absl::StatusOr<bool> Lives(const RunEntry& entry, const Content& content);
  absl::Status WriteRecord(const std::string& key, const std::optional<std::string>& value);
  std::string LifeSign(absl::Time now) const;

  RecordLog& log_;
  Options options_;
  std::string topic_;
  std::string run_;
  RecordLog::GroupLock lock_;
  std::unique_ptr<LogWriter> writer_;
  absl::Time last_sign_ = absl::InfinitePast();
};

// The groups that have a ledger here.
absl::StatusOr<std::vector<std::string>> ListLedgerGroups(RecordLog& log, const ClientSettings& settings, bool on_broker);

}  // namespace drey
