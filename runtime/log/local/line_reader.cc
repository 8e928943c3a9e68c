#include "runtime/log/local/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr size_t kBlockBytes = size_t{256} << 10;

}  // namespace

absl::StatusOr<LineReader> LineReader::Open(const std::string& path) {
  DREY_ASSIGN_OR_RETURN(FileDescriptor file, OpenFile(path, O_RDONLY));
  return LineReader(std::move(file), path);
}

absl::StatusOr<std::optional<LineReader::Line>> LineReader::Next(int64_t limit) {
  while (true) {
    const char* bytes = block_ == nullptr ? nullptr : block_->bytes.data();
    const void* newline = filled_ > searched_ ? std::memchr(bytes + searched_, '\n', filled_ - searched_) : nullptr;
    if (newline == nullptr) {
      searched_ = filled_;
      DREY_ASSIGN_OR_RETURN(const bool more, Fill(limit));
      if (!more) return std::optional<Line>();
      continue;
    }
    const auto end = static_cast<size_t>(static_cast<const char*>(newline) - bytes) + 1;
    const int64_t end_in_file = block_begin_ + static_cast<int64_t>(end);
    if (end_in_file > limit) {
      ForgetUnfinished();
      return std::optional<Line>();
    }
    const Line line{{bytes + next_, end - 1 - next_}, position(), end_in_file, ++line_number_};
    next_ = searched_ = end;
    return std::optional(line);
  }
}

absl::StatusOr<bool> LineReader::Fill(int64_t limit) {
  if (block_begin_ + static_cast<int64_t>(filled_) >= limit) return false;
  if (block_ == nullptr || filled_ == block_->bytes.size()) {
    // The unfinished line goes to the beginning of a new block: batches may still look at the old one.
    std::shared_ptr<Block> fresh = pool_.Take();
    const size_t unfinished = filled_ - next_;
    fresh->bytes.resize(std::max(kBlockBytes, fresh->bytes.size()));
    if (fresh->bytes.size() < unfinished * 2) fresh->bytes.resize(unfinished * 2);
    if (unfinished > 0) std::memcpy(fresh->bytes.data(), block_->bytes.data() + next_, unfinished);
    block_begin_ += static_cast<int64_t>(next_);
    searched_ -= next_;
    filled_ = unfinished;
    next_ = 0;
    block_ = std::move(fresh);
  }
  while (true) {
    const auto at = static_cast<off_t>(block_begin_ + static_cast<int64_t>(filled_));
    const ssize_t count = ::pread(file_.get(), block_->bytes.data() + filled_, block_->bytes.size() - filled_, at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path_);
    if (count == 0) {
      ForgetUnfinished();
      DREY_RETURN_IF_ERROR(CheckNotCut());
      return false;
    }
    filled_ += static_cast<size_t>(count);
    return true;
  }
}

absl::Status LineReader::CheckNotCut() const {
  DREY_ASSIGN_OR_RETURN(const int64_t length, FileLength(file_, path_));
  if (length >= position()) return absl::OkStatus();
  return UnavailableError(Concat(path_, " became shorter than what was read of it (", length, " bytes of ", position(), ")"),
                          "a topic only grows; was the file replaced or cut while the job ran?");
}

void LineReader::ForgetUnfinished() { filled_ = searched_ = next_; }

}  // namespace drey
