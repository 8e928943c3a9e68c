#include "engine/expression/binder.h"

#include <algorithm>
#include <array>
#include <span>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/expression/aggregate_functions.h"
#include "engine/expression/aggregate_types.h"
#include "engine/expression/functions_of_flink.h"
#include "engine/expression/literal.h"
#include "engine/expression/simplification.h"
#include "engine/functions/collection/absent_item.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/operand_check.h"
#include "engine/sql/signed_number.h"
#include "engine/sql/sql_writer.h"
#include "engine/sql/type_parser.h"

namespace drey {
namespace {

bool IsJsonFunction(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"JSON_VALUE", "JSON_QUERY", "JSON_EXISTS", "JSON_OBJECT", "JSON_ARRAY"};
  for (std::string_view known : kNames) {
    if (EqualsIgnoreCase(name, known)) return true;
  }
  return false;
}

BoundExpressionPointer NullLiteral(SourceRange range) { return MakeLiteral(LogicalType::Null(), Datum::Null(), range); }

// The name under which a call stands in the registry.
std::string RegistryName(const Expression& call) {
  return call.syntax == CallSyntax::kFunction && !call.function.parts.empty() ? call.function.last() : call.name;
}

// What resolving a type forgets: the precision of TIME in 1.20, and which fields an interval has.
std::string WrittenTarget(const TypeSyntax& type) {
  if (type.name == "TIME") return Concat("TIME(", type.precision.value_or(0), ")");
  if (!type.interval) return {};
  return Concat("INTERVAL ", Unparse(*type.interval));
}

// Operands that the planner takes as literals: also an integer literal cast to an integer type.
std::optional<Datum> ConstantOf(const BoundExpression& operand) {
  if (operand.IsLiteral()) return operand.value;
  const bool is_integer_cast = operand.kind == BoundExpression::Kind::kCall && operand.name == "CAST" && operand.type.IsInteger() &&
                               operand.operands[0]->IsLiteral() && operand.operands[0]->type.IsInteger();
  if (!is_integer_cast) return std::nullopt;
  return operand.operands[0]->value;
}

absl::Status JavaAssertionError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "java.lang.AssertionError");
}

// Which field row[item] means: by number from 1, or by name.
absl::StatusOr<size_t> FieldOfItem(const LogicalType& row, const BoundExpression& item, SourceRange range) {
  const bool is_number = item.IsLiteral() && item.type.IsInteger() && !item.value.is_null;
  const std::string row_text = Concat(" within ROW type: ", CalciteRowText(row));
  if (item.IsLiteral() && item.type.IsCharacterString() && !item.value.is_null) {
    for (size_t i = 0; i < row.fields().size(); ++i) {
      if (row.fields()[i].name == item.value.view()) return i;
    }
    for (const RowField& field : row.fields()) {
      // Flink finds the type of a name in another case, then not the field.
      if (!EqualsIgnoreCase(field.name, item.value.view())) continue;
      return WithFlinkClass(InvalidError(Concat("Index -1 out of bounds for length ", row.fields().size()), range),
                            "java.lang.IndexOutOfBoundsException");
    }
    return JavaAssertionError(Concat("Cannot infer type of field '", item.value.view(), "'", row_text), range);
  }
  if (is_number && item.value.integer >= 1 && item.value.integer <= static_cast<int64_t>(row.fields().size())) {
    return static_cast<size_t>(item.value.integer - 1);
  }
  const std::string position = is_number ? Concat(item.value.integer) : std::string("null");
  return JavaAssertionError(Concat("Cannot infer type of field at position ", position, row_text), range);
}

// A comparison of rows that are written out, with one another.
bool AreRowConstructors(std::string_view name, const std::vector<BoundExpressionPointer>& operands) {
  if (name != "=" && name != "IN") return false;
  return std::all_of(operands.begin(), operands.end(), [&](const BoundExpressionPointer& operand) {
    return operand->kind == BoundExpression::Kind::kCall && operand->name == "ROW" && !operand->operands.empty() &&
           operand->operands.size() == operands.front()->operands.size();
  });
}

// The functions that nest JSON(…).
bool TakesJson(std::string_view name) { return name == "JSON_OBJECT" || name == "JSON_ARRAY"; }

// The functions that take the JSON of calls as it is.
bool AsksForCalls(std::string_view name) { return TakesJson(name) || name == "JSON_STRING"; }

// Lifts the refusal of a % b in Flink 1.20, whose type the planner minds only as far as it is the type of what is around it.
void AllowRemainder(std::string_view name, std::vector<BoundExpressionPointer>& operands) {
  constexpr std::array<std::string_view, 15> kNames = {"=",           "<>",          "!=",   "<",        ">",
                                                       "<=",          ">=",          "CAST", "TRY_CAST", "IS DISTINCT FROM",
                                                       "IS NOT NULL", "IS NULL",     "POWER", "IS NOT DISTINCT FROM", "BETWEEN ASYMMETRIC"};
  if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) return;
  for (BoundExpressionPointer& operand : operands) {
    if (operand->kind != BoundExpression::Kind::kCall || operand->name != "%" || operand->call->refusal.ok()) continue;
    auto call = std::make_shared<BoundCall>(*operand->call);
    call->refusal = absl::OkStatus();
    operand = MakeCall(operand->name, std::move(call), operand->operands, operand->range);
  }
}

// Lifts the refusal of JSON(…), which stands where it may.
void AllowJson(std::vector<BoundExpressionPointer>& operands, FlinkVersion version) {
  for (BoundExpressionPointer& operand : operands) {
    const BoundExpression& json = Simplified(*operand, version);
    if (json.kind != BoundExpression::Kind::kCall || json.name != "JSON") continue;
    auto call = std::make_shared<BoundCall>(*json.call);
    call->refusal = absl::OkStatus();
    operand = MakeCall(json.name, std::move(call), json.operands, json.range);
  }
}

