// An expression after binding: typed, with every function resolved. A tree; shared parts are found later, by the program.
//
// Literals own their bytes, so that a bound expression lives on its own. Immutable and shared once made.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"
#include "engine/functions/function.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

struct BoundExpression;
using BoundExpressionPointer = std::shared_ptr<const BoundExpression>;

struct BoundExpression {
  enum class Kind : uint8_t {
    kInput,    // a column of the input row
    kField,    // a field of a ROW-typed operand; NULL of a NULL row
    kLiteral,  // a constant
    kSymbol,   // a flag of a function
    kCall,
  };

  Kind kind = Kind::kLiteral;
  LogicalType type = {};
  SourceRange range = {};

  size_t index = 0;         // kInput: column; kField: field
  std::string name = {};    // kInput, kField: its name; kCall: the function's name; kSymbol: the flag's text
  Datum value = Datum::Null();                       // kLiteral
  std::shared_ptr<const void> value_memory = {};     // what `value` points to
  std::vector<BoundExpressionPointer> operands = {}; // kField: one; kCall
  std::shared_ptr<const BoundCall> call = {};        // kCall
  absl::Status fault = absl::OkStatus();             // kLiteral, while binding: why it cannot be what it says
  // A cast that the planner added to make types meet; plans show it as Flink does, error places do not.
  bool implicit = false;

  bool IsLiteral() const { return kind == Kind::kLiteral; }
};

BoundExpressionPointer MakeInput(size_t index, std::string name, LogicalType type, SourceRange range);
BoundExpressionPointer MakeField(BoundExpressionPointer row, size_t field, SourceRange range);
// Copies what `value` points to.
BoundExpressionPointer MakeLiteral(LogicalType type, const Datum& value, SourceRange range);
BoundExpressionPointer MakeSymbol(std::string text, SourceRange range);
BoundExpressionPointer MakeCall(std::string name, std::shared_ptr<const BoundCall> call,
                                std::vector<BoundExpressionPointer> operands, SourceRange range);

// False where the call itself may give another value the next time: at random, or by the clock, which the calls without arguments that are
// never folded read. Its operands do not count.
bool IsRepeatable(const BoundCall& call, size_t operand_count);

// True when every part is deterministic and may be evaluated while planning, and no input is read.
bool IsConstant(const BoundExpression& expression);

// Of a BOOLEAN literal; nothing of NULL and of any other expression.
std::optional<bool> TruthOf(const BoundExpression& expression);

// The columns an expression reads.
void CollectInputs(const BoundExpression& expression, std::set<size_t>& inputs);

// The same expression over other inputs: input i becomes inputs[i]. For views, subqueries and computed columns.
BoundExpressionPointer ReplaceInputs(const BoundExpressionPointer& expression,
                                     const std::vector<BoundExpressionPointer>& inputs);

// A copy of `value` of type `type` whose pointers lead into `arena`.
Datum CopyDatum(const Datum& value, const LogicalType& type, Arena& arena);

}  // namespace drey
