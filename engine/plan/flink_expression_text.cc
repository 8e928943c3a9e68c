#include "engine/plan/flink_expression_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "engine/base/text.h"
#include "engine/functions/cast/value_text.h"
#include "engine/plan/rules/search_condition.h"
#include "engine/types/java_floating_point.h"

namespace drey {

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
    case TypeRoot::kMultiset:
      text = Concat(CalciteType(type.element(), full), " MULTISET");
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

namespace {

bool IsOneOf(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsInfix(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames = {"+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "AND", "OR"};
  return IsOneOf(name, kNames);
}

bool IsPostfix(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kNames = {"IS NULL",  "IS NOT NULL",  "IS TRUE",    "IS NOT TRUE",
                                                             "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};
  return IsOneOf(name, kNames);
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

// Whether literals and types are written with all that Calcite knows of them.
bool IsDecorated(PlanStyle style) { return style == PlanStyle::kAbstract || style == PlanStyle::kPhysical; }

std::string LiteralText(const BoundExpression& literal, PlanStyle style) {
  const LogicalType& type = literal.type;
  const bool decorated = IsDecorated(style);
  if (literal.value.is_null) return Concat("null:", CalciteType(type.AsNullable(), decorated));
  if (type.IsCharacterString()) {
    if (!decorated) return Concat("'", literal.value.view(), "'");
    const std::string quoted = SqlQuoted(literal.value.view());
    const std::string suffix = type.Is(TypeRoot::kVarchar) ? Concat(":", CalciteType(type.AsNullable(), true)) : std::string();
    return Concat("_UTF-16LE", quoted, suffix);
  }
  if (type.Is(TypeRoot::kBoolean)) return literal.value.boolean() ? "true" : "false";
  if (type.IsBinaryString()) {
    const std::string bytes = Concat("X'", Hexits(literal.value.view()), "'");
    return decorated ? Concat(bytes, ":", CalciteType(type.AsNullable(), true)) : bytes;
  }
  std::string text;
  AppendAsString(literal.value, type, EvaluationContext(), text);
  if (type.IsApproximateNumeric()) {
    text = ApproximateText(type.Is(TypeRoot::kFloat) ? static_cast<double>(literal.value.single) : literal.value.floating);
  }
  if (type.IsInterval()) return Concat(literal.value.integer, ":INTERVAL ", type.written_resolution());
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

std::string ShownName(const BoundExpression& call, PlanStyle style) {
  if (call.name == "-/1") return "-";
  if (call.name == "%") return "MOD";
  // Time that passes stands still in a result.
  if (call.name == "PROCTIME" && style != PlanStyle::kAbstract) return "PROCTIME_MATERIALIZE(PROCTIME";
  return call.name;
}

// JSON_VALUE(document, path, behaviour, default, behaviour, default).
bool IsEndOfBehavior(const BoundExpression& call, size_t operand) {
  if (operand < 2) return false;
  const bool is_flag = operand % 2 == 0;
  return is_flag == (call.operands[is_flag ? operand : operand - 1]->name != "DEFAULT");
}

// Flink's own functions take texts of any length, and so cast none that is written out.
std::string OperandText(const BoundExpression& call, const BoundExpression& operand, PlanStyle style) {
  static constexpr std::array<std::string_view, 5> kTakers = {"COALESCE", "IFNULL", "GREATEST", "LEAST", "IF"};
  const BoundExpression& given = operand.implicit ? *operand.operands.front() : operand;
  const bool is_text = given.IsLiteral() && !given.value.is_null && given.type.IsCharacterString();
  if (!is_text || !IsOneOf(call.name, kTakers)) return PlanText(operand, style);
  BoundExpression text = given;
  text.type = LogicalType::Char(1);
  return PlanText(text, style);
}

// SEARCH(id, Sarg[1, [7..9]]): see WithSearches.
std::string SearchText(const BoundExpression& search, PlanStyle style) {
  const LogicalType& type = search.operands[1]->type;
  std::string set;
  size_t literal = 1;
  for (const char c : search.operands.back()->name) {
    if (c != '\0') {
      set += c;
      continue;
    }
    const BoundExpression& value = *search.operands[literal++];
    // Also execution plans show the character set here.
    const bool is_plain_text = !IsDecorated(style) && value.type.IsCharacterString();
    set += is_plain_text ? Concat("_UTF-16LE'", value.value.view(), "'") : PlanText(value, style);
  }
  const bool shows_type = IsDecorated(style) && type.IsCharacterString();
  return Concat("SEARCH(", PlanText(*search.operands.front(), style), ", ", set,
                shows_type ? Concat(":", CalciteType(type.AsNullable(), true)) : std::string(), ")");
}

std::string CastText(const BoundExpression& cast, PlanStyle style) {
  // A text that is made longer is written with its new type.
  const BoundExpression& value = *cast.operands.front();
  if (value.IsLiteral() && value.value.is_null) return Concat("null:", CalciteType(cast.type.AsNullable(), IsDecorated(style)));
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
  if (expression.name == kSearch) return SearchText(expression, style);
  if (expression.name == "CAST" || expression.name == "TRY_CAST") return CastText(expression, style);
  if (IsInfix(expression.name) && expression.operands.size() >= 2) return InfixText(expression, style);
  if (style == PlanStyle::kExecution && IsPostfix(expression.name) && expression.operands.size() == 1) {
    return Concat(PlanText(*expression.operands.front(), style), " ", expression.name);
  }
  const std::string name = ShownName(expression, style);
  std::string text = Concat(name, "(");
  std::string_view separator;
  const auto flag = [&](std::string_view shown) { return style == PlanStyle::kExecution ? std::string(shown) : Concat("FLAG(", shown, ")"); };
  for (size_t i = 0; i < expression.operands.size(); ++i) {
    const BoundExpression& operand = *expression.operands[i];
    const bool is_flag = operand.kind == BoundExpression::Kind::kSymbol;
    // What the statement did not say is not an operand in Flink.
    if (is_flag && operand.name.empty()) continue;
    if (expression.name == "JSON_VALUE" && operand.IsLiteral() && operand.value.is_null) continue;
    const std::string piece = is_flag ? SymbolText(expression, i) : OperandText(expression, operand, style);
    Append(text, separator, is_flag ? flag(piece) : piece);
    separator = ", ";
    // A behaviour is followed by the event that it is for.
    if (expression.name == "JSON_VALUE" && IsEndOfBehavior(expression, i)) Append(text, separator, flag(i < 4 ? "ON EMPTY" : "ON ERROR"));
  }
  // Functions that Flink knows without parentheses.
  static constexpr std::array<std::string_view, 5> kWithoutParentheses = {"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
                                                                          "LOCALTIME", "LOCALTIMESTAMP"};
  if (separator.empty() && style == PlanStyle::kAbstract && IsOneOf(name, kWithoutParentheses)) return name;
  return text + (expression.name == "PROCTIME" && style != PlanStyle::kAbstract ? "))" : ")");
}

}  // namespace drey
