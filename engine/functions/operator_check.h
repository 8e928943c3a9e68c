// What Flink says when operands do not fit an operator or a function of the numbers.
//
// Thread-safe. The statuses carry the range of the call, or of the operand that is wrong.
#pragma once

#include <string_view>

#include "engine/functions/function.h"

namespace drey {

// A NULL that nothing gives a type.
inline bool IsUntypedNull(const Argument& argument) { return argument.type.Is(TypeRoot::kNull); }

// "Illegal use of 'NULL'".
absl::Status IllegalUseOfNull(const Argument& argument);

// "Cannot apply '-' to arguments of type '-<BOOLEAN>'. Supported form(s): …".
absl::Status CannotApplyPrefix(const BindRequest& request, std::string_view symbol, std::string_view forms);
// "Cannot apply '+' to arguments of type '<BOOLEAN> + <INTEGER>'. …".
absl::Status CannotApplyInfix(const BindRequest& request, std::string_view forms);
// "Cannot apply 'IS TRUE' to arguments of type '<INTEGER> IS TRUE'. …".
absl::Status CannotApplyPostfix(const BindRequest& request, std::string_view forms);

// The validator lets the call pass, but no code exists for these types: "Unsupported call: ABS(INTERVAL MONTH) …".
absl::Status UnsupportedCall(const BindRequest& request);

// With the class of the code generator.
absl::Status CodeGenError(std::string_view message, SourceRange range);

// `type`, nullable when an argument is, or a field of one.
LogicalType NullableIfAnyArgumentIs(const LogicalType& type, const BindRequest& request);

// The class of what the compiler of the generated code says.
inline constexpr std::string_view kCompileException = "org.codehaus.commons.compiler.CompileException";

// A kernel for calls whose generated code Flink cannot compile: each row fails with that, whatever its arguments are.
std::shared_ptr<const LazyKernel> MakeUncompilableKernel(std::string_view message);

}  // namespace drey
