#include "engine/functions/cast/cast_check.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

enum class Verdict {
  kSupported,
  kRefusedByValidator,
  kWithoutRule,  // the validator lets it pass, no cast rule exists
  kNumberAndTimestamp,
};

bool IsSingleField(std::string_view interval) { return interval.find(" TO ") == std::string_view::npos; }

Verdict SupportedIf(bool supported) { return supported ? Verdict::kSupported : Verdict::kRefusedByValidator; }

Verdict JudgeFromString(const LogicalType& to, FlinkVersion version) {
  switch (to.root()) {
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
      return Verdict::kWithoutRule;
    case TypeRoot::kArray:
      return version < FlinkVersion::k2_3 ? Verdict::kRefusedByValidator : Verdict::kWithoutRule;
    default:
      return SupportedIf(!to.IsConstructed());
  }
}

Verdict JudgeFromNumber(const LogicalType& from, const LogicalType& to) {
  if (to.IsNumeric() || to.Is(TypeRoot::kBoolean)) return Verdict::kSupported;
  if (to.IsTimestamp()) return Verdict::kNumberAndTimestamp;
  if (!to.IsInterval() || from.IsApproximateNumeric() || !IsSingleField(to.resolution())) {
    return Verdict::kRefusedByValidator;
  }
  return from.Is(TypeRoot::kDecimal) ? Verdict::kWithoutRule : Verdict::kSupported;
}

Verdict JudgeFromBinary(const LogicalType& to) {
  if (to.IsBinaryString()) return Verdict::kSupported;
  const bool is_temporal = to.IsTimestamp() || to.Is(TypeRoot::kDate) || to.Is(TypeRoot::kTime);
  return is_temporal ? Verdict::kWithoutRule : Verdict::kRefusedByValidator;
}

Verdict JudgeFromTimestamp(const LogicalType& to) {
  if (to.IsNumeric()) return Verdict::kNumberAndTimestamp;
  return SupportedIf(to.IsTimestamp() || to.Is(TypeRoot::kDate) || to.Is(TypeRoot::kTime));
}

Verdict Judge(const LogicalType& from, const LogicalType& to, FlinkVersion version);

// Inside of a collection or row the validator is stricter, but for intervals.
Verdict JudgePart(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  if (from.IsInterval() && (to.IsInteger() || to.Is(TypeRoot::kDecimal))) return Verdict::kWithoutRule;
  const bool is_strict = (from.IsBinaryString() && !to.IsConstructed()) || (from.IsCharacterString() && to.Is(TypeRoot::kArray));
  const Verdict verdict = Judge(from, to, version);
  return verdict == Verdict::kWithoutRule && is_strict ? Verdict::kRefusedByValidator : verdict;
}

Verdict JudgeConstructed(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  if (from.root() != to.root()) return Verdict::kRefusedByValidator;
  switch (from.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
      return JudgePart(from.element(), to.element(), version);
    case TypeRoot::kMap:
      return std::max(JudgePart(from.key(), to.key(), version), JudgePart(from.value(), to.value(), version));
    default:
      break;
  }
  if (from.fields().size() != to.fields().size()) return Verdict::kRefusedByValidator;
  Verdict verdict = Verdict::kSupported;
  for (size_t i = 0; i < from.fields().size() && verdict != Verdict::kRefusedByValidator; ++i) {
    const Verdict field = JudgePart(from.fields()[i].type, to.fields()[i].type, version);
    if (field != Verdict::kSupported) verdict = field;
  }
  return verdict;
}

Verdict Judge(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  if (from.Is(TypeRoot::kNull)) return Verdict::kSupported;
  if (from.Is(TypeRoot::kVariant) || to.Is(TypeRoot::kVariant) || to.Is(TypeRoot::kBitmap)) return Verdict::kRefusedByValidator;
  if (to.IsCharacterString()) return Verdict::kSupported;
  if (from.IsConstructed()) return JudgeConstructed(from, to, version);
  if (from.IsCharacterString()) return JudgeFromString(to, version);
  if (from.IsBinaryString()) return JudgeFromBinary(to);
  if (from.IsNumeric()) return JudgeFromNumber(from, to);
  if (from.IsTimestamp()) return JudgeFromTimestamp(to);
  switch (from.root()) {
    case TypeRoot::kBitmap:
      return SupportedIf(to.IsBinaryString());
    case TypeRoot::kBoolean:
      return SupportedIf(to.IsNumeric() || to.Is(TypeRoot::kBoolean));
    case TypeRoot::kDate:
    case TypeRoot::kTime:
      return SupportedIf(to.Is(from.root()) || to.IsTimestamp());
    default:
      return SupportedIf(to.Is(from.root()));
  }
}

