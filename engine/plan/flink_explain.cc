#include "engine/plan/flink_explain.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "engine/base/text.h"
#include "engine/functions/cast/value_text.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/types/java_floating_point.h"

namespace drey {
namespace {

bool IsOneOf(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsInfix(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames = {"+", "-", "*", "/", "%", "=", "<>", "<", "<=", ">", ">=", "AND", "OR", "||"};
  return IsOneOf(name, kNames);
}

bool IsPostfix(std::string_view name) { return name.starts_with("IS ") && !name.starts_with("IS DISTINCT") && !name.starts_with("IS NOT DISTINCT"); }

// A type as Calcite writes it; `full` with character set and NOT NULL, as all but the execution plan show it.
std::string CalciteType(const LogicalType& type, bool full) {
  std::string text;
  std::string_view character_set = full ? " CHARACTER SET \"UTF-16LE\"" : "";
  switch (type.root()) {
    case TypeRoot::kInteger:
      text = "INTEGER";
      break;
    case TypeRoot::kVarchar:
      text = Concat("VARCHAR(", type.length(), ")", character_set);
      break;
    case TypeRoot::kChar:
      text = Concat("CHAR(", type.length(), ")", character_set);
      break;
    case TypeRoot::kVarbinary:
      text = Concat("VARBINARY(", type.length(), ")");
      break;
    case TypeRoot::kTimestampLtz:
      text = Concat("TIMESTAMP_WITH_LOCAL_TIME_ZONE(", type.precision(), ")");
      break;
    case TypeRoot::kIntervalYearMonth:
      text = "INTERVAL MONTH";
      break;
    case TypeRoot::kIntervalDayTime:
      text = "INTERVAL SECOND";
      break;
    case TypeRoot::kArray:
      text = Concat(CalciteType(type.element(), full), " ARRAY");
      break;
    case TypeRoot::kMap:
      text = Concat("(", CalciteType(type.key(), full), ", ", CalciteType(type.value(), full), ") MAP");
      break;
    case TypeRoot::kRow: {
      std::vector<std::string> fields;
      for (const RowField& field : type.fields()) fields.push_back(Concat(CalciteType(field.type, full), " ", field.name));
      text = Concat("RecordType:peek_no_expand(", Join(fields, ", "), ")");
      break;
    }
    default:
      text = type.ToStringWithoutNullability();
  }
  return full && !type.nullable() ? text + " NOT NULL" : text;
}

// 1.5E0, as Calcite writes an approximate number.
std::string ApproximateText(double value) {
  std::string text;
  AppendJavaDouble(value, text);
  const size_t exponent = text.find('E');
  std::string digits = text.substr(0, exponent);
  int power = exponent == std::string::npos ? 0 : std::atoi(text.c_str() + exponent + 1);
  const bool negative = digits.starts_with("-");
  if (negative) digits.erase(0, 1);
  const size_t point = digits.find('.');
  std::string whole = digits.substr(0, point);
  std::string fraction = digits.substr(point + 1);
  if (fraction == "0") fraction.clear();
  power += static_cast<int>(whole.size()) - 1;
  std::string all = whole + fraction;
  while (all.size() > 1 && all.front() == '0') {
    all.erase(0, 1);
    --power;
  }
  if (all == "0") power = 0;
  while (all.size() > 1 && all.back() == '0') all.pop_back();
  std::string mantissa = all.size() > 1 ? Concat(all.substr(0, 1), ".", all.substr(1)) : all;
  return Concat(negative ? "-" : "", mantissa, "E", power);
}

std::string HexText(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

std::string LiteralText(const BoundExpression& literal, PlanStyle style) {
  const LogicalType& type = literal.type;
  const bool decorated = style != PlanStyle::kExecution;
  if (literal.value.is_null) return Concat("null:", CalciteType(type.AsNullable(), decorated));
  if (type.IsCharacterString()) {
    if (!decorated) return Concat("'", literal.value.view(), "'");
    const std::string quoted = Concat("'", ReplaceAll(literal.value.view(), "'", "''"), "'");
    const std::string suffix = type.Is(TypeRoot::kVarchar) ? Concat(":", CalciteType(type.AsNullable(), true)) : std::string();
    return Concat("_UTF-16LE", quoted, suffix);
  }
  if (type.Is(TypeRoot::kBoolean)) return literal.value.boolean() ? "true" : "false";
  if (type.IsBinaryString()) {
    const std::string bytes = Concat("X'", HexText(literal.value.view()), "'");
    return decorated ? Concat(bytes, ":", CalciteType(type.AsNullable(), true)) : bytes;
  }
  std::string text;
  AppendAsString(literal.value, type, EvaluationContext(), text);
  if (type.IsApproximateNumeric()) {
    text = ApproximateText(type.Is(TypeRoot::kFloat) ? static_cast<double>(literal.value.single) : literal.value.floating);
  }
  if (type.IsInterval()) text = Concat(literal.value.integer);
  const bool plain = type.Is(TypeRoot::kInteger) || type.Is(TypeRoot::kDate) || type.IsTimestamp() || !decorated;
  return plain ? text : Concat(text, ":", CalciteType(type.AsNullable(), true));
}

// Flags of the JSON functions print as Calcite's enums.
std::string SymbolText(const BoundExpression& call, size_t operand) {
  const std::string& flag = call.operands[operand]->name;
  if (call.name == "JSON_QUERY" && operand > 2) return Concat("SqlJsonQueryEmptyOrErrorBehavior[", flag, "]");
  return flag;
}

// AND(AND(a, b), c) has three operands in Flink.
void Flatten(const BoundExpression& expression, std::string_view name, std::vector<const BoundExpression*>& operands) {
  for (const BoundExpressionPointer& operand : expression.operands) {
    if (operand->kind == BoundExpression::Kind::kCall && operand->name == name) {
      Flatten(*operand, name, operands);
    } else {
      operands.push_back(operand.get());
    }
  }
}

std::string InfixText(const BoundExpression& expression, PlanStyle style) {
  std::vector<const BoundExpression*> operands;
  if (expression.name == "AND" || expression.name == "OR") {
    Flatten(expression, expression.name, operands);
  } else {
    for (const BoundExpressionPointer& operand : expression.operands) operands.push_back(operand.get());
  }
  std::vector<std::string> texts;
  for (const BoundExpression* operand : operands) texts.push_back(PlanText(*operand, style));
  if (style != PlanStyle::kExecution) return Concat(expression.name, "(", Join(texts, ", "), ")");
  return Concat("(", Join(texts, Concat(" ", expression.name, " ")), ")");
}

std::string CastText(const BoundExpression& cast, PlanStyle style) {
  // A text that is made longer is written with its new type.
  const BoundExpression& value = *cast.operands.front();
  if (cast.implicit && value.IsLiteral() && !value.value.is_null && value.type.IsCharacterString() && cast.type.Is(TypeRoot::kVarchar)) {
    BoundExpression literal = value;
    literal.type = cast.type;
    return LiteralText(literal, style);
  }
  const std::string operand = PlanText(*cast.operands.front(), style);
  if (style == PlanStyle::kAbstract && cast.name == "TRY_CAST") return Concat("TRY_CAST(", operand, ")");
  if (style == PlanStyle::kAbstract) return Concat("CAST(", operand, "):", CalciteType(cast.type, true));
  return Concat(cast.name, "(", operand, " AS ", CalciteType(cast.type, style == PlanStyle::kPhysical), ")");
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
  if (expression.name == "CAST" || expression.name == "TRY_CAST") return CastText(expression, style);
  if (IsInfix(expression.name) && expression.operands.size() == 2) return InfixText(expression, style);
  if (style == PlanStyle::kExecution && IsPostfix(expression.name) && expression.operands.size() == 1) {
    return Concat(PlanText(*expression.operands.front(), style), " ", expression.name);
  }
  const std::string name = expression.name == "-/1" ? "-" : expression.name;
  std::string text = Concat(name, "(");
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
  // Functions that Flink knows without parentheses.
  static constexpr std::array<std::string_view, 5> kWithoutParentheses = {"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
                                                                          "LOCALTIME", "LOCALTIMESTAMP"};
  if (separator.empty() && style == PlanStyle::kAbstract && IsOneOf(name, kWithoutParentheses)) return name;
  return text + ")";
}

std::string ScanNodeText(const LogicalPlan& scan) {
  std::vector<std::string> fields;
  for (const SchemaColumn& column : scan.schema.columns) fields.push_back(column.name);
  const ObjectIdentifier& id = scan.table->identifier;
  std::vector<std::string> keys;
  for (const CatalogColumn& column : scan.metadata_columns) keys.push_back(column.metadata_key);
  std::string abilities = keys.empty() ? "" : Concat(", metadata=[", Join(keys, ", "), "]");
  if (scan.watermark) {
    Append(abilities, ", watermark=[", PlanText(*scan.watermark, PlanStyle::kPhysical), "], watermarkEmitStrategy=[on-periodic]");
  }
  return Concat("TableSourceScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, abilities, "]], fields=[", Join(fields, ", "),
                "])");
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

std::vector<std::string> NamesOf(const Schema& schema) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : schema.columns) names.push_back(column.name);
  return names;
}

// "{ 1, _UTF-16LE'a' }, { 2, … }"; rows of SELECT without FROM are one zero.
std::string TuplesText(const LogicalPlan& values, PlanStyle style) {
  std::vector<std::string> rows;
  for (const auto& row : values.rows) {
    std::vector<std::string> cells;
    for (const BoundExpressionPointer& cell : row) cells.push_back(PlanText(*cell, style));
    rows.push_back(Concat("{ ", cells.empty() ? "0" : Join(cells, ", "), " }"));
  }
  return Concat("tuples=[[", Join(rows, ", "), "]]");
}

std::string AbstractText(const LogicalPlan& plan, const std::string& indent);

std::string AbstractScan(const LogicalPlan& scan) {
  const ObjectIdentifier& id = scan.table->identifier;
  std::vector<std::string> keys;
  for (const CatalogColumn& column : scan.metadata_columns) keys.push_back(column.metadata_key);
  const std::string metadata = keys.empty() ? "" : Concat(", metadata=[", Join(keys, ", "), "]");
  return Concat("LogicalTableScan(table=[[", id.catalog, ", ", id.database, ", ", id.name, metadata, "]])\n");
}

std::string AbstractChild(const LogicalPlan& child, const std::string& indent) {
  return Concat(indent, "+- ", AbstractText(child, indent + "   "));
}

std::string AbstractNode(const LogicalPlan& plan, const std::string& indent);

std::string AbstractText(const LogicalPlan& plan, const std::string& indent) {
  if (!plan.watermark) return AbstractNode(plan, indent);
  return Concat("LogicalWatermarkAssigner(rowtime=[", plan.table->watermarks.front().column.front(), "], watermark=[",
                PlanText(*plan.watermark, PlanStyle::kAbstract), "])\n", indent, "+- ", AbstractNode(plan, indent + "   "));
}

std::string AbstractNode(const LogicalPlan& plan, const std::string& indent) {
  switch (plan.kind) {
    case LogicalPlan::Kind::kScan:
      return AbstractScan(plan);
    case LogicalPlan::Kind::kValues:
      return Concat("LogicalValues(", TuplesText(plan, PlanStyle::kAbstract), ")\n");
    case LogicalPlan::Kind::kFilter:
      return Concat("LogicalFilter(condition=[", PlanText(*plan.condition, PlanStyle::kAbstract), "])\n",
                    AbstractChild(*plan.inputs.front(), indent));
    case LogicalPlan::Kind::kUnionAll:
      return Concat("LogicalUnion(all=[true])\n", indent, ":- ", AbstractText(*plan.inputs[0], indent + ":  "),
                    AbstractChild(*plan.inputs[1], indent));
    case LogicalPlan::Kind::kProject:
      break;
  }
  std::vector<std::string> fields;
  for (size_t i = 0; i < plan.expressions.size(); ++i) {
    fields.push_back(Concat(plan.schema.columns[i].name, "=[", PlanText(*plan.expressions[i], PlanStyle::kAbstract), "]"));
  }
  return Concat("LogicalProject(", Join(fields, ", "), ")\n", AbstractChild(*plan.inputs.front(), indent));
}

// The scan, and what makes a whole changelog of the one that it reads.
std::string ScanText(const LogicalPlan& scan, const std::string& indent) {
  const std::string text = ScanNodeText(scan) + "\n";
  const TableOption* connector = scan.table->options.Find("connector");
  if (connector == nullptr || connector->value != "upsert-kafka" || !scan.table->primary_key) return text;
  const std::string key = Join(scan.table->primary_key->columns, ", ");
  return Concat("ChangelogNormalize(key=[", key, "])\n", indent, "+- Exchange(distribution=[hash[", key, "]])\n", indent, "   +- ", text);
}

// The optimized plan of a query without sink; `indent` stands before every line but the first.
std::string OptimizedText(const LogicalPlanPointer& plan, PlanStyle style, const std::string& indent, FlinkVersion version) {
  if (plan->kind == LogicalPlan::Kind::kUnionAll) {
    return Concat("Union(all=[true], union=[", Join(NamesOf(plan->schema), ", "), "])\n", indent, ":- ",
                  OptimizedText(plan->inputs[0], style, indent + ":  ", version), indent, "+- ",
                  OptimizedText(plan->inputs[1], style, indent + "   ", version));
  }
  auto calc = MergeCalcs(plan, version);
  if (!calc.ok()) return "\n";
  const EvaluationContext environment{.version = version};
  for (BoundExpressionPointer& projection : calc->projections) {
    if (projection->type.IsConstructed()) continue;
    if (auto folded = FoldConstants(projection, environment); folded.ok()) projection = *std::move(folded);
  }
  bool is_identity = !calc->condition && calc->projections.size() == calc->leaf->schema.size();
  for (size_t i = 0; is_identity && i < calc->projections.size(); ++i) {
    is_identity = calc->projections[i]->kind == BoundExpression::Kind::kInput && calc->projections[i]->index == i &&
                  calc->leaf->schema.columns[i].name == plan->schema.columns[i].name;
  }
  std::string leaf;
  if (calc->leaf->kind == LogicalPlan::Kind::kScan) {
    leaf = ScanText(*calc->leaf, is_identity ? indent : indent + "   ");
  } else {
    const bool is_zero = calc->leaf->rows.front().empty();
    std::vector<std::string> columns;
    for (const SchemaColumn& column : calc->leaf->schema.columns) {
      columns.push_back(Concat(CalciteType(column.type.AsNullable(), false), " ", column.name));
    }
    const std::string type =
        style == PlanStyle::kPhysical ? Concat("type=[RecordType(", is_zero ? "INTEGER ZERO" : Join(columns, ", "), ")], ") : "";
    leaf = Concat("Values(", type, TuplesText(*calc->leaf, PlanStyle::kPhysical), ")\n");
  }
  if (is_identity) return leaf;
  return Concat(CalcTextInStyle(*calc, NamesOf(plan->schema), style), "\n", indent, "+- ", leaf);
}

}  // namespace

std::string CalcText(const MergedCalc& calc, const std::vector<std::string>& names, const Schema&) {
  return CalcTextInStyle(calc, names, PlanStyle::kExecution);
}

std::string ExplainInsert(const InsertPlan& insert, FlinkVersion version) {
  std::string columns;
  for (const size_t column : insert.target_columns) Append(columns, columns.empty() ? "" : ",", "[", column, "]");
  if (!columns.empty()) columns = Concat("targetColumns=[", columns, "], ");
  const std::string target = Concat("(table=[", insert.sink->identifier.ToString(), "], ", columns, "fields=[",
                                    Join(NamesOf(insert.shown_query->schema), ", "), "])\n");
  std::string text = Concat("== Abstract Syntax Tree ==\nLogicalSink", target, AbstractChild(*insert.shown_query, ""));
  for (const PlanStyle style : {PlanStyle::kPhysical, PlanStyle::kExecution}) {
    Append(text, "\n== Optimized ", style == PlanStyle::kPhysical ? "Physical" : "Execution", " Plan ==\nSink", target, "+- ",
           OptimizedText(insert.shown_query, style, "   ", version));
  }
  return text;
}

std::string ExplainQuery(const LogicalPlanPointer& query, FlinkVersion version) {
  return Concat("== Abstract Syntax Tree ==\n", AbstractText(*query, ""), "\n== Optimized Physical Plan ==\n",
                OptimizedText(query, PlanStyle::kPhysical, "", version), "\n== Optimized Execution Plan ==\n",
                OptimizedText(query, PlanStyle::kExecution, "", version));
}

}  // namespace drey
