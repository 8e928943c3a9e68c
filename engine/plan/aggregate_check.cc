#include "engine/plan/aggregate_check.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"
#include "engine/expression/binder.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

bool HasOver(const Expression& call) { return call.decorations && call.decorations->has_over; }

bool IsAggregateCall(const Expression& expression, FlinkVersion version) {
  return expression.kind == ExpressionKind::kCall && expression.syntax == CallSyntax::kFunction && !HasOver(expression) &&
         IsAggregateFunction(expression.name, version);
}

const Expression* FindAggregateCall(const Expression& expression, FlinkVersion version) {
  if (IsAggregateCall(expression, version)) return &expression;
  if (expression.kind != ExpressionKind::kCall || HasOver(expression)) return nullptr;
  for (const Expression& operand : expression.operands) {
    if (const Expression* found = FindAggregateCall(operand, version)) return found;
  }
  return nullptr;
}

bool IsWindow(const Expression& expression) {
  return expression.kind == ExpressionKind::kCall && (IsGroupWindow(expression.name) || IsWindowProperty(expression.name));
}

// The same value: columns by their last name, as the tables' names may be left out.
bool IsSame(const Expression& a, const Expression& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ExpressionKind::kIdentifier:
      return a.identifier.last() == b.identifier.last() && a.identifier.is_star == b.identifier.is_star;
    case ExpressionKind::kLiteral:
      return a.literal.kind == b.literal.kind && a.literal.text == b.literal.text && a.literal.boolean == b.literal.boolean;
    case ExpressionKind::kSymbol:
      return a.symbol == b.symbol;
    case ExpressionKind::kSubquery:
      return false;
    case ExpressionKind::kCall:
      return EqualsIgnoreCase(a.name, b.name) && a.operands.size() == b.operands.size() && !a.type && !b.type &&
             std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), IsSame);
  }
  return false;
}

class AggregateCheck {
 public:
  AggregateCheck(const Select& select, const Scope& scope, FlinkVersion version)
      : select_(select), scope_(scope), version_(version), binder_(scope, version) {}

