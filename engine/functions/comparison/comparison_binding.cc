#include "engine/functions/comparison/comparison_binding.h"

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/functions/cast/cast_check.h"
#include "engine/functions/cast/cast_kernel.h"
#include "engine/functions/operator_check.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

enum class Family { kCharacter, kBinary, kBoolean, kNumeric, kDate, kTime, kTimestamp, kYearMonth, kDayTime, kOther };

Family FamilyOf(const LogicalType& type) {
  if (type.IsCharacterString()) return Family::kCharacter;
  if (type.IsBinaryString()) return Family::kBinary;
  if (type.IsNumeric()) return Family::kNumeric;
  if (type.IsTimestamp()) return Family::kTimestamp;
  switch (type.root()) {
    case TypeRoot::kBoolean:
      return Family::kBoolean;
    case TypeRoot::kDate:
      return Family::kDate;
    case TypeRoot::kTime:
      return Family::kTime;
    case TypeRoot::kIntervalYearMonth:
      return Family::kYearMonth;
    case TypeRoot::kIntervalDayTime:
      return Family::kDayTime;
    default:
      return Family::kOther;
  }
}

bool IsTemporal(Family family) {
  return family == Family::kDate || family == Family::kTime || family == Family::kTimestamp;
}

bool AreRowsComparable(const LogicalType& a, const LogicalType& b) {
  if (a.fields().size() != b.fields().size()) return false;
  for (size_t i = 0; i < a.fields().size(); ++i) {
    if (!AreComparable(a.fields()[i].type, b.fields()[i].type)) return false;
  }
  return true;
}

absl::Status NoImplicitConversion(const LogicalType& a, const LogicalType& b, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("implicit type conversion between ", TypeRootName(a.root()), " and ",
                                            TypeRootName(b.root()), " is not supported now"),
                                     range),
                        kValidationException);
}

// What a text is cast to when it is ordered beside a value of that type.
LogicalType OrderedBesideText(const LogicalType& type) {
  return type.Is(TypeRoot::kDecimal) ? LogicalType::Decimal(38, 18) : type;
}

absl::StatusOr<std::shared_ptr<const Kernel>> CastText(const LogicalType& text, const LogicalType& other, ComparisonKind kind,
                                                       FlinkVersion version, SourceRange range) {
  const LogicalType to = OrderedBesideText(other);
  DREY_RETURN_IF_ERROR(CheckCast(text, to, CastMode::kCast, version, range));
  return MakeCastKernel(text, to, kind == ComparisonKind::kOrder ? CastMode::kImplicit : CastMode::kTryCast, version);
}

// Whether numbers of `from` are rounded where they become the type in which = compares: a DOUBLE beside a FLOAT, a fraction too long for a
// DECIMAL.
bool LosesDigits(const LogicalType& from, const LogicalType& common) {
  if (common.Is(TypeRoot::kFloat)) return from.Is(TypeRoot::kDouble);
  return from.Is(TypeRoot::kDecimal) && common.Is(TypeRoot::kDecimal) && from.scale() > common.scale();
}

bool Cast(const std::shared_ptr<const Kernel>& cast, CallContext& context, Datum& value) {
  if (!cast || value.is_null) return true;
  const Datum before = value;
  return cast->Call(context, {&before, 1}, value);
}

}  // namespace

bool AreComparable(const LogicalType& a, const LogicalType& b) {
  if (a.Is(TypeRoot::kNull) || b.Is(TypeRoot::kNull)) return true;
  const Family x = FamilyOf(a);
  const Family y = FamilyOf(b);
  if (x == Family::kOther || y == Family::kOther) {
    if (a.root() != b.root()) return false;
    return !a.Is(TypeRoot::kRow) || AreRowsComparable(a, b);
  }
  if (x == y) return true;
  if (x == Family::kBinary || y == Family::kBinary) return false;
  return x == Family::kCharacter || y == Family::kCharacter;
}