// The functions whose arguments Flink types itself, where Calcite does for others.
bool IsTypedByFlink(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {"TYPEOF",  "COALESCE", "JSON_STRING", "IFNULL", "GREATEST", "LEAST", "SPLIT", "IN"};
  return name.starts_with("ARRAY_") || name.starts_with("MAP_") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool IsCallOf(const Expression& expression, std::string_view name) {
  return expression.kind == ExpressionKind::kCall && expression.name == name && !expression.operands.empty();
}

// How many operands of a call Flink 1.20 asks for their literals: of operators the first one.
size_t OperandsAskedForLiterals(const Expression& call, std::string_view name) {
  constexpr std::array<std::string_view, 5> kAll = {"CASE", "ARRAY", "CAST", "TRY_CAST", "NULLIF"};
  constexpr std::array<std::string_view, 19> kFirst = {
      "=", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "LIKE", "NOT LIKE",
      "BETWEEN ASYMMETRIC", "NOT BETWEEN ASYMMETRIC", "BETWEEN SYMMETRIC", "NOT IN"};
  if (IsTypedByFlink(name) || std::find(kAll.begin(), kAll.end(), name) != kAll.end()) return call.operands.size();
  return std::find(kFirst.begin(), kFirst.end(), name) != kFirst.end() ? 1 : 0;
}

// The cast of a row that is written out, which the operand is or takes a field of; null for other expressions.
const Expression* CastOfRow(const Expression& operand) {
  if (IsCallOf(operand, "DOT")) return CastOfRow(operand.operands.front());
  const bool is_cast = IsCallOf(operand, "CAST") || IsCallOf(operand, "TRY_CAST");
  return is_cast && IsCallOf(operand.operands.front(), "ROW") ? &operand : nullptr;
}

// Flink 1.20 takes the cast of a row that is written out for a literal, which it then cannot read.
absl::Status RefuseCastOfRow(const Expression& call, std::string_view name, FlinkVersion version) {
  if (version >= FlinkVersion::k2_3) return absl::OkStatus();
  const size_t count = std::min(OperandsAskedForLiterals(call, name), call.operands.size());
  for (size_t i = 0; i < count; ++i) {
    const Expression* const cast = CastOfRow(call.operands[i]);
    if (cast == nullptr) continue;
    DREY_RETURN_IF_ERROR(ResolveCastTarget(*cast->type, version).status());
    return WithFlinkClass(InvalidError(Concat("class org.apache.calcite.sql.SqlBasicCall: ", UnparseValidated(cast->operands.front(), version)),
                                       call.operands[i].range,
                                       Concat("Flink 1.20 has no cast of a row as an operand of ", name)),
                          "java.lang.UnsupportedOperationException");
  }
  return absl::OkStatus();
}

// CURRENT_DATE() and its kin, which 1.20 knows without parentheses only.
absl::Status RefuseEmptyParentheses(const Expression& call, FlinkVersion version) {
  constexpr std::array<std::string_view, 5> kNames = {"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"};
  const bool has_parentheses = call.syntax == CallSyntax::kFunction && call.operands.empty() && call.range != call.name_range;
  if (version >= FlinkVersion::k2_3 || !has_parentheses) return absl::OkStatus();
  const std::string name = ToUpper(call.name);
  if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) return absl::OkStatus();
  const std::string with_precision = name == "CURRENT_DATE" ? "" : Concat("'", name, "(<INTEGER>)'\n");
  return ValidationError(Concat("No match found for function signature ", name, "().\nSupported signatures are:\n", with_precision, "'", name,
                                "()'"),
                         call.range, "leave the parentheses out");
}

// Flink plans a day later than a date as NOT NULL and computes it as nullable, which these functions do not forgive.
absl::Status RefuseNullableDate(std::string_view name, const std::vector<BoundExpressionPointer>& operands) {
  constexpr std::array<std::string_view, 7> kFunctions = {"TYPEOF",          "IFNULL",         "ARRAY_APPEND", "ARRAY_CONTAINS",
                                                          "ARRAY_POSITION", "ARRAY_PREPEND", "ARRAY_REMOVE"};
  constexpr std::array<std::string_view, 3> kShifts = {"+", "-", "TIMESTAMPADD"};
  if (std::find(kFunctions.begin(), kFunctions.end(), name) == kFunctions.end()) return absl::OkStatus();
  for (const BoundExpressionPointer& operand : operands) {
    if (operand->kind != BoundExpression::Kind::kCall || operand->type.nullable()) continue;
    const bool is_shift = operand->type.Is(TypeRoot::kDate) && std::find(kShifts.begin(), kShifts.end(), operand->name) != kShifts.end();
    const bool is_clock = name == "TYPEOF" && operand->name == "PROCTIME";
    if (!is_shift && !is_clock) continue;
    return WithFlinkClass(InvalidError(Concat("Mismatch of function's argument data type '", operand->type.ToString(),
                                              "' and actual argument type '", operand->type.AsNullable().ToString(), "'."),
                                       operand->range),
                          "org.apache.flink.table.planner.codegen.CodeGenException");
  }
  return absl::OkStatus();
}

// A row in a cast may hold a bare NULL for the validator; the planner then has no type for it.
absl::Status RefuseNullInRow(const Expression& row) {
  for (const Expression& field : row.operands) {
    if (IsCallOf(field, "ROW")) DREY_RETURN_IF_ERROR(RefuseNullInRow(field));
    if (field.kind != ExpressionKind::kLiteral || field.literal.kind != LiteralKind::kNull) continue;
    return WithFlinkClass(InvalidError("Illegal type: NULL", field.range, "CAST(NULL AS type) gives the NULL a type"),
                          "java.lang.IllegalArgumentException");
  }
  return absl::OkStatus();
}

BoundExpressionPointer MakeText(const std::string& text, SourceRange range) {
  return MakeLiteral(LogicalType::String().AsNotNull(), Datum::Text(text), range);
}

// A call that cannot be run, of a known type.
BoundExpressionPointer MakeRefusedCall(std::string name, LogicalType type, std::vector<BoundExpressionPointer> operands, absl::Status refusal,
                                       SourceRange range) {
  BoundCall call{.type = std::move(type)};
  call.refusal = std::move(refusal);
  return MakeCall(std::move(name), std::make_shared<const BoundCall>(std::move(call)), std::move(operands), range);
}

