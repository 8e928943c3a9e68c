#include "runtime/connectors/datagen/random_generator.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/base/text.h"
#include "engine/types/big_decimal.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/row_serializer.h"

namespace drey {
namespace {

constexpr std::string_view kNumberIsTooLarge = "org.apache.commons.math3.exception.NumberIsTooLargeException";
constexpr std::string_view kNotFiniteNumber = "org.apache.commons.math3.exception.NotFiniteNumberException";
constexpr std::string_view kIllegalArgument = "java.lang.IllegalArgumentException";

absl::Status GenerationError(std::string_view flink_class, std::string_view message, SourceRange range) {
  return MakeError({.kind = ErrorKind::kJobFailed, .range = range, .flink_class = std::string(flink_class)}, message);
}

// As java.text.MessageFormat shows a number: groups of three digits, at most three behind the point.
std::string MessageNumber(double value) {
  if (std::isinf(value)) return value < 0 ? "-∞" : "∞";
  std::string digits(400, '\0');
  digits.resize(static_cast<size_t>(std::snprintf(digits.data(), digits.size(), "%.3f", std::fabs(value))));
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  const size_t point = std::min(digits.find('.'), digits.size());
  for (size_t i = point; i > 3; i -= 3) digits.insert(i - 3, ",");
  return Concat(std::signbit(value) ? "-" : "", digits);
}

absl::Status BoundsError(const std::string& min, const std::string& max, SourceRange range) {
  return GenerationError(kNumberIsTooLarge, Concat("lower bound (", min, ") must be strictly less than upper bound (", max, ")"), range);
}

std::string MessageInteger(int64_t value) {
  std::string digits = Concat(value);
  const size_t sign = value < 0 ? 1 : 0;
  for (size_t i = digits.size(); i > sign + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

// Above 0 and below 1.
double RandomFraction(GenerationContext& context) {
  const double fraction = std::generate_canonical<double, std::numeric_limits<double>::digits>(context.random);
  return fraction > 0 && fraction < 1 ? fraction : 0.5;
}

class NullableGenerator final : public FieldGenerator {
 public:
  NullableGenerator(FieldGeneratorPointer generator, float null_rate) : generator_(std::move(generator)), null_rate_(null_rate) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (!(null_rate_ < static_cast<float>(RandomFraction(context)))) return Datum::Null();
    return generator_->Generate(context);
  }

 private:
  FieldGeneratorPointer generator_;
  float null_rate_;
};

class BooleanGenerator final : public FieldGenerator {
 public:
  absl::StatusOr<Datum> Generate(GenerationContext& context) const override { return Datum::Boolean((context.random() & 1) == 0); }
};

class IntegerGenerator final : public FieldGenerator {
 public:
  IntegerGenerator(int64_t min, int64_t max, bool may_be_equal, SourceRange range)
      : min_(min), max_(max), is_empty_(may_be_equal ? min > max : min >= max), range_(range) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (is_empty_) return BoundsError(MessageInteger(min_), MessageInteger(max_), range_);
    return Datum::Integer(std::uniform_int_distribution<int64_t>(min_, max_)(context.random));
  }

 private:
  int64_t min_;
  int64_t max_;
  bool is_empty_;
  SourceRange range_;
};

class ApproximateGenerator final : public FieldGenerator {
 public:
  ApproximateGenerator(double min, double max, bool is_single, SourceRange range)
      : min_(min), max_(max), is_single_(is_single), range_(range) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (min_ >= max_) return BoundsError(MessageNumber(min_), MessageNumber(max_), range_);
    if (std::isinf(min_) || std::isinf(max_)) return GenerationError(kNotFiniteNumber, "interval bounds must be finite", range_);
    if (std::isnan(min_) || std::isnan(max_)) {
      return GenerationError("org.apache.commons.math3.exception.NotANumberException", "NaN is not allowed", range_);
    }
    const double fraction = RandomFraction(context);
    const double value = fraction * max_ + (1.0 - fraction) * min_;
    return is_single_ ? Datum::Float(static_cast<float>(value)) : Datum::Double(value);
  }

