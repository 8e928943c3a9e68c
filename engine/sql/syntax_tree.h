// The syntax tree of Flink SQL: what the parser makes of a text, before any name is looked up.
//
// Plain values that own their children. Every node carries the SourceRange it was written at. Words of the language that matter to
// meaning are enums or, inside calls, symbols; names keep the user's spelling (Flink never folds case). Nothing is dropped: whatever
// the grammar accepts is either a field here or an OtherStatement, which the planner refuses by name.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/source_text.h"

namespace drey {

struct Expression;
struct Query;
struct Statement;
struct TableReference;
struct TypeSyntax;

// ---------------------------------------------------------------------------------------------------------------- names

struct IdentifierPart {
  std::string text = {};  // without back-ticks; empty for the `*` of a star
  SourceRange range = {};
  bool quoted = false;
};

// `a`, `a.b.c`, `*`, `t.*`. Never without parts.
struct Identifier {
  std::vector<IdentifierPart> parts = {};
  SourceRange range = {};
  bool is_star = false;  // the last part is `*`

  bool simple() const { return parts.size() == 1 && !is_star; }
  const std::string& first() const { return parts.front().text; }
  const std::string& last() const { return parts.back().text; }
  std::vector<std::string> Names() const;
  // "a.b.c" without back-ticks, a star as "*", as Flink's messages show a path.
  std::string ToString() const;
};

// 'text' where the grammar wants a string (options, comments, jar paths): the decoded text.
struct StringSyntax {
  std::string text = {};
  SourceRange range = {};
};

// 'key' = 'value'.
struct OptionSyntax {
  StringSyntax key = {};
  StringSyntax value = {};
  SourceRange range = {};
};

// ---------------------------------------------------------------------------------------------------------------- types

struct TypeField {
  IdentifierPart name = {};
  std::unique_ptr<TypeSyntax> type = {};
  std::optional<StringSyntax> comment = {};
};

enum class IntervalUnit : uint8_t { kYear, kQuarter, kMonth, kWeek, kDay, kHour, kMinute, kSecond };
// "YEAR".
std::string_view NameOf(IntervalUnit unit);

// YEAR, DAY(2) TO SECOND(3) …; a precision that is not written is absent.
struct IntervalQualifier {
  IntervalUnit start = IntervalUnit::kDay;
  std::optional<int> start_precision = {};
  std::optional<IntervalUnit> end = {};
  std::optional<int> end_precision = {};
  SourceRange range = {};