bool HasSubqueryOperand(const Expression& call) {
  const bool takes_query = call.name == "IN" || call.name == "NOT IN" || call.name == "EXISTS" || call.name.ends_with(" SOME") || call.name.ends_with(" ALL");
  return takes_query && call.syntax != CallSyntax::kFunction && !call.operands.empty() && call.operands.size() <= 2 &&
         call.operands.back().kind == ExpressionKind::kSubquery;
}

// ARRAY(SELECT …) and its kin.
bool IsCollectionOfQuery(const Expression& call) {
  return (call.name == "ARRAY" || call.name == "MAP" || call.name == "MULTISET") && call.operands.size() == 1 &&
         call.operands.front().kind == ExpressionKind::kSubquery;
}

bool IsTextBesideNumber(const LogicalType& a, const LogicalType& b) {
  return (a.IsCharacterString() && b.IsNumeric()) || (a.IsNumeric() && b.IsCharacterString());
}

// The same call, with what is told when the statement has been found valid.
BoundExpressionPointer WithRefusal(BoundExpressionPointer expression, absl::Status refusal) {
  if (refusal.ok()) return expression;
  auto call = std::make_shared<BoundCall>(*expression->call);
  call->refusal = std::move(refusal);
  return MakeCall(expression->name, std::move(call), expression->operands, expression->range);
}

// The first literal that cannot be what it says: the validator reads them when the types of the expression have been found valid.
absl::Status FaultOfLiteral(const BoundExpression& expression) {
  for (const BoundExpressionPointer& operand : expression.operands) DREY_RETURN_IF_ERROR(FaultOfLiteral(*operand));
  return expression.fault;
}

// ARRAY(1, 2) and MAP(1, 2): the constructors are written with brackets.
bool IsCollectionFunction(const Expression& call) {
  return call.syntax == CallSyntax::kFunction && (call.name == "ARRAY" || call.name == "MAP");
}

bool SameTypeApartFromNullability(const LogicalType& a, const LogicalType& b) { return a.AsNullable() == b.AsNullable(); }

}  // namespace

absl::Status RefusalOf(const BoundExpression& expression) {
  for (const BoundExpressionPointer& operand : expression.operands) DREY_RETURN_IF_ERROR(RefusalOf(*operand));
  return expression.call ? expression.call->refusal : absl::OkStatus();
}

absl::StatusOr<BoundExpressionPointer> ImplicitCast(BoundExpressionPointer operand, const LogicalType& type,
                                                    FlinkVersion version) {
  if (SameTypeApartFromNullability(operand->type, type)) return operand;
  if (operand->IsLiteral() && operand->value.is_null && operand->fault.ok()) {
    return MakeLiteral(type.AsNullable(), Datum::Null(), operand->range);
  }
  const SourceRange range = operand->range;
  const LogicalType target = type.WithNullable(operand->type.nullable());
  // What may stand in a cast that is written may not in one that the planner adds.
  const BoundExpressionPointer refused = operand->name == "%" && !operand->call->refusal.ok() ? operand : nullptr;
  std::vector<BoundExpressionPointer> operands;
  operands.push_back(std::move(operand));
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer cast, BindFunction("CAST", std::move(operands), range, version, target));
  DREY_RETURN_IF_ERROR(cast->call->refusal);
  if (refused) cast = WithRefusal(std::move(cast), refused->call->refusal);
  auto marked = std::make_shared<BoundExpression>(*cast);
  marked->implicit = true;
  return marked;
}

absl::StatusOr<BoundExpressionPointer> BindFunction(std::string_view name, std::vector<BoundExpressionPointer> operands,
                                                    SourceRange range, FlinkVersion version,
                                                    std::optional<LogicalType> target, const FunctionRegistry& registry,
                                                    std::string_view target_text, std::string_view written_name) {
  const ScalarFunction* function = registry.Find(name, version);
  if (function == nullptr) return UnsupportedError(Concat("the function ", name), range);
  if (name == "CAST" && target) operands.front() = NumberAsWritten(operands.front(), *target);
  std::vector<Argument> arguments;
  for (const BoundExpressionPointer& operand : operands) {
    Argument argument{.type = operand->type, .range = operand->range, .constant = ConstantOf(*operand), .symbol = {}};
    argument.is_constant = IsConstant(*operand);
    if (operand->kind == BoundExpression::Kind::kSymbol) argument.symbol = operand->name;
    const BoundExpression& call = AsksForCalls(name) ? Simplified(*operand, version) : *operand;
    if (call.kind == BoundExpression::Kind::kCall) argument.call = call.name;
    arguments.push_back(std::move(argument));
  }
  const BindRequest request{.name = written_name.empty() ? name : written_name, .arguments = arguments, .version = version, .range = range, .target = std::move(target), .target_text = target_text};
  auto bound = function->bind(request);
  if (!bound.ok()) return WithRange(bound.status(), range);
  if (!bound->argument_types.empty() && bound->argument_types.size() != operands.size()) {
    return BugError(Concat("the function ", name, " asks for other arguments than it has"), range);
  }
  if (bound->refusal.ok()) bound->refusal = RefuseNullableDate(name, operands);
  if (TakesJson(name)) AllowJson(operands, version);
  AllowRemainder(name, operands);
  for (size_t i = 0; i < bound->argument_types.size(); ++i) {
    if (bound->argument_types[i].Is(TypeRoot::kSymbol)) continue;
    DREY_ASSIGN_OR_RETURN(operands[i], ImplicitCast(std::move(operands[i]), bound->argument_types[i], version));
  }
  return MakeCall(std::string(function->name), std::make_shared<const BoundCall>(*std::move(bound)), std::move(operands), range);
}

