// CREATE TABLE: columns, constraints, options.
#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/sql/syntax_builder.h"

namespace drey {

namespace {

// What Flink's own parser throws for statements that its grammar takes.

}  // namespace

std::optional<StringSyntax> SyntaxBuilder::BuildComment(Parser::CommentContext* context, bool any_string) {
  if (context == nullptr) return std::nullopt;
  Parser::StringLiteralContext* literal = context->stringLiteral();
  if (!any_string && literal->start->getType() != Parser::STRING_LITERAL) FailAt(literal->start, {"<QUOTED_STRING>"});
  if (!any_string && literal->start != literal->stop) FailAt(text_.tokens[literal->start->getTokenIndex() + 1], {});
  return BuildStringSyntax(context->stringLiteral());
}

std::vector<OptionSyntax> SyntaxBuilder::BuildOptions(Parser::PropertiesContext* context) {
  std::vector<OptionSyntax> options;
  for (auto* property : context->property()) {
    options.push_back({BuildStringSyntax(property->stringLiteral(0)), BuildStringSyntax(property->stringLiteral(1)), RangeOf(property)});
  }
  return options;
}

std::vector<StringSyntax> SyntaxBuilder::BuildKeys(Parser::PropertyKeysContext* context) {
  std::vector<StringSyntax> keys;
  for (auto* key : context->stringLiteral()) keys.push_back(BuildStringSyntax(key));
  return keys;
}

void SyntaxBuilder::ReadConstraint(TableConstraint& constraint, Parser::ConstraintNameContext* name,
                                   Parser::UniqueSpecificationContext* specification, Parser::EnforcementContext* enforcement) {
  if (name != nullptr) constraint.name = BuildPart(name->identifier());
  constraint.primary_key = specification->PRIMARY() != nullptr;
  if (enforcement != nullptr) constraint.enforced = enforcement->NOT() == nullptr;
}

TableConstraint SyntaxBuilder::BuildConstraint(Parser::TableConstraintContext* context) {
  TableConstraint constraint;
  constraint.range = RangeOf(context);
  ReadConstraint(constraint, context->constraintName(), context->uniqueSpecification(), context->enforcement());
  constraint.columns = BuildParts(context->identifierList());
  return constraint;
}

TableConstraint SyntaxBuilder::BuildConstraint(Parser::ColumnConstraintContext* context, const IdentifierPart& column) {
  TableConstraint constraint;
  constraint.range = RangeOf(context);
  ReadConstraint(constraint, context->constraintName(), context->uniqueSpecification(), context->enforcement());
  constraint.columns.push_back(column);
  constraint.on_column = true;
  return constraint;
}

WatermarkDefinition SyntaxBuilder::BuildWatermark(Parser::WatermarkContext* context) {
  WatermarkDefinition watermark;
  watermark.column = BuildIdentifier(context->compoundIdentifier());
  watermark.expression = NewExpression(context->expression());
  watermark.range = RangeOf(context);
  return watermark;
}

template <typename ColumnContext>
void SyntaxBuilder::AddColumn(CreateTable& table, ColumnContext* context) {
  ColumnDefinition column;
  column.name = BuildIdentifier(context->compoundIdentifier());
  column.range = RangeOf(context);
  column.comment = BuildComment(context->comment(), is_1_20());
  if (context->AS() != nullptr) {
    column.kind = ColumnKind::kComputed;
    if (!column.name.simple()) FailAt(text_.tokens[context->start->getTokenIndex() + 1], {});
    column.expression = NewExpression(context->expression());
    if (column.expression->kind == ExpressionKind::kSubquery) {
      Fail(ParseFailure("Query expression encountered in illegal context", column.expression->range,
                        kCalciteException));
    }
    table.columns.push_back(std::move(column));
    return;
  }
  column.type = BuildType(context->extendedDataType());
  if (auto* metadata = context->metadataColumn()) {
    column.kind = ColumnKind::kMetadata;
    if (metadata->stringLiteral() != nullptr) column.metadata_key = BuildStringSyntax(metadata->stringLiteral());
    column.is_virtual = metadata->VIRTUAL() != nullptr;
  }
  if (context->columnConstraint() != nullptr) {
    table.constraints.push_back(BuildConstraint(context->columnConstraint(), column.name.parts.back()));
  }
  table.columns.push_back(std::move(column));
}

template void SyntaxBuilder::AddColumn(CreateTable& table, Parser::ColumnDefinitionContext* context);
template void SyntaxBuilder::AddColumn(CreateTable& table, Parser::AlteredColumnContext* context);

bool SyntaxBuilder::CheckNamesOnly(const std::vector<Parser::TableElementContext*>& elements, bool names_only_allowed) {
  const auto is_bare = [](Parser::TableElementContext* element) {
    auto* column = element->columnDefinition();
    return column != nullptr && column->AS() == nullptr && column->extendedDataType() == nullptr;
  };
  const bool names_only = names_only_allowed && !is_1_20() && is_bare(elements.front());
  for (auto* element : elements) {
    if (is_bare(element) == names_only) continue;
    // A name without a type among columns, or a column among names.
    const antlr4::Token* last =
        names_only && element->columnDefinition() != nullptr ? element->columnDefinition()->compoundIdentifier()->stop : element->stop;
    const bool begins_wrong = names_only && element->columnDefinition() == nullptr;
    FailAt(begins_wrong ? element->start : text_.tokens[last->getTokenIndex() + 1],
           begins_wrong ? std::vector<std::string>{"<IDENTIFIER>"}
           : names_only ? std::vector<std::string>{"\")\"", "\",\"", "\".\""}
                        : std::vector<std::string>{});
    break;
  }
  return names_only;
}

void SyntaxBuilder::AddElements(CreateTable& table, Parser::TableElementsContext* context, bool names_only_allowed) {
  const auto elements = context->tableElement();
  const bool names_only = CheckNamesOnly(elements, names_only_allowed);
  if (!status_.ok()) return;
  for (auto* element : elements) {
    if (names_only) {
      table.column_names.push_back(BuildIdentifier(element->columnDefinition()->compoundIdentifier()).parts.back());
    } else if (element->columnDefinition() != nullptr) {
      AddColumn(table, element->columnDefinition());
    } else if (element->tableConstraint() != nullptr) {
      table.constraints.push_back(BuildConstraint(element->tableConstraint()));
    } else {
      if (!table.watermarks.empty()) {
        Fail(ParseFailure(is_1_20() ? "Multiple WATERMARK statements is not supported yet."
                                    : "Multiple WATERMARK declarations are not supported yet.",
                          RangeOf(element), kParseException));
      }
      table.watermarks.push_back(BuildWatermark(element->watermark()));
    }
  }
}

Distribution SyntaxBuilder::BuildDistribution(Parser::DistributionContext* context) {
  Distribution distribution;
  distribution.range = RangeOf(context);
  if (context->HASH() != nullptr) distribution.kind = "HASH";
  if (context->RANGE() != nullptr) distribution.kind = "RANGE";
  distribution.columns = BuildParts(context->identifierList());
  if (auto* buckets = context->intoBuckets()) {
    auto* number = buckets->unsignedNumber();
    if (number->INTEGER_LITERAL() == nullptr) {
      Fail(ParseFailure("Bucket count must be a positive integer.", RangeOf(number), kParseException));
    } else {
      distribution.buckets = BuildInteger(number->INTEGER_LITERAL());
    }
  }
  return distribution;
}

LikeClause SyntaxBuilder::BuildLike(Parser::LikeClauseContext* context) {
  LikeClause like;
  like.table = BuildIdentifier(context->compoundIdentifier());
  like.range = RangeOf(context);
  for (auto* option : context->likeOption()) {
    like.options.push_back({TextInCapitals(option->start), TextInCapitals(option->stop), RangeOf(option)});
  }
  return like;
}

CreateTable SyntaxBuilder::BuildCreateTable(Parser::CreateTableContext* context) {
  CreateTable table;
  table.if_not_exists = context->ifNotExists() != nullptr;
  table.name = BuildIdentifier(context->compoundIdentifier());
  if (context->tableElements() != nullptr) AddElements(table, context->tableElements(), true);
  table.comment = BuildComment(context->comment());
  if (context->distribution() != nullptr) table.distribution = BuildDistribution(context->distribution());
  table.partitioned_by = BuildParts(context->identifierList());
  if (context->properties() != nullptr) {
    table.options = BuildOptions(context->properties());
    table.options_range = RangeOf(context->properties());
  }
  if (context->likeClause() != nullptr) table.like = BuildLike(context->likeClause());
  if (context->orderedQuery() != nullptr) table.query = NewQuery(context->orderedQuery());
  if (!table.column_names.empty() && table.query == nullptr) {
    Fail(ParseFailure("Columns identifiers without types in the schema are supported on CTAS/RTAS statements only.",
                      RangeOf(context->tableElements()), kParseException));
  }
  return table;
}

}  // namespace drey
