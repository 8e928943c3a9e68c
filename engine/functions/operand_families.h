// The forms in which Calcite lets a function be called: for each argument a family of types.
//
// Flink validates without implicit casts, so an argument either belongs to its family or the call is refused with the list of forms.
// Thread-safe.
#pragma once

#include <initializer_list>

#include "engine/functions/function.h"

namespace drey {

enum class OperandFamily : uint8_t {
  kAny,
  kCharacter,  // CHAR, VARCHAR
  kBinary,     // BINARY, VARBINARY
  kString,     // either
  kInteger,    // TINYINT … BIGINT
  kNumeric,
  kBoolean,
  kDate,
  kTime,
  kTimestamp,  // TIMESTAMP, TIMESTAMP_LTZ
  kInterval,
  kArray,
  kMap,
};

bool BelongsTo(const LogicalType& type, OperandFamily family);

using OperandForm = std::initializer_list<OperandFamily>;
using OperandForms = std::initializer_list<OperandForm>;

// Refuses the call unless its arguments fit one of `forms`; what is refused and how: a bare NULL where nothing tells its type
// ("Illegal use of 'NULL'"), a number of arguments that no form has, types that fit none.
absl::Status CheckOperands(const BindRequest& request, OperandForms forms);

// The same for functions of any number of arguments, at least `minimum`, all of one family.
absl::Status CheckRepeatedOperands(const BindRequest& request, OperandFamily family, size_t minimum);

// The functions of Flink's own stack name their arguments, take a bare NULL, and refuse in other words.
struct NamedOperand {
  std::string_view name = {};  // empty: the signature shows none
  OperandFamily family = OperandFamily::kAny;
  bool repeated = false;  // the last one, which may stand any number of times, also none
};
using NamedForm = std::initializer_list<NamedOperand>;
using NamedForms = std::initializer_list<NamedForm>;

// Refuses the call unless its arguments fit one of `forms`.
absl::Status CheckNamedOperands(const BindRequest& request, NamedForms forms);

// "No match found for function signature F(<NUMERIC>).\nSupported signatures are:\n…".
absl::Status NoMatchingSignature(const BindRequest& request, std::string_view supported_signatures = {});

// "Illegal use of 'NULL'" if an argument is a bare NULL.
absl::Status RefuseUntypedNull(const BindRequest& request);

// Refuses BIGINT arguments: Flink's validator takes any integer, but its generated code passes it on to a parameter of type int
// and does not compile.
absl::Status RefuseBigint(const BindRequest& request);

// Whether a result is NULL when an argument may be.
enum class ResultNullability : uint8_t { kIfAnyArgument, kAlways, kNever };

LogicalType ResultType(const BindRequest& request, const LogicalType& type, ResultNullability nullability);

}  // namespace drey
