#include "engine/functions/comparison/value_comparison.h"

#include <cmath>
#include <cstring>
#include <vector>

#include "engine/functions/math/numeric_operand.h"
#include "engine/json/variant.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

using Outcome = ComparisonOutcome;

template <typename Number>
Outcome CompareNumbers(Number a, Number b) {
  if (a < b) return Outcome::kLess;
  if (a > b) return Outcome::kGreater;
  return a == b ? Outcome::kEqual : Outcome::kUnordered;
}

Outcome FromOrdering(std::strong_ordering ordering) {
  if (ordering == 0) return Outcome::kEqual;
  return ordering < 0 ? Outcome::kLess : Outcome::kGreater;
}

// Double.compare: NaN is equal to itself and larger than all, -0.0 is less than 0.0.
Outcome CompareTotally(double a, double b) {
  const Outcome outcome = CompareNumbers(a, b);
  if (outcome == Outcome::kLess || outcome == Outcome::kGreater) return outcome;
  if (std::isnan(a) || std::isnan(b)) return CompareNumbers(std::isnan(a) ? 1 : 0, std::isnan(b) ? 1 : 0);
  return CompareNumbers(std::signbit(a) ? 0 : 1, std::signbit(b) ? 0 : 1);
}

Outcome CompareBytes(std::string_view a, std::string_view b) { return CompareNumbers(a.compare(b), 0); }

class IntegerComparison final : public ValueComparison {
 public:
  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override {
    return CompareNumbers(a.integer, b.integer);
  }
};

class TimestampComparison final : public ValueComparison {
 public:
  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override {
    const Outcome outcome = CompareNumbers(a.integer, b.integer);
    return outcome == Outcome::kEqual ? CompareNumbers(a.size, b.size) : outcome;
  }
};

class TextComparison final : public ValueComparison {
 public:
  // Two Java Strings compare by UTF-16 units; bytes nobody looked at compare as such, also with a String.
  Outcome Compare(CallContext& context, const Datum& a, const Datum& b) const override {
    if (a.form == TextForm::kJavaString && b.form == TextForm::kJavaString) {
      return CompareNumbers(CompareUtf16(a.view(), b.view()), 0);
    }
    return CompareBytes(Utf8Bytes(a, context.arena()), Utf8Bytes(b, context.arena()));
  }
};

class VariantEquality final : public ValueComparison {
 public:
  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override {
    return AreEqualVariants(a.view(), b.view()) ? Outcome::kEqual : Outcome::kUnordered;
  }
};

class BinaryComparison final : public ValueComparison {
 public:
  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override { return CompareBytes(a.view(), b.view()); }
};

// How numbers of two types meet: exactly, or as Java promotes primitives. A DECIMAL meets a floating point number as two Doubles.
enum class NumericMeeting { kExact, kFloat, kDouble, kDoubleObjects };

NumericMeeting MeetingOf(const LogicalType& a, const LogicalType& b) {
  const bool floating = a.IsApproximateNumeric() || b.IsApproximateNumeric();
  if (!floating) return NumericMeeting::kExact;
  if (a.Is(TypeRoot::kDecimal) || b.Is(TypeRoot::kDecimal)) return NumericMeeting::kDoubleObjects;
  return a.Is(TypeRoot::kDouble) || b.Is(TypeRoot::kDouble) ? NumericMeeting::kDouble : NumericMeeting::kFloat;
}

class NumericComparison final : public ValueComparison {
 public:
  NumericComparison(const LogicalType& a, const LogicalType& b) : a_(a), b_(b), meeting_(MeetingOf(a, b)) {}

  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override {
    switch (meeting_) {
      case NumericMeeting::kExact:
        return FromOrdering(drey::Compare(a_.Exact(a), b_.Exact(b)));
      case NumericMeeting::kFloat:
        return CompareNumbers(a_.Float(a), b_.Float(b));
      case NumericMeeting::kDouble:
        return CompareNumbers(a_.Double(a), b_.Double(b));
      case NumericMeeting::kDoubleObjects:
        break;
    }
    return CompareTotally(a_.Double(a), b_.Double(b));
  }

 private:
  NumericOperand a_;
  NumericOperand b_;
  NumericMeeting meeting_;
};

class FloatingTotalOrder final : public ValueComparison {
 public:
  explicit FloatingTotalOrder(const LogicalType& type) : operand_(type) {}

  Outcome Compare(CallContext&, const Datum& a, const Datum& b) const override {
    return CompareTotally(operand_.Double(a), operand_.Double(b));
  }

 private:
  NumericOperand operand_;
};

