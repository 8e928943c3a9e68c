#include "engine/sql/sql_writer.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/sql/function_names.h"
#include "engine/sql/operator_precedence.h"
#include "engine/sql/signed_number.h"
#include "engine/types/logical_type.h"

namespace drey {
namespace {


// Literals ----------------------------------------------------------------------------------------------------------------

// The digits of a number without its point, and how many of them stand behind it.
struct Digits {
  std::string unscaled;
  int scale = 0;
};

Digits DigitsOf(std::string_view number) {
  Digits digits;
  const size_t exponent = number.find_first_of("eE");
  const std::string_view mantissa = number.substr(0, exponent);
  const size_t point = mantissa.find('.');
  digits.unscaled = ReplaceAll(mantissa, ".", "");
  if (point != std::string_view::npos) digits.scale = static_cast<int>(mantissa.size() - point - 1);
  if (exponent != std::string_view::npos) digits.scale -= std::atoi(std::string(number.substr(exponent + 1)).c_str());
  digits.unscaled.erase(0, std::min(digits.unscaled.find_first_not_of('0'), digits.unscaled.size() - 1));
  return digits;
}

// Java's BigDecimal.toString of a number without an exponent; 2.3 writes it plain.
std::string ExactText(std::string_view number, FlinkVersion version) {
  Digits digits = DigitsOf(number);
  if (digits.scale == 0) return digits.unscaled;
  const int exponent = static_cast<int>(digits.unscaled.size()) - 1 - digits.scale;
  if (exponent < -6 && version == FlinkVersion::k1_20) {
    if (digits.unscaled.size() > 1) digits.unscaled.insert(1, ".");
    return Concat(digits.unscaled, "E", exponent);
  }
  const auto scale = static_cast<size_t>(digits.scale);
  if (digits.unscaled.size() <= scale) digits.unscaled.insert(0, scale + 1 - digits.unscaled.size(), '0');
  return digits.unscaled.insert(digits.unscaled.size() - scale, ".");
}

// Calcite's Util.toScientificNotation.
std::string ApproximateText(std::string_view number) {
  constexpr size_t kMostDigits = 20;
  Digits digits = DigitsOf(number);
  const int exponent = static_cast<int>(digits.unscaled.size()) - 1 - digits.scale;
  digits.unscaled.resize(std::min(digits.unscaled.size(), kMostDigits));
  if (digits.scale == 0) digits.unscaled.erase(std::max<size_t>(1, digits.unscaled.find_last_not_of('0') + 1));
  if (digits.unscaled.size() > 1) digits.unscaled.insert(1, ".");
  return Concat(digits.unscaled, "E", exponent);
}

std::string NumberText(const Literal& number, FlinkVersion version) {
  std::string_view text = number.text;
  const bool has_sign = text.starts_with('-');
  if (has_sign) text.remove_prefix(1);
  const bool negative = has_sign && text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string_view::npos;
  return Concat(negative ? "-" : "", number.kind == LiteralKind::kExactNumber ? ExactText(text, version) : ApproximateText(text));
}

// Whether a text holds more than printable ASCII and line ends, so that its literal needs a character set.
bool NeedsUnicode(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < 32 && c != '\n' && c != '\r') || c >= 128; });
}

void AppendUnit(std::string& out, char16_t unit) {
  constexpr std::string_view kHexits = "0123456789abcdef";
  if (unit >= 32 && unit < 128) {
    const char c = static_cast<char>(unit);
    if (c == '\'' || c == '\\') out += c;
    out += c;
    return;
  }
  out += '\\';
  for (int shift = 12; shift >= 0; shift -= 4) out += kHexits[static_cast<size_t>(unit >> shift & 0xF)];
}

// u&'\00fc'.
std::string UnicodeText(std::string_view text) {
  std::string out = "u&'";
  for (size_t i = 0; i < text.size();) {
    const char32_t point = NextCodePoint(text, i);
    if (point < 0x10000) {
      AppendUnit(out, static_cast<char16_t>(point));
      continue;
    }
    AppendUnit(out, static_cast<char16_t>(0xD7C0 + (point >> 10)));
    AppendUnit(out, static_cast<char16_t>(0xDC00 | (point & 0x3FF)));
  }
  return out + "'";
}

