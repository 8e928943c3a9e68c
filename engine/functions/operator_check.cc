#include "engine/functions/operator_check.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

std::string OperandText(const Argument& argument) { return Concat("<", ToUpper(CalciteTypeText(argument.type)), ">"); }

// Calcite takes a row for nullable when one of its fields is.
bool MayHoldNull(const LogicalType& type) {
  if (type.nullable() || !type.Is(TypeRoot::kRow)) return type.nullable();
  return std::any_of(type.fields().begin(), type.fields().end(), [](const RowField& field) { return MayHoldNull(field.type); });
}

class UncompilableKernel final : public LazyKernel {
 public:
  explicit UncompilableKernel(std::string_view message) : message_(message) {}

  bool Call(CallContext& context, LazyArguments&, Datum&) const override {
    return context.Fail(kCompileException, message_);
  }

 private:
  std::string message_;
};

}  // namespace

absl::Status IllegalUseOfNull(const Argument& argument) {
  return InvalidError("Illegal use of 'NULL'", argument.range);
}

absl::Status CannotApplyPrefix(const BindRequest& request, std::string_view symbol, std::string_view forms) {
  return InvalidError(Concat("Cannot apply '", symbol, "' to arguments of type '", symbol,
                             OperandText(request.arguments[0]), "'. Supported form(s): ", forms),
                      request.range);
}

absl::Status CannotApplyInfix(const BindRequest& request, std::string_view forms) {
  const std::string signature =
      Concat(OperandText(request.arguments[0]), " ", request.name, " ", OperandText(request.arguments[1]));
  return CannotApplyOperator(request, signature, forms);
}

absl::Status CannotApplyPostfix(const BindRequest& request, std::string_view forms) {
  return CannotApplyOperator(request, Concat(OperandText(request.arguments[0]), " ", request.name), forms);
}

absl::Status UnsupportedCall(const BindRequest& request) {
  std::string call = Concat("Unsupported call: ", ToUpper(request.name), "(");
  std::string_view separator;
  for (const Argument& argument : request.arguments) {
    Append(call, separator, argument.type.ToString());
    separator = ", ";
  }
  return CodeGenError(
      Concat(call, ") \nIf you think this function should be supported, you can create an issue and start a discussion for it."),
      request.range);
}

absl::Status CodeGenError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "org.apache.flink.table.planner.codegen.CodeGenException");
}

LogicalType NullableIfAnyArgumentIs(const LogicalType& type, const BindRequest& request) {
  return type.WithNullable(std::any_of(request.arguments.begin(), request.arguments.end(),
                                       [](const Argument& argument) { return MayHoldNull(argument.type); }));
}

std::shared_ptr<const LazyKernel> MakeUncompilableKernel(std::string_view message) {
  return std::make_shared<UncompilableKernel>(message);
}

}  // namespace drey