 private:
  double min_;
  double max_;
  bool is_single_;
  SourceRange range_;
};

// new BigDecimal(value, new MathContext(precision, RoundingMode.DOWN)): the double's exact digits, so many of them.
BigDecimal CutToPrecision(double value, int precision) {
  std::string text(64, '\0');
  // One digit more than is kept, of the exact value: rounding cannot reach those in front of many nines that are cut.
  constexpr int kExactDigits = 50;
  text.resize(static_cast<size_t>(std::snprintf(text.data(), text.size(), "%.*e", kExactDigits, value)));
  BigDecimal decimal = *ParseBigDecimal(text);
  if (decimal.digits.size() > static_cast<size_t>(precision)) {
    decimal.scale -= static_cast<int32_t>(decimal.digits.size()) - precision;
    decimal.digits.resize(static_cast<size_t>(precision));
  }
  return decimal;
}

class DecimalGenerator final : public FieldGenerator {
 public:
  DecimalGenerator(double min, double max, const LogicalType& type, SourceRange range)
      : precision_(type.precision()), scale_(type.scale()), range_(range) {
    const double largest = std::pow(10.0, precision_ - scale_) - std::pow(10.0, -scale_);
    min_ = std::max(-largest, min);
    max_ = std::min(largest, max);
  }

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (!(min_ < max_)) return GenerationError(kIllegalArgument, "bound must be greater than origin", range_);
    const double value = min_ + (max_ - min_) * RandomFraction(context);
    const std::optional<Int128> unscaled = ToDecimal(CutToPrecision(value, precision_), precision_, scale_);
    return unscaled ? MakeDecimal(*unscaled, precision_, context.arena) : Datum::Null();
  }

 private:
  int precision_;
  int scale_;
  double min_ = 0;
  double max_ = 0;
  SourceRange range_;
};

absl::StatusOr<int32_t> LengthOf(const RandomLength& length, GenerationContext& context) {
  if (!length.varies) return length.length;
  if (length.length <= 1) return GenerationError(kIllegalArgument, "bound must be greater than origin", length.range);
  return std::uniform_int_distribution<int32_t>(1, length.length - 1)(context.random);
}

class TextGenerator final : public FieldGenerator {
 public:
  explicit TextGenerator(RandomLength length) : length_(length) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    DREY_ASSIGN_OR_RETURN(const int32_t length, LengthOf(length_, context));
    if (length <= 0) {
      return GenerationError("org.apache.commons.math3.exception.NotStrictlyPositiveException",
                             Concat("length (", MessageInteger(length), ")"), length_.range);
    }
    const auto size = static_cast<size_t>(length);
    char* text = context.arena.Allocate(size);
    std::generate(text, text + size, [&] { return "0123456789abcdef"[context.random() & 15]; });
    return Datum::Text({text, size});
  }

 private:
  RandomLength length_;
};

absl::Status NegativeSize(int32_t length, SourceRange range) {
  return GenerationError("java.lang.NegativeArraySizeException", Concat(length), range);
}

class BytesGenerator final : public FieldGenerator {
 public:
  explicit BytesGenerator(RandomLength length) : length_(length) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    DREY_ASSIGN_OR_RETURN(const int32_t length, LengthOf(length_, context));
    if (length < 0) return NegativeSize(length, length_.range);
    const auto size = static_cast<size_t>(length);
    char* bytes = context.arena.Allocate(size);
    std::generate(bytes, bytes + size, [&] { return static_cast<char>(context.random()); });
    return Datum::Text({bytes, size});
  }

 private:
  RandomLength length_;
};

class TimestampGenerator final : public FieldGenerator {
 public:
  explicit TimestampGenerator(int64_t max_past) : max_past_(max_past) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    const int64_t past = max_past_ > 0 ? std::uniform_int_distribution<int64_t>(0, max_past_)(context.random) : 0;
    return Datum::Timestamp(absl::ToUnixMillis(context.now) - past, 0);
  }

 private:
  int64_t max_past_;  // milliseconds
};

class DateGenerator final : public FieldGenerator {
 public:
  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    return Datum::Integer(absl::ToCivilDay(context.now, absl::LocalTimeZone()) - absl::CivilDay(1970, 1, 1));
  }
};

class TimeGenerator final : public FieldGenerator {
 public:
  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    const absl::TimeZone::CivilInfo local = absl::LocalTimeZone().At(context.now);
    const int64_t second = (local.cs.hour() * 60 + local.cs.minute()) * 60 + local.cs.second();
    return Datum::Integer(second * 1000 + absl::ToInt64Milliseconds(local.subsecond));
  }
};

class ArrayGenerator final : public FieldGenerator {
 public:
  ArrayGenerator(FieldGeneratorPointer element, int32_t length, SourceRange range)
      : element_(std::move(element)), length_(length), range_(range) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (length_ < 0) return NegativeSize(length_, range_);
    const auto size = static_cast<size_t>(length_);
    Datum* elements = context.arena.AllocateArray<Datum>(size);
    for (size_t i = 0; i < size; ++i) {
      DREY_ASSIGN_OR_RETURN(elements[i], element_->Generate(context));
    }
    return Datum::Cells(elements, static_cast<uint32_t>(size));
  }

 private:
  FieldGeneratorPointer element_;
  int32_t length_;
  SourceRange range_;
};

