#include "runtime/cli/progress_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"
#include "engine/base/text.h"
#include "runtime/cli/json_line.h"

namespace drey {
namespace {

int64_t RecordsPerSecond(const RunProgress& progress) {
  const double seconds = absl::ToDoubleSeconds(progress.elapsed);
  return seconds > 0 ? static_cast<int64_t>(static_cast<double>(progress.records_in) / seconds) : 0;
}

std::string PadTwo(int64_t value) { return Concat(value < 10 ? "0" : "", value); }

// "0:05", "12:34", "3:00:00".
std::string ClockText(int64_t seconds) {
  const int64_t hours = seconds / 3600;
  const int64_t minutes = seconds / 60 % 60;
  const std::string tail = PadTwo(seconds % 60);
  return hours > 0 ? Concat(hours, ":", PadTwo(minutes), ":", tail) : Concat(minutes, ":", tail);
}

// With two digits below one minute: "0.05", "59.99", "61".
std::string SecondsText(absl::Duration duration) {
  const int64_t hundredths = duration / absl::Milliseconds(10);
  if (hundredths >= 6000) return Concat(hundredths / 100);
  return Concat(hundredths / 100, ".", PadTwo(hundredths % 100));
}

std::string_view NameOf(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::kFinished:
      return "finished";
    case RunOutcome::kStopped:
      return "stopped";
    case RunOutcome::kFailed:
      break;
  }
  return "failed";
}

std::string Counts(const RunProgress& progress) {
  const std::string skipped = progress.records_skipped == 0 ? "" : Concat(", ", WithThousands(progress.records_skipped), " skipped");
  return Concat(WithThousands(progress.records_in), progress.records_in == 1 ? " record in, " : " records in, ",
                WithThousands(progress.records_out), " out", skipped);
}

}  // namespace

std::string ProgressText(const RunProgress& progress) {
  const int64_t rate = RecordsPerSecond(progress);
  std::string out = Concat(Counts(progress), ", ", WithThousands(rate), "/s");
  if (progress.records_pending >= 0) {
    Append(out, ", ", WithThousands(progress.records_pending), " to go");
    if (rate > 0 && progress.records_pending > 0) Append(out, ", ETA ", ClockText(progress.records_pending / rate));
  }
  return out;
}

std::string SummaryText(const RunProgress& progress, RunOutcome outcome) {
  return Concat(NameOf(outcome), ": ", Counts(progress), ", ", SecondsText(progress.elapsed), " s (",
                WithThousands(RecordsPerSecond(progress)), "/s)");
}

std::string SummaryJson(const RunProgress& progress, RunOutcome outcome) {
  const int64_t milliseconds = progress.elapsed / absl::Milliseconds(1);
  const std::string thousandths = Concat(1000 + milliseconds % 1000).substr(1);
  JsonLine line;
  line.AddText("outcome", NameOf(outcome));
  line.AddInteger("records_in", progress.records_in);
  line.AddInteger("records_out", progress.records_out);
  line.AddInteger("records_skipped", progress.records_skipped);
  line.AddInteger("bytes_in", progress.bytes_in);
  line.AddInteger("bytes_out", progress.bytes_out);
  line.AddJson("seconds", Concat(milliseconds / 1000, ".", thousandths));
  return line.Finish();
}

}  // namespace drey
