#include "engine/functions/logical/logical_operators.h"

#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operator_check.h"

namespace drey {
namespace {

// Three-valued: evaluation stops at `absorbing` only (FALSE for AND, TRUE for OR), not at NULL.
class Connective final : public LazyKernel {
 public:
  explicit Connective(bool absorbing) : absorbing_(absorbing) {}

  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    bool is_unknown = false;
    for (size_t i = 0; i < arguments.size(); ++i) {
      Datum value = Datum::Null();
      if (!arguments.Get(i, value)) return false;
      if (value.is_null) {
        is_unknown = true;
      } else if (value.boolean() == absorbing_) {
        result = value;
        return true;
      }
    }
    result = is_unknown ? Datum::Null() : Datum::Boolean(!absorbing_);
    return true;
  }

 private:
  bool absorbing_;
};

absl::StatusOr<BoundCall> BindConnective(const BindRequest& request, bool absorbing) {
  for (const Argument& argument : request.arguments) {
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
    if (argument.type.Is(TypeRoot::kBoolean)) continue;
    return CannotApplyInfix(request, Concat("'<BOOLEAN> ", request.name, " <BOOLEAN>'"));
  }
  return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Boolean(), request),
                   .lazy_kernel = std::make_shared<Connective>(absorbing)};
}

absl::StatusOr<BoundCall> BindAnd(const BindRequest& request) { return BindConnective(request, false); }
absl::StatusOr<BoundCall> BindOr(const BindRequest& request) { return BindConnective(request, true); }

class Negation final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Boolean(!arguments[0].boolean());
    return true;
  }
};

absl::StatusOr<BoundCall> BindNot(const BindRequest& request) {
  const Argument& argument = request.arguments[0];
  if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  if (!argument.type.Is(TypeRoot::kBoolean)) return CannotApplyPrefix(request, "NOT", "'NOT<BOOLEAN>'");
  return BoundCall{.type = argument.type, .kernel = std::make_shared<Negation>()};
}

// IS NULL and IS UNKNOWN ask for NULL, the others for a truth value; `negated` turns the answer around.
class NullTest final : public Kernel {
 public:
  explicit NullTest(bool negated) : negated_(negated) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Boolean(arguments[0].is_null != negated_);
    return true;
  }

 private:
  bool negated_;
};

class TruthTest final : public Kernel {
 public:
  TruthTest(bool wanted, bool negated) : wanted_(wanted), negated_(negated) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const bool holds = !arguments[0].is_null && arguments[0].boolean() == wanted_;
    result = Datum::Boolean(holds != negated_);
    return true;
  }

 private:
  bool wanted_;
  bool negated_;
};

BoundCall BoundTest(std::shared_ptr<const Kernel> kernel) {
  return {.type = LogicalType::Boolean().AsNotNull(), .kernel = std::move(kernel), .null_on_null = false};
}

absl::StatusOr<BoundCall> BindIsNull(const BindRequest&) { return BoundTest(std::make_shared<NullTest>(false)); }
absl::StatusOr<BoundCall> BindIsNotNull(const BindRequest&) { return BoundTest(std::make_shared<NullTest>(true)); }

absl::Status CheckTruthTest(const BindRequest& request) {
  const Argument& argument = request.arguments[0];
  if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  if (argument.type.Is(TypeRoot::kBoolean)) return absl::OkStatus();
  return CannotApplyPostfix(request, Concat("'<BOOLEAN> ", request.name, "'"));
}

template <bool wanted, bool negated>
absl::StatusOr<BoundCall> BindTruthTest(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckTruthTest(request));
  return BoundTest(std::make_shared<TruthTest>(wanted, negated));
}

template <bool negated>
absl::StatusOr<BoundCall> BindIsUnknown(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckTruthTest(request));
  return BoundTest(std::make_shared<NullTest>(negated));
}

ScalarFunction Operator(std::string_view name, absl::StatusOr<BoundCall> (*bind)(const BindRequest&),
                        FunctionDocumentation documentation) {
  return {.name = name, .bind = bind, .documentation = documentation, .is_operator = true};
}

}  // namespace

void RegisterLogicalOperators(FunctionRegistry& registry) {
  registry.Add(Operator("AND", BindAnd,
                        {"a AND b", "TRUE when both are, FALSE when one is; else NULL.", "TRUE AND 1 = 2", "FALSE"}));
  registry.Add(
      Operator("OR", BindOr, {"a OR b", "TRUE when one is, FALSE when both are; else NULL.", "FALSE OR 1 = 1", "TRUE"}));
  registry.Add(Operator("NOT", BindNot, {"NOT a", "The other truth value; NULL stays NULL.", "NOT FALSE", "TRUE"}));
  registry.Add(Operator("IS NULL", BindIsNull, {"a IS NULL", "Whether the value is NULL.", "NULL IS NULL", "TRUE"}));
  registry.Add(
      Operator("IS NOT NULL", BindIsNotNull, {"a IS NOT NULL", "Whether the value is not NULL.", "1 IS NOT NULL", "TRUE"}));
  registry.Add(Operator("IS TRUE", BindTruthTest<true, false>,
                        {"a IS TRUE", "Whether a is TRUE; never NULL.", "UNKNOWN IS TRUE", "FALSE"}));
  registry.Add(Operator("IS NOT TRUE", BindTruthTest<true, true>,
                        {"a IS NOT TRUE", "Whether a is FALSE or NULL.", "UNKNOWN IS NOT TRUE", "TRUE"}));
  registry.Add(Operator("IS FALSE", BindTruthTest<false, false>,
                        {"a IS FALSE", "Whether a is FALSE; never NULL.", "1 = 2 IS FALSE", "TRUE"}));
  registry.Add(Operator("IS NOT FALSE", BindTruthTest<false, true>,
                        {"a IS NOT FALSE", "Whether a is TRUE or NULL.", "TRUE IS NOT FALSE", "TRUE"}));
  registry.Add(Operator("IS UNKNOWN", BindIsUnknown<false>,
                        {"a IS UNKNOWN", "Whether a truth value is NULL.", "UNKNOWN IS UNKNOWN", "TRUE"}));
  registry.Add(Operator("IS NOT UNKNOWN", BindIsUnknown<true>,
                        {"a IS NOT UNKNOWN", "Whether a truth value is not NULL.", "TRUE IS NOT UNKNOWN", "TRUE"}));
}

}  // namespace drey