class MapGenerator final : public FieldGenerator {
 public:
  MapGenerator(FieldGeneratorPointer key, FieldGeneratorPointer value, const LogicalType& key_type, int32_t length,
               SourceRange range)
      : key_(std::move(key)), value_(std::move(value)), keys_({key_type}), length_(length), range_(range) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    if (length_ < 0) return GenerationError(kIllegalArgument, "null", range_);
    Datum* entries = context.arena.AllocateArray<Datum>(2 * static_cast<size_t>(length_));
    std::unordered_map<std::string, size_t> places;
    for (int32_t i = 0; i < length_; ++i) {
      DREY_ASSIGN_OR_RETURN(const Datum key, key_->Generate(context));
      DREY_ASSIGN_OR_RETURN(const Datum value, value_->Generate(context));
      std::string bytes;
      keys_.Append({&key, 1}, bytes);
      const size_t place = places.emplace(std::move(bytes), places.size()).first->second;
      entries[2 * place] = key;
      entries[2 * place + 1] = value;
    }
    return Datum::Cells(entries, static_cast<uint32_t>(places.size()));
  }

 private:
  FieldGeneratorPointer key_;
  FieldGeneratorPointer value_;
  RowSerializer keys_;
  int32_t length_;
  SourceRange range_;
};

class RowGenerator final : public FieldGenerator {
 public:
  explicit RowGenerator(std::vector<FieldGeneratorPointer> fields) : fields_(std::move(fields)) {}

  absl::StatusOr<Datum> Generate(GenerationContext& context) const override {
    Datum* cells = context.arena.AllocateArray<Datum>(fields_.size());
    for (size_t i = 0; i < fields_.size(); ++i) {
      DREY_ASSIGN_OR_RETURN(cells[i], fields_[i]->Generate(context));
    }
    return Datum::Cells(cells, static_cast<uint32_t>(fields_.size()));
  }

 private:
  std::vector<FieldGeneratorPointer> fields_;
};

}  // namespace

FieldGeneratorPointer WithNullRate(FieldGeneratorPointer generator, float null_rate) {
  if (null_rate == 0) return generator;
  return std::make_shared<const NullableGenerator>(std::move(generator), null_rate);
}

FieldGeneratorPointer RandomBoolean() { return std::make_shared<const BooleanGenerator>(); }

// Flink takes equal bounds of all integers but BIGINT.
FieldGeneratorPointer RandomInteger(int64_t min, int64_t max, const LogicalType& type, SourceRange range) {
  return std::make_shared<const IntegerGenerator>(min, max, !type.Is(TypeRoot::kBigint), range);
}

FieldGeneratorPointer RandomApproximate(double min, double max, const LogicalType& type, SourceRange range) {
  return std::make_shared<const ApproximateGenerator>(min, max, type.Is(TypeRoot::kFloat), range);
}

FieldGeneratorPointer RandomDecimal(double min, double max, const LogicalType& type, SourceRange range) {
  return std::make_shared<const DecimalGenerator>(min, max, type, range);
}

FieldGeneratorPointer RandomText(RandomLength length) { return std::make_shared<const TextGenerator>(length); }

FieldGeneratorPointer RandomBytes(RandomLength length) { return std::make_shared<const BytesGenerator>(length); }

FieldGeneratorPointer RandomTimestamp(absl::Duration max_past) {
  return std::make_shared<const TimestampGenerator>(absl::ToInt64Milliseconds(max_past));
}

FieldGeneratorPointer CurrentDate() { return std::make_shared<const DateGenerator>(); }

FieldGeneratorPointer CurrentTime() { return std::make_shared<const TimeGenerator>(); }

FieldGeneratorPointer RandomArray(FieldGeneratorPointer element, int32_t length, SourceRange range) {
  return std::make_shared<const ArrayGenerator>(std::move(element), length, range);
}

FieldGeneratorPointer RandomMap(FieldGeneratorPointer key, FieldGeneratorPointer value, const LogicalType& key_type, int32_t length,
                                SourceRange range) {
  return std::make_shared<const MapGenerator>(std::move(key), std::move(value), key_type, length, range);
}

FieldGeneratorPointer RandomRow(std::vector<FieldGeneratorPointer> fields) {
  return std::make_shared<const RowGenerator>(std::move(fields));
}

}  // namespace drey
