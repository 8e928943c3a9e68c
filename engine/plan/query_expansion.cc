#include "engine/plan/query_expansion.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "engine/expression/binder.h"

namespace drey {
namespace {

Identifier Path(std::vector<std::string> names) {
  Identifier identifier;
  for (std::string& name : names) identifier.parts.push_back({.text = std::move(name)});
  return identifier;
}

Identifier FullName(const ObjectIdentifier& table) { return Path({table.catalog, table.database, table.name}); }

Expression Column(Identifier identifier) {
  Expression column;
  column.kind = ExpressionKind::kIdentifier;
  column.identifier = std::move(identifier);
  return column;
}

bool HasOrder(const Query& query) { return !query.order_by.empty() || query.limit || query.offset; }

class QueryExpansion {
 public:
  QueryExpansion(const QueryNames& names, FlinkVersion version) : names_(names), is_1_20_(version == FlinkVersion::k1_20) {}

  void Expand(Query& query) {
    for (CommonTableExpression& table : query.with) Expand(*table.query);
    if (query.kind == QueryKind::kSetOperation && HasOrder(query) && !is_1_20_) return ExpandOrderedSetOperation(query);
    ExpandBody(query);
    if (query.kind != QueryKind::kSelect) return;
    for (OrderItem& item : query.order_by) ExpandOrder(*item.value, *query.select);
  }

 private:
  void ExpandBody(Query& query) {
    switch (query.kind) {
      case QueryKind::kSelect: return Expand(*query.select);
      case QueryKind::kValues:
        for (Expression& row : query.rows) Expand(row, nullptr);
        return;
      case QueryKind::kTable: return ExpandTable(query);
      case QueryKind::kSetOperation: Expand(*query.right); [[fallthrough]];
      case QueryKind::kParenthesized: Expand(*query.left);
    }
  }

  // The validator selects from the operation, to order what it gives.
  void ExpandOrderedSetOperation(Query& query) {
    const std::vector<std::string> columns = names_.columns.at(&query);
    auto select = std::make_unique<Select>();
    const std::string alias = NextAlias();
    AddColumns(*select, alias, columns);
    ExpandBody(query);
    auto operation = std::make_unique<Query>();
    operation->kind = QueryKind::kSetOperation;
    operation->set_operator = query.set_operator;
    operation->all = query.all;
    operation->left = std::move(query.left);
    operation->right = std::move(query.right);
    select->from = std::make_unique<TableReference>();
    select->from->kind = TableReferenceKind::kSubquery;
    select->from->query = std::move(operation);
    select->from->alias = TableAlias{.name = {.text = alias}};
    query.kind = QueryKind::kSelect;
    query.select = std::move(select);
  }

  // TABLE t is SELECT * FROM t.
  void ExpandTable(Query& query) {
    const std::string alias = query.table.last();
    const std::vector<std::string> columns = names_.columns.at(&query);
    const auto table = names_.explicit_tables.find(&query);
    if (table != names_.explicit_tables.end()) query.table = FullName(table->second);
    if (is_1_20_) return;
    query.kind = QueryKind::kSelect;
    query.select = std::make_unique<Select>();
    AddColumns(*query.select, alias, columns);
    query.select->from = std::make_unique<TableReference>();
    query.select->from->name = query.table;
    query.select->from->alias = TableAlias{.name = {.text = alias}};
  }

  static void AddColumns(Select& select, const std::string& table, const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
      select.items.emplace_back().value = std::make_unique<Expression>(Column(Path({table, column})));
    }
  }

  void Expand(Select& select) {
    Scope scope = names_.scopes.at(&select);
    if (select.from) Expand(*select.from, scope);
    if (select.where) Expand(*select.where, &scope);
    std::vector<SelectItem> items;
    for (SelectItem& item : select.items) {
      if (item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.is_star) {
        ExpandStar(std::move(item), scope, items);
        continue;
      }
      Expand(*item.value, &scope);
      if (!is_1_20_ && !item.alias && IsWord(*item.value)) item.alias = IdentifierPart{.text = item.value->name};
      items.push_back(std::move(item));
    }
    select.items = std::move(items);
  }

  // CURRENT_DATE and its kin.
  static bool IsWord(const Expression& value) {
    return value.kind == ExpressionKind::kCall && value.operands.empty() && value.range == value.name_range && value.range.known();
  }

  void ExpandStar(SelectItem item, const Scope& scope, std::vector<SelectItem>& items) {
    if (is_1_20_) return items.push_back(std::move(item));
    const auto columns = scope.ExpandStar(item.value->identifier);
    for (const BoundExpressionPointer& column : *columns) {
      items.emplace_back().value = std::make_unique<Expression>(Column(PathOf(*column, scope)));
    }
  }

  // table.column.field of a column or a field of one.
  static Identifier PathOf(const BoundExpression& value, const Scope& scope) {
    std::vector<std::string> names;
    const BoundExpression* column = &value;
    for (; column->kind == BoundExpression::Kind::kField; column = column->operands.front().get()) names.push_back(column->name);
    const auto& tables = scope.tables();
    const auto is_behind = [&](const ScopeTable& other) { return other.first_input > column->index; };
    const ScopeTable& table = *std::prev(std::find_if(tables.begin(), tables.end(), is_behind));
    names.push_back(table.columns[column->index - table.first_input].name);
    if (!table.name.empty()) names.push_back(table.name);
    std::reverse(names.begin(), names.end());
    return Path(std::move(names));
  }

