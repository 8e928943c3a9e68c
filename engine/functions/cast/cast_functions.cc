#include "engine/functions/cast/cast_functions.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/functions/cast/cast_check.h"
#include "engine/functions/cast/cast_kernel.h"
#include "engine/functions/cast/type_text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"

namespace drey {
namespace {

// In months or milliseconds, of the unit that an interval ends with: "DAY", "DAY(3)".
int64_t LengthOfUnit(std::string_view resolution) {
  constexpr std::pair<std::string_view, int64_t> kUnits[] = {{"YEAR", 12},       {"QUARTER", 3},      {"MONTH", 1},
                                                             {"WEEK", 604'800'000}, {"DAY", 86'400'000}, {"HOUR", 3'600'000},
                                                             {"MINUTE", 60'000},  {"SECOND", 1000}};
  for (const auto& [name, length] : kUnits) {
    if (resolution.starts_with(name)) return length;
  }
  return 1;
}

class Scaling final : public Kernel {
 public:
  Scaling(int64_t length, bool divides) : length_(length), divides_(divides) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Integer(divides_ ? arguments[0].integer / length_ : arguments[0].integer * length_);
    return true;
  }

 private:
  int64_t length_;
  bool divides_;
};

// In Flink 1.20 Calcite counts the units of an interval of one field that becomes a number; in all releases it makes an interval of a
// number that is written out. Null for other casts.
std::shared_ptr<const Kernel> ScalingOf(const BindRequest& request) {
  const Argument& from = request.arguments[0];
  const LogicalType& to = *request.target;
  const auto is_single = [](std::string_view resolution) { return resolution.find(" TO ") == std::string_view::npos; };
  if (request.version < FlinkVersion::k2_3 && from.type.IsInterval() && to.IsInteger() && is_single(from.type.written_resolution())) {
    return std::make_shared<Scaling>(LengthOfUnit(from.type.written_resolution()), true);
  }
  constexpr std::string_view kInterval = "INTERVAL ";
  if (to.IsInterval() && from.type.IsInteger() && from.constant && is_single(request.target_text) &&
      request.target_text.starts_with(kInterval)) {
    return std::make_shared<Scaling>(LengthOfUnit(request.target_text.substr(kInterval.size())), false);
  }
  return nullptr;
}

absl::StatusOr<BoundCall> BindCast(const BindRequest& request, CastMode mode) {
  if (request.arguments.size() != 1 || !request.target) return BugError("CAST without a value or a type", request.range);
  const LogicalType& from = request.arguments[0].type;
  const LogicalType& to = *request.target;
  if (auto scaling = ScalingOf(request)) {
    const bool is_nullable = mode == CastMode::kTryCast || from.nullable();
    return BoundCall{.type = to.WithNullable(is_nullable), .kernel = std::move(scaling)};
  }
  const bool nullable = mode == CastMode::kTryCast || from.nullable();
  absl::Status refusal = CheckCast(from, to, mode, request.version, request.range, request.target_text);
  if (!refusal.ok()) {
    if (!PassesValidator(from, to, request.version, request.target_text)) return refusal;
    return BoundCall{.type = to.WithNullable(nullable), .refusal = std::move(refusal)};
  }
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<const Kernel> kernel, MakeCastKernel(from, to, mode, request.version));
  return BoundCall{.type = to.WithNullable(nullable), .kernel = std::move(kernel)};
}

absl::StatusOr<BoundCall> BindCastOperator(const BindRequest& request) { return BindCast(request, CastMode::kCast); }
absl::StatusOr<BoundCall> BindTryCast(const BindRequest& request) { return BindCast(request, CastMode::kTryCast); }

class ConstantText final : public Kernel {
 public:
  explicit ConstantText(std::string text) : text_(std::move(text)) {}

  bool Call(CallContext&, std::span<const Datum>, Datum& result) const override {
    result = Datum::Text(text_);
    return true;
  }

 private:
  std::string text_;
};

absl::StatusOr<BoundCall> BindTypeOf(const BindRequest& request) {
  const auto arguments = request.arguments;
  if (arguments.empty() || arguments.size() > 2) {
    return NoMatchingSignature(request,
                               "TYPEOF(input <ANY>)\nTYPEOF(input <ANY>, force_serializable [<BOOLEAN> & <LITERAL NOT NULL>])");
  }
  bool serializable = false;
  if (arguments.size() == 2) {
    if (!arguments[1].type.Is(TypeRoot::kBoolean) || !arguments[1].constant || arguments[1].constant->is_null) {
      return InvalidError("Invalid input arguments.", request.range);
    }
    serializable = arguments[1].constant->boolean();
  }
  const LogicalType& type = arguments[0].type;
  return BoundCall{.type = LogicalType::String(),
                   .kernel = std::make_shared<ConstantText>(serializable ? SerializableText(type) : type.ToString()),
                   .null_on_null = false};
}

}  // namespace

void RegisterCastFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "CAST",
                .bind = BindCastOperator,
                .documentation = {.signature = "CAST(value AS type)",
                                  .description = "The value as another type; a value that does not convert fails.",
                                  .example = "CAST('42' AS INT)",
                                  .example_result = "42"},
                .is_operator = true});
  registry.Add({.name = "TRY_CAST",
                .bind = BindTryCast,
                .documentation = {.signature = "TRY_CAST(value AS type)",
                                  .description = "The value as another type; a value that does not convert is NULL.",
                                  .example = "COALESCE(TRY_CAST('x' AS INT), -1)",
                                  .example_result = "-1"},
                .is_operator = true});
  registry.Add({.name = "TYPEOF",
                .bind = BindTypeOf,
                .documentation = {.signature = "TYPEOF(value [, force_serializable])",
                                  .description = "The type of the value; with TRUE in a form that can be read back.",
                                  .example = "TYPEOF(1)",
                                  .example_result = "INT NOT NULL"}});
}

}  // namespace drey