absl::StatusOr<BoundExpressionPointer> WithAbsentItem(const BoundExpressionPointer& expression, FlinkVersion version) {
  if (expression->kind == BoundExpression::Kind::kCall && expression->name == "ROW" && IsConstant(*expression)) {
    // What is constant as a whole is computed field by field, as columns are.
    auto row = std::make_shared<BoundExpression>(*expression);
    for (BoundExpressionPointer& field : row->operands) {
      DREY_ASSIGN_OR_RETURN(field, WithAbsentItem(field, version));
    }
    return BoundExpressionPointer(std::move(row));
  }
  if (expression->kind == BoundExpression::Kind::kCall && expression->name == "CASE") {
    const BoundExpression& branch = Simplified(*expression, version);
    return branch.name == "ITEM" ? WithAbsentItem(std::make_shared<BoundExpression>(branch), version) : expression;
  }
  if (expression->kind != BoundExpression::Kind::kCall || expression->name != "ITEM") return expression;
  const LogicalType& collection = expression->operands.front()->type;
  if (collection.Is(TypeRoot::kVariant)) return expression;
  const LogicalType& element = collection.Is(TypeRoot::kMap) ? collection.value() : collection.element();
  // An index that is written as NULL is looked at.
  const BoundExpression* index = expression->operands[1].get();
  while (index->kind == BoundExpression::Kind::kCall && index->name == "CAST") index = index->operands.front().get();
  const bool is_null = index->IsLiteral() && index->value.is_null;
  if (element.nullable() || is_null) return expression;
  return BindFunction(kAbsentItem, {expression}, expression->range, version);
}

absl::StatusOr<BoundExpressionPointer> Binder::Bind(const Expression& expression) const {
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer bound, BindPart(expression));
  DREY_RETURN_IF_ERROR(FaultOfLiteral(*bound));
  return bound;
}

absl::StatusOr<BoundExpressionPointer> Binder::BindPart(const Expression& expression) const {
  switch (expression.kind) {
    case ExpressionKind::kLiteral:
      if (expression.literal.kind == LiteralKind::kTimestampLtz) return BindInstant(expression);
      return BindPlainLiteral(expression);
    case ExpressionKind::kIdentifier:
      return BindIdentifier(expression);
    case ExpressionKind::kSymbol:
      return MakeSymbol(expression.symbol, expression.range);
    case ExpressionKind::kSubquery:
      return BindSubquery(expression);
    case ExpressionKind::kCall:
      return BindCall(expression);
  }
  return BugError("an expression of an unknown kind", expression.range);
}

// TIMESTAMP WITH LOCAL TIME ZONE '…' is a wall clock of UTC.
absl::StatusOr<BoundExpressionPointer> Binder::BindInstant(const Expression& literal) const {
  DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer local, BindLiteral(literal.literal, version_, literal.range));
  return MakeLiteral(LogicalType::TimestampLtz(local->type.precision()).AsNotNull(), local->value, literal.range);
}

absl::StatusOr<BoundExpressionPointer> Binder::BindPlainLiteral(const Expression& literal) const {
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer bound, BindLiteral(literal.literal, version_, literal.range));
  // Flink 1.20 has no fraction of seconds in TIME.
  if (!bound->type.Is(TypeRoot::kTime) || version_ >= FlinkVersion::k2_3) return bound;
  return MakeLiteral(LogicalType::Time(0, bound->type.precision()).AsNotNull(), bound->value, literal.range);
}

absl::StatusOr<BoundExpressionPointer> Binder::BindIdentifier(const Expression& expression) const {
  if (expression.identifier.is_star) return SqlValidatorError("Unknown identifier '*'", expression.range);
  const IdentifierPart& first = expression.identifier.parts.front();
  // A function that may be written without parentheses, and goes before columns.
  if (expression.identifier.parts.size() == 1 && !first.quoted && EqualsIgnoreCase(first.text, "PI")) {
    return BindFunction("PI", {}, expression.range, version_, std::nullopt, registry_);
  }
  return scope_.Resolve(expression.identifier);
}

absl::Status Binder::RefuseDecorations(const Expression& call) const {
  if (!call.decorations) return absl::OkStatus();
  const CallDecorations& decorations = *call.decorations;
  DREY_RETURN_IF_ERROR(RefuseOfEveryFunction(call));
  if (decorations.has_over) return SqlValidatorError("OVER must be applied to aggregate function", call.range);
  if (decorations.filter) return SqlValidatorError("FILTER must be applied to aggregate function", decorations.range);
  if (!decorations.order_by.empty()) return UnsupportedError("ORDER BY inside a function", decorations.range);
  if (decorations.distinct || decorations.all) {
    return SqlValidatorError(Concat("DISTINCT/ALL not allowed with ", ToUpper(call.name), " function"), decorations.range);
  }
  return absl::OkStatus();
}

// Clauses that no function takes, not even an aggregate.
absl::Status Binder::RefuseOfEveryFunction(const Expression& call) {
  if (!call.decorations) return absl::OkStatus();
  const CallDecorations& decorations = *call.decorations;
  const std::string name = ToUpper(call.name);
  if (!decorations.null_treatment.empty()) {
    return SqlValidatorError(Concat("Cannot specify IGNORE NULLS or RESPECT NULLS following '", name, "'"), decorations.range);
  }
  if (decorations.within_group.empty()) return absl::OkStatus();
  return SqlValidatorError(Concat("Aggregate expression '", name, "' must not contain a WITHIN GROUP clause"), decorations.range);
}

absl::StatusOr<BoundExpressionPointer> Binder::BindAggregate(const Expression& call) const {
  const std::string name = ToUpper(call.name);
  absl::Status refusal = UnsupportedError(Concat("the aggregate function ", name), call.range);
  if (!query_) return refusal;
  DREY_RETURN_IF_ERROR(RefuseOfEveryFunction(call));
  const bool has_over = call.decorations && call.decorations->has_over;
  const bool has_filter = call.decorations && call.decorations->filter;
  Operands operands;
  for (const Expression& operand : call.operands) {
    if (operand.kind == ExpressionKind::kIdentifier && operand.identifier.is_star) continue;
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer bound, Bind(operand));
    operands.push_back(std::move(bound));
  }
  std::vector<LogicalType> types;
  for (const BoundExpressionPointer& operand : operands) types.push_back(operand->type);
  const auto type = AggregateResultType(name, types, {.has_rows = query_->has_groups && !has_over && !has_filter});
  if (!type) return refusal;
  return MakeRefusedCall(name, *type, std::move(operands), std::move(refusal), call.range);
}

