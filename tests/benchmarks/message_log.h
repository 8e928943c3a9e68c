// A log for measuring: its readers return messages that were made before, its writers only take the bytes of keys and values.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log/record_log.h"

namespace drey {

// Readers and writers of several tasks may be at work at once, each partition belonging to one reader.
class MessageLog : public RecordLog {
 public:
  using Messages = std::vector<std::string>;

  // What the next polls return, a record a message, from the partitions of every topic; what they point to must stay until the next
  // call. The readers must rest.
  void SetPartitions(std::vector<const Messages*> partitions);
  void SetMessages(const Messages& messages) { SetPartitions({&messages}); }
  bool exhausted() const;

  // Keys and values as they were appended through the first writer, each with a line end.
  std::string& output() { return outputs_.front(); }
  // Through every writer, in the order in which they were opened.
  std::deque<std::string>& outputs() { return outputs_; }

  absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) override;

 private:
  class Admin;
  class Reader;
  class Writer;

  struct Partition {
    const Messages* messages = nullptr;
    size_t next = 0;
  };

  std::vector<Partition> partitions_ = std::vector<Partition>(1);
  std::mutex mutex_;  // of the list of outputs
  std::deque<std::string> outputs_;
};

}  // namespace drey
