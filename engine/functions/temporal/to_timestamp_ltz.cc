// TO_TIMESTAMP_LTZ: 1.20 takes a number and its unit, 2.3 also text.
#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/functions/math/numeric_operand.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/date_time_formatter.h"
#include "engine/functions/temporal/java_time_zone.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/timestamp_parsing.h"
#include "engine/functions/typed_kernel.h"
#include "engine/types/java_integer.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr int kDefaultPrecision = 3;
constexpr int kMaxPrecision = 9;
// 0000-01-01 00:00:00 and 9999-12-31 23:59:59.
constexpr int64_t kFirstSecond = -62'167'219'200;
constexpr int64_t kLastSecond = 253'402'300'799;

bool IsInRange(int64_t seconds) { return seconds >= kFirstSecond && seconds <= kLastSecond; }

int64_t TenTo(int n) {
  int64_t power = 1;
  for (int i = 0; i < n; ++i) power *= 10;
  return power;
}

Datum OfMilliseconds(int64_t milliseconds) {
  return IsInRange(FloorDivide(milliseconds, kMillisecondsPerSecond)) ? Datum::Timestamp(milliseconds, 0) : Datum::Null();
}

// `precision`: digits of the fraction that the number holds.
Datum OfEpoch(int64_t epoch, int precision) {
  const int64_t factor = TenTo(precision);
  const int64_t seconds = FloorDivide(epoch, factor);
  if (!IsInRange(seconds)) return Datum::Null();
  const int64_t nanoseconds = FloorModulo(epoch, factor) * TenTo(kMaxPrecision - precision);
  return Datum::Timestamp(seconds * kMillisecondsPerSecond + nanoseconds / kNanosecondsPerMillisecond,
                          static_cast<uint32_t>(nanoseconds % kNanosecondsPerMillisecond));
}

class FromNumber final : public Kernel {
 public:
  // `digits`: of the fraction, in the result.
  FromNumber(const LogicalType& type, int digits)
      : operand_(type), is_approximate_(type.IsApproximateNumeric()), nanoseconds_(TenTo(kMaxPrecision - digits)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t precision = arguments.size() > 1 ? arguments[1].integer : kDefaultPrecision;
    if (context.version() < FlinkVersion::k2_3) return Of120(context, arguments[0], precision, result);
    result = Of23(arguments[0], static_cast<int>(precision));
    return true;
  }

 private:
  int64_t Whole(const Datum& value) const {
    const ScaledInteger exact = operand_.Exact(value);
    return static_cast<int64_t>(exact.unscaled / PowerOfTen(exact.scale));
  }

  bool Of120(CallContext& context, const Datum& value, int64_t precision, Datum& result) const {
    if (precision != 0 && precision != 3) {
      return context.Fail("org.apache.flink.table.api.TableException",
                          Concat("The precision value '", precision,
                                 "' for function TO_TIMESTAMP_LTZ(numeric, precision) is unsupported, the supported value is '0' for "
                                 "second or '3' for millisecond."));
    }
    const double number = is_approximate_ ? operand_.Double(value) : 0;
    if (precision == 3) {
      result = OfMilliseconds(is_approximate_ ? SaturateInteger<int64_t>(number) : Whole(value));
      return true;
    }
    const bool is_in_range = is_approximate_ ? number >= static_cast<double>(kFirstSecond) && number <= static_cast<double>(kLastSecond)
                                             : IsInRange(Whole(value));
    if (!is_in_range) {
      result = Datum::Null();
      return true;
    }
    result = OfMilliseconds(is_approximate_ ? SaturateInteger<int64_t>(number * 1000) : Whole(value) * kMillisecondsPerSecond);
    return true;
  }

