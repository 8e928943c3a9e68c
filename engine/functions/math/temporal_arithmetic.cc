#include "engine/functions/math/temporal_arithmetic.h"

#include "engine/functions/temporal/time_unit.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

class Shift final : public Kernel {
 public:
  Shift(TypeRoot point, bool by_months, bool subtract, bool interval_first)
      : point_(point), by_months_(by_months), subtract_(subtract), interval_index_(interval_first ? 0 : 1) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const Datum& point = arguments[1 - interval_index_];
    const int64_t amount = subtract_ ? -arguments[interval_index_].integer : arguments[interval_index_].integer;
    result = point;
    result.integer = by_months_ ? ByMonths(point.integer, amount) : ByMilliseconds(point.integer, amount);
    return true;
  }

 private:
  int64_t ByMonths(int64_t point, int64_t months) const {
    switch (point_) {
      case TypeRoot::kDate:
        return PlusMonths(point, months);
      case TypeRoot::kTime:
        return point;
      default:
        return PlusMonthsInMilliseconds(point, months);
    }
  }

  int64_t ByMilliseconds(int64_t point, int64_t milliseconds) const {
    switch (point_) {
      case TypeRoot::kDate:
        // A part of a day is nothing.
        return point + milliseconds / kMillisecondsPerDay;
      case TypeRoot::kTime:
        return FloorModulo(point + milliseconds, kMillisecondsPerDay);
      default:
        return point + milliseconds;
    }
  }

  TypeRoot point_;
  bool by_months_;
  bool subtract_;
  size_t interval_index_;
};

}  // namespace

bool IsDateTime(const LogicalType& type) {
  return type.Is(TypeRoot::kDate) || type.Is(TypeRoot::kTime) || type.IsTimestamp();
}

std::shared_ptr<const Kernel> MakeShiftKernel(const LogicalType& point, const LogicalType& interval, bool subtract,
                                              bool interval_first) {
  return std::make_shared<Shift>(point.root(), interval.Is(TypeRoot::kIntervalYearMonth), subtract, interval_first);
}

}  // namespace drey
