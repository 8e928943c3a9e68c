#include "runtime/cli/progress_reporter.h"

#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/progress_text.h"

namespace drey {
namespace {

constexpr absl::Duration kLineInterval = absl::Seconds(10);
constexpr int64_t kBarWidth = 20;
constexpr std::string_view kStartOfClearedLine = "\r\033[K";

}  // namespace

std::string ProgressBar(const RunProgress& progress) {
  const int64_t total = progress.records_in + progress.records_pending;
  if (progress.records_pending < 0 || total <= 0) return {};
  const auto done = static_cast<size_t>(progress.records_in * kBarWidth / total);
  return Concat("[", std::string(done, '#'), std::string(kBarWidth - done, '-'), "] ");
}

ProgressReporter::ProgressReporter(ProgressStyle style, std::function<void(std::string_view)> write)
    : style_(style), write_(std::move(write)), next_line_(kLineInterval) {}

void ProgressReporter::Update(const RunProgress& progress) {
  if (style_ == ProgressStyle::kBar) {
    bar_shown_ = true;
    write_(Concat(kStartOfClearedLine, ProgressBar(progress), ProgressText(progress)));
  }
  if (style_ == ProgressStyle::kLines && progress.elapsed >= next_line_) {
    next_line_ = progress.elapsed + kLineInterval;
    write_(Concat(ProgressText(progress), "\n"));
  }
}

void ProgressReporter::Clear() {
  if (bar_shown_) write_(kStartOfClearedLine);
  bar_shown_ = false;
}

}  // namespace drey
