// From syntax to bound expressions: names are looked up, functions chosen, types inferred, implicit casts made visible.
//
// Failures are Flink's: Calcite's validator messages with the place of the name or call. What Flink would accept and drey does not run
// is an UnsupportedError. Thread-safe; keeps nothing.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"
#include "engine/expression/scope.h"
#include "engine/functions/function_registry.h"
#include "engine/sql/syntax_tree.h"
#include "engine/types/schema.h"

namespace drey {

// What a query tells its expressions of itself.
struct QueryContext {
  bool has_groups = false;  // it has a GROUP BY
  std::string current_database = {};
  // The columns of a query inside of an expression.
  std::function<absl::StatusOr<Schema>(const Query&)> columns_of = {};
};

class Binder {
 public:
  Binder(const Scope& scope, FlinkVersion version, const FunctionRegistry& registry = FunctionRegistry::BuiltIn())
      : scope_(scope), version_(version), registry_(registry) {}
  Binder(const Scope& scope, FlinkVersion version, QueryContext query)
      : scope_(scope), version_(version), registry_(FunctionRegistry::BuiltIn()), query_(std::move(query)) {}

  absl::StatusOr<BoundExpressionPointer> Bind(const Expression& expression) const;

 private:
  using Operands = std::vector<BoundExpressionPointer>;

  absl::StatusOr<BoundExpressionPointer> BindPart(const Expression& expression) const;
  absl::StatusOr<BoundExpressionPointer> BindPlainLiteral(const Expression& literal) const;
  absl::StatusOr<BoundExpressionPointer> BindInstant(const Expression& literal) const;
  absl::StatusOr<BoundExpressionPointer> BindIdentifier(const Expression& expression) const;
  absl::StatusOr<BoundExpressionPointer> BindCall(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindCase(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindCaseCondition(const BoundExpressionPointer& value, const Expression& when) const;
  absl::StatusOr<BoundExpressionPointer> BindFieldAccess(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindRowComparison(std::string_view name, const Operands& rows, SourceRange range) const;
  absl::StatusOr<BoundExpressionPointer> BindEquality(const BoundExpressionPointer& a, const BoundExpressionPointer& b,
                                                      SourceRange range) const;
  absl::Status CheckJsonKeys(const Expression& call, const Operands& operands) const;
  void WriteFullNames(const Expression& expression, std::string& text, size_t& begin) const;
  absl::StatusOr<BoundExpressionPointer> BindComputedInterval(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindDifference(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindItem(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindJsonCall(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindAggregate(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindWindowProperty(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindSubquery(const Expression& subquery) const;
  absl::StatusOr<BoundExpressionPointer> BindInSubquery(const Expression& call) const;
  absl::StatusOr<Operands> BindOperands(const Expression& call) const;
  absl::StatusOr<BoundExpressionPointer> BindRowOfCast(const Expression& row, const TypeSyntax& target) const;
  absl::Status NotAQuery(const Expression& operand) const;
  absl::Status RefuseDecorations(const Expression& call) const;
  static absl::Status RefuseOfEveryFunction(const Expression& call);
  absl::Status NoSuchCollectionFunction(const Expression& call, const Operands& operands) const;
  absl::Status NoSuchFunction(const Expression& call, const Operands& operands) const;

  const Scope& scope_;
  FlinkVersion version_;
  const FunctionRegistry& registry_;
  std::optional<QueryContext> query_ = {};  // unset: no expression of a query, so that it has neither aggregates nor queries inside
};

// The refusal of the first call that has one (BoundCall::refusal); OK where there is none.
absl::Status RefusalOf(const BoundExpression& expression);

// A call of the function `name` on operands that are bound already; adds the casts that the function asks for. `written_name` is what
// messages call it, where that differs: NOT BETWEEN.
absl::StatusOr<BoundExpressionPointer> BindFunction(std::string_view name, std::vector<BoundExpressionPointer> operands,
                                                    SourceRange range, FlinkVersion version,
                                                    std::optional<LogicalType> target = std::nullopt,
                                                    const FunctionRegistry& registry = FunctionRegistry::BuiltIn(),
                                                    std::string_view target_text = {}, std::string_view written_name = {});

// `expression`, or where it is an ITEM of elements that are NOT NULL, that with Flink's value for one that is not there.
absl::StatusOr<BoundExpressionPointer> WithAbsentItem(const BoundExpressionPointer& expression, FlinkVersion version);

// CAST(operand AS type), marked implicit; the operand itself where it has the type already (nullability aside).
absl::StatusOr<BoundExpressionPointer> ImplicitCast(BoundExpressionPointer operand, const LogicalType& type, FlinkVersion version);

}  // namespace drey
