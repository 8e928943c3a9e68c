// SQL functions and operators: how one is described, bound to argument types, and called.
//
// A ScalarFunction is data: names and documentation, and `bind`, which checks the arguments of one call and returns a BoundCall
// with the result type and a kernel that computes it. Operators are functions named as Calcite names them ("+", "=", "AND",
// "IS NULL", "CASE", "CAST", "ITEM" …). Adding a function touches its family's file, its test, and one registration line there.
//
// Kernels are immutable and may be called from several threads, each with its own CallContext.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/functions/evaluation_context.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_batch.h"

namespace drey {

// The surroundings of one call: memory for results, the environment, and the place where a failure is recorded. A failed call
// fails its row; TRY_CAST and JSON clauses that catch a failure call ClearFailure.
class CallContext {
 public:
  CallContext(Arena& arena, const EvaluationContext& environment) : arena_(arena), environment_(environment) {}

  Arena& arena() { return arena_; }
  const EvaluationContext& environment() const { return environment_; }
  FlinkVersion version() const { return environment_.version; }

  // Records why the row fails and returns false, so that a kernel can `return context.Fail(…)`. `flink_class` is the full Java
  // class name of Flink's innermost exception ("java.lang.NumberFormatException"), `message` its message, `hint` what helps.
  bool Fail(std::string_view flink_class, std::string message, std::string_view hint = {}) {
    failure_.emplace();
    failure_->flink_class = std::string(flink_class);
    failure_->message = std::move(message);
    failure_->hint = hint;
    return false;
  }
  bool failed() const { return failure_.has_value(); }
  const RowError& failure() const { return *failure_; }
  RowError TakeFailure() {
    RowError taken = std::move(*failure_);
    failure_.reset();
    return taken;
  }
  void ClearFailure() { failure_.reset(); }

  // An empty string for text in the making, which keeps its capacity from call to call. Whoever calls this takes it from the one before.
  std::string& scratch() {
    scratch_.clear();
    return scratch_;
  }

 private:
  Arena& arena_;
  const EvaluationContext& environment_;
  std::optional<RowError> failure_;
  std::string scratch_;
};

// Evaluates arguments when they are asked for.
class LazyArguments {
 public:
  virtual ~LazyArguments() = default;
  virtual size_t size() const = 0;
  // False when the argument failed; the failure is in the CallContext.
  virtual bool Get(size_t i, Datum& value) = 0;
};

// The code of a bound function.
class Kernel {
 public:
  virtual ~Kernel() = default;
  // Computes `result` from evaluated arguments. Returns false after context.Fail. With BoundCall::null_on_null (the default) no
  // argument is NULL here.
  virtual bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const = 0;
};

// The code of a function that decides itself which arguments are evaluated (AND, CASE, IF …).
class LazyKernel {
 public:
  virtual ~LazyKernel() = default;
  virtual bool Call(CallContext& context, LazyArguments& arguments, Datum& result) const = 0;
};

// One argument of a call that is being bound.
struct Argument {
  LogicalType type;
  SourceRange range;
  // The value, where the argument is a literal (or a cast of one); it lives as long as the binding.
  std::optional<Datum> constant;
  // Nothing in it changes from row to row or from run to run: a constant, though perhaps not computed yet.
  bool is_constant = false;
  // For a flag (type kSymbol): its Calcite text, for example "WITHOUT_ARRAY", "BOTH", "YEAR".
  std::string_view symbol;
  // The name of the function that the argument is a call of; empty for other expressions.
  std::string_view call = {};
};

struct BindRequest {
  std::string_view name;  // as the user spelt it
  std::span<const Argument> arguments;
  FlinkVersion version = FlinkVersion::k1_20;
  SourceRange range;
  // The type behind AS in CAST and behind RETURNING in JSON functions.
  std::optional<LogicalType> target;
  // The target of CAST as written, where `target` does not tell: "TIME(3)", "INTERVAL DAY TO SECOND".
  std::string_view target_text = {};
};

struct BoundCall {
  LogicalType type;  // of the result, nullability included
  // What each argument is cast to before the call; empty: as they are. A flag stays a flag.
  std::vector<LogicalType> argument_types = {};
  // Exactly one of the two.
  std::shared_ptr<const Kernel> kernel = {};
  std::shared_ptr<const LazyKernel> lazy_kernel = {};
  // The result is NULL when any argument is, without a call. Not for lazy kernels.
  bool null_on_null = true;
  // False: evaluated anew at every place it stands, never shared, never folded (RAND, UUID).
  bool deterministic = true;
  // False: has another value in each run (CURRENT_TIMESTAMP), so not folded while planning.
  bool foldable = true;
  // An argument that a shared step prepares: arguments[prepared_argument] is replaced by prepare(argument), a call that equal texts share.
  // The JSON functions read their document this way, once for all calls on the same text.
  int prepared_argument = -1;
  std::shared_ptr<const BoundCall> prepare = {};
  std::string_view prepare_name = {};
  // What Flink's code generator says of a call that its validator accepts: told when the statement as a whole has been found valid. Such
  // a call has no kernel.
  absl::Status refusal = absl::OkStatus();
};

struct FunctionDocumentation {
  std::string_view signature;
  std::string_view description;
  std::string_view example;         // a SQL expression
  std::string_view example_result;  // its CAST to STRING
};

struct ScalarFunction {
  // As Flink's documentation writes it, in capitals; operators as Calcite names them.
  std::string_view name;
  absl::StatusOr<BoundCall> (*bind)(const BindRequest& request) = nullptr;
  FunctionDocumentation documentation = {};
  // The first release that has it; nothing before 1.20 is told apart.
  FlinkVersion since = FlinkVersion::k1_20;
  // Operators and internal functions are not callable by name and not listed.
  bool is_operator = false;
};

}  // namespace drey