// Without a window to tell of, Flink's code generator does not know the function.
absl::StatusOr<BoundExpressionPointer> Binder::BindWindowProperty(const Expression& call) const {
  const std::string name = ToUpper(call.name);
  DREY_ASSIGN_OR_RETURN(Operands operands, BindOperands(call));
  absl::Status refusal = UnsupportedError(Concat("the function ", name), call.range);
  if (!query_) return refusal;
  if (!query_->has_groups) {
    std::vector<std::string> types;
    for (const BoundExpressionPointer& operand : operands) {
      const bool is_interval = operand->type.IsInterval() && !operand->type.Is(TypeRoot::kIntervalYearMonth);
      types.push_back(is_interval ? Concat("INTERVAL SECOND(3)", operand->type.nullable() ? "" : " NOT NULL") : operand->type.ToString());
    }
    refusal = WithFlinkClass(InvalidError(Concat("Unsupported call: ", name, "(", Join(types, ", "),
                                                 ") \nIf you think this function should be supported, you can create an issue and start a "
                                                 "discussion for it."),
                                          call.range, Concat(name, " tells of the window that the query groups by")),
                              "org.apache.flink.table.planner.codegen.CodeGenException");
  }
  return MakeRefusedCall(name, LogicalType::Timestamp(3).AsNotNull(), std::move(operands), std::move(refusal), call.range);
}

// A query as a value: its only column, or NULL where it has no row.
absl::StatusOr<BoundExpressionPointer> Binder::BindSubquery(const Expression& subquery) const {
  const absl::Status refusal = UnsupportedError("a subquery as a value", subquery.range);
  if (!query_) return refusal;
  DREY_ASSIGN_OR_RETURN(const Schema columns, query_->columns_of(*subquery.query));
  if (columns.size() == 1) return MakeRefusedCall("$SCALAR_QUERY", columns.type(0).AsNullable(), {}, refusal, subquery.range);
  std::vector<std::string> fields;
  for (const SchemaColumn& column : columns.columns) fields.push_back(Concat(CalciteTypeText(column.type), " ", ToUpper(column.name)));
  return SqlValidatorError(Concat("Cannot apply '$SCALAR_QUERY' to arguments of type '$SCALAR_QUERY(<RECORDTYPE(", Join(fields, ", "),
                                  ")>)'. Supported form(s): '$SCALAR_QUERY(<RECORDTYPE(SINGLE FIELD)>)'"),
                           subquery.range);
}

// IN, EXISTS, = SOME … of a query.
absl::StatusOr<BoundExpressionPointer> Binder::BindInSubquery(const Expression& call) const {
  const Expression& subquery = call.operands.back();
  absl::Status refusal = UnsupportedError("a subquery as a value", subquery.range);
  if (!query_) return refusal;
  bool nullable = false;
  Operands operands;
  if (call.operands.size() == 2) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, Bind(call.operands.front()));
    const auto columns = query_->columns_of(*subquery.query);
    // One that names columns of the query around it is not supported, whatever its columns are.
    const bool is_known = columns.ok() && columns->size() == 1 && !value->type.Is(TypeRoot::kRow);
    if (is_known) {
      const auto same = BindFunction("=", {value, MakeInput(0, columns->columns[0].name, columns->type(0), subquery.range)}, call.range, version_,
                                     std::nullopt, registry_);
      if (!same.ok()) return SqlValidatorError("Values passed to IN operator must have compatible types", call.range);
      const bool is_in = call.name == "IN" || call.name == "NOT IN";
      if (is_in && IsTextBesideNumber(value->type, columns->type(0))) {
        refusal = TableError(Concat("implicit type conversion between ", CalciteTypeText(value->type), " and ", CalciteTypeText(columns->type(0)),
                                    " is not supported on join's condition now"),
                             call.range);
      }
    }
    nullable = value->type.nullable() || !is_known || columns->type(0).nullable();
    operands.push_back(std::move(value));
  }
  return MakeRefusedCall(call.name, LogicalType::Boolean().WithNullable(nullable), std::move(operands), std::move(refusal), call.range);
}

absl::Status Binder::NoSuchFunction(const Expression& call, const Operands& operands) const {
  if (IsFunctionOfFlinkOnly(RegistryName(call), version_)) {
    return UnsupportedError(Concat("the function ", ToUpper(RegistryName(call))), call.range);
  }
  for (const BoundExpressionPointer& operand : operands) {
    if (operand->type.Is(TypeRoot::kNull)) return SqlValidatorError("Illegal use of 'NULL'", operand->range);
  }
  const std::string name = RegistryName(call);
  std::string signature = Concat(name, "(");
  std::string_view separator;
  for (const BoundExpressionPointer& operand : operands) {
    const bool is_row = version_ < FlinkVersion::k2_3 && operand->kind == BoundExpression::Kind::kCall && operand->name == "ROW";
    Append(signature, separator, "<", is_row ? "NULL" : CalciteFamilyText(operand->type), ">");
    separator = ", ";
  }
  return SqlValidatorError(Concat("No match found for function signature ", signature, ")"), call.name_range,
                         DidYouMean(ToUpper(name), registry_.Names(version_)));
}

absl::Status Binder::NoSuchCollectionFunction(const Expression& call, const Operands& operands) const {
  const absl::Status status = NoSuchFunction(call, operands);
  if (version_ < FlinkVersion::k2_3) return status;
  return SqlValidatorError(Concat(MessageOf(status), ".\nSupported signatures are:\n'", call.name, "(<EQUIVALENT_TYPE>, <EQUIVALENT_TYPE>, <...>)'"),
                           call.range, Concat("write ", call.name, "[…]"));
}

absl::StatusOr<Binder::Operands> Binder::BindOperands(const Expression& call) const {
  Operands operands;
  for (const Expression& operand : call.operands) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer bound, BindPart(operand));
    operands.push_back(std::move(bound));
  }
  return operands;
}

