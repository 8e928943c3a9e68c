// Topics as files in a folder: TOPIC.jsonl has a record a line, as `kcat -J` prints it (envelope.h). For running and trying jobs without
// a broker. docs: "Local topics".
//
// TOPIC.properties may say `partitions=3`; else there are as many as the lines name. A last line without newline is not there yet.
// `.groups/GROUP.json` holds what a group committed: positions, and the lengths of the files it writes in transactions.
// `.locks/TOPIC.lock` says who writes a topic; one process at a time does.
#pragma once

#include <memory>
#include <string>

#include "runtime/log/record_log.h"

namespace drey {

class LocalLog : public RecordLog {
 public:
  // The folder must exist when a topic is used. Nothing is read or made here.
  explicit LocalLog(std::string folder);
  ~LocalLog() override;

  absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) override;
  absl::StatusOr<GroupLockResult> LockGroup(std::string_view group, std::string_view holder) override;

 private:
  std::shared_ptr<class LocalFolder> folder_;
};

}  // namespace drey
