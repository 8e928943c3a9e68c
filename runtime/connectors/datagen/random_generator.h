// Columns of kind 'random': Flink's RandomGeneratorVisitor. The distribution of the values is Flink's; the values themselves are random
// there too.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "engine/types/logical_type.h"
#include "runtime/connectors/datagen/field_generator.h"

namespace drey {

// A value of `generator`, or NULL with the probability `null_rate`: 0 and negative rates never, 1 and above (and NaN) always.
FieldGeneratorPointer WithNullRate(FieldGeneratorPointer generator, float null_rate);

FieldGeneratorPointer RandomBoolean();
// Both bounds are among the values. `type`: TINYINT … BIGINT.
FieldGeneratorPointer RandomInteger(int64_t min, int64_t max, const LogicalType& type, SourceRange range);
// `type`: FLOAT or DOUBLE.
FieldGeneratorPointer RandomApproximate(double min, double max, const LogicalType& type, SourceRange range);
// Cut to the precision of `type`, rounded to its scale; NULL where that has more digits than the precision. min < max.
FieldGeneratorPointer RandomDecimal(double min, double max, const LogicalType& type, SourceRange range);

// How long a random string is: `length`, or where `varies` from 1 to below `length`.
struct RandomLength {
  int32_t length = 0;
  bool varies = false;
  SourceRange range = {};  // of the option
};
// Hexadecimal digits.
FieldGeneratorPointer RandomText(RandomLength length);
FieldGeneratorPointer RandomBytes(RandomLength length);

// The time of the row, less up to `max_past`.
FieldGeneratorPointer RandomTimestamp(absl::Duration max_past);
// Today and now, in the time zone of the process as in Flink.
FieldGeneratorPointer CurrentDate();
FieldGeneratorPointer CurrentTime();

FieldGeneratorPointer RandomArray(FieldGeneratorPointer element, int32_t length, SourceRange range);
// Equal keys are one entry, with the last value. `key_type` tells which are equal.
FieldGeneratorPointer RandomMap(FieldGeneratorPointer key, FieldGeneratorPointer value, const LogicalType& key_type, int32_t length,
                                SourceRange range);
FieldGeneratorPointer RandomRow(std::vector<FieldGeneratorPointer> fields);

}  // namespace drey
