#include "engine/plan/updating_operator.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"
#include "engine/expression/binder.h"

namespace drey {
namespace {

struct Aggregate {
  const Expression* call = nullptr;
  std::string name = {};  // of the column that it is by itself; empty inside of an expression
};

bool ComparesWithConstant(const Expression& condition) {
  if (condition.kind != ExpressionKind::kCall) return false;
  const auto is_literal = [](const Expression& operand) { return operand.kind == ExpressionKind::kLiteral; };
  const bool may_fix = condition.name == "=" || condition.name == "IN" || condition.name == "BETWEEN" || condition.name == "LIKE";
  if (may_fix && std::any_of(condition.operands.begin(), condition.operands.end(), is_literal)) return true;
  return std::any_of(condition.operands.begin(), condition.operands.end(), ComparesWithConstant);
}

bool ReadsColumns(const Expression& expression) {
  if (expression.kind == ExpressionKind::kIdentifier) return true;
  return std::any_of(expression.operands.begin(), expression.operands.end(), ReadsColumns);
}

class GroupAggregateText {
 public:
  GroupAggregateText(const Select& select, const Scope& scope, const Schema& columns, FlinkVersion version)
      : select_(select), scope_(scope), columns_(columns), version_(version) {}

  std::optional<UpdatingOperator> Make() {
    // What is constant is no group for Flink.
    if (select_.where && ComparesWithConstant(*select_.where)) return std::nullopt;
    if (select_.distinct || select_.qualify || select_.items.size() != columns_.size() || !ReadGroups()) return std::nullopt;
    for (size_t i = 0; i < select_.items.size(); ++i) {
      if (!Collect(*select_.items[i].value, columns_.columns[i].name)) return std::nullopt;
    }
    if (select_.having && !Collect(*select_.having, {})) return std::nullopt;
    input_ = groups_;
    std::vector<std::string> selected = groups_;
    std::set<std::string> calls;
    for (size_t i = 0; i < aggregates_.size(); ++i) {
      const std::optional<std::string> argument = ArgumentOf(*aggregates_[i].call);
      if (!argument) return std::nullopt;
      const std::string& own = aggregates_[i].name;
      const std::string name = own.empty() ? Concat("$f", groups_.size() + i) : own;
      const std::string call = Concat(ToUpper(aggregates_[i].call->name), "(", *argument, ")");
      // Flink computes equal aggregates once, and what is named after them changes.
      if (!calls.insert(call).second) return std::nullopt;
      selected.push_back(Concat(call, " AS ", name));
    }
    const std::string by = groups_.empty() ? "" : Concat("groupBy=[", Join(groups_, ", "), "], ");
    UpdatingOperator updating = {.text = Concat("GroupAggregate(", by, "select=[", Join(selected, ", "), "])"), .has_key = HasPlainGroups(), .key = Key()};
    // The columns of a join get names of their own.
    if (scope_.tables().size() != 1 && !groups_.empty()) updating.text.clear();
    return updating;
  }

 private:
  std::optional<std::string> ColumnOf(const Expression& expression) const {
    if (expression.kind != ExpressionKind::kIdentifier) return std::nullopt;
    const auto bound = Binder(scope_, version_).Bind(expression);
    if (!bound.ok() || (*bound)->kind != BoundExpression::Kind::kInput) return std::nullopt;
    return (*bound)->name;
  }

  bool ReadGroups() {
    for (const GroupingElement& element : select_.group_by) {
      if (!element.elements.empty() || element.expressions.size() != 1) return false;
      const std::optional<std::string> column = ColumnOf(element.expressions.front());
      if (!column) return false;
      if (std::find(columns_of_groups_.begin(), columns_of_groups_.end(), *column) != columns_of_groups_.end()) continue;
      columns_of_groups_.push_back(*column);
      const std::optional<size_t> selected = ItemOf(*column);
      groups_.push_back(selected ? columns_.columns[*selected].name : *column);
    }
    return true;
  }

  // The item of the select that is the column alone.
  std::optional<size_t> ItemOf(std::string_view column) const {
    for (size_t i = 0; i < select_.items.size(); ++i) {
      if (ColumnOf(*select_.items[i].value) == column) return i;
    }
    return std::nullopt;
  }

  // A cast of a column may tell rows apart as well as the column.
  bool HasPlainGroups() const {
    return std::none_of(select_.items.begin(), select_.items.end(), [](const SelectItem& item) { return item.value->IsCall("CAST"); });
  }

  bool Collect(const Expression& expression, std::string_view name) {
    if (expression.kind == ExpressionKind::kSubquery) return false;
    if (expression.kind != ExpressionKind::kCall) return true;
    if (expression.decorations && (expression.decorations->has_over || expression.decorations->filter)) return false;
    if (expression.syntax == CallSyntax::kFunction && IsAggregateFunction(expression.name, version_)) {
      if (expression.operands.size() > 1 || expression.json) return false;
      aggregates_.push_back({&expression, std::string(name)});
      return true;
    }
    return std::all_of(expression.operands.begin(), expression.operands.end(), [&](const Expression& operand) { return Collect(operand, {}); });
  }

  // What is no column is computed before the aggregate, and has a number for a name.
  std::optional<std::string> ArgumentOf(const Expression& call) {
    if (call.operands.empty()) return std::nullopt;
    const Expression& argument = call.operands.front();
    if (argument.kind == ExpressionKind::kIdentifier && argument.identifier.is_star) return "*";
    const std::optional<std::string> column = ColumnOf(argument);
    const std::string name = column ? *column : Concat("$f", input_.size());
    if (!column || std::find(input_.begin(), input_.end(), name) == input_.end()) input_.push_back(name);
    const bool may_repeat = EqualsIgnoreCase(call.name, "MIN") || EqualsIgnoreCase(call.name, "MAX");
    return Concat(call.decorations && call.decorations->distinct && !may_repeat ? "DISTINCT " : "", name);
  }

  // Where the groups' columns are among those of the select.
  std::vector<size_t> Key() const {
    std::vector<size_t> key;
    for (const std::string& column : columns_of_groups_) {
      if (const std::optional<size_t> item = ItemOf(column)) key.push_back(*item);
    }
    std::sort(key.begin(), key.end());
    return key.size() == groups_.size() ? key : std::vector<size_t>();
  }

  const Select& select_;
  const Scope& scope_;
  const Schema& columns_;
  FlinkVersion version_;
  std::vector<std::string> columns_of_groups_;
  std::vector<std::string> groups_;  // as the plan names them
  std::vector<Aggregate> aggregates_;
  std::vector<std::string> input_;  // columns that the aggregates read
};

}  // namespace

std::optional<UpdatingOperator> GroupAggregateOf(const Select& select, const Scope& scope, const Schema& columns, FlinkVersion version) {
  if (select.distinct && !select.has_group_by && !select.having) {
    const bool is_plain = (!select.where || !ComparesWithConstant(*select.where)) &&
                          std::all_of(select.items.begin(), select.items.end(), [](const SelectItem& item) { return ReadsColumns(*item.value); });
    return is_plain ? std::optional(DistinctRows(columns)) : std::nullopt;
  }
  return GroupAggregateText(select, scope, columns, version).Make();
}

UpdatingOperator DistinctRows(const Schema& columns) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : columns.columns) names.push_back(column.name);
  std::vector<size_t> key(columns.size());
  std::iota(key.begin(), key.end(), size_t{0});
  return {.text = Concat("GroupAggregate(groupBy=[", Join(names, ", "), "], select=[", Join(names, ", "), "])"), .has_key = true, .key = std::move(key)};
}

}  // namespace drey