// ROW(NULL, …) where it is cast: a bare NULL has the type that its field becomes.
absl::StatusOr<BoundExpressionPointer> Binder::BindRowOfCast(const Expression& row, const TypeSyntax& target) const {
  const bool fits = target.fields.size() == row.operands.size();
  if (!fits) DREY_RETURN_IF_ERROR(RefuseNullInRow(row));
  Operands fields;
  for (size_t i = 0; i < row.operands.size(); ++i) {
    const Expression& field = row.operands[i];
    const bool is_null = field.kind == ExpressionKind::kLiteral && field.literal.kind == LiteralKind::kNull;
    BoundExpressionPointer bound;
    if (fits && is_null) {
      DREY_ASSIGN_OR_RETURN(const LogicalType type, ResolveType(*target.fields[i].type, version_));
      bound = MakeLiteral(type.AsNullable(), Datum::Null(), field.range);
    } else if (fits && IsCallOf(field, "ROW")) {
      DREY_ASSIGN_OR_RETURN(bound, BindRowOfCast(field, *target.fields[i].type));
    } else {
      DREY_ASSIGN_OR_RETURN(bound, BindPart(field));
    }
    fields.push_back(std::move(bound));
  }
  return BindFunction("ROW", std::move(fields), row.range, version_, std::nullopt, registry_);
}

absl::Status Binder::NotAQuery(const Expression& operand) const {
  std::string text = Unparse(operand, version_);
  if (operand.kind == ExpressionKind::kIdentifier) {
    const std::string table = scope_.TableOf(operand.identifier);
    text = Concat(table, table.empty() ? "" : ".", operand.identifier.ToString());
  }
  return WithFlinkClass(InvalidError(Concat("not a query: ", text), operand.range), "java.lang.AssertionError");
}

absl::StatusOr<BoundExpressionPointer> Binder::BindCall(const Expression& call) const {
  if (call.name == "DOT") return BindFieldAccess(call);
  if (call.name == "CASE") return BindCase(call);
  if (call.name == "ITEM") return BindItem(call);
  if (call.name == "MINUS_DATE") return BindDifference(call);
  if (call.name == "INTERVAL" || call.name == "INTERVAL -") return BindComputedInterval(call);
  if (const std::optional<Literal> number = SignedNumber(call)) return BindLiteral(*number, version_, call.range);
  if (call.syntax == CallSyntax::kFunction && IsJsonFunction(call.name)) return BindJsonCall(call);
  const bool is_current_database = call.syntax == CallSyntax::kFunction && EqualsIgnoreCase(call.name, "CURRENT_DATABASE");
  if (is_current_database && call.operands.empty() && query_) return MakeText(query_->current_database, call.range);
  if (IsAggregateFunction(call.name, version_) && call.syntax == CallSyntax::kFunction) return BindAggregate(call);
  if (call.syntax == CallSyntax::kFunction && IsWindowProperty(call.name)) return BindWindowProperty(call);
  if (call.syntax == CallSyntax::kFunction && IsGroupWindow(call.name)) {
    return SqlValidatorError(Concat("Group function '$", ToUpper(call.name), "' can only appear in GROUP BY clause"), call.range);
  }
  if (HasSubqueryOperand(call)) return BindInSubquery(call);
  DREY_RETURN_IF_ERROR(RefuseDecorations(call));
  const std::string name = RegistryName(call);
  if (IsCollectionOfQuery(call)) {
    return CannotPlan(call.range, Concat("Flink plans no ", name, " of a query"));
  }
  const bool is_cast_of_row = name == "CAST" && IsCallOf(call.operands.front(), "ROW");
  DREY_RETURN_IF_ERROR(RefuseCastOfRow(call, ToUpper(name), version_));
  Operands operands;
  if (is_cast_of_row) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer row, BindRowOfCast(call.operands.front(), *call.type));
    operands.push_back(std::move(row));
  } else {
    DREY_ASSIGN_OR_RETURN(operands, BindOperands(call));
  }
  if (IsCollectionFunction(call)) return NoSuchCollectionFunction(call, operands);
  std::optional<LogicalType> target;
  if (call.type) {
    DREY_ASSIGN_OR_RETURN(target, ResolveCastTarget(*call.type, version_));
  }
  if (registry_.Find(name, version_) == nullptr) {
    // "NOT LIKE" and its kin are the negation of the operator without NOT.
    if (call.syntax != CallSyntax::kFunction && name.starts_with("NOT ")) {
      const std::string positive_name = name.substr(4);
      BoundExpressionPointer positive;
      if (AreRowConstructors(positive_name, operands)) {
        DREY_ASSIGN_OR_RETURN(positive, BindRowComparison(positive_name, operands, call.range));
      } else {
        DREY_ASSIGN_OR_RETURN(positive, BindFunction(positive_name, std::move(operands), call.range, version_, std::nullopt, registry_, {},
                                                     positive_name.starts_with("BETWEEN") ? name : positive_name));
      }
      return BindFunction("NOT", {std::move(positive)}, call.range, version_, std::nullopt, registry_);
    }
    if (name.starts_with("FORMAT ")) return ValidationError(Concat("No match found for function signature ", name), call.name_range);
    // USER, CURRENT_ROLE …: reserved words that stand for values in Calcite and for nothing in Flink.
    if (name == "DEFAULT") return SqlValidatorError("No match found for function signature DEFAULT", call.range);
    if (call.operands.empty() && call.range == call.name_range) {
      return SqlValidatorError(Concat("Column '", name, "' not found in any table"), call.range);
    }
    if (name == "UNIQUE") return ValidationError("No match found for function signature UNIQUE", call.range);
    if (name == "EXISTS" && call.operands.front().kind != ExpressionKind::kSubquery) return NotAQuery(call.operands.front());
    if (name == "MULTISET") {
      return CannotPlan(call.range, "Flink plans no constructor of multisets");
    }
    if (call.syntax != CallSyntax::kFunction) return UnsupportedError(Concat("the operator ", name), call.range);
    return NoSuchFunction(call, operands);
  }
  DREY_RETURN_IF_ERROR(RefuseEmptyParentheses(call, version_));
  if (name == "IS NULL" || name == "IS NOT NULL") {
    DREY_ASSIGN_OR_RETURN(operands.front(), WithAbsentItem(operands.front(), version_));
  }
  if (AreRowConstructors(name, operands)) return BindRowComparison(name, operands, call.range);
  const std::string target_text = call.type ? WrittenTarget(*call.type) : std::string();
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer bound,
                        BindFunction(name, std::move(operands), call.range, version_, std::move(target), registry_, target_text));
  return is_cast_of_row ? WithRefusal(std::move(bound), RefuseNullInRow(call.operands.front())) : bound;
}