  bool IsYearMonth() const { return start == IntervalUnit::kYear || start == IntervalUnit::kMonth || start == IntervalUnit::kQuarter; }
};

// A type as written. `name` is in capitals and one of: BOOLEAN TINYINT SMALLINT INT BIGINT FLOAT REAL DOUBLE DECIMAL CHAR VARCHAR STRING
// BINARY VARBINARY BYTES DATE TIME TIMESTAMP TIMESTAMP_LTZ INTERVAL ARRAY MULTISET MAP ROW RAW NULL ANY VARIANT BITMAP STRUCTURED; synonyms
// are resolved (INTEGER → INT, DEC and NUMERIC → DECIMAL, CHARACTER VARYING → VARCHAR, TIMESTAMP … WITH LOCAL TIME ZONE → TIMESTAMP_LTZ).
// Empty for a user-defined type, whose name is `identifier`.
struct TypeSyntax {
  std::string name = {};
  SourceRange range = {};
  Identifier identifier = {};
  std::optional<int> precision = {};  // or length
  std::optional<int> scale = {};
  bool with_time_zone = false;  // TIMESTAMP WITH TIME ZONE: refused when resolved
  // TIMESTAMP WITH LOCAL TIME ZONE, x ARRAY, x MULTISET, ROW(…) rather than TIMESTAMP_LTZ, ARRAY<x>, MULTISET<x>, ROW<…>.
  bool in_standard_spelling = false;
  std::optional<IntervalQualifier> interval = {};
  std::vector<TypeSyntax> arguments = {};  // element of ARRAY and MULTISET, key and value of MAP
  std::vector<TypeField> fields = {};      // of ROW and STRUCTURED
  std::vector<StringSyntax> texts = {};    // RAW('class', 'snapshot'), STRUCTURED<'class', …>
  // NOT NULL → false, NULL → true, absent: not written (nullable).
  std::optional<bool> nullable = {};
};

// ---------------------------------------------------------------------------------------------------------- expressions

enum class LiteralKind : uint8_t {
  kNull,
  kUnknown,  // UNKNOWN, the third BOOLEAN
  kBoolean,
  kExactNumber,        // text as written: "1", "1.50"
  kApproximateNumber,  // text as written: "1e0"
  kString,             // text decoded, from '…' and U&'…'
  kBinary,             // x'…': text is the bytes themselves
  kDate,               // DATE '…', TIME '…', TIMESTAMP '…', TIMESTAMP_LTZ '…': text between the quotes
  kTime,
  kTimestamp,
  kTimestampLtz,
  kInterval,  // INTERVAL [-] '…' qualifier
};

struct Literal {
  LiteralKind kind = LiteralKind::kNull;
  std::string text = {};
  bool boolean = false;
  bool negative = false;  // INTERVAL -'1' DAY
  std::optional<IntervalQualifier> interval = {};
  std::string charset = {};  // _UTF8'…': the prefix without the underscore
  bool continued_on_line = false;  // 'a' 'b' on one line, which the validator refuses and nothing else
};

// One of the ways out of a JSON function: `<behavior> ON EMPTY|ERROR`.
struct JsonBehavior {
  // "NULL", "ERROR", "DEFAULT", "EMPTY_ARRAY", "EMPTY_OBJECT", "TRUE", "FALSE", "UNKNOWN".
  std::string symbol = {};
  std::unique_ptr<Expression> default_value = {};  // behind DEFAULT
  SourceRange range = {};
};

// The clauses of JSON_VALUE, JSON_QUERY, JSON_EXISTS, JSON_OBJECT and JSON_ARRAY; what is absent was not written.
struct JsonClauses {
  std::unique_ptr<TypeSyntax> returning = {};
  // "WITHOUT_ARRAY", "WITH_CONDITIONAL_ARRAY", "WITH_UNCONDITIONAL_ARRAY".
  std::string wrapper = {};
  SourceRange wrapper_range = {};
  std::optional<JsonBehavior> on_empty = {};
  std::optional<JsonBehavior> on_error = {};
  // JSON_OBJECT, JSON_ARRAY: "NULL_ON_NULL" or "ABSENT_ON_NULL".
  std::string on_null = {};
  SourceRange on_null_range = {};
};

enum class NullOrder : uint8_t { kDefault, kFirst, kLast };

struct OrderItem {
  std::unique_ptr<Expression> value = {};
  bool descending = false;
  NullOrder nulls = NullOrder::kDefault;
  SourceRange range = {};
};

enum class FrameBoundKind : uint8_t { kUnboundedPreceding, kPreceding, kCurrentRow, kFollowing, kUnboundedFollowing };

struct FrameBound {
  FrameBoundKind kind = FrameBoundKind::kCurrentRow;
  std::unique_ptr<Expression> distance = {};  // of kPreceding and kFollowing
  SourceRange range = {};
};

// The body of OVER (…) and of WINDOW w AS (…).
struct WindowSpecification {
  std::optional<Identifier> base = {};  // OVER (w …)
  std::vector<Expression> partition_by = {};
  std::vector<OrderItem> order_by = {};
  bool has_frame = false;
  bool rows = false;  // ROWS, else RANGE
  std::optional<FrameBound> lower = {};
  std::optional<FrameBound> upper = {};  // BETWEEN lower AND upper
  std::optional<bool> allow_partial = {};
  SourceRange range = {};
};

// What may follow or stand inside the parentheses of a function call.
struct CallDecorations {
  bool distinct = false;
  bool all = false;
  std::vector<OrderItem> order_by = {};      // inside the parentheses
  std::vector<OrderItem> within_group = {};  // WITHIN GROUP (ORDER BY …)
  std::string null_treatment = {};           // "RESPECT NULLS" or "IGNORE NULLS"
  std::unique_ptr<Expression> filter = {};   // FILTER (WHERE …)
  bool has_over = false;
  std::optional<Identifier> over_name = {};  // OVER w
  std::optional<WindowSpecification> over = {};
  SourceRange range = {};
};

enum class ExpressionKind : uint8_t {
  kLiteral,
  kIdentifier,
  kCall,
  kSubquery,  // a query as a value, behind IN, EXISTS, SOME, ALL, ARRAY, MULTISET, MAP or alone
  kSymbol,    // a word of the language as operand: BOTH, YEAR …
};

// How a call was written; decides which names can be meant.
enum class CallSyntax : uint8_t {
  kFunction,  // f(…) or cat.db.f(…), also those with words inside (TRIM(BOTH x FROM y)) and those without parentheses (CURRENT_DATE)
  kPrefix,    // NOT a, -a
  kBinary,    // a + b
  kPostfix,   // a IS NULL
  kSpecial,   // CASE, CAST, a BETWEEN b AND c, a[b], a.b, ROW(…), ARRAY[…], MAP[…]
};

// An expression in Calcite's manner: everything that computes is a call of a named operator.
//
// Names of calls that are not function names as written:
//   + - * / % || = <> (also for !=) < <= > >=    two operands
//   "-/1" "+/1"                          the signs, one operand
//   AND OR                               two operands; a AND b AND c is AND(AND(a, b), c)
//   NOT; "IS NULL" "IS NOT NULL" "IS TRUE" "IS NOT TRUE" "IS FALSE" "IS NOT FALSE" "IS UNKNOWN" "IS NOT UNKNOWN"
//   "IS JSON VALUE" "IS NOT JSON VALUE" (… OBJECT, ARRAY, SCALAR; a bare IS JSON is VALUE), "IS A SET" "IS EMPTY" and their NOT
//   "IS DISTINCT FROM" "IS NOT DISTINCT FROM"
//   "BETWEEN ASYMMETRIC" "NOT BETWEEN ASYMMETRIC" "BETWEEN SYMMETRIC" "NOT BETWEEN SYMMETRIC"   value, lower, upper
//   LIKE "NOT LIKE" "SIMILAR TO" "NOT SIMILAR TO"   value, pattern[, escape];  RLIKE "NOT RLIKE"
//   IN "NOT IN"                          value, then either a kSubquery or the list's expressions
//   "= SOME" "< ALL" …                   value, then as IN;  EXISTS UNIQUE  kSubquery
//   CASE                                 [value, only when has_case_value,] when, then, …, else (a NULL literal when not written)
//   CAST TRY_CAST                        value; `type` is the target.  "::" is CAST too
//   ITEM                                 a[b];   DOT  operand, kIdentifier of one part: (a).b
//   ROW                                  (a, b) and ROW(a, b);  ARRAY MAP  also with one kSubquery;  MULTISET
//   OVERLAPS CONTAINS "MEMBER OF" "SUBMULTISET OF" "MULTISET UNION" "AT TIME ZONE"…
//   TRIM(symbol BOTH|LEADING|TRAILING, what, text)  always three operands; what is ' ' when not written
//   EXTRACT(symbol, x)  FLOOR(x, symbol) CEIL(x, symbol) TIMESTAMPADD(symbol, n, x) TIMESTAMPDIFF(symbol, a, b)
//   POSITION(a, b[, from])  SUBSTRING(a, b[, c])  OVERLAY(a, b, c[, d])   comma and word forms alike
//   JSON_OBJECT  operands key, value, key, value …;  JSON_VALUE, JSON_QUERY, JSON_EXISTS  document, path
//   "=>"                                 name (kIdentifier), value: a named argument
//   DEFAULT                              the keyword as an argument;   DESCRIPTOR  its column names
//   TABLE                                TABLE t or TABLE (query) as an argument: kIdentifier or kSubquery, with `partition_by`, `order_by`
//   COUNT(*)                             its operand is a star identifier
struct Expression {
  ExpressionKind kind = ExpressionKind::kLiteral;
  SourceRange range = {};

