// Turns ANTLR's parse trees into the syntax tree.
//
// One class, its families in files of their own: statement_builder.cc, table_builder.cc (CREATE TABLE), query_builder.cc,
// expression_builder.cc, type_builder.cc, literal_builder.cc; partial_tree.cc for a text with a syntax error. The first failure is kept and everything after it is built
// anyway, so that no method needs to check its parts; the caller asks status() in the end.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "FlinkSqlParser.h"
#include "absl/status/status.h"
#include "engine/sql/operator_precedence.h"
#include "engine/sql/syntax_error.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

class SyntaxBuilder {
 public:
  using Parser = grammar::FlinkSqlParser;

  // `text` must outlive the builder.
  explicit SyntaxBuilder(const ParsedText& text) : text_(text) {}

  // The first failure.
  const absl::Status& status() const { return status_; }

  Statement BuildStatement(Parser::StatementContext* context);
  Expression BuildExpression(Parser::ExpressionContext* context);
  // Every type that ToString of a LogicalType can give, also those that no column can have.
  TypeSyntax BuildAnyType(Parser::ExtendedDataTypeContext* context);
  // Of a text whose parser stopped in the rule `stopped` at token `token`: builds what had been read, so that status() has what Flink's parser
  // fails on before it comes to that token.
  void BuildWhatWasRead(antlr4::ParserRuleContext* stopped, size_t token);

 private:
  // --- texts with a syntax error
  void BuildChildren(antlr4::ParserRuleContext* context, const std::vector<antlr4::ParserRuleContext*>& unfinished);
  void BuildFinished(antlr4::ParserRuleContext* context);
  // --- places and failures
  SourceRange RangeOf(const antlr4::ParserRuleContext* context) const;
  SourceRange RangeOf(const antlr4::Token* token) const;
  SourceRange RangeOf(antlr4::tree::TerminalNode* node) const { return RangeOf(node->getSymbol()); }
  SourceRange RangeBetween(const antlr4::Token* first, const antlr4::Token* last) const;
  static std::string TextInCapitals(const antlr4::Token* token);
  void Fail(absl::Status status);
  void FailUnsupported(std::string_view feature, SourceRange range);
  // Flink has no such token there, though the grammar does.
  void FailAt(const antlr4::Token* token, const std::vector<std::string>& expected);
  bool is_1_20() const { return text_.version == FlinkVersion::k1_20; }

  // --- names
  IdentifierPart BuildPart(Parser::IdentifierContext* context);
  std::vector<IdentifierPart> BuildParts(Parser::IdentifierListContext* context);
  std::vector<IdentifierPart> BuildParts(const std::vector<Parser::IdentifierContext*>& contexts);
  std::vector<IdentifierPart> BuildParts(Parser::IdentifierOrListContext* context);
  Identifier BuildIdentifier(Parser::CompoundIdentifierContext* context);
  Identifier BuildIdentifier(Parser::IdentifierContext* first, const std::vector<Parser::DotPartContext*>& rest);
  Identifier SimpleIdentifier(Parser::IdentifierContext* context);

  // --- literals
  Expression BuildLiteral(Parser::LiteralContext* context);
  Expression BuildNumber(Parser::UnsignedNumberContext* context);
  Expression BuildSignedNumber(Parser::SignedNumberContext* context);
  Expression BuildString(Parser::StringLiteralContext* context);
  Expression BuildTemporal(Parser::TemporalLiteralContext* context);
  Expression BuildInterval(Parser::IntervalLiteralContext* context);
  IntervalQualifier BuildQualifier(Parser::IntervalQualifierContext* context);
  StringSyntax BuildStringSyntax(Parser::StringLiteralContext* context);
  StringSyntax BuildStringSyntax(antlr4::tree::TerminalNode* quoted);
  std::optional<int> BuildInteger(antlr4::tree::TerminalNode* digits);
  // '…' without its quotes.
  static std::string Unquote(std::string_view quoted);
  std::string DecodeUnicode(std::string_view text, char escape, SourceRange range);
  std::string DecodeEscapes(std::string_view text, SourceRange range);
  std::string DecodeHexits(std::string_view hexits, SourceRange range);

  // --- types
  TypeSyntax BuildType(Parser::ExtendedDataTypeContext* context);
  TypeSyntax BuildType(Parser::DataTypeContext* context);
  TypeSyntax BuildTypeName(Parser::TypeNameContext* context);
  TypeSyntax WrapInCollection(TypeSyntax element, Parser::CollectionSuffixContext* suffix);
  std::vector<TypeField> BuildFields(Parser::TypeFieldsContext* context);
  void ReadPrecision(TypeSyntax& type, Parser::TypeNameContext* context);