  Datum Of23(const Datum& value, int precision) const {
    if (!is_approximate_) return OfEpoch(Whole(value), precision);
    const double number = operand_.Double(value);
    const double seconds = number / std::pow(10.0, precision);
    if (seconds < static_cast<double>(kFirstSecond) || seconds > static_cast<double>(kLastSecond)) return Datum::Null();
    const int64_t epoch = SaturateInteger<int64_t>(number * std::pow(10.0, kMaxPrecision - precision));
    return OfEpoch(epoch - FloorModulo(epoch, nanoseconds_), kMaxPrecision);
  }

  NumericOperand operand_;
  bool is_approximate_;
  int64_t nanoseconds_;  // of the least unit of the result
};

// The S at the end of a pattern.
int PrecisionOf(std::string_view pattern) {
  const size_t last = pattern.find_last_not_of('S');
  const size_t count = last == std::string_view::npos ? pattern.size() : pattern.size() - last - 1;
  return static_cast<int>(std::clamp<size_t>(count, kDefaultPrecision, kMaxPrecision));
}

Result<Datum> FromText(CallContext& context, std::string_view text) {
  ParseFailure failure;
  const std::optional<Timestamp> parsed = ParseCastTimestamp(text, kDefaultPrecision, failure);
  if (!parsed) return Result<Datum>::Failure(context.Fail(failure.flink_class, failure.message));
  return MakeTimestamp(*parsed);
}

Result<Datum> FromPattern(CallContext& context, std::string_view text, std::string_view pattern,
                          std::optional<std::string_view> zone_name) {
  const Result<Datum> local = ParseTimestampByPattern(context, text, pattern, PrecisionOf(pattern));
  if (!zone_name || !local.value() || local.value()->is_null) return local;
  const std::optional<absl::TimeZone> zone = FindZoneId(*zone_name);
  if (!zone) return std::nullopt;
  return MakeTimestamp(LocalToInstant(TimestampOf(*local.value()), *zone));
}

absl::StatusOr<BoundCall> Bind120(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric, kInteger}}));
  if (!request.arguments[1].type.Is(TypeRoot::kInteger)) return UnsupportedCall(request);
  return BoundCall{.type = LogicalType::TimestampLtz(3), .kernel = std::make_shared<FromNumber>(request.arguments[0].type, kDefaultPrecision)};
}

absl::StatusOr<int> NumericPrecision(const Argument& precision) {
  if (!precision.type.Is(TypeRoot::kInteger)) {
    return InvalidError(
        "Unsupported argument type. TO_TIMESTAMP_LTZ(<NUMERIC>, <INTEGER>) requires the second argument to be <INTEGER>.",
        precision.range);
  }
  if (!precision.constant || precision.constant->is_null) return kDefaultPrecision;
  const int64_t digits = precision.constant->integer;
  if (digits < 0 || digits > kMaxPrecision) {
    return InvalidError(Concat("Precision for TO_TIMESTAMP_LTZ must be between 0 and 9 but was ", digits, "."), precision.range);
  }
  return std::max(static_cast<int>(digits), kDefaultPrecision);
}

absl::StatusOr<BoundCall> BindNumber(const BindRequest& request) {
  int precision = kDefaultPrecision;
  if (request.arguments.size() == 2) {
    DREY_ASSIGN_OR_RETURN(precision, NumericPrecision(request.arguments[1]));
  }
  return BoundCall{.type = LogicalType::TimestampLtz(precision), .kernel = std::make_shared<FromNumber>(request.arguments[0].type, precision)};
}

absl::Status CheckPattern(const Argument& pattern) {
  if (!pattern.constant) return absl::OkStatus();
  if (pattern.constant->is_null) return InvalidError("Pattern can not be a null literal", pattern.range);
  DateTimeFailure failure;
  if (DateTimeFormatter::Compile(pattern.constant->view(), failure) == nullptr) {
    return InvalidError(Concat("Invalid pattern for parsing TIMESTAMP_LTZ: ", failure.message), pattern.range);
  }
  return CheckReadablePattern(pattern);
}