absl::Status RefusedByValidator(const LogicalType& from, const LogicalType& to, SourceRange range, std::string_view to_text) {
  const std::string message = Concat("Cast function cannot convert value of type ", CalciteRowText(from), " to type ",
                                     to_text.empty() ? CalciteRowText(to) : std::string(to_text), to.Is(TypeRoot::kBitmap) ? " NOT NULL" : "");
  return WithFlinkClass(InvalidError(message, range), "org.apache.calcite.sql.validate.SqlValidatorException");
}

// Code is generated for types whose intervals all have the same resolution.
std::string RuleTypeText(const LogicalType& type, bool nullable) {
  if (type.Is(TypeRoot::kIntervalYearMonth)) return nullable ? "INTERVAL MONTH" : "INTERVAL MONTH NOT NULL";
  if (type.Is(TypeRoot::kIntervalDayTime)) return nullable ? "INTERVAL SECOND(3)" : "INTERVAL SECOND(3) NOT NULL";
  return type.WithNullable(nullable).ToString();
}

absl::Status WithoutRule(const LogicalType& from, const LogicalType& to, CastMode mode, SourceRange range) {
  const std::string message = Concat("Unsupported cast from '", RuleTypeText(from, from.nullable()), "' to '",
                                     RuleTypeText(to, from.nullable() || mode == CastMode::kTryCast), "'.");
  return WithFlinkClass(InvalidError(message, range), "org.apache.flink.table.planner.codegen.CodeGenException");
}

// The first number and timestamp inside of the types that cannot be cast.
std::pair<LogicalType, LogicalType> NumberAndTimestampIn(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  std::vector<std::pair<LogicalType, LogicalType>> parts;
  if (from.Is(TypeRoot::kArray) || from.Is(TypeRoot::kMultiset)) parts.emplace_back(from.element(), to.element());
  if (from.Is(TypeRoot::kMap)) parts = {{from.key(), to.key()}, {from.value(), to.value()}};
  if (from.Is(TypeRoot::kRow)) {
    for (size_t i = 0; i < from.fields().size(); ++i) parts.emplace_back(from.fields()[i].type, to.fields()[i].type);
  }
  for (const auto& [part, target] : parts) {
    if (Judge(part, target, version) == Verdict::kNumberAndTimestamp) return NumberAndTimestampIn(part, target, version);
  }
  return {from, to};
}

absl::Status NumberAndTimestamp(const LogicalType& whole_from, const LogicalType& whole_to, FlinkVersion version, SourceRange range) {
  const auto [from, to] = NumberAndTimestampIn(whole_from, whole_to, version);
  const auto name = [](const LogicalType& type) -> std::string_view {
    if (type.Is(TypeRoot::kTimestampLtz)) return "TIMESTAMP_LTZ";
    return type.Is(TypeRoot::kTimestamp) ? "TIMESTAMP" : "NUMERIC";
  };
  std::string message =
      Concat("The cast from ", name(from), " type to ", name(to), " type is not allowed.");
  if (from.Is(TypeRoot::kTimestamp)) {
    message += " It's recommended to use UNIX_TIMESTAMP(CAST(timestamp_col AS STRING)) instead.";
  } else if (to.Is(TypeRoot::kTimestampLtz)) {
    message += " It's recommended to use TO_TIMESTAMP_LTZ(numeric_col, precision) instead.";
  } else if (to.Is(TypeRoot::kTimestamp)) {
    message +=
        " It's recommended to use TO_TIMESTAMP(FROM_UNIXTIME(numeric_col)) instead, note the numeric is in seconds.";
  }
  return WithFlinkClass(InvalidError(message, range), kValidationException);
}

Verdict JudgeAsWritten(const LogicalType& from, const LogicalType& to, FlinkVersion version, std::string_view to_text) {
  if (from.IsNumeric() && to.IsInterval() && !IsSingleField(to_text)) return Verdict::kRefusedByValidator;
  return Judge(from, to, version);
}

}  // namespace

absl::Status CheckCast(const LogicalType& from, const LogicalType& to, CastMode mode, FlinkVersion version, SourceRange range,
                       std::string_view to_text) {
  switch (JudgeAsWritten(from, to, version, to_text)) {
    case Verdict::kSupported:
      return absl::OkStatus();
    case Verdict::kRefusedByValidator:
      return RefusedByValidator(from, to, range, to_text);
    case Verdict::kWithoutRule:
      return WithoutRule(from, to, mode, range);
    case Verdict::kNumberAndTimestamp:
      return NumberAndTimestamp(from, to, version, range);
  }
  return BugError("a cast that was not judged", range);
}

bool PassesValidator(const LogicalType& from, const LogicalType& to, FlinkVersion version, std::string_view to_text) {
  return JudgeAsWritten(from, to, version, to_text) != Verdict::kRefusedByValidator;
}

bool IsCastSupported(const LogicalType& from, const LogicalType& to, FlinkVersion version) {
  return Judge(from, to, version) == Verdict::kSupported;
}

}  // namespace drey
