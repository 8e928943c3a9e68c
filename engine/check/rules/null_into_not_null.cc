#include <algorithm>
#include <vector>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"
#include "engine/expression/expression_equality.h"

namespace drey {
namespace {

constexpr std::string_view kName = "null-into-not-null";

// Whether `value` is NULL wherever `expression` is: it is the expression, or a call that gives NULL for a NULL argument.
bool IsNullWith(const BoundExpression& value, const BoundExpression& expression) {
  if (SameExpression(value, expression)) return true;
  if (value.kind == BoundExpression::Kind::kField) return IsNullWith(*value.operands.front(), expression);
  if (value.kind != BoundExpression::Kind::kCall || value.call == nullptr) return false;
  // Lazy, but NULL where what is looked for is.
  if (value.name == "IN" || value.name.starts_with("BETWEEN")) return IsNullWith(*value.operands.front(), expression);
  if (value.call->lazy_kernel || !value.call->null_on_null) return false;
  return std::any_of(value.operands.begin(), value.operands.end(),
                     [&](const BoundExpressionPointer& operand) { return IsNullWith(*operand, expression); });
}

// Whether `condition` is never TRUE where `expression` is NULL.
bool RulesOutNull(const BoundExpression& condition, const BoundExpression& expression) {
  if (condition.kind != BoundExpression::Kind::kCall) return SameExpression(condition, expression);
  const auto rules_out = [&](const BoundExpressionPointer& operand) { return RulesOutNull(*operand, expression); };
  if (condition.name == "AND") return std::any_of(condition.operands.begin(), condition.operands.end(), rules_out);
  if (condition.name == "OR") return std::all_of(condition.operands.begin(), condition.operands.end(), rules_out);
  if (condition.name == "IS NOT NULL") return IsNullWith(*condition.operands.front(), expression);
  const bool negates_is_null = condition.name == "NOT" && condition.operands.front()->name == "IS NULL";
  if (negates_is_null) return IsNullWith(*condition.operands.front()->operands.front(), expression);
  return IsNullWith(condition, expression);
}

using Conditions = std::vector<const BoundExpression*>;

bool CanBeNull(const BoundExpression& expression, const Conditions& conditions);

// Of CASE and IF: conditions before their values, and the value of ELSE.
bool HasNullBranch(const BoundExpression& choice, const Conditions& conditions) {
  size_t i = 0;
  for (; i + 1 < choice.operands.size(); i += 2) {
    Conditions of_branch = conditions;
    of_branch.push_back(choice.operands[i].get());
    if (CanBeNull(*choice.operands[i + 1], of_branch)) return true;
  }
  return i < choice.operands.size() && CanBeNull(*choice.operands[i], conditions);
}

// Whether a row for which all the conditions are TRUE can have NULL here, as far as types and conditions tell.
bool CanBeNull(const BoundExpression& expression, const Conditions& conditions) {
  if (!expression.type.nullable()) return false;
  if (expression.IsLiteral()) return expression.value.is_null;
  const bool ruled_out = std::any_of(conditions.begin(), conditions.end(), [&](const BoundExpression* condition) {
    return RulesOutNull(*condition, expression);
  });
  if (ruled_out) return false;
  if (expression.kind != BoundExpression::Kind::kCall) return true;
  if (expression.name == "CASE" || expression.name == "IF") return HasNullBranch(expression, conditions);
  // A cast that does not fail is NULL of NULL only.
  return expression.name != "CAST" || CanBeNull(*expression.operands.front(), conditions);
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
    Conditions conditions;
    if (query.calc.condition) conditions.push_back(query.calc.condition.get());
    const CatalogTable& sink = *query.insert->sink;
    const std::vector<const CatalogColumn*> columns = WrittenColumns(sink);
    for (size_t i = 0; i < std::min(columns.size(), query.calc.projections.size()); ++i) {
      const BoundExpression& value = *query.calc.projections[i];
      if (columns[i]->type.nullable() || !CanBeNull(value, conditions)) continue;
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
