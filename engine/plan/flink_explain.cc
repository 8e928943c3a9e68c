#include "engine/plan/flink_explain.h"

#include <array>

#include "engine/base/text.h"
#include "engine/plan/rules/merge_calcs.h"

namespace drey {
namespace {

bool IsInfix(std::string_view name) {
  constexpr std::array<std::string_view, 14> kNames = {"+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "AND", "OR", "||"};
  for (std::string_view known : kNames) {
    if (name == known) return true;
  }
  return false;
}

std::string LiteralText(const BoundExpression& literal, PlanStyle style) {
  if (literal.value.is_null) return Concat("null:", literal.type.ToStringWithoutNullability());
  const LogicalType& type = literal.type;
  if (type.IsCharacterString()) {
    const std::string quoted = Concat("'", ReplaceAll(literal.value.view(), "'", "''"), "'");
    return style == PlanStyle::kExecution ? quoted : Concat("_UTF-16LE", quoted);
  }
  if (type.Is(TypeRoot::kBoolean)) return literal.value.boolean() ? "true" : "false";
  if (type.IsInteger()) return type.Is(TypeRoot::kBigint) ? Concat(literal.value.integer, ":BIGINT") : Concat(literal.value.integer);
  return Concat("<", type.ToStringWithoutNullability(), ">");
}

// Flags of the JSON functions print as Calcite's enums.
std::string SymbolText(const BoundExpression& call, size_t operand) {
  const std::string& flag = call.operands[operand]->name;
  std::string text = flag;
  if (call.name == "JSON_QUERY" && operand > 2) text = Concat("SqlJsonQueryEmptyOrErrorBehavior[", flag, "]");
  if (call.name == "JSON_VALUE") text = flag;
  return text;
}

}  // namespace

std::string PlanText(const BoundExpression& expression, PlanStyle style) {
  switch (expression.kind) {
    case BoundExpression::Kind::kInput:
      return style == PlanStyle::kAbstract ? Concat("$", expression.index) : expression.name;
    case BoundExpression::Kind::kField:
      return Concat(PlanText(*expression.operands.front(), style), ".", expression.name);
    case BoundExpression::Kind::kLiteral:
      return LiteralText(expression, style);
    case BoundExpression::Kind::kSymbol:
      return expression.name;
    case BoundExpression::Kind::kCall:
      break;
  }
  if (expression.name == "CAST" || expression.name == "TRY_CAST") {
    return Concat(expression.name, "(", PlanText(*expression.operands.front(), style), " AS ",
                  expression.type.ToStringWithoutNullability(), ")");
  }
  if (IsInfix(expression.name) && expression.operands.size() == 2) {
    return Concat("(", PlanText(*expression.operands[0], style), " ", expression.name, " ", PlanText(*expression.operands[1], style),
                  ")");
  }
  std::string text = Concat(expression.name, "(");
  std::string_view separator;
  for (size_t i = 0; i < expression.operands.size(); ++i) {
    const BoundExpression& operand = *expression.operands[i];
    const bool is_flag = operand.kind == BoundExpression::Kind::kSymbol;
    // What the statement did not say is not an operand in Flink.
    if (is_flag && operand.name.empty()) continue;
    if (expression.name == "JSON_VALUE" && operand.IsLiteral() && operand.value.is_null) continue;
    const std::string piece = is_flag ? SymbolText(expression, i) : PlanText(operand, style);
    Append(text, separator, is_flag && style != PlanStyle::kExecution ? Concat("FLAG(", piece, ")") : piece);
    separator = ", ";
  }
  return text + ")";
}

std::string ScanNodeText(const LogicalPlan& scan) {
  std::vector<std::string> fields;
  for (const SchemaColumn& column : scan.schema.columns) fields.push_back(column.name);
  const ObjectIdentifier& id = scan.table->identifier;
  return Concat("TableSourceScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, "]], fields=[", Join(fields, ", "), "])");
}

namespace {

std::string CalcTextInStyle(const MergedCalc& calc, const std::vector<std::string>& names, PlanStyle style) {
  std::vector<std::string> select;
  for (size_t i = 0; i < calc.projections.size(); ++i) {
    const BoundExpression& projection = *calc.projections[i];
    const std::string text = PlanText(projection, style);
    const bool same_name = projection.kind == BoundExpression::Kind::kInput && i < names.size() && text == names[i];
    select.push_back(same_name || i >= names.size() ? text : Concat(text, " AS ", names[i]));
  }
  const std::string where = calc.condition ? Concat(", where=[", PlanText(*calc.condition, style), "]") : "";
  return Concat("Calc(select=[", Join(select, ", "), "]", where, ")");
}

std::string AbstractText(const LogicalPlan& plan, const std::string& indent) {
  switch (plan.kind) {
    case LogicalPlan::Kind::kScan: {
      const ObjectIdentifier& id = plan.table->identifier;
      return Concat("LogicalTableScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, "]])\n");
    }
    case LogicalPlan::Kind::kValues:
      return "LogicalValues(tuples=[[{ 0 }]])\n";
    case LogicalPlan::Kind::kFilter:
      return Concat("LogicalFilter(condition=[", PlanText(*plan.condition, PlanStyle::kAbstract), "])\n", indent, "+- ",
                    AbstractText(*plan.inputs.front(), indent + "   "));
    case LogicalPlan::Kind::kUnionAll:
      return "LogicalUnion(all=[true])\n";
    case LogicalPlan::Kind::kProject:
      break;
  }
  std::vector<std::string> fields;
  for (size_t i = 0; i < plan.expressions.size(); ++i) {
    fields.push_back(Concat(plan.schema.columns[i].name, "=[", PlanText(*plan.expressions[i], PlanStyle::kAbstract), "]"));
  }
  return Concat("LogicalProject(", Join(fields, ", "), ")\n", indent, "+- ", AbstractText(*plan.inputs.front(), indent + "   "));
}

}  // namespace

std::string CalcText(const MergedCalc& calc, const std::vector<std::string>& names, const Schema&) {
  return CalcTextInStyle(calc, names, PlanStyle::kExecution);
}

std::string ExplainInsert(const InsertPlan& insert, FlinkVersion version) {
  const std::string fields = Join(insert.field_names, ", ");
  const std::string target = Concat("(table=[", insert.sink->identifier.ToString(), "], fields=[", fields, "])\n");
  std::string text = Concat("== Abstract Syntax Tree ==\nLogicalSink", target, "+- ", AbstractText(*insert.query, "   "));
  const auto calc = MergeCalcs(insert.query, version);
  if (!calc.ok()) return text;
  for (const PlanStyle style : {PlanStyle::kPhysical, PlanStyle::kExecution}) {
    Append(text, "\n== Optimized ", style == PlanStyle::kPhysical ? "Physical" : "Execution", " Plan ==\nSink", target);
    std::string indent;
    bool is_identity = !calc->condition && calc->projections.size() == calc->leaf->schema.size();
    for (size_t i = 0; is_identity && i < calc->projections.size(); ++i) {
      is_identity = calc->projections[i]->kind == BoundExpression::Kind::kInput && calc->projections[i]->index == i;
    }
    if (!is_identity) {
      Append(text, "+- ", CalcTextInStyle(*calc, insert.field_names, style), "\n");
      indent = "   ";
    }
    if (calc->leaf->kind == LogicalPlan::Kind::kScan) {
      Append(text, indent, "+- ", ScanNodeText(*calc->leaf), "\n");
    } else {
      Append(text, indent, "+- Values(tuples=[[{ 0 }]])\n");
    }
  }
  return text;
}

}  // namespace drey