  Literal literal = {};        // kLiteral
  Identifier identifier = {};  // kIdentifier

  // kCall. `name` is in capitals where it is a word of the language, else as written; `function` has the parts of a
  // function's name (CallSyntax::kFunction only).
  std::string name = {};
  SourceRange name_range = {};
  CallSyntax syntax = CallSyntax::kFunction;
  Identifier function = {};
  std::vector<Expression> operands = {};
  bool has_case_value = false;
  std::unique_ptr<TypeSyntax> type = {};               // the target of CAST and TRY_CAST
  std::unique_ptr<JsonClauses> json = {};              // JSON functions with clauses
  std::unique_ptr<CallDecorations> decorations = {};   // absent: none written
  std::string jdbc_function = {};                      // {fn NAME(…)}: the name; `name` is what it stands for
  // TABLE t PARTITION BY … ORDER BY … as an argument of a table function.
  std::vector<Expression> partition_by = {};
  std::vector<OrderItem> order_by = {};

  std::unique_ptr<Query> query = {};  // kSubquery
  std::string symbol = {};            // kSymbol, in capitals

  bool IsCall(std::string_view call_name) const { return kind == ExpressionKind::kCall && name == call_name; }
};

// -------------------------------------------------------------------------------------------------------------- queries

// /*+ NAME(argument, …) */ or /*+ NAME('key' = 'value', …) */.
struct Hint {
  IdentifierPart name = {};
  std::vector<OptionSyntax> options = {};
  std::vector<StringSyntax> arguments = {};  // identifiers and literals, as text
  SourceRange range = {};
};

struct TableAlias {
  IdentifierPart name = {};
  std::vector<IdentifierPart> columns = {};
  SourceRange range = {};
};

enum class TableReferenceKind : uint8_t {
  kTable,           // name
  kSubquery,        // (query), [LATERAL] (query), also (VALUES …)
  kFunction,        // TABLE(f(…)), [LATERAL] TABLE(f(…)), f(…)
  kUnnest,          // UNNEST(expressions) [WITH ORDINALITY]
  kJoin,            // left join right
  kMatchRecognize,  // input MATCH_RECOGNIZE (…)
  kPivot,           // input PIVOT/UNPIVOT (…)
};

enum class JoinKind : uint8_t { kComma, kCross, kInner, kLeft, kRight, kFull };

struct TableReference {
  TableReferenceKind kind = TableReferenceKind::kTable;
  SourceRange range = {};
  bool lateral = false;
  std::optional<TableAlias> alias = {};