  // --- expressions
  std::unique_ptr<Expression> NewExpression(Parser::ExpressionContext* context);
  std::vector<Expression> BuildExpressions(const std::vector<Parser::ExpressionContext*>& contexts);
  void AddTerm(std::vector<OperatorItem>& items, Parser::ExpressionTermContext* context);
  void AddSuffix(std::vector<OperatorItem>& items, Parser::ExpressionSuffixContext* context);
  void AddIs(std::vector<OperatorItem>& items, Parser::ExpressionSuffixContext* context);
  void AddField(std::vector<OperatorItem>& items, Parser::FieldAccessContext* context);
  Expression BuildPrimary(Parser::PrimaryContext* context);
  void RefuseListInParentheses(Parser::PrimaryContext* context, const std::vector<Expression>& operands);
  Expression BuildColumnOrCall(Parser::ColumnOrCallContext* context);
  Expression BuildFunctionCall(Parser::FunctionCallContext* context);
  Expression BuildJdbcFunction(Parser::BuiltinCallContext* context);
  Expression BuildBuiltin(Parser::BuiltinCallContext* context);
  bool RefuseTrimFromNothing(Parser::BuiltinCallContext* context);
  Expression BuildTrim(Parser::BuiltinCallContext* context);
  Expression BuildJsonCall(Parser::BuiltinCallContext* context);
  void RefuseCallAsFirstKey(Parser::JsonPairContext* pair);
  Expression BuildCase(Parser::CaseExpressionContext* context);
  Expression BuildRoutineCall(Parser::RoutineCallContext* context);
  // What stands in parentheses: one value, a row, or a query.
  Expression BuildParenthesized(Parser::ParenthesizedContext* context);
  // The same as a list of operands: behind IN, ROW, ARRAY, MAP. A query is one kSubquery.
  std::vector<Expression> BuildList(Parser::ParenthesizedContext* context);
  Expression BuildListElement(Parser::ListElementContext* context);
  Expression WithFields(Expression value, const std::vector<Parser::FieldAccessContext*>& fields);
  Expression MakeCall(std::string name, SourceRange name_range, SourceRange range, CallSyntax syntax, std::vector<Expression> operands);
  Expression MakeSubquery(Query query, SourceRange range);
  Expression MakeSymbol(std::string symbol, SourceRange range);
  Expression MakeTimeUnit(Parser::TimeUnitContext* context);
  void AddArguments(Expression& call, Parser::CallArgumentsContext* context);
  Expression BuildArgument(Parser::ArgumentContext* context);
  Expression BuildArgumentValue(Parser::ArgumentValueContext* context);
  void AddCallSuffix(Expression& call, Parser::CallSuffixContext* context);
  CallDecorations& DecorationsOf(Expression& call);
  void AddWithin(Expression& call, Parser::WithinPartContext* context);
  void AddOver(Expression& call, Parser::OverContext* context);
  std::unique_ptr<JsonClauses> BuildJsonClauses(Parser::BuiltinCallContext* context);
  JsonBehavior BuildJsonBehavior(Parser::JsonBehaviorContext* context);

  // --- queries
  Query BuildQuery(Parser::OrderedQueryContext* context);
  std::unique_ptr<Query> NewQuery(Parser::OrderedQueryContext* context);
  Query BuildStart(Parser::QueryStartContext* context);
  // A query from its parts: start, set operations, order.
  Query Assemble(Query first, const std::vector<Parser::SetOperationContext*>& operations, Parser::OrderByLimitContext* order);
  Query BuildTerm(Parser::QueryTermContext* context);
  Query BuildSelect(Parser::SelectContext* context);
  Query BuildValues(Parser::ValuesContext* context);
  Query BuildExplicitTable(Parser::ExplicitTableContext* context);
  void AddWith(Query& query, Parser::WithClauseContext* context);
  void AddOrder(Query& query, Parser::OrderByLimitContext* context);
  void AddLimit(Query& query, Parser::LimitOffsetContext* context);
  std::unique_ptr<Expression> BuildLimitValue(Parser::LimitValueContext* context);
  std::vector<OrderItem> BuildOrder(Parser::OrderByContext* context);
  OrderItem BuildOrderItem(Parser::OrderItemContext* context);
  static void SetDirection(OrderItem& item, Parser::OrderDirectionContext* context);
  SelectItem BuildSelectItem(Parser::SelectItemContext* context);
  GroupingElement BuildGrouping(Parser::GroupingElementContext* context);
  WindowSpecification BuildWindow(Parser::WindowSpecificationContext* context);
  FrameBound BuildBound(Parser::WindowBoundContext* context);
  std::vector<Hint> BuildHints(Parser::HintsContext* context);

