// How far a run is, in words: the line that is shown while it runs and the summary at its end.
#pragma once

#include <string>
#include <string_view>

#include "runtime/job/run_progress.h"

namespace drey {

// "12,345 records in, 12,300 out, 50,000/s, 1,234 to go, ETA 0:05". The rate is that since the start.
std::string ProgressText(const RunProgress& progress);

enum class RunOutcome : uint8_t { kFinished, kStopped, kFailed };

// "finished: 410 records in, 410 out, 0.05 s (8,200/s)".
std::string SummaryText(const RunProgress& progress, RunOutcome outcome);

// {"outcome":"finished","records_in":410,"records_out":410,"records_skipped":0,"bytes_in":1,"bytes_out":1,"seconds":0.050}
std::string SummaryJson(const RunProgress& progress, RunOutcome outcome);

}  // namespace drey