  Identifier name = {};                          // kTable
  std::vector<Hint> hints = {};                  // kTable
  std::unique_ptr<Expression> system_time = {};  // FOR SYSTEM_TIME AS OF …
  // What was written of TABLESAMPLE, EXTEND …, refused by name ("TABLESAMPLE"); empty: nothing.
  std::string unsupported_feature = {};
  SourceRange unsupported_range = {};

  std::unique_ptr<Query> query = {};          // kSubquery
  std::unique_ptr<Expression> function = {};  // kFunction: a call
  std::vector<Expression> unnest = {};        // kUnnest
  bool with_ordinality = false;

  JoinKind join = JoinKind::kInner;  // kJoin
  bool natural = false;
  SourceRange join_range = {};                // the words JOIN, LEFT JOIN, the comma
  std::unique_ptr<TableReference> left = {};  // also the input of kMatchRecognize and kPivot
  std::unique_ptr<TableReference> right = {};
  std::unique_ptr<Expression> on = {};
  std::vector<IdentifierPart> using_columns = {};
};

struct SelectItem {
  std::unique_ptr<Expression> value = {};  // a star is a kIdentifier with is_star
  std::optional<IdentifierPart> alias = {};
  SourceRange range = {};
};

enum class GroupingKind : uint8_t { kExpression, kEmpty, kSets, kRollup, kCube };

// One element of GROUP BY. kExpression: `expressions` has one (a ROW call for (a, b)); others list theirs in `elements`.
struct GroupingElement {
  GroupingKind kind = GroupingKind::kExpression;
  std::vector<Expression> expressions = {};
  std::vector<GroupingElement> elements = {};
  SourceRange range = {};
};

struct NamedWindow {
  IdentifierPart name = {};
  WindowSpecification window = {};
};

struct Select {
  std::vector<Hint> hints = {};
  bool distinct = false;
  bool all = false;  // SELECT ALL
  bool stream = false;  // SELECT STREAM
  std::vector<SelectItem> items = {};
  std::unique_ptr<TableReference> from = {};  // absent: no FROM
  std::unique_ptr<Expression> where = {};
  bool has_group_by = false;
  bool group_by_distinct = false;
  SourceRange group_by_range = {};
  std::vector<GroupingElement> group_by = {};
  std::unique_ptr<Expression> having = {};
  std::vector<NamedWindow> windows = {};
  std::unique_ptr<Expression> qualify = {};
};

enum class SetOperator : uint8_t { kUnion, kIntersect, kExcept };

enum class QueryKind : uint8_t {
  kSelect,
  kValues,        // VALUES (…), (…)
  kTable,         // TABLE t
  kSetOperation,  // left UNION right
  kParenthesized,  // (left), where both the inner and the outer query have an ORDER BY, LIMIT, OFFSET or WITH of their own
};

struct CommonTableExpression {
  IdentifierPart name = {};
  std::vector<IdentifierPart> columns = {};
  std::unique_ptr<Query> query = {};
  SourceRange range = {};
};

// [WITH …] body [ORDER BY …] [LIMIT …] [OFFSET …] [FETCH …]. A parenthesized query is the query itself, see kParenthesized.
struct Query {
  QueryKind kind = QueryKind::kSelect;
  SourceRange range = {};
  bool recursive = false;
  std::vector<CommonTableExpression> with = {};