std::string StringText(const Literal& literal, bool by_parser) {
  if (!literal.charset.empty()) return Concat("_", ToUpper(literal.charset), SqlQuoted(literal.text));
  if (!NeedsUnicode(literal.text)) return SqlQuoted(literal.text);
  return by_parser ? Concat("_UTF16", SqlQuoted(literal.text)) : UnicodeText(literal.text);
}

// 1:2:3 → 01:02:03, 2020-1-2 → 2020-01-02; the digits of a fraction stay.
std::string Padded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    const bool is_fraction = i > 0 && text[i - 1] == '.';
    if (end - i == 1 && !is_fraction) out += '0';
    out += text.substr(i, end - i);
    if (end < text.size()) out += text[end++];
    i = end;
  }
  return out;
}

// What is written back: what the parser has read, or what the validator has made of it.
enum class TreeState { kParsed, kValidated };

std::string TextOf(const Literal& literal, FlinkVersion version, TreeState state) {
  switch (literal.kind) {
    case LiteralKind::kString: return StringText(literal, state == TreeState::kParsed);
    case LiteralKind::kBinary: return Concat("X'", ToUpper(Hexits(literal.text)), "'");
    case LiteralKind::kDate: return Concat("DATE ", SqlQuoted(Padded(literal.text)));
    case LiteralKind::kTime: return Concat("TIME ", SqlQuoted(Padded(literal.text)));
    case LiteralKind::kTimestamp: return Concat("TIMESTAMP ", SqlQuoted(Padded(literal.text)));
    case LiteralKind::kTimestampLtz: return Concat("TIMESTAMP_WITH_LOCAL_TIME_ZONE ", SqlQuoted(Padded(literal.text)));
    case LiteralKind::kInterval:
      return Concat("INTERVAL ", literal.negative ? "-" : "", SqlQuoted(literal.text), " ", Unparse(*literal.interval));
    case LiteralKind::kExactNumber:
    case LiteralKind::kApproximateNumber: return NumberText(literal, version);
    case LiteralKind::kNull:
    case LiteralKind::kUnknown:
    case LiteralKind::kBoolean: break;
  }
  return literal.text;
}

bool ContainsAnd(const Expression& expression) {
  if (expression.IsCall("AND")) return true;
  return std::any_of(expression.operands.begin(), expression.operands.end(), ContainsAnd);
}

// Expressions -------------------------------------------------------------------------------------------------------------

// The field that a function of a date takes; empty for other functions.
std::string_view DatePart(std::string_view function) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kParts = {{{"YEAR", "YEAR"},
                                                                                      {"QUARTER", "QUARTER"},
                                                                                      {"MONTH", "MONTH"},
                                                                                      {"WEEK", "WEEK"},
                                                                                      {"DAYOFYEAR", "DOY"},
                                                                                      {"DAYOFMONTH", "DAY"},
                                                                                      {"DAYOFWEEK", "DOW"},
                                                                                      {"HOUR", "HOUR"},
                                                                                      {"MINUTE", "MINUTE"},
                                                                                      {"SECOND", "SECOND"}}};
  const auto found = std::find_if(kParts.begin(), kParts.end(), [&](const auto& part) { return EqualsIgnoreCase(part.first, function); });
  return found == kParts.end() ? std::string_view() : found->second;
}

class SqlWriter {
 public:
  // Flink 1.20 writes what its parser has read, 2.3 what the validator has found.
  explicit SqlWriter(FlinkVersion version)
      : SqlWriter(version, version == FlinkVersion::k1_20 ? TreeState::kParsed : TreeState::kValidated) {}
  SqlWriter(FlinkVersion version, TreeState state) : version_(version), state_(state) {}

  std::string Take() { return std::move(out_); }

  // `left` and `right`: how tight the operators around it bind, 0 where there is none.
  void Write(const Expression& expression, int left = 0, int right = 0) {
    switch (expression.kind) {
      case ExpressionKind::kLiteral: return Add(TextOf(expression.literal, version_, state_));
      case ExpressionKind::kIdentifier: return Add(Unparse(expression.identifier));
      case ExpressionKind::kSymbol: return WriteSymbol(expression.symbol);
      case ExpressionKind::kSubquery: return WriteNested(*expression.query);
      case ExpressionKind::kCall: break;
    }
    if (!expression.jdbc_function.empty()) {
      Add("{fn ", expression.jdbc_function, "(");
      WriteList(expression.operands);
      return Add(") }");
    }
    if (const auto number = SignedNumber(expression)) return Add(TextOf(*number, version_, state_));
    const Binding binding = BindingOf(expression);
    const bool needs_parentheses = left > binding.left || (binding.right <= right && right != 0);
    if (!needs_parentheses) return WriteCall(expression, binding, left, right);
    Add("(");
    WriteCall(expression, binding, 0, 0);
    Add(")");
  }

