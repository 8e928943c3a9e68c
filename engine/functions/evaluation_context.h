// What the outside world is for the evaluation of expressions: handed in, never asked for.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "engine/base/flink_version.h"

namespace drey {

// Fixed for a run in batch mode and for a batch of records in streaming mode, as in Flink. Immutable while in use.
struct EvaluationContext {
  FlinkVersion version = FlinkVersion::k1_20;
  // `table.local-time-zone`.
  absl::TimeZone time_zone = absl::UTCTimeZone();
  // What CURRENT_TIMESTAMP and its kin say.
  absl::Time now = absl::UnixEpoch();
  // Where RAND and UUID begin.
  uint64_t random_seed = 0;
  // `table.exec.legacy-cast-behaviour` = ENABLED.
  bool legacy_cast = false;
};

}  // namespace drey
