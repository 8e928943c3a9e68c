#include "engine/operators/row_equality.h"

namespace drey {

RowEquality::RowEquality(const std::vector<LogicalType>& types) {
  for (const LogicalType& type : types) columns_.push_back(MakeValueComparison(type, type));
}

bool RowEquality::Equal(std::span<const Datum> a, std::span<const Datum> b, CallContext& context) const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (a[i].is_null != b[i].is_null) return false;
    if (!a[i].is_null && columns_[i]->Compare(context, a[i], b[i]) != ComparisonOutcome::kEqual) return false;
  }
  return true;
}

}  // namespace drey
