// A log for measuring: its readers return messages that were made before, its writer only takes the bytes of keys and values.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log/record_log.h"

namespace drey {

// Not thread-safe: one task uses it.
class MessageLog : public RecordLog {
 public:
  // What the next polls return, a record a message; what they point to must stay until the next call.
  void SetMessages(const std::vector<std::string>& messages) {
    messages_ = &messages;
    next_ = 0;
  }
  bool exhausted() const { return next_ == messages_->size(); }

  // Keys and values as they were appended, each with a line end.
  std::string& output() { return output_; }

  absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) override;

 private:
  class Admin;
  class Reader;
  class Writer;

  const std::vector<std::string>* messages_ = nullptr;
  size_t next_ = 0;
  std::vector<RecordView> records_;  // of the last poll
  std::string output_;
};

}  // namespace drey