  void Write(const Query& query) {
    if (!query.with.empty()) return WriteWith(query);
    WriteBody(query);
    WriteOrder(query);
  }

 private:
  template <typename... Pieces>
  void Add(const Pieces&... pieces) {
    Append(out_, pieces...);
  }

  void WriteList(const std::vector<Expression>& expressions, size_t first = 0) {
    for (size_t i = first; i < expressions.size(); ++i) {
      if (i > first) Add(", ");
      Write(expressions[i]);
    }
  }

  // Units of ODBC are those of SQL in 1.20, names in 2.3.
  void WriteSymbol(std::string_view symbol) {
    constexpr std::string_view kOdbc = "SQL_TSI_";
    if (!symbol.starts_with(kOdbc)) return Add(symbol);
    Add(version_ == FlinkVersion::k1_20 ? std::string(symbol.substr(kOdbc.size())) : QuoteIdentifier(symbol));
  }

  void WriteCall(const Expression& call, const Binding& binding, int left, int right) {
    switch (call.syntax) {
      case CallSyntax::kFunction: return WriteFunction(call);
      case CallSyntax::kPrefix:
        Add(call.name.ends_with("/1") ? call.name.substr(0, 1) : call.name, " ");
        return Write(call.operands[0], binding.left, binding.right);
      case CallSyntax::kPostfix: return WritePostfix(call, binding, left);
      case CallSyntax::kBinary: return WriteBinary(call, binding, left, right);
      case CallSyntax::kSpecial: return WriteSpecial(call, binding, left);
    }
  }

  void WritePostfix(const Expression& call, const Binding& binding, int left) {
    const bool has_list = call.operands.size() > 1;
    Write(call.operands[0], has_list ? left : binding.left, has_list ? binding.left : binding.right);
    Add(" ", call.name);
    if (!has_list) return;
    Add(" ");
    if (call.operands[1].kind == ExpressionKind::kSubquery) return Write(call.operands[1]);
    Add("(");
    WriteList(call.operands, 1);
    Add(")");
  }

  // OVERLAPS and its kin.
  void WritePeriod(const Expression& row) {
    if (!row.IsCall("ROW")) return Write(row);
    Add("PERIOD (");
    WriteList(row.operands);
    Add(")");
  }

  void WriteBinary(const Expression& call, const Binding& binding, int left, int right) {
    if (call.name == "OVERLAPS") {
      WritePeriod(call.operands[0]);
      Add(" ", call.name, " ");
      return WritePeriod(call.operands[1]);
    }
    const bool is_like = binding.left > binding.right;
    Write(call.operands[0], is_like ? binding.left : left, is_like ? binding.right : binding.left);
    Add(" ", call.name, " ");
    Write(call.operands[1], is_like ? binding.left : binding.right, is_like ? binding.right : right);
    if (call.operands.size() < 3) return;
    Add(" ESCAPE ");
    Write(call.operands[2], binding.left, binding.right);
  }

  void WriteSpecial(const Expression& call, const Binding& binding, int left) {
    const std::vector<Expression>& operands = call.operands;
    if (call.name == "CASE") return WriteCase(call);
    if (call.type) {
      Add(call.name, "(");
      Write(operands[0]);
      return Add(" AS ", Unparse(*call.type), ")");
    }
    if (call.name.find("BETWEEN ") != std::string::npos) {
      Write(operands[0], binding.left, 0);
      Add(" ", call.name, " ");
      WriteBound(operands[1]);
      Add(" AND ");
      return WriteBound(operands[2]);
    }
    if (call.name == "ITEM") {
      Write(operands[0], left, 0);
      Add("[");
      Write(operands[1]);
      return Add("]");
    }
    if (call.name == "DOT") {
      Write(operands[0], left, 0);
      Add(".");
      return Write(operands[1]);
    }
    if (call.name == "=>") {
      Write(operands[0]);
      Add(" => ");
      return Write(operands[1]);
    }
    if (call.name == "MINUS_DATE") {
      Add("(");
      Write(operands[0]);
      Add(") ");
      return Write(operands[1]);
    }
    if (call.name.starts_with("INTERVAL")) {
      const bool plain = operands[0].kind != ExpressionKind::kCall;
      Add(call.name, plain ? " " : " (");
      Write(operands[0]);
      Add(plain ? " " : ") ");
      return Write(operands[1]);
    }
    const bool brackets = call.name == "ARRAY" || call.name == "MAP" || call.name == "MULTISET";
    Add(call.name);
    if (operands.empty() && !brackets) return;
    Add(brackets ? "[" : "(");
    WriteList(operands);
    Add(brackets ? "]" : ")");
  }