  // --- tables of FROM
  TableReference BuildTables(Parser::TableReferencesContext* context);
  TableReference BuildTable(Parser::TableReferenceContext* context);
  TableReference BuildPrimaryTable(Parser::TablePrimaryContext* context);
  TableReference BuildNamedTable(Parser::TablePrimaryContext* context);
  TableReference BuildParenthesizedTable(Parser::ParenthesizedTableContext* context);
  TableReference BuildUnnest(Parser::UnnestContext* context);
  TableReference Join(TableReference left, Parser::JoinPartContext* context);
  TableReference CommaJoin(TableReference left, Parser::CommaPartContext* context);
  TableReference Wrap(TableReference input, TableReferenceKind kind, SourceRange range);
  TableAlias BuildAlias(Parser::TableAliasContext* context);

  // --- statements
  StatementNode BuildNode(Parser::StatementContext* context);
  StatementNode Other(std::string feature);
  Statement Wrap(StatementNode node, const antlr4::ParserRuleContext* context);
  Insert BuildInsert(Parser::InsertStatementContext* context);
  Query BuildInsertSource(Insert& insert, Parser::InsertSourceContext* context);
  std::vector<PartitionEntry> BuildPartition(Parser::PartitionEntriesContext* context);
  StatementSet BuildStatementSet(Parser::StatementSetContext* context);
  StatementNode BuildCreate(Parser::CreateStatementContext* context);
  StatementNode BuildReplace(Parser::ReplaceTableContext* context);
  StatementNode BuildDrop(Parser::DropStatementContext* context);
  ModifyTable BuildUpdate(Parser::UpdateStatementContext* context);
  StatementNode BuildAlter(Parser::AlterStatementContext* context);
  StatementNode BuildAlterTable(Parser::AlterStatementContext* context);
  void BuildAlteredElements(AlterObject& alter, Parser::AlteredElementsContext* context);
  void BuildDroppedElements(AlterObject& alter, Parser::DroppedElementsContext* context);
  StatementNode BuildUse(Parser::UseStatementContext* context);
  StatementNode BuildExplain(Parser::ExplainStatementContext* context);
  StatementNode BuildExplained(Parser::ExplainedContext* context);
  StatementNode BuildCompile(Parser::CompiledContext* context);
  StatementNode BuildExecute(Parser::ExecuteStatementContext* context);
  StatementNode BuildDescribe(Parser::DescribeStatementContext* context);
  StatementNode BuildShow(Parser::ShowStatementContext* context);
  Show BuildShowCreate(Parser::ShowCreateContext* context);
  void AddShowPattern(Show& show, Parser::ShowPatternContext* context);
  StatementNode BuildLoadModule(Parser::LoadModuleContext* context);
  CreateView BuildCreateView(Parser::CreateViewContext* context);
  CreateFunction BuildCreateFunction(Parser::CreateFunctionContext* context);

  // --- CREATE TABLE
  CreateTable BuildCreateTable(Parser::CreateTableContext* context);
  void AddElements(CreateTable& table, Parser::TableElementsContext* context, bool names_only_allowed);
  // Whether the elements are names without types, as CREATE TABLE … AS may have them; fails where both kinds are mixed.
  bool CheckNamesOnly(const std::vector<Parser::TableElementContext*>& elements, bool names_only_allowed);
  // Of CREATE TABLE and of ALTER TABLE.
  template <typename ColumnContext>
  void AddColumn(CreateTable& table, ColumnContext* context);
  TableConstraint BuildConstraint(Parser::TableConstraintContext* context);
  TableConstraint BuildConstraint(Parser::ColumnConstraintContext* context, const IdentifierPart& column);
  void ReadConstraint(TableConstraint& constraint, Parser::ConstraintNameContext* name,
                      Parser::UniqueSpecificationContext* specification, Parser::EnforcementContext* enforcement);
  WatermarkDefinition BuildWatermark(Parser::WatermarkContext* context);
  Distribution BuildDistribution(Parser::DistributionContext* context);
  LikeClause BuildLike(Parser::LikeClauseContext* context);
  std::vector<OptionSyntax> BuildOptions(Parser::PropertiesContext* context);
  std::vector<StringSyntax> BuildKeys(Parser::PropertyKeysContext* context);
  // COMMENT takes one '…'; for columns and catalogs 1.20 takes every string literal.
  std::optional<StringSyntax> BuildComment(Parser::CommentContext* context, bool any_string = false);

  const ParsedText& text_;
  absl::Status status_;
  std::optional<size_t> stopped_at_;  // the token of the syntax error, where there is one: only what fails before it counts
  bool any_type_ = false;       // INTERVAL and NULL are types here
  bool interval_type_ = false;  // INTERVAL is a type here, but not inside of another
  bool empty_list_ = false;      // () is a grouping set here
};

}  // namespace drey