  // The order names what is selected by its alias.
  void ExpandOrder(Expression& value, const Select& select) {
    const bool is_name = value.kind == ExpressionKind::kIdentifier && value.identifier.simple();
    const auto selects = [&](const SelectItem& item) {
      if (item.alias) return item.alias->text == value.identifier.last();
      return item.value->kind == ExpressionKind::kIdentifier && item.value->identifier.last() == value.identifier.last();
    };
    if (is_name && std::any_of(select.items.begin(), select.items.end(), selects)) return;
    const Scope scope = names_.scopes.at(&select);
    Expand(value, &scope);
  }

  std::string NextAlias() { return Concat("EXPR$", generated_++); }

  // Names the one table of `scope`, which a subquery without an alias does not.
  void Expand(TableReference& table, Scope& scope) {
    switch (table.kind) {
      case TableReferenceKind::kTable: {
        const std::string alias = table.name.last();
        if (const auto found = names_.tables.find(&table); found != names_.tables.end()) table.name = FullName(found->second);
        if (!is_1_20_ && !table.alias && table.hints.empty()) table.alias = TableAlias{.name = {.text = alias}};
        return;
      }
      case TableReferenceKind::kSubquery:
        if (!is_1_20_ && !table.alias) {
          table.alias = TableAlias{.name = {.text = NextAlias()}};
          scope.NameOnlyTable(table.alias->name.text);
        }
        return Expand(*table.query);
      case TableReferenceKind::kUnnest:
        for (Expression& value : table.unnest) Expand(value, nullptr);
        if (!is_1_20_ && !table.alias) scope.NameOnlyTable(NextAlias());
        return;
      default:
        return;
    }
  }

  void Expand(Expression& expression, const Scope* scope) {
    if (IsPi(expression, scope)) return CallPi(expression);
    if (expression.kind == ExpressionKind::kIdentifier) return ExpandName(expression.identifier, scope);
    if (expression.kind != ExpressionKind::kCall) return;
    JoinFields(expression);
    if (expression.kind == ExpressionKind::kIdentifier) return ExpandName(expression.identifier, scope);
    if (!is_1_20_) AddCasts(expression, scope);
    const size_t count = expression.IsCall("DOT") ? 1 : expression.operands.size();
    for (size_t i = 0; i < count; ++i) Expand(expression.operands[i], scope);
    if (expression.json) {
      for (std::optional<JsonBehavior>* behavior : {&expression.json->on_empty, &expression.json->on_error}) {
        if (*behavior && (*behavior)->default_value) Expand(*(*behavior)->default_value, scope);
      }
    }
  }

  // Flink 2.3 writes the casts with which it makes the numbers of these calls equal in type.
  void AddCasts(Expression& call, const Scope* scope) const {
    constexpr std::array<std::string_view, 4> kNames = {"COALESCE", "IFNULL", "ARRAY", "MAP"};
    if (std::find(kNames.begin(), kNames.end(), ToUpper(call.name)) == kNames.end()) return;
    static const Scope kNoTables;
    const auto bound = Binder(scope == nullptr ? kNoTables : *scope, FlinkVersion::k2_3).Bind(call);
    if (!bound.ok() || (*bound)->operands.size() != call.operands.size()) return;
    for (size_t i = 0; i < call.operands.size(); ++i) {
      const BoundExpression& operand = *(*bound)->operands[i];
      if (operand.implicit && operand.type.IsNumeric()) call.operands[i] = Cast(std::move(call.operands[i]), operand.type);
    }
  }

  static Expression Cast(Expression value, const LogicalType& type) {
    Expression cast;
    cast.kind = ExpressionKind::kCall;
    cast.name = "CAST";
    cast.syntax = CallSyntax::kSpecial;
    cast.operands.push_back(std::move(value));
    cast.type = std::make_unique<TypeSyntax>();
    const std::string text = type.ToStringWithoutNullability();
    cast.type->name = text.substr(0, text.find('('));
    if (type.Is(TypeRoot::kDecimal)) {
      cast.type->precision = type.precision();
      cast.type->scale = type.scale();
    }
    return cast;
  }

  // PI without parentheses, where no column has that name.
  static bool IsPi(const Expression& expression, const Scope* scope) {
    if (expression.kind != ExpressionKind::kIdentifier || !expression.identifier.simple()) return false;
    const IdentifierPart& name = expression.identifier.parts.front();
    return !name.quoted && EqualsIgnoreCase(name.text, "PI") && (scope == nullptr || !scope->Resolve(expression.identifier).ok());
  }

  void CallPi(Expression& name) const {
    const SourceRange range = name.range;
    name = Expression();
    name.kind = ExpressionKind::kCall;
    name.name = "PI";
    name.range = name.name_range = range;
    name.syntax = is_1_20_ ? CallSyntax::kSpecial : CallSyntax::kFunction;
  }

  // (a).b is a.b.
  static void JoinFields(Expression& access) {
    if (!access.IsCall("DOT")) return;
    Expression& row = access.operands[0];
    JoinFields(row);
    if (row.kind != ExpressionKind::kIdentifier || access.operands[1].kind != ExpressionKind::kIdentifier) return;
    Identifier path = std::move(row.identifier);
    path.parts.push_back(access.operands[1].identifier.parts.front());
    access = Column(std::move(path));
  }

  void ExpandName(Identifier& name, const Scope* scope) {
    if (scope == nullptr || name.is_star) return;
    if (is_1_20_) {
      const std::string table = name.simple() ? scope->TableOf(name) : std::string();
      if (!table.empty()) name.parts.insert(name.parts.begin(), IdentifierPart{.text = table});
      return;
    }
    if (const auto value = scope->Resolve(name); value.ok()) name = PathOf(**value, *scope);
  }

  const QueryNames& names_;
  const bool is_1_20_;
  int generated_ = 0;
};

}  // namespace

void ExpandQuery(Query& query, const QueryNames& names, FlinkVersion version) { QueryExpansion(names, version).Expand(query); }

}  // namespace drey
