// What TO_TIMESTAMP and TO_TIMESTAMP_LTZ do with a pattern.
#pragma once

#include "engine/functions/typed_kernel.h"

namespace drey {

// Reads a wall clock by a pattern of DateTimeFormatter, or as java.sql.Timestamp writes it where the pattern does not fit; NULL where
// neither does or the pattern is wrong. What the pattern found has `precision` digits of the fraction.
Result<Datum> ParseTimestampByPattern(CallContext& context, std::string_view text, std::string_view pattern, int precision);

// Refuses a constant pattern with letters that drey does not read.
absl::Status CheckReadablePattern(const Argument& pattern);

}  // namespace drey
