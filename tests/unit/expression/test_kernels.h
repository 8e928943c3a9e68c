// Small calls to build programs of.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/expression/expression_program.h"

namespace drey {

// Gives argument + 1, fails for 13.
class AddOne final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (arguments[0].integer == 13) return context.Fail("java.lang.ArithmeticException", "thirteen");
    result = Datum::Integer(arguments[0].integer + 1);
    return true;
  }
};

// The first argument decides which of the other two is evaluated.
class Choose final : public LazyKernel {
 public:
  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    Datum condition;
    if (!arguments.Get(0, condition)) return false;
    return arguments.Get(!condition.is_null && condition.boolean() ? 1 : 2, result);
  }
};

inline BoundExpressionPointer Input(size_t index) { return MakeInput(index, "i", LogicalType::Integer(), {}); }

inline BoundExpressionPointer If(BoundExpressionPointer condition, BoundExpressionPointer yes, BoundExpressionPointer no) {
  BoundCall call{.type = LogicalType::Integer(), .lazy_kernel = std::make_shared<Choose>(), .null_on_null = false};
  return MakeCall("IF", std::make_shared<const BoundCall>(std::move(call)), {std::move(condition), std::move(yes), std::move(no)}, {});
}

}  // namespace drey