absl::Status CheckZone(const Argument& zone) {
  if (!zone.constant) return absl::OkStatus();
  if (zone.constant->is_null) return InvalidError("Timezone can not be a null literal", zone.range);
  if (FindZoneId(zone.constant->view())) return absl::OkStatus();
  return InvalidError(Concat("Invalid timezone for parsing TIMESTAMP_LTZ: Unknown time-zone ID: ", zone.constant->view()), zone.range);
}

absl::Status CheckText(const BindRequest& request) {
  for (const Argument& argument : request.arguments.subspan(1)) {
    if (argument.type.IsCharacterString() || IsUntypedNull(argument)) continue;
    return InvalidError(Concat("Unsupported argument type. Expected type of family 'CHARACTER_STRING' but actual type was '",
                               argument.type.ToString(), "'."),
                        argument.range);
  }
  if (request.arguments.size() > 1) DREY_RETURN_IF_ERROR(CheckPattern(request.arguments[1]));
  if (request.arguments.size() > 2) DREY_RETURN_IF_ERROR(CheckZone(request.arguments[2]));
  return absl::OkStatus();
}

absl::StatusOr<BoundCall> BindText(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckText(request));
  if (request.arguments.size() == 1) {
    return BoundCall{.type = LogicalType::TimestampLtz(kDefaultPrecision), .kernel = MakeKernel<FromText>()};
  }
  const std::optional<Datum>& pattern = request.arguments[1].constant;
  const int precision = pattern ? PrecisionOf(pattern->view()) : kDefaultPrecision;
  return BoundCall{.type = LogicalType::TimestampLtz(precision), .kernel = MakeKernel<FromPattern>()};
}

absl::StatusOr<BoundCall> Bind23(const BindRequest& request) {
  const size_t count = request.arguments.size();
  if (count < 1 || count > 3) {
    return NoMatchingSignature(request,
                               "TO_TIMESTAMP_LTZ(<CHARACTER_STRING>)\n"
                               "TO_TIMESTAMP_LTZ(<CHARACTER_STRING>, pattern <CHARACTER_STRING>)\n"
                               "TO_TIMESTAMP_LTZ(<CHARACTER_STRING>, pattern <CHARACTER_STRING>, timezone <CHARACTER_STRING>)\n"
                               "TO_TIMESTAMP_LTZ(<NUMERIC>)\n"
                               "TO_TIMESTAMP_LTZ(<NUMERIC>, <INTEGER_NUMERIC>)");
  }
  const Argument& first = request.arguments[0];
  if (count > 1 && IsUntypedNull(first)) return IllegalUseOfNull(first);
  if (first.type.IsCharacterString() || IsUntypedNull(first)) return BindText(request);
  const bool takes_number = first.type.IsNumeric() && count < 3 &&
                            (count == 1 || request.arguments[1].type.IsInteger() || IsUntypedNull(request.arguments[1]));
  if (!takes_number) return InvalidError("Invalid input arguments.", request.range);
  return BindNumber(request);
}

absl::StatusOr<BoundCall> BindToTimestampLtz(const BindRequest& request) {
  return request.version < FlinkVersion::k2_3 ? Bind120(request) : Bind23(request);
}

}  // namespace

void RegisterToTimestampLtz(FunctionRegistry& registry) {
  registry.Add({.name = "TO_TIMESTAMP_LTZ",
                .bind = BindToTimestampLtz,
                .documentation = {"TO_TIMESTAMP_LTZ(number, precision)",
                                  "The point in time so long after 1970-01-01 00:00:00 UTC: seconds with precision 0, milliseconds with 3. "
                                  "In Flink 2.3 any precision up to 9, 3 if not given; or a text, with a format of "
                                  "java.time.format.DateTimeFormatter and a time zone.",
                                  "TO_TIMESTAMP_LTZ(86400000, 3)", "1970-01-02 00:00:00.000"}});
}

}  // namespace drey