// (a, b) = (c, d) is a = c AND b = d, so that it may be neither true nor false.
absl::StatusOr<BoundExpressionPointer> Binder::BindRowComparison(std::string_view name, const Operands& rows, SourceRange range) const {
  BoundExpressionPointer result;
  const bool is_in = name == "IN";
  // What cannot be compared is told of the rows as a whole.
  if (!is_in && !AreComparable(rows[0]->type, rows[1]->type)) return BindFunction("=", rows, range, version_, std::nullopt, registry_);
  const size_t count = is_in ? rows.size() - 1 : rows[0]->operands.size();
  for (size_t i = 0; i < count; ++i) {
    BoundExpressionPointer term;
    if (is_in) {
      DREY_ASSIGN_OR_RETURN(term, BindRowComparison("=", {rows[0], rows[i + 1]}, range));
    } else {
      DREY_ASSIGN_OR_RETURN(term, BindEquality(rows[0]->operands[i], rows[1]->operands[i], range));
    }
    if (result) {
      DREY_ASSIGN_OR_RETURN(term, BindFunction(is_in ? "OR" : "AND", {std::move(result), std::move(term)}, range, version_,
                                               std::nullopt, registry_));
    }
    result = std::move(term);
  }
  return result;
}

absl::StatusOr<BoundExpressionPointer> Binder::BindEquality(const BoundExpressionPointer& a, const BoundExpressionPointer& b,
                                                            SourceRange range) const {
  if (AreRowConstructors("=", {a, b})) return BindRowComparison("=", {a, b}, range);
  return BindFunction("=", {a, b}, range, version_, std::nullopt, registry_);
}

absl::StatusOr<BoundExpressionPointer> Binder::BindCase(const Expression& call) const {
  const size_t first = call.has_case_value ? 1 : 0;
  BoundExpressionPointer value;
  if (call.has_case_value) {
    DREY_ASSIGN_OR_RETURN(value, BindPart(call.operands[0]));
  }
  // Calcite types all conditions before the first result.
  Operands operands(call.operands.size() - first);
  for (size_t i = 0; i + 1 < operands.size(); i += 2) {
    const Expression& condition = call.operands[first + i];
    if (value) {
      DREY_ASSIGN_OR_RETURN(operands[i], BindCaseCondition(value, condition));
    } else {
      DREY_ASSIGN_OR_RETURN(operands[i], BindPart(condition));
    }
  }
  DREY_RETURN_IF_ERROR(RefuseCastOfRow(call, "CASE", version_));
  for (size_t i = 0; i < operands.size(); ++i) {
    if (operands[i] != nullptr) continue;
    DREY_ASSIGN_OR_RETURN(operands[i], BindPart(call.operands[first + i]));
  }
  return BindFunction("CASE", std::move(operands), call.range, version_, std::nullopt, registry_);
}

// CASE value WHEN 1, 2 THEN …: the value equals it, or is one of them.
absl::StatusOr<BoundExpressionPointer> Binder::BindCaseCondition(const BoundExpressionPointer& value, const Expression& when) const {
  Operands operands = {value};
  const bool is_list = when.kind == ExpressionKind::kCall && when.name == "WHEN LIST";
  if (is_list) {
    DREY_ASSIGN_OR_RETURN(Operands choices, BindOperands(when));
    operands.insert(operands.end(), choices.begin(), choices.end());
  } else {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer choice, BindPart(when));
    operands.push_back(std::move(choice));
  }
  return BindFunction(is_list ? "IN" : "=", std::move(operands), when.range, version_, std::nullopt, registry_);
}

absl::StatusOr<BoundExpressionPointer> Binder::BindFieldAccess(const Expression& call) const {
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer row, BindPart(call.operands[0]));
  if (row->IsLiteral() && row->type.Is(TypeRoot::kNull)) return SqlValidatorError("Illegal use of 'NULL'", row->range);
  if (!row->type.Is(TypeRoot::kRow)) return SqlValidatorError("Incompatible types", row->range);
  if (call.operands[1].kind != ExpressionKind::kIdentifier) return UnsupportedError("a method of a row", call.operands[1].range);
  const IdentifierPart& name = call.operands[1].identifier.parts.front();
  std::vector<std::string> names;
  for (size_t i = 0; i < row->type.fields().size(); ++i) {
    // Unlike in a path of names, case does not matter here.
    if (EqualsIgnoreCase(row->type.fields()[i].name, name.text)) return MakeField(std::move(row), i, call.range);
    names.push_back(row->type.fields()[i].name);
  }
  return SqlValidatorError(Concat("Unknown field '", name.text, "'"), name.range, DidYouMean(name.text, names));
}

// INTERVAL 5 DAY, INTERVAL (a + b) HOUR: so many times the unit.
absl::StatusOr<BoundExpressionPointer> Binder::BindComputedInterval(const Expression& call) const {
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer amount, BindPart(call.operands[0]));
  std::string_view unit = call.operands[1].symbol;
  unit = unit.substr(0, unit.find('('));  // its precision changes nothing
  if (unit.ends_with('S')) unit.remove_suffix(1);
  Literal one{.kind = LiteralKind::kInterval, .text = "1"};
  for (int i = 0; i <= static_cast<int>(IntervalUnit::kSecond); ++i) {
    if (NameOf(static_cast<IntervalUnit>(i)) != unit) continue;
    one.interval = IntervalQualifier{.start = static_cast<IntervalUnit>(i), .range = call.operands[1].range};
  }
  if (!one.interval) return UnsupportedError(Concat("INTERVAL of a computed value in ", call.operands[1].symbol), call.range);
  one.negative = call.name == "INTERVAL -";
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer interval, BindLiteral(one, version_, call.range));
  return BindFunction("*", {std::move(amount), std::move(interval)}, call.range, version_, std::nullopt, registry_);
}