  void WriteBound(const Expression& bound) {
    const int around = ContainsAnd(bound) ? 100 : 0;
    Write(bound, around, around);
  }

  // CASE x WHEN y is CASE WHEN x = y.
  void WriteCase(const Expression& call) {
    const std::vector<Expression>& operands = call.operands;
    Add("CASE");
    for (size_t i = call.has_case_value ? 1 : 0; i + 1 < operands.size(); i += 2) {
      Add(" WHEN ");
      if (call.has_case_value) WriteCaseCondition(operands[0], operands[i]);
      if (!call.has_case_value) Write(operands[i]);
      Add(" THEN ");
      Write(operands[i + 1]);
    }
    Add(" ELSE ");
    Write(operands.back());
    Add(" END");
  }

  void WriteCaseCondition(const Expression& value, const Expression& when) {
    if (when.IsCall("WHEN LIST")) {
      const Binding in = BindingOf("IN", CallSyntax::kPostfix);
      Write(value, 0, in.left);
      Add(" IN (");
      WriteList(when.operands);
      return Add(")");
    }
    const Binding equals = BindingOf("=", CallSyntax::kBinary);
    Write(value, 0, equals.left);
    Add(" = ");
    Write(when, equals.right, 0);
  }

  // What Calcite makes of these before it validates them.
  bool WriteRewritten(const Expression& call) {
    if (state_ == TreeState::kParsed) return false;
    const std::string_view part = call.operands.size() == 1 ? DatePart(call.name) : std::string_view();
    if (!part.empty()) {
      Add("EXTRACT(", part, " FROM ");
      Write(call.operands[0]);
      Add(")");
      return true;
    }
    if (!EqualsIgnoreCase(call.name, "NULLIF") || call.operands.size() != 2) return false;
    Add("CASE WHEN ");
    WriteCaseCondition(call.operands[0], call.operands[1]);
    Add(" THEN NULL ELSE ");
    Write(call.operands[0]);
    Add(" END");
    return true;
  }

  void WriteFunction(const Expression& call) {
    if (WriteRewritten(call)) return;
    if (call.name == "TRIM" && call.operands.size() == 3) return WriteWords("TRIM", call.operands, {" ", " FROM "});
    if (call.name == "EXTRACT") return WriteWords("EXTRACT", call.operands, {" FROM "});
    if (call.name == "POSITION") return WriteWords("POSITION", call.operands, {" IN ", " FROM "});
    if (call.name == "OVERLAY") return WriteWords("OVERLAY", call.operands, {" PLACING ", " FROM ", " FOR "});
    const bool has_unit = call.operands.size() == 2 && call.operands[1].kind == ExpressionKind::kSymbol;
    if (has_unit) return WriteWords(call.name, call.operands, {" TO "});
    if (EqualsIgnoreCase(call.name, "SUBSTRING") && version_ == FlinkVersion::k1_20) {
      return WriteWords("SUBSTRING", call.operands, {" FROM ", " FOR "});
    }
    if (call.name == "TRANSLATE" && call.operands.size() == 3) {
      Add("`TRANSLATE3`(");
      WriteList(call.operands);
      return Add(")");
    }
    if (call.name.starts_with("JSON_") && call.function.parts.empty()) return WriteJson(call);
    Add(call.function.parts.empty()        ? call.name
        : call.function.parts.size() == 1 ? WrittenFunctionName(call.function.parts.front(), state_ == TreeState::kValidated)
                                          : Unparse(call.function),
        "(", call.decorations && call.decorations->distinct ? "DISTINCT " : "");
    WriteList(call.operands);
    Add(")");
  }

