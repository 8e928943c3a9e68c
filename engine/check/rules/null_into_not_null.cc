#include <algorithm>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"
#include "engine/expression/expression_equality.h"

namespace drey {
namespace {

constexpr std::string_view kName = "null-into-not-null";

// Whether `condition` is never TRUE where `expression` is NULL.
bool RulesOutNull(const BoundExpression& condition, const BoundExpression& expression);

// Whether `value` is NULL wherever `expression` is: it is the expression, or a call that gives NULL for a NULL argument.
bool IsNullWith(const BoundExpression& value, const BoundExpression& expression) {
  if (SameExpression(value, expression)) return true;
  if (value.kind == BoundExpression::Kind::kField) return IsNullWith(*value.operands.front(), expression);
  if (value.kind != BoundExpression::Kind::kCall || value.call == nullptr || value.call->lazy_kernel || !value.call->null_on_null) return false;
  return std::any_of(value.operands.begin(), value.operands.end(),
                     [&](const BoundExpressionPointer& operand) { return IsNullWith(*operand, expression); });
}

bool RulesOutNull(const BoundExpression& condition, const BoundExpression& expression) {
  if (condition.kind != BoundExpression::Kind::kCall) return SameExpression(condition, expression);
  const auto rules_out = [&](const BoundExpressionPointer& operand) { return RulesOutNull(*operand, expression); };
  if (condition.name == "AND") return std::any_of(condition.operands.begin(), condition.operands.end(), rules_out);
  if (condition.name == "OR") return std::all_of(condition.operands.begin(), condition.operands.end(), rules_out);
  if (condition.name == "IS NOT NULL") return IsNullWith(*condition.operands.front(), expression);
  return IsNullWith(condition, expression);
}

// Whether a row that passes the condition can have NULL here, as far as types and condition tell.
bool CanBeNull(const BoundExpression& expression, const BoundExpression* condition) {
  if (!expression.type.nullable()) return false;
  if (expression.IsLiteral()) return expression.value.is_null;
  if (condition != nullptr && RulesOutNull(*condition, expression)) return false;
  // A cast that does not fail is NULL of NULL only.
  if (expression.kind == BoundExpression::Kind::kCall && expression.name == "CAST") return CanBeNull(*expression.operands.front(), condition);
  return true;
}

bool IsInPrimaryKey(const CatalogTable& table, std::string_view column) {
  return table.primary_key && std::find(table.primary_key->columns.begin(), table.primary_key->columns.end(), column) !=
                                  table.primary_key->columns.end();
}

absl::Status Describe(const CatalogTable& table, const CatalogColumn& column, SourceRange range, bool drops) {
  const std::string place = IsInPrimaryKey(table, column.name) ? Concat("in the primary key of ", table.identifier.name)
                                                               : Concat("NOT NULL in ", table.identifier.name);
  return MakeFinding(kName,
                     Concat("column ", column.name, " is ", place, ", and this can be NULL: ",
                            drops ? "such a record is dropped without a trace" : "such a record fails the job"),
                     range, "WHERE … IS NOT NULL leaves such records out; COALESCE gives them a value");
}

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  const Setting* enforcer = job.compilation.settings.Find("table.exec.sink.not-null-enforcer");
  const bool drops = enforcer != nullptr && EqualsIgnoreCase(enforcer->value, "DROP");
  for (const CheckedQuery& query : job.queries) {
    const CatalogTable& sink = *query.insert->sink;
    const std::vector<const CatalogColumn*> columns = WrittenColumns(sink);
    for (size_t i = 0; i < std::min(columns.size(), query.calc.projections.size()); ++i) {
      const BoundExpression& value = *query.calc.projections[i];
      if (columns[i]->type.nullable() || !CanBeNull(value, query.calc.condition.get())) continue;
      findings.push_back(Describe(sink, *columns[i], query.column_ranges[i], drops));
    }
  }
}

}  // namespace

const CheckRule kNullIntoNotNull = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "NULL is possible in a primary key or a NOT NULL column, and fails the job",
    .explanation =
        "The columns of a PRIMARY KEY are NOT NULL, whether they say so or not. A NULL that reaches such a column fails the job; with "
        "'table.exec.sink.not-null-enforcer' = 'DROP' the record is dropped and nobody is told. A column of the query can be NULL when "
        "its type is nullable and the WHERE clause does not rule it out.",
    .example = "INSERT INTO bills SELECT id, customer, 'x' FROM orders;",
    .better = "INSERT INTO bills SELECT id, customer, 'x' FROM orders WHERE id IS NOT NULL;",
    .find = Find,
};

}  // namespace drey