// (a - b) DAY: what lies between two points in time.
absl::StatusOr<BoundExpressionPointer> Binder::BindDifference(const Expression& call) const {
  const Expression& difference = call.operands[0];
  if (difference.kind != ExpressionKind::kCall || difference.name != "-" || difference.operands.size() != 2) {
    return WithFlinkClass(InvalidError("Illegal expression. Was expecting \"(DATETIME - DATETIME) INTERVALQUALIFIER\"", call.range),
                          kCalciteException);
  }
  DREY_ASSIGN_OR_RETURN(Operands operands, BindOperands(difference));
  DREY_ASSIGN_OR_RETURN(BoundExpressionPointer unit, BindPart(call.operands[1]));
  operands.push_back(std::move(unit));
  return BindFunction("MINUS_DATE", std::move(operands), call.range, version_, std::nullopt, registry_);
}

// a[1], m['k'] are calls; r[1] and r['name'] are fields.
absl::StatusOr<BoundExpressionPointer> Binder::BindItem(const Expression& call) const {
  DREY_ASSIGN_OR_RETURN(Operands operands, BindOperands(call));
  if (operands[0]->type.Is(TypeRoot::kRow)) {
    const BoundExpression* item = operands[1].get();
    if (item->name == "CAST" && item->operands.size() == 1) item = item->operands.front().get();
    DREY_ASSIGN_OR_RETURN(const size_t field, FieldOfItem(operands[0]->type, *item, call.range));
    return MakeField(std::move(operands[0]), field, call.range);
  }
  return BindFunction("ITEM", std::move(operands), call.range, version_, std::nullopt, registry_);
}

// The keys of JSON_OBJECT are never NULL; the message shows what was written, with columns in full.
absl::Status Binder::CheckJsonKeys(const Expression& call, const Operands& operands) const {
  for (size_t i = 0; i + 1 < operands.size(); i += 2) {
    const LogicalType& type = operands[i]->type;
    if (!type.IsCharacterString() || !type.nullable() || (operands[i]->IsLiteral() && operands[i]->value.is_null)) continue;
    const Expression& key = call.operands[i];
    std::string text;
    if (key.kind == ExpressionKind::kIdentifier) {
      const std::string table = scope_.TableOf(key.identifier);
      text = Concat(table, table.empty() ? "" : ".", key.identifier.ToString());
    } else {
      // The validator's form of it, which is what 2.3 writes.
      text = Unparse(key, FlinkVersion::k2_3);
      size_t begin = 0;
      WriteFullNames(key, text, begin);
    }
    return ValidationError(Concat("Argument to function '", text, "' must not be NULL"), operands[i]->range);
  }
  return absl::OkStatus();
}

// Makes table.column of the columns in the text of an expression, from `begin` on.
void Binder::WriteFullNames(const Expression& expression, std::string& text, size_t& begin) const {
  for (const Expression& operand : expression.operands) WriteFullNames(operand, text, begin);
  if (expression.kind != ExpressionKind::kIdentifier) return;
  const std::string written = Unparse(expression, FlinkVersion::k2_3);
  const size_t place = text.find(written, begin);
  if (place == std::string::npos) return;
  const std::string table = scope_.TableOf(expression.identifier);
  const std::string prefix = table.empty() ? std::string() : Concat(QuoteIdentifier(table), ".");
  text.insert(place, prefix);
  begin = place + prefix.size() + written.size();
}

absl::StatusOr<BoundExpressionPointer> Binder::BindJsonCall(const Expression& call) const {
  DREY_RETURN_IF_ERROR(RefuseDecorations(call));
  DREY_ASSIGN_OR_RETURN(Operands plain, BindOperands(call));
  const std::string name = ToUpper(call.name);
  static const JsonClauses kNoClauses;
  const JsonClauses& clauses = call.json ? *call.json : kNoClauses;
  std::optional<LogicalType> target;
  if (clauses.returning && clauses.returning->name == "VARIANT" && version_ >= FlinkVersion::k2_3) {
    return WithFlinkClass(InvalidError("Unsupported type 'VARIANT' for RETURNING in JSON_VALUE().", clauses.returning->range),
                          "org.apache.flink.table.planner.codegen.CodeGenException");
  }
  if (clauses.returning) {
    DREY_ASSIGN_OR_RETURN(target, ResolveType(*clauses.returning, version_));
  }
  const auto symbol = [&](const std::optional<JsonBehavior>& behavior, std::string_view absent) {
    return behavior ? MakeSymbol(behavior->symbol, behavior->range) : MakeSymbol(std::string(absent), call.range);
  };
  const auto default_value = [&](const std::optional<JsonBehavior>& behavior) -> absl::StatusOr<BoundExpressionPointer> {
    if (behavior && behavior->default_value) return BindPart(*behavior->default_value);
    return NullLiteral(call.range);
  };
  Operands operands;
  if (name == "JSON_OBJECT") DREY_RETURN_IF_ERROR(CheckJsonKeys(call, plain));
  if (name == "JSON_OBJECT" || name == "JSON_ARRAY") {
    const std::string_view absent = name == "JSON_OBJECT" ? "NULL_ON_NULL" : "ABSENT_ON_NULL";
    operands.push_back(MakeSymbol(clauses.on_null.empty() ? std::string(absent) : clauses.on_null,
                                  clauses.on_null.empty() ? call.range : clauses.on_null_range));
    operands.insert(operands.end(), plain.begin(), plain.end());
  } else if (name == "JSON_VALUE") {
    operands = std::move(plain);
    operands.push_back(symbol(clauses.on_empty, ""));
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer on_empty, default_value(clauses.on_empty));
    operands.push_back(std::move(on_empty));
    operands.push_back(symbol(clauses.on_error, ""));
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer on_error, default_value(clauses.on_error));
    operands.push_back(std::move(on_error));
  } else if (name == "JSON_QUERY") {
    operands = std::move(plain);
    operands.push_back(MakeSymbol(clauses.wrapper.empty() ? "WITHOUT_ARRAY" : clauses.wrapper,
                                  clauses.wrapper.empty() ? call.range : clauses.wrapper_range));
    operands.push_back(symbol(clauses.on_empty, "NULL"));
    operands.push_back(symbol(clauses.on_error, "NULL"));
  } else {
    operands = std::move(plain);
    operands.push_back(symbol(clauses.on_error, ""));
  }
  return BindFunction(name, std::move(operands), call.range, version_, std::move(target), registry_);
}

}  // namespace drey