  // NAME(a WORD b WORD c): words stand before the operands but the first.
  void WriteWords(std::string_view name, const std::vector<Expression>& operands, const std::vector<std::string_view>& words) {
    Add(name, "(");
    for (size_t i = 0; i < operands.size(); ++i) {
      if (i > 0) Add(words[i - 1]);
      Write(operands[i]);
    }
    Add(")");
  }

  // JSON functions ----------------------------------------------------------------------------------------------------------

  void WriteBehavior(const std::optional<JsonBehavior>& behavior, std::string_view absent, std::string_view when) {
    if (!behavior && absent.empty()) return;
    Add(" ", behavior ? ReplaceAll(behavior->symbol, "_", " ") : std::string(absent));
    if (behavior && behavior->default_value) {
      Add(" ");
      Write(*behavior->default_value);
    }
    Add(" ON ", when);
  }

  void WriteJson(const Expression& call) {
    static const JsonClauses kNoClauses;
    const JsonClauses& clauses = call.json ? *call.json : kNoClauses;
    Add(call.name, "(");
    if (call.name == "JSON_OBJECT" || call.name == "JSON_ARRAY") {
      WriteJsonElements(call, clauses);
      return Add(")");
    }
    WriteList(call.operands);
    if (clauses.returning) Add(" RETURNING ", Unparse(*clauses.returning));
    if (call.name == "JSON_QUERY") {
      Add(clauses.wrapper == "WITH_CONDITIONAL_ARRAY"     ? " WITH CONDITIONAL ARRAY WRAPPER"
          : clauses.wrapper == "WITH_UNCONDITIONAL_ARRAY" ? " WITH UNCONDITIONAL ARRAY WRAPPER"
                                                          : " WITHOUT ARRAY WRAPPER");
      WriteBehavior(clauses.on_empty, "NULL", "EMPTY");
      WriteBehavior(clauses.on_error, "NULL", "ERROR");
      return Add(")");
    }
    const bool error_first = clauses.on_error && clauses.on_empty && clauses.on_error->range.begin < clauses.on_empty->range.begin;
    if (error_first) WriteBehavior(clauses.on_error, {}, "ERROR");
    WriteBehavior(clauses.on_empty, {}, "EMPTY");
    if (!error_first) WriteBehavior(clauses.on_error, {}, "ERROR");
    Add(")");
  }

  void WriteJsonElements(const Expression& call, const JsonClauses& clauses) {
    const bool is_object = call.name == "JSON_OBJECT";
    for (size_t i = 0; i < call.operands.size(); ++i) {
      const bool is_key = is_object && i % 2 == 0;
      if (i > 0) Add(is_object && !is_key ? " VALUE " : ", ");
      if (is_key) Add("KEY ");
      Write(call.operands[i]);
    }
    const std::string_view absent = is_object ? "NULL_ON_NULL" : "ABSENT_ON_NULL";
    if (call.operands.empty() && !is_object && version_ != FlinkVersion::k1_20) return;
    Add(call.operands.empty() ? "" : " ", ReplaceAll(clauses.on_null.empty() ? absent : std::string_view(clauses.on_null), "_", " "));
  }

  // Queries -----------------------------------------------------------------------------------------------------------------

  void WriteNested(const Query& query) {
    Add("(");
    Write(query);
    Add(")");
  }

  static bool HasOrder(const Query& query) { return !query.order_by.empty() || query.limit || query.offset; }

  void WriteWith(const Query& query) {
    Add("WITH ");
    for (size_t i = 0; i < query.with.size(); ++i) {
      const CommonTableExpression& table = query.with[i];
      Add(i > 0 ? ", " : "", QuoteIdentifier(table.name.text));
      if (!table.columns.empty()) WriteNames(table.columns);
      Add(" AS ");
      // Flink 1.20 forgets the parentheses of a set operation, and then cannot read what it has written.
      const bool bare = version_ == FlinkVersion::k1_20 && table.query->kind == QueryKind::kSetOperation && !HasOrder(*table.query);
      if (bare) Write(*table.query);
      if (!bare) WriteNested(*table.query);
    }
    Add(" ");
    // Flink 1.20 orders the whole, Flink 2.3 the query behind WITH.
    const bool is_1_20 = version_ == FlinkVersion::k1_20;
    const bool nested = is_1_20 || HasOrder(query);
    if (nested) Add("(");
    WriteBody(query);
    if (!is_1_20) WriteOrder(query);
    if (nested) Add(")");
    if (is_1_20) WriteOrder(query);
  }

