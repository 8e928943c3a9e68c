// Whether and how two types compare in SQL: Calcite's check of comparable types and the casts that Flink's generated code makes.
#pragma once

#include <memory>

#include "engine/functions/comparison/value_comparison.h"
#include "engine/functions/function.h"

namespace drey {

// The operators differ in what they do with a text beside another type.
enum class ComparisonKind : uint8_t {
  kEqual,     // = and <>: a text beside a number is refused, a text that is no date is NULL
  kDistinct,  // IS [NOT] DISTINCT FROM: the same, and points in time of two kinds meet as instants
  kOrder,     // < <= > >=: the text is cast, and fails when it does not convert
};

// A comparison with what must be done to its operands first.
class BoundComparison {
 public:
  // False: a cast failed. No outcome: a value is NULL, or a cast gave NULL.
  bool Compare(CallContext& context, const Datum& a, const Datum& b, std::optional<ComparisonOutcome>& outcome) const;

  // The steps of it: each value as what it is compared as, then the comparison.
  bool CastFirst(CallContext& context, Datum& a) const;
  bool CastSecond(CallContext& context, Datum& b) const;
  std::optional<ComparisonOutcome> CompareCast(CallContext& context, const Datum& a, const Datum& b) const;

 private:
  friend absl::StatusOr<BoundComparison> BindComparison(const LogicalType&, const LogicalType&, ComparisonKind, FlinkVersion,
                                                        SourceRange);

  std::shared_ptr<const Kernel> cast_a_;
  std::shared_ptr<const Kernel> cast_b_;
  // Absent: values of these types are never equal.
  std::shared_ptr<const ValueComparison> comparison_;
};

// Calcite's check: the families of the types are the same, or one is text and the other may be written as text.
bool AreComparable(const LogicalType& a, const LogicalType& b);

// Calcite compares the fields of two rows one by one and fails where the second row has more of them.
absl::Status CheckRowLengths(const LogicalType& a, const LogicalType& b, SourceRange range);

// For types that are comparable; fails as Flink's code generator does. NULL types compare with everything.
absl::StatusOr<BoundComparison> BindComparison(const LogicalType& a, const LogicalType& b, ComparisonKind kind,
                                               FlinkVersion version, SourceRange range);

}  // namespace drey