// Equality of what rows and collections hold.
class ElementEquality {
 public:
  // `nulls`: for what the element itself holds.
  ElementEquality(const LogicalType& a, const LogicalType& b, NullElements nulls, bool nulls_are_equal)
      : comparison_(MakeValueComparison(a, b, nulls)), nulls_are_equal_(nulls_are_equal) {}

  bool Equal(CallContext& context, const Datum& a, const Datum& b) const {
    if (a.is_null || b.is_null) return nulls_are_equal_ && a.is_null && b.is_null;
    return comparison_->Compare(context, a, b) == Outcome::kEqual;
  }

 private:
  std::shared_ptr<const ValueComparison> comparison_;
  bool nulls_are_equal_;
};

class SequenceEquality final : public ValueComparison {
 public:
  explicit SequenceEquality(std::vector<ElementEquality> elements) : elements_(std::move(elements)) {}

  Outcome Compare(CallContext& context, const Datum& a, const Datum& b) const override {
    if (a.size != b.size) return Outcome::kUnordered;
    for (size_t i = 0; i < a.size; ++i) {
      if (!elements_[i % elements_.size()].Equal(context, a.cells[i], b.cells[i])) return Outcome::kUnordered;
    }
    return Outcome::kEqual;
  }

 private:
  std::vector<ElementEquality> elements_;  // one a field of a ROW, or one for all elements of an ARRAY
};

// Entries in any order.
class MapEquality final : public ValueComparison {
 public:
  MapEquality(ElementEquality keys, ElementEquality values) : keys_(std::move(keys)), values_(std::move(values)) {}

  Outcome Compare(CallContext& context, const Datum& a, const Datum& b) const override {
    if (a.size != b.size) return Outcome::kUnordered;
    const auto entries = a.entries();
    for (size_t i = 0; i < entries.size(); i += 2) {
      if (!Contains(context, b, entries[i], entries[i + 1])) return Outcome::kUnordered;
    }
    return Outcome::kEqual;
  }

 private:
  bool Contains(CallContext& context, const Datum& map, const Datum& key, const Datum& value) const {
    const auto entries = map.entries();
    for (size_t i = 0; i < entries.size(); i += 2) {
      if (keys_.Equal(context, key, entries[i])) return values_.Equal(context, value, entries[i + 1]);
    }
    return false;
  }

  ElementEquality keys_;
  ElementEquality values_;
};

std::shared_ptr<const ValueComparison> MakeRowEquality(const LogicalType& a, const LogicalType& b, NullElements nulls) {
  const NullElements inside = nulls == NullElements::kDiffer ? nulls : NullElements::kEqual;
  std::vector<ElementEquality> fields;
  for (size_t i = 0; i < a.fields().size() && i < b.fields().size(); ++i) {
    fields.emplace_back(a.fields()[i].type, b.fields()[i].type, inside, true);
  }
  return std::make_shared<SequenceEquality>(std::move(fields));
}

}  // namespace

std::shared_ptr<const ValueComparison> MakeValueComparison(const LogicalType& a, const LogicalType& b, NullElements nulls) {
  const bool are_equal = nulls == NullElements::kEqual;
  if (a.IsNumeric() && b.IsNumeric()) return std::make_shared<NumericComparison>(a, b);
  switch (a.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
      return std::make_shared<TextComparison>();
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return std::make_shared<BinaryComparison>();
    case TypeRoot::kVariant:
      return std::make_shared<VariantEquality>();
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      return std::make_shared<TimestampComparison>();
    case TypeRoot::kArray:
      return std::make_shared<SequenceEquality>(std::vector{ElementEquality(a.element(), b.element(), nulls, are_equal)});
    case TypeRoot::kMultiset:
      return std::make_shared<MapEquality>(ElementEquality(a.element(), b.element(), nulls, true),
                                           ElementEquality(LogicalType::Integer(), LogicalType::Integer(), nulls, true));
    case TypeRoot::kMap:
      return std::make_shared<MapEquality>(ElementEquality(a.key(), b.key(), nulls, true),
                                           ElementEquality(a.value(), b.value(), nulls, are_equal));
    case TypeRoot::kRow:
      return MakeRowEquality(a, b, nulls);
    default:
      return std::make_shared<IntegerComparison>();
  }
}

NullElements NullElementsOf(FlinkVersion version) {
  return version < FlinkVersion::k2_3 ? NullElements::kDifferOutsideOfRows : NullElements::kDiffer;
}

bool HasOrder(const LogicalType& type) {
  return !type.IsConstructed() && !type.Is(TypeRoot::kRaw) && !type.Is(TypeRoot::kVariant);
}

std::shared_ptr<const ValueComparison> MakeTotalOrder(const LogicalType& type) {
  if (type.IsApproximateNumeric()) return std::make_shared<FloatingTotalOrder>(type);
  return MakeValueComparison(type, type);
}

}  // namespace drey