  void WriteNames(const std::vector<IdentifierPart>& names) {
    for (size_t i = 0; i < names.size(); ++i) Add(i == 0 ? " (" : ", ", QuoteIdentifier(names[i].text));
    Add(")");
  }

  void WriteBody(const Query& query) {
    switch (query.kind) {
      case QueryKind::kSelect: return WriteSelect(*query.select);
      case QueryKind::kValues: return WriteValues(query.rows);
      case QueryKind::kTable: return Add("TABLE ", Unparse(query.table));
      case QueryKind::kSetOperation: return WriteSetOperation(query);
      case QueryKind::kParenthesized: return WriteNested(*query.left);
    }
  }

  void WriteSetOperation(const Query& query) {
    constexpr std::string_view kNames[] = {"UNION", "INTERSECT", "EXCEPT"};
    WriteSetOperand(*query.left, query, false);
    Add("\n", kNames[static_cast<size_t>(query.set_operator)], query.all ? " ALL\n" : "\n");
    WriteSetOperand(*query.right, query, true);
  }

  void WriteSetOperand(const Query& operand, const Query& operation, bool is_right) {
    const bool is_operation = operand.kind == QueryKind::kSetOperation;
    const bool binds_less = is_operation && (is_right || (operation.set_operator == SetOperator::kIntersect &&
                                                          operand.set_operator != SetOperator::kIntersect));
    if (HasOrder(operand) || !operand.with.empty() || binds_less) return WriteNested(operand);
    Write(operand);
  }

  void WriteValues(const std::vector<Expression>& rows) {
    Add("VALUES ");
    for (size_t i = 0; i < rows.size(); ++i) {
      if (i > 0) Add(",\n");
      const bool is_row = rows[i].IsCall("ROW");
      if (!is_row) Add("ROW(");
      Write(rows[i]);
      if (!is_row) Add(")");
    }
  }

  void WriteOrder(const Query& query) {
    for (size_t i = 0; i < query.order_by.size(); ++i) {
      const OrderItem& item = query.order_by[i];
      Add(i == 0 ? "\nORDER BY " : ", ");
      Write(*item.value);
      if (item.descending) Add(" DESC");
      if (item.nulls != NullOrder::kDefault) Add(item.nulls == NullOrder::kFirst ? " NULLS FIRST" : " NULLS LAST");
    }
    if (query.offset) {
      Add("\nOFFSET ");
      Write(*query.offset);
      Add(" ROWS");
    }
    if (query.limit) {
      Add("\nFETCH NEXT ");
      Write(*query.limit);
      Add(" ROWS ONLY");
    }
  }

  void WriteHints(const std::vector<Hint>& hints) {
    if (hints.empty()) return;
    Add("\n/*+ ");
    for (size_t i = 0; i < hints.size(); ++i) {
      Add(i > 0 ? ", " : "", QuoteIdentifier(hints[i].name.text));
      std::vector<std::string> arguments;
      for (const StringSyntax& argument : hints[i].arguments) arguments.push_back(QuoteIdentifier(argument.text));
      for (const OptionSyntax& option : hints[i].options) {
        arguments.push_back(Concat(SqlQuoted(option.key.text), " = ", SqlQuoted(option.value.text)));
      }
      if (!arguments.empty()) Add("(", Join(arguments, ", "), ")");
    }
    Add(" */");
  }

  void WriteSelect(const Select& select) {
    Add("SELECT");
    WriteHints(select.hints);
    Add(select.hints.empty() ? " " : "\n", select.all ? "ALL " : "");
    for (size_t i = 0; i < select.items.size(); ++i) {
      if (i > 0) Add(", ");
      WriteItem(select.items[i]);
    }
    if (select.from) {
      Add("\nFROM ");
      WriteTable(*select.from);
    }
    if (!select.where) return;
    Add("\nWHERE ");
    Write(*select.where);
  }

  void WriteItem(const SelectItem& item) {
    // The binding of AS.
    constexpr Binding kAlias = {20, 21};
    Write(*item.value, 1, item.alias ? kAlias.left : 0);
    if (!item.alias) return;
    // The name of a function that is written without parentheses is a word.
    Add(" AS ", !item.alias->range.known() ? item.alias->text : QuoteIdentifier(item.alias->text));
  }

