#include "tests/flink/conformance/needed_features.h"

#include <memory>
#include <vector>

#include "engine/expression/aggregate_functions.h"
#include "engine/sql/parser.h"
#include "engine/sql/syntax_tree.h"

namespace drey {
namespace {

class FeatureWalk {
 public:
  FeatureWalk(const std::map<std::string, std::set<std::string>>& by_name, FlinkVersion version) : by_name_(by_name), version_(version) {}

  std::set<std::string> needed;

  void Visit(const Statement& statement) {
    if (const auto* select = statement.As<SelectStatement>()) return Visit(*select->query);
    if (const auto* insert = statement.As<Insert>()) return Visit(*insert);
    if (const auto* set = statement.As<StatementSet>()) {
      for (const Statement& member : set->inserts) Visit(member);
    }
    if (const auto* explain = statement.As<Explain>()) return Visit(*explain->statement);
    if (const auto* execute = statement.As<Execute>()) return Visit(*execute->statement);
    if (const auto* view = statement.As<CreateView>()) return Visit(*view->query);
    if (const auto* alter = statement.As<AlterObject>(); alter != nullptr && alter->query) return Visit(*alter->query);
    if (const auto* table = statement.As<CreateTable>()) Visit(*table);
  }

 private:
  void Visit(const Insert& insert) {
    VisitName(insert.target);
    Visit(*insert.query);
  }

  void Visit(const CreateTable& table) {
    for (const OptionSyntax& option : table.options) {
      const bool is_left_out = option.value.text == "jdbc" || option.value.text == "postgres-cdc";
      if (option.key.text == "connector" && is_left_out) needed.insert(option.value.text);
    }
    if (table.like) VisitName(table.like->table);
    if (table.query) Visit(*table.query);
  }

  void Visit(const Query& query) {
    for (const CommonTableExpression& named : query.with) Visit(*named.query);
    if (query.select) Visit(*query.select);
    if (query.kind == QueryKind::kTable) VisitName(query.table);
    // Flink plans these as DISTINCT, as a join or as an aggregate.
    if (query.kind == QueryKind::kSetOperation && !(query.set_operator == SetOperator::kUnion && query.all)) needed.insert("DISTINCT");
    if (query.left) Visit(*query.left);
    if (query.right) Visit(*query.right);
    if (!query.order_by.empty()) needed.insert("ORDER BY");
    for (const Expression& row : query.rows) Visit(row);
  }

  void Visit(const Select& select) {
    if (select.distinct) needed.insert("DISTINCT");
    if (select.has_group_by || select.having) needed.insert("an aggregate");
    if (!select.windows.empty() || select.qualify) needed.insert("OVER");
    if (select.from) Visit(*select.from);
    for (const SelectItem& item : select.items) Visit(*item.value);
    if (select.where) Visit(*select.where);
  }

  void Visit(const TableReference& table) {
    if (table.kind == TableReferenceKind::kJoin) needed.insert("JOIN");
    if (table.kind == TableReferenceKind::kPivot) needed.insert("an aggregate");
    if (table.kind == TableReferenceKind::kTable) VisitName(table.name);
    if (table.query) Visit(*table.query);
    if (table.left) Visit(*table.left);
    if (table.right) Visit(*table.right);
  }

  void Visit(const Expression& expression) {
    if (expression.kind == ExpressionKind::kSubquery) {
      // IN, EXISTS and a query as a value are joins in Flink's plan.
      needed.insert("JOIN");
      Visit(*expression.query);
    }
    if (expression.kind != ExpressionKind::kCall) return;
    if (expression.syntax == CallSyntax::kFunction && IsAggregateFunction(expression.name, version_)) needed.insert("an aggregate");
    if (expression.decorations && expression.decorations->has_over) needed.insert("OVER");
    for (const Expression& operand : expression.operands) Visit(operand);
  }

  void VisitName(const Identifier& name) {
    if (const auto known = by_name_.find(name.last()); known != by_name_.end()) needed.insert(known->second.begin(), known->second.end());
  }

  const std::map<std::string, std::set<std::string>>& by_name_;
  FlinkVersion version_;
};

}  // namespace

std::set<std::string> NeededFeatures::Of(std::string_view text) {
  SourceMap sources;
  const SourceId source = sources.Add({.text = std::string(text)});
  const auto statement = ParseStatement(source, sources.Get(source).text, version_);
  if (!statement.ok()) return {};
  FeatureWalk walk(needed_by_name_, version_);
  walk.Visit(*statement);
  if (const auto* table = statement->As<CreateTable>()) needed_by_name_[table->name.last()] = walk.needed;
  if (const auto* view = statement->As<CreateView>()) needed_by_name_[view->name.last()] = walk.needed;
  return walk.needed;
}

}  // namespace drey
