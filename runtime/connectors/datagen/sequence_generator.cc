#include "runtime/connectors/datagen/sequence_generator.h"

#include <limits>
#include <string>

#include "engine/base/text.h"
#include "engine/types/java_integer.h"

namespace drey {
namespace {

// As Java's long does.
int64_t WrappingAdd(int64_t a, int64_t b) { return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); }

std::string BigEndianBytes(int64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(static_cast<uint64_t>(value) >> shift);
  return bytes;
}

}  // namespace

absl::StatusOr<int64_t> SequenceGenerator::Count(int parallelism) const {
  const auto difference = static_cast<int64_t>(static_cast<uint64_t>(end_) - static_cast<uint64_t>(start_) + 1);
  const bool is_lowest = difference == std::numeric_limits<int64_t>::min();
  const int64_t count = difference < 0 && !is_lowest ? -difference : difference;
  if (!is_lowest && count <= int64_t{std::numeric_limits<int32_t>::max()} * parallelism) return count;
  return MakeError({.kind = ErrorKind::kJobFailed,
                    .range = range_,
                    .hint = "a sequence has at most 2147483647 values for each subtask",
                    .flink_class = "java.lang.IllegalArgumentException"},
                   "null");
}

absl::StatusOr<Datum> SequenceGenerator::Generate(GenerationContext& context) const {
  const int64_t value = WrappingAdd(start_, context.row);
  switch (type_.root()) {
    case TypeRoot::kFloat:
      return Datum::Float(static_cast<float>(value));
    case TypeRoot::kDouble:
      return Datum::Double(static_cast<double>(value));
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return Datum::Text(context.arena.Copy(Concat(value)));
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return Datum::Text(context.arena.Copy(BigEndianBytes(value)));
    case TypeRoot::kDecimal:
      return MakeError({.kind = ErrorKind::kJobFailed,
                        .range = range_,
                        .hint = "Flink fails where it reads a sequence of DECIMAL: give the column another type and cast it",
                        .flink_class = "java.lang.ClassCastException"},
                       "class java.math.BigDecimal cannot be cast to class org.apache.flink.table.data.DecimalData (java.math.BigDecimal "
                       "is in module java.base of loader 'bootstrap'; org.apache.flink.table.data.DecimalData is in unnamed module of "
                       "loader 'app')");
    default:
      return Datum::Integer(NarrowInteger(value, type_.root()));
  }
}

}  // namespace drey