  void WriteTable(const TableReference& table) {
    switch (table.kind) {
      case TableReferenceKind::kSubquery:
        WriteNested(*table.query);
        break;
      case TableReferenceKind::kUnnest:
        Add("UNNEST(");
        WriteList(table.unnest);
        Add(")", table.with_ordinality ? " WITH ORDINALITY" : "");
        break;
      default:
        Add(Unparse(table.name));
        WriteHints(table.hints);
    }
    if (!table.alias) return;
    Add(" AS ", QuoteIdentifier(table.alias->name.text));
    if (!table.alias->columns.empty()) WriteNames(table.alias->columns);
  }

  const FlinkVersion version_;
  const TreeState state_;
  std::string out_;
};

}  // namespace

std::string Unparse(const Identifier& identifier) {
  std::string out;
  for (const IdentifierPart& part : identifier.parts) {
    if (!out.empty()) out += '.';
    out += part.text.empty() && identifier.is_star ? "*" : QuoteIdentifier(part.text);
  }
  return out;
}

std::string Unparse(const IntervalQualifier& qualifier) {
  std::string text(NameOf(qualifier.start));
  if (qualifier.start_precision) {
    Append(text, "(", *qualifier.start_precision);
    if (!qualifier.end && qualifier.end_precision) Append(text, ", ", *qualifier.end_precision);
    text += ")";
  }
  if (qualifier.end) {
    Append(text, " TO ", NameOf(*qualifier.end));
    if (qualifier.end_precision) Append(text, "(", *qualifier.end_precision, ")");
  }
  return text;
}

std::string Unparse(const Expression& expression, FlinkVersion version) {
  SqlWriter writer(version);
  writer.Write(expression);
  return writer.Take();
}

std::string UnparseValidated(const Expression& expression, FlinkVersion version) {
  SqlWriter writer(version, TreeState::kValidated);
  writer.Write(expression);
  return writer.Take();
}

std::string Unparse(const Query& query, FlinkVersion version) {
  SqlWriter writer(version);
  writer.Write(query);
  return writer.Take();
}

namespace {

std::string WithoutNullability(const TypeSyntax& type) {
  std::string out = type.name.empty() ? Unparse(type.identifier) : type.name == "INT" ? "INTEGER" : type.name;
  if (type.name == "TIMESTAMP_LTZ" && type.in_standard_spelling) out = "TIMESTAMP";
  if (type.interval) Append(out, " ", Unparse(*type.interval));
  if (type.precision) {
    Append(out, "(", *type.precision);
    if (type.scale) Append(out, ", ", *type.scale);
    out += ")";
  }
  if (type.name == "TIMESTAMP_LTZ" && type.in_standard_spelling) out += " WITH LOCAL TIME ZONE";
  if (type.name == "ARRAY" || type.name == "MULTISET" || type.name == "MAP") {
    if (type.in_standard_spelling) {
      out = Concat(WithoutNullability(type.arguments.front()), " ", type.name);
    } else {
      for (size_t i = 0; i < type.arguments.size(); ++i) Append(out, i == 0 ? "< " : ", ", Unparse(type.arguments[i]));
      out += " >";
    }
  }
  if (type.name == "RAW") {
    Append(out, "(", SqlQuoted(type.texts[0].text), ", ", SqlQuoted(type.texts[1].text), ")");
  } else if (type.name == "ROW" || type.name == "STRUCTURED") {
    std::string inside;
    for (const StringSyntax& text : type.texts) inside += SqlQuoted(text.text);
    for (const TypeField& field : type.fields) {
      Append(inside, inside.empty() ? "" : ", ", QuoteIdentifier(field.name.text), " ", Unparse(*field.type));
      if (field.comment) Append(inside, " ", SqlQuoted(field.comment->text));
    }
    Append(out, type.in_standard_spelling ? "(" : "< ", inside, type.in_standard_spelling ? ")" : " >");
  }
  return out;
}

}  // namespace

std::string Unparse(const TypeSyntax& type) {
  const std::string text = WithoutNullability(type);
  if (!type.nullable) return text;
  return Concat(text, *type.nullable ? " NULL" : " NOT NULL");
}

}  // namespace drey