  absl::Status Run() {
    for (const GroupingElement& element : select_.group_by) DREY_RETURN_IF_ERROR(CollectGroups(element));
    if (select_.having) DREY_RETURN_IF_ERROR(CheckNames(*select_.having));
    if (select_.having) DREY_RETURN_IF_ERROR(CheckGrouped(*select_.having));
    for (const SelectItem& item : select_.items) {
      const bool is_star = item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star;
      DREY_RETURN_IF_ERROR(is_star ? CheckStar(item.value->identifier) : CheckNames(*item.value));
      if (!is_star) DREY_RETURN_IF_ERROR(CheckGrouped(*item.value));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CollectGroups(const GroupingElement& element) {
    for (const GroupingElement& inner : element.elements) DREY_RETURN_IF_ERROR(CollectGroups(inner));
    for (const Expression& expression : element.expressions) {
      if (const Expression* aggregate = FindAggregateCall(expression, version_)) {
        return SqlValidatorError("Aggregate expression is illegal in GROUP BY clause", aggregate->range);
      }
      // TUMBLE(time, size) and its kin group by windows.
      if (expression.kind == ExpressionKind::kCall && IsGroupWindow(expression.name)) {
        DREY_RETURN_IF_ERROR(CheckGroupWindow(expression));
        windows_.push_back(&expression);
      }
      const bool is_list = expression.IsCall("ROW") || IsWindow(expression);
      if (!is_list) {
        DREY_RETURN_IF_ERROR(CheckNames(expression));
        groups_.push_back(&expression);
      }
      for (size_t i = 0; is_list && i < expression.operands.size(); ++i) {
        DREY_RETURN_IF_ERROR(CheckNames(expression.operands[i]));
        groups_.push_back(&expression.operands[i]);
      }
    }
    return absl::OkStatus();
  }

  // Names and types of what is no aggregate, and the arguments of aggregates.
  absl::Status CheckNames(const Expression& expression) const {
    if (IsAggregateCall(expression, version_)) return CheckCall(expression);
    if (IsWindow(expression)) return IsWindowProperty(expression.name) ? CheckWindowProperty(expression) : absl::OkStatus();
    if (FindAggregateCall(expression, version_) == nullptr) return IgnoreUnsupported(binder_.Bind(expression).status());
    for (const Expression& operand : expression.operands) DREY_RETURN_IF_ERROR(CheckNames(operand));
    return absl::OkStatus();
  }

  // It tells of a window that the query groups by.
  absl::Status CheckWindowProperty(const Expression& property) const {
    const std::string name = ToUpper(property.name);
    const std::string window = name.substr(0, name.find('_'));
    const bool is_known = std::any_of(windows_.begin(), windows_.end(), [&](const Expression* group) {
      return EqualsIgnoreCase(group->name, window) &&
             std::equal(group->operands.begin(), group->operands.end(), property.operands.begin(), property.operands.end(), IsSame);
    });
    if (is_known) return absl::OkStatus();
    return SqlValidatorError(Concat("Call to auxiliary group function '", name, "' must have matching call to group function '$", window,
                                    "' in GROUP BY clause"),
                             property.range);
  }

  // TUMBLE(time, size): a point in time and intervals.
  absl::Status CheckGroupWindow(const Expression& window) const {
    std::vector<std::string> types;
    bool fits = window.operands.size() >= 2;
    for (size_t i = 0; i < window.operands.size(); ++i) {
      const auto bound = binder_.Bind(window.operands[i]);
      if (!bound.ok()) return IgnoreUnsupported(bound.status());
      const LogicalType& type = (*bound)->type;
      const bool is_point = type.IsTimestamp() || type.Is(TypeRoot::kTimestampLtz) || type.Is(TypeRoot::kDate) || type.Is(TypeRoot::kTime);
      fits = fits && (i == 0 ? is_point : type.IsInterval() || is_point);
      types.push_back(Concat("<", CalciteTypeText(type), ">"));
    }
    if (fits) return absl::OkStatus();
    const std::string name = Concat("$", ToUpper(window.name));
    const std::string_view sizes = EqualsIgnoreCase(window.name, "HOP") ? ", <DATETIME_INTERVAL>, <DATETIME_INTERVAL>" : ", <DATETIME_INTERVAL>";
    return SqlValidatorError(Concat("Cannot apply '", name, "' to arguments of type '", name, "(", Join(types, ", "), ")'. Supported form(s): '",
                                    name, "(<DATETIME>", sizes, ")'\n'", name, "(<DATETIME>", sizes, ", <TIME>)'"),
                             window.range);
  }

  static absl::Status IgnoreUnsupported(const absl::Status& status) {
    return !status.ok() && DetailOf(status).kind == ErrorKind::kUnsupported ? absl::OkStatus() : status;
  }

  absl::Status CheckCall(const Expression& call) const {
    const std::string name = ToUpper(call.name);
    std::vector<LogicalType> types;
    for (const Expression& operand : call.operands) {
      if (operand.kind == ExpressionKind::kIdentifier && operand.identifier.is_star) break;
      if (FindAggregateCall(operand, version_) != nullptr) return SqlValidatorError("Aggregate expressions cannot be nested", call.range);
      const auto bound = binder_.Bind(operand);
      DREY_RETURN_IF_ERROR(IgnoreUnsupported(bound.status()));
      if (!bound.ok()) return absl::OkStatus();
      types.push_back((*bound)->type);
    }
    DREY_RETURN_IF_ERROR(CheckArgumentCount(call, name));
    if (types.size() == call.operands.size()) DREY_RETURN_IF_ERROR(CheckArguments(call, name, types));
    DREY_RETURN_IF_ERROR(CheckPlace(call, name));
    if (call.decorations && call.decorations->filter) DREY_RETURN_IF_ERROR(CheckFilter(*call.decorations->filter));
    return CheckPlannedArguments(call, name, types);
  }

  absl::Status CheckFilter(const Expression& condition) const {
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer filter, binder_.Bind(condition));
    if (filter->type.Is(TypeRoot::kBoolean)) return absl::OkStatus();
    return SqlValidatorError("FILTER clause must be a condition", filter->range);
  }

  // Functions that ask for OVER or for groups.
  absl::Status CheckPlace(const Expression& call, std::string_view name) const {
    constexpr std::array<std::string_view, 8> kOnlyWithOver = {"CUME_DIST", "DENSE_RANK", "LAG",  "LEAD",
                                                               "NTILE",     "PERCENT_RANK", "RANK", "ROW_NUMBER"};
    if (std::find(kOnlyWithOver.begin(), kOnlyWithOver.end(), name) != kOnlyWithOver.end()) {
      return SqlValidatorError("OVER clause is necessary for window functions", call.range);
    }
    const bool is_of_groups = name == "GROUPING" || name == "GROUPING_ID" || name == "GROUP_ID";
    if (!is_of_groups || select_.has_group_by) return absl::OkStatus();
    return SqlValidatorError(Concat(name, " operator may only occur in an aggregate query"), call.range);
  }

  static absl::Status CheckArgumentCount(const Expression& call, std::string_view name) {
    constexpr std::array<std::string_view, 14> kOfOne = {
        "APPROX_COUNT_DISTINCT", "AVG", "COLLECT", "MAX",  "MIN",      "SINGLE_VALUE", "STDDEV",
        "STDDEV_POP",            "STDDEV_SAMP", "SUM", "SUM0", "VARIANCE", "VAR_POP",      "VAR_SAMP"};
    constexpr std::array<std::string_view, 4> kOfOneOrMore = {"COUNT", "FIRST_VALUE", "LAST_VALUE", "LISTAGG"};
    const auto is_one_of = [&](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const size_t count = call.operands.size();
    const bool is_wrong = (is_one_of(kOfOne) && count != 1) || (is_one_of(kOfOneOrMore) && count == 0);
    if (!is_wrong) return absl::OkStatus();
    return SqlValidatorError(Concat("Invalid number of arguments to function '", name, "'. Was expecting 1 arguments"), call.range);
  }

  absl::Status CheckArguments(const Expression& call, std::string_view name, const std::vector<LogicalType>& types) const {
    if (name == "LISTAGG") return CheckListAgg(call, types);
    for (const LogicalType& type : types) DREY_RETURN_IF_ERROR(CheckArgument(call, name, type));
    return absl::OkStatus();
  }

  absl::Status CheckListAgg(const Expression& call, const std::vector<LogicalType>& types) const {
    const bool is_literal = types.size() < 2 || call.operands[1].kind == ExpressionKind::kLiteral;
    const bool are_texts = std::all_of(types.begin(), types.end(), [](const LogicalType& type) { return type.IsCharacterString(); });
    if (are_texts && is_literal) return absl::OkStatus();
    if (are_texts && version_ >= FlinkVersion::k2_3) {
      return SqlValidatorError("Argument to function 'LISTAGG' must be a literal", call.operands[1].range);
    }
    std::vector<std::string> texts;
    for (const LogicalType& type : types) texts.push_back(Concat("<", CalciteTypeText(type), ">"));
    return SqlValidatorError(Concat("Cannot apply 'LISTAGG' to arguments of type 'LISTAGG(", Join(texts, ", "),
                                    ")'. Supported form(s): 'LISTAGG(<CHARACTER>)'\n'LISTAGG(<CHARACTER>, <CHARACTER_LITERAL>)'"),
                             call.range);
  }

  // What the planner minds after the validator.
  static absl::Status CheckPlannedArguments(const Expression& call, std::string_view name, const std::vector<LogicalType>& types) {
    if (name == "COUNT" && types.size() > 1) return TableError("We now only support the count of one field.", call.range);
    if ((name != "MAX" && name != "MIN") || types.size() != 1) return absl::OkStatus();
    const TypeRoot root = types.front().root();
    const std::string_view text = root == TypeRoot::kRow ? "ROW" : root == TypeRoot::kArray ? "ARRAY" : root == TypeRoot::kMap ? "MAP" : "";
    if (text.empty()) return absl::OkStatus();
    return TableError(Concat(name == "MAX" ? "Max" : "Min", " aggregate function does not support type: ''", text,
                             "''.\nPlease re-check the data type."),
                      call.range);
  }

  static absl::Status CheckArgument(const Expression& call, std::string_view name, const LogicalType& type) {
    constexpr std::array<std::string_view, 9> kNumeric = {"AVG",         "STDDEV",   "STDDEV_POP", "STDDEV_SAMP", "SUM",
                                                          "SUM0",        "VARIANCE", "VAR_POP",    "VAR_SAMP"};
    const bool needs_number = std::find(kNumeric.begin(), kNumeric.end(), name) != kNumeric.end();
    if (!needs_number || type.IsNumeric() || type.Is(TypeRoot::kNull) || call.operands.size() != 1) return absl::OkStatus();
    return SqlValidatorError(Concat("Cannot apply '", name, "' to arguments of type '", name, "(<", CalciteTypeText(type),
                                    ">)'. Supported form(s): '", name, "(<NUMERIC>)'"),
                             call.range);
  }

  absl::Status CheckStar(const Identifier& star) const {
    DREY_ASSIGN_OR_RETURN(const std::vector<BoundExpressionPointer> columns, scope_.ExpandStar(star));
    const std::string table = scope_.tables().empty() ? "" : scope_.tables().front().name;
    for (const BoundExpressionPointer& column : columns) {
      if (IsGroupedColumn(column->name)) continue;
      return SqlValidatorError(Concat("Expression '", table, table.empty() ? "" : ".", column->name, "' is not being grouped"), star.range);
    }
    return absl::OkStatus();
  }

  bool IsGroupedColumn(std::string_view name) const {
    return std::any_of(groups_.begin(), groups_.end(), [&](const Expression* group) {
      return group->kind == ExpressionKind::kIdentifier && group->identifier.last() == name;
    });
  }

  absl::Status CheckGrouped(const Expression& expression) const {
    const bool is_group = std::any_of(groups_.begin(), groups_.end(), [&](const Expression* group) { return IsSame(*group, expression); });
    if (is_group || IsAggregateCall(expression, version_) || IsWindow(expression)) return absl::OkStatus();
    if (expression.kind == ExpressionKind::kIdentifier) {
      return SqlValidatorError(Concat("Expression '", expression.identifier.ToString(), "' is not being grouped"), expression.range);
    }
    if (expression.kind != ExpressionKind::kCall) return absl::OkStatus();
    for (const Expression& operand : expression.operands) DREY_RETURN_IF_ERROR(CheckGrouped(operand));
    return absl::OkStatus();
  }

  const Select& select_;
  const Scope& scope_;
  FlinkVersion version_;
  Binder binder_;
  std::vector<const Expression*> groups_;
  std::vector<const Expression*> windows_;  // of them: TUMBLE and its kin
};

}  // namespace

bool IsAggregating(const Select& select, FlinkVersion version) {
  if (select.has_group_by || select.having) return true;
  return std::any_of(select.items.begin(), select.items.end(),
                     [&](const SelectItem& item) { return FindAggregateCall(*item.value, version) != nullptr; });
}

absl::Status CheckAggregates(const Select& select, const Scope& scope, FlinkVersion version) {
  return AggregateCheck(select, scope, version).Run();
}

}  // namespace drey
