// Shows how far a run is: a bar that is redrawn on a terminal, a line every ten seconds otherwise, or nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "runtime/job/run_progress.h"

namespace drey {

enum class ProgressStyle : uint8_t { kBar, kLines, kNone };

class ProgressReporter {
 public:
  // `write` takes whole lines, or for a bar pieces that begin by going back to the start of the line.
  ProgressReporter(ProgressStyle style, std::function<void(std::string_view)> write);

  void Update(const RunProgress& progress);

  // Removes the bar, so that what follows stands on a line of its own.
  void Clear();

 private:
  ProgressStyle style_;
  std::function<void(std::string_view)> write_;
  bool bar_shown_ = false;
  absl::Duration next_line_;
};

// The bar for a run with a known end: "[#####-----]".
std::string ProgressBar(const RunProgress& progress);

}  // namespace drey
