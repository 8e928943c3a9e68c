// Whole lines of a file that may be growing. Reads big blocks; lines are views into them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "runtime/log/batch_pool.h"
#include "runtime/log/local/file_io.h"

namespace drey {

class LineReader {
 public:
  struct Line {
    std::string_view text;   // without its newline
    int64_t begin = 0;       // byte of the file
    int64_t end = 0;         // behind the newline
    int64_t number = 0;      // from 1
  };

  struct Block {
    std::vector<char> bytes;
    void Clear() {}
  };

  static absl::StatusOr<LineReader> Open(const std::string& path);
  LineReader(LineReader&&) = default;

  // The next line that ends before byte `limit` of the file, or nothing: the rest, if there is any, is not a whole line yet.
  absl::StatusOr<std::optional<Line>> Next(int64_t limit = INT64_MAX);

  // The memory of the line that Next returned last.
  const std::shared_ptr<Block>& block() const { return block_; }

  // Behind the last line that Next returned.
  int64_t position() const { return block_begin_ + static_cast<int64_t>(next_); }
  int64_t line_number() const { return line_number_; }
  const std::string& path() const { return path_; }

 private:
  LineReader(FileDescriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  // Reads more behind what is there; false at the end of the file.
  absl::StatusOr<bool> Fill(int64_t limit);
  absl::Status CheckNotCut() const;
  // What is behind the last whole line may be taken back by its writer; it is read again next time.
  void ForgetUnfinished();

  FileDescriptor file_;
  std::string path_;
  BatchPool<Block> pool_;
  std::shared_ptr<Block> block_;
  int64_t block_begin_ = 0;  // byte of the file at which the block begins
  size_t next_ = 0;          // in the block: the first byte not returned yet
  size_t searched_ = 0;      // in the block: no newline from next_ up to here
  size_t filled_ = 0;        // in the block: bytes read
  int64_t line_number_ = 0;
};

}  // namespace drey