  std::unique_ptr<Select> select = {};      // kSelect
  std::vector<Expression> rows = {};        // kValues: ROW calls, or a single expression for VALUES 1
  Identifier table = {};                    // kTable
  SetOperator set_operator = SetOperator::kUnion;  // kSetOperation
  bool all = false;
  SourceRange operator_range = {};
  std::unique_ptr<Query> left = {};
  std::unique_ptr<Query> right = {};

  std::vector<OrderItem> order_by = {};
  SourceRange order_by_range = {};
  std::unique_ptr<Expression> limit = {};  // LIMIT n or FETCH NEXT n ROWS ONLY; absent also for LIMIT ALL
  std::unique_ptr<Expression> offset = {};
};

// ------------------------------------------------------------------------------------------------------------ statements

enum class ColumnKind : uint8_t { kPhysical, kComputed, kMetadata };

struct ColumnDefinition {
  ColumnKind kind = ColumnKind::kPhysical;
  Identifier name = {};                          // one part, except in ALTER TABLE … ADD a.b
  TypeSyntax type = {};                          // kPhysical, kMetadata
  std::unique_ptr<Expression> expression = {};   // kComputed
  std::optional<StringSyntax> metadata_key = {};  // METADATA FROM 'key'
  bool is_virtual = false;
  std::optional<StringSyntax> comment = {};
  SourceRange range = {};
};

struct WatermarkDefinition {
  Identifier column = {};
  std::unique_ptr<Expression> expression = {};
  SourceRange range = {};
};

// PRIMARY KEY or UNIQUE, of the table or of one column.
struct TableConstraint {
  std::optional<IdentifierPart> name = {};
  bool primary_key = true;  // else UNIQUE
  std::vector<IdentifierPart> columns = {};
  // NOT ENFORCED → false, ENFORCED → true, absent: not written, which Flink takes as ENFORCED.
  std::optional<bool> enforced = {};
  bool on_column = false;  // written behind a column
  SourceRange range = {};
};

struct Distribution {
  std::string kind = {};  // "HASH", "RANGE"; empty: not written
  std::vector<IdentifierPart> columns = {};
  std::optional<int64_t> buckets = {};
  SourceRange range = {};
};

struct LikeOption {
  std::string merge = {};    // "INCLUDING", "EXCLUDING", "OVERWRITING"
  std::string feature = {};  // "ALL", "CONSTRAINTS", "DISTRIBUTION", "GENERATED", "METADATA", "OPTIONS", "PARTITIONS", "WATERMARKS"
  SourceRange range = {};
};

struct LikeClause {
  Identifier table = {};
  std::vector<LikeOption> options = {};
  SourceRange range = {};
};

struct CreateTable {
  bool temporary = false;
  bool or_replace = false;  // [CREATE OR] REPLACE TABLE … AS
  bool if_not_exists = false;
  Identifier name = {};
  std::vector<ColumnDefinition> columns = {};
  std::vector<WatermarkDefinition> watermarks = {};
  std::vector<TableConstraint> constraints = {};
  // CREATE TABLE t (a, b) AS SELECT …: only names.
  std::vector<IdentifierPart> column_names = {};
  std::optional<StringSyntax> comment = {};
  std::optional<Distribution> distribution = {};
  std::vector<IdentifierPart> partitioned_by = {};
  std::vector<OptionSyntax> options = {};
  SourceRange options_range = {};  // WITH (…)
  std::optional<LikeClause> like = {};
  std::unique_ptr<Query> query = {};  // AS
};

struct CreateView {
  bool temporary = false;
  bool or_replace = false;
  bool if_not_exists = false;
  Identifier name = {};
  std::vector<IdentifierPart> columns = {};
  std::optional<StringSyntax> comment = {};
  std::unique_ptr<Query> query = {};
  SourceRange query_range = {};
};

struct CreateFunction {
  bool temporary = false;
  bool system = false;
  bool if_not_exists = false;
  Identifier name = {};
  StringSyntax class_name = {};
  std::string language = {};  // "JAVA", "SCALA", "PYTHON"; empty: not written
  std::vector<StringSyntax> jars = {};
  std::vector<OptionSyntax> options = {};
};

struct CreateDatabase {
  bool if_not_exists = false;
  Identifier name = {};
  std::optional<StringSyntax> comment = {};
  std::vector<OptionSyntax> options = {};
};

struct CreateCatalog {
  bool if_not_exists = false;
  Identifier name = {};
  std::optional<StringSyntax> comment = {};
  std::vector<OptionSyntax> options = {};
};

enum class ObjectKind : uint8_t { kTable, kView, kFunction, kDatabase, kCatalog, kModel, kMaterializedTable, kConnection };
// "MATERIALIZED TABLE".
std::string_view NameOf(ObjectKind object);

struct DropObject {
  ObjectKind object = ObjectKind::kTable;
  bool temporary = false;
  bool system = false;  // TEMPORARY SYSTEM FUNCTION
  bool if_exists = false;
  bool cascade = false;  // else RESTRICT, the default
  Identifier name = {};
};

enum class AlterAction : uint8_t {
  kRenameTo,
  kRenameColumn,
  kSetOptions,
  kResetOptions,
  kSetComment,
  kAsQuery,
  kAddElements,     // of ALTER TABLE: columns, a key, a watermark, a distribution
  kModifyElements,
  kDropColumns,
  kDropPrimaryKey,
  kDropConstraint,
  kDropWatermark,
  kDropDistribution,
  kSetFunction,
  kAddPartitions,
  kDropPartitions,
  kOther,
};

// FIRST or AFTER column of a column that ALTER TABLE adds or modifies; absent both: at the end, or where it was.
struct ColumnPosition {
  bool first = false;
  std::optional<Identifier> after = {};
};

// key [= value] of PARTITION (…).
struct PartitionEntry {
  IdentifierPart column = {};
  std::unique_ptr<Expression> value = {};
};

// ALTER …. kOther: `feature` names what was written, for example "ALTER TABLE ADD PARTITION".
struct AlterObject {
  ObjectKind object = ObjectKind::kTable;
  bool if_exists = false;
  bool if_partition_exists = false;  // IF EXISTS of kDropPartitions, IF NOT EXISTS of kAddPartitions
  Identifier name = {};
  AlterAction action = AlterAction::kOther;
  Identifier new_name = {};                  // kRenameTo, kRenameColumn
  std::vector<OptionSyntax> options = {};    // kSetOptions
  std::vector<StringSyntax> keys = {};       // kResetOptions
  std::optional<StringSyntax> comment = {};  // kSetComment
  std::unique_ptr<Query> query = {};         // kAsQuery
  std::unique_ptr<CreateTable> elements = {};  // kAddElements, kModifyElements: columns, constraints, watermarks, distribution
  std::vector<ColumnPosition> positions = {};  // one for each of its columns
  std::vector<Identifier> columns = {};      // kDropColumns, kRenameColumn
  std::optional<IdentifierPart> constraint = {};  // kDropConstraint
  std::vector<std::vector<PartitionEntry>> partitions = {};  // kAddPartitions, kDropPartitions
  std::string feature = {};
};

// SET; SET 'key' = 'value'. RESET; RESET 'key'. Old forms without quotes are accepted by the SQL client only.
struct SetOption {
  std::optional<OptionSyntax> option = {};
};
struct ResetOption {
  std::optional<StringSyntax> key = {};
};

// USE [CATALOG] name; USE MODULES a, b.
struct Use {
  enum class What : uint8_t { kDatabase, kCatalog, kModules };
  What what = What::kDatabase;
  std::vector<Identifier> names = {};
};

// ON CONFLICT DO … (Flink 2.3).
struct OnConflict {
  std::string action = {};  // "NOTHING", "ERROR", "DEDUPLICATE"
  SourceRange range = {};
};

struct Insert {
  bool overwrite = false;
  bool upsert = false;  // UPSERT INTO
  Identifier target = {};
  std::vector<Hint> hints = {};
  std::vector<PartitionEntry> partition = {};
  bool has_columns = false;
  std::vector<Identifier> columns = {};
  std::optional<SourceRange> typed_column = {};  // a column with a type, which Flink's parser takes and nothing else
  std::unique_ptr<Query> query = {};
  std::optional<OnConflict> on_conflict = {};
};

// EXECUTE STATEMENT SET BEGIN … END, as one statement.
struct StatementSet {
  std::vector<Statement> inserts = {};
};
// The SQL client's way: BEGIN STATEMENT SET; inserts; END;
struct BeginStatementSet {};
struct EndStatementSet {};

struct SelectStatement {
  std::unique_ptr<Query> query = {};
};

// EXPLAIN [details | PLAN FOR] statement; details in capitals, for example "ESTIMATED_COST".
struct Explain {
  std::vector<std::string> details = {};
  bool plan_for = false;
  std::unique_ptr<Statement> statement = {};
};

// EXECUTE statement (INSERT, SELECT): the statement itself with a word before it.
struct Execute {
  std::unique_ptr<Statement> statement = {};
};

// DESCRIBE | DESC [object] name.
struct Describe {
  ObjectKind object = ObjectKind::kTable;
  bool extended = false;
  bool as_expression = false;  // DESCRIBE TABLE t, which Calcite's grammar has and Flink's validator does not know
  Identifier name = {};
  std::unique_ptr<Query> query = {};  // DESCRIBE SELECT …, likewise
};

enum class ShowKind : uint8_t {
  kTables, kViews, kFunctions, kUserFunctions, kDatabases, kCatalogs, kModules, kFullModules, kColumns, kPartitions, kJars, kJobs,
  kProcedures, kModels, kMaterializedTables, kConnections, kCurrentCatalog, kCurrentDatabase,
  kCreateTable, kCreateView, kCreateCatalog, kCreateModel, kCreateFunction, kCreateMaterializedTable, kCreateConnection,
};

struct Show {
  ShowKind what = ShowKind::kTables;
  std::optional<Identifier> from = {};      // FROM | IN
  std::optional<Identifier> name = {};      // SHOW CREATE TABLE name
  std::optional<StringSyntax> like = {};    // [I]LIKE 'pattern'
  bool not_like = false;
  bool case_insensitive = false;            // ILIKE
  std::vector<PartitionEntry> partition = {};
};

struct LoadModule {
  IdentifierPart name = {};
  std::vector<OptionSyntax> options = {};
};
struct UnloadModule {
  IdentifierPart name = {};
};

struct AddJar {
  StringSyntax path = {};
};
struct RemoveJar {
  StringSyntax path = {};
};

// SQL client commands without operands: QUIT, EXIT, CLEAR, HELP.
struct ClientCommand {
  std::string name = {};
};

// UPDATE, DELETE, TRUNCATE TABLE and ANALYZE TABLE: what no table of a stream of messages takes, which Flink finds out after it has looked
// at the names.
struct ModifyTable {
  enum class Kind : uint8_t { kUpdate, kDelete, kTruncate, kAnalyze };
  Kind kind = Kind::kDelete;
  Identifier target = {};
  std::vector<Identifier> assigned = {};  // UPDATE: columns, and their values
  std::vector<Expression> values = {};
  std::unique_ptr<Expression> where = {};
};

// A statement that Flink parses and drey does not run: named here, refused by the planner, never ignored.
struct OtherStatement {
  std::string feature = {};  // as documentation names it: "COMPILE PLAN", "MERGE", "CALL"
  // What the statement names: the procedure of CALL.
  Identifier name = {};
  // What COMPILE PLAN plans: an INSERT or a statement set.
  std::unique_ptr<Statement> planned = {};
};

using StatementNode =
    std::variant<SelectStatement, Insert, StatementSet, BeginStatementSet, EndStatementSet, CreateTable, CreateView, CreateFunction,
                 CreateDatabase, CreateCatalog, DropObject, AlterObject, SetOption, ResetOption, Use, Explain, Execute, Describe, Show,
                 LoadModule, UnloadModule, AddJar, RemoveJar, ClientCommand, ModifyTable, OtherStatement>;

// One statement. Use std::get_if<Insert>(&statement.node) or std::visit.
struct Statement {
  StatementNode node = {};
  SourceRange range = {};  // without the semicolon

  template <typename Node>
  const Node* As() const {
    return std::get_if<Node>(&node);
  }
};

}  // namespace drey