absl::Status CheckRowLengths(const LogicalType& a, const LogicalType& b, SourceRange range) {
  if (!a.Is(TypeRoot::kRow) || !b.Is(TypeRoot::kRow) || a.fields().size() >= b.fields().size()) return absl::OkStatus();
  const size_t size = a.fields().size();
  return WithFlinkClass(InvalidError(Concat("index (", size, ") must be less than size (", size, ")"), range,
                                     "the rows have different numbers of fields"),
                        "java.lang.IndexOutOfBoundsException");
}

bool BoundComparison::CastFirst(CallContext& context, Datum& a) const { return Cast(cast_a_, context, a); }
bool BoundComparison::CastSecond(CallContext& context, Datum& b) const { return Cast(cast_b_, context, b); }

std::optional<ComparisonOutcome> BoundComparison::CompareCast(CallContext& context, const Datum& a, const Datum& b) const {
  if (a.is_null || b.is_null) return std::nullopt;
  return comparison_ ? comparison_->Compare(context, a, b) : ComparisonOutcome::kUnordered;
}

bool BoundComparison::Compare(CallContext& context, const Datum& a, const Datum& b,
                              std::optional<ComparisonOutcome>& outcome) const {
  outcome.reset();
  Datum x = a;
  Datum y = b;
  if (!CastFirst(context, x) || !CastSecond(context, y)) return false;
  outcome = CompareCast(context, x, y);
  return true;
}

absl::StatusOr<BoundComparison> BindComparison(const LogicalType& a, const LogicalType& b, ComparisonKind kind,
                                               FlinkVersion version, SourceRange range) {
  BoundComparison bound;
  if (a.Is(TypeRoot::kNull) || b.Is(TypeRoot::kNull)) return bound;
  const Family x = FamilyOf(a);
  const Family y = FamilyOf(b);
  const bool is_order = kind == ComparisonKind::kOrder;
  if (is_order && !HasOrder(a)) {
    return CodeGenError(Concat("Comparable type expected, but was '", a.ToString(), "'."), range);
  }
  if (x == y && a.IsTimestamp() && a.root() != b.root()) {
    // = takes the right operand as what the left is; the others take both as instants.
    const bool cast_right = kind == ComparisonKind::kEqual || a.Is(TypeRoot::kTimestampLtz);
    const LogicalType& from = cast_right ? b : a;
    const LogicalType& to = cast_right ? a : b;
    DREY_ASSIGN_OR_RETURN(std::shared_ptr<const Kernel> cast,
                          MakeCastKernel(from, to.Is(TypeRoot::kTimestamp) ? LogicalType::Timestamp(9) : LogicalType::TimestampLtz(9),
                                         CastMode::kImplicit, version));
    (cast_right ? bound.cast_b_ : bound.cast_a_) = std::move(cast);
    bound.comparison_ = MakeValueComparison(a, a);
    return bound;
  }
  if (kind == ComparisonKind::kEqual && x == Family::kNumeric && y == Family::kNumeric) {
    const LogicalType common = *CommonType(a, b);
    if (LosesDigits(a, common) || LosesDigits(b, common)) {
      DREY_ASSIGN_OR_RETURN(bound.cast_a_, MakeCastKernel(a, common, CastMode::kImplicit, version));
      DREY_ASSIGN_OR_RETURN(bound.cast_b_, MakeCastKernel(b, common, CastMode::kImplicit, version));
      bound.comparison_ = MakeValueComparison(common, common);
      return bound;
    }
  }
  if (x == y) {
    bound.comparison_ = MakeValueComparison(a, b, NullElementsOf(version));
    return bound;
  }
  const bool text_first = x == Family::kCharacter;
  const LogicalType& text = text_first ? a : b;
  const LogicalType& other = text_first ? b : a;
  if (!is_order && other.IsNumeric()) return NoImplicitConversion(a, b, range);
  // Objects of two Java classes are never equal.
  if (!is_order && !IsTemporal(FamilyOf(other))) return bound;
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<const Kernel> cast, CastText(text, other, kind, version, range));
  (text_first ? bound.cast_a_ : bound.cast_b_) = std::move(cast);
  const LogicalType beside = OrderedBesideText(other);
  bound.comparison_ = text_first ? MakeValueComparison(beside, other) : MakeValueComparison(other, beside);
  return bound;
}

}  // namespace drey
