// Types as written.
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/sql/syntax_builder.h"

namespace drey {

namespace {

using Parser = SyntaxBuilder::Parser;

// NOT NULL → false, NULL → true.
bool AllowsNull(Parser::NullabilityContext* context) { return context->NOT() == nullptr; }

// The one name of each type; empty for constructed types, which the builder reads itself.
std::string NameOf(size_t first_token, bool varying) {
  switch (first_token) {
    case Parser::INTEGER: return "INT";
    case Parser::DEC:
    case Parser::NUMERIC: return "DECIMAL";
    case Parser::BINARY: return varying ? "VARBINARY" : "BINARY";
    case Parser::CHAR:
    case Parser::CHARACTER: return varying ? "VARCHAR" : "CHAR";
    case Parser::NULL_: return "NULL";
    default: return {};
  }
}

}  // namespace

TypeSyntax SyntaxBuilder::WrapInCollection(TypeSyntax element, Parser::CollectionSuffixContext* suffix) {
  TypeSyntax collection;
  collection.name = TextInCapitals(suffix->start);
  collection.range = Cover(element.range, RangeOf(suffix));
  collection.arguments.push_back(std::move(element));
  collection.in_standard_spelling = true;
  return collection;
}

TypeSyntax SyntaxBuilder::BuildType(Parser::ExtendedDataTypeContext* context) {
  TypeSyntax type = BuildTypeName(context->typeName());
  // Nullabilities and collection words in the order of the text.
  for (size_t i = 1; i < context->children.size(); ++i) {
    if (auto* nullability = dynamic_cast<Parser::NullabilityContext*>(context->children[i])) {
      type.nullable = AllowsNull(nullability);
      type.range = Cover(type.range, RangeOf(nullability));
    } else {
      type = WrapInCollection(std::move(type), static_cast<Parser::CollectionSuffixContext*>(context->children[i]));
    }
  }
  return type;
}

TypeSyntax SyntaxBuilder::BuildAnyType(Parser::ExtendedDataTypeContext* context) {
  any_type_ = true;
  return BuildType(context);
}

TypeSyntax SyntaxBuilder::BuildType(Parser::DataTypeContext* context) {
  TypeSyntax type = BuildTypeName(context->typeName());
  for (auto* suffix : context->collectionSuffix()) {
    type.nullable = false;  // as Calcite takes `INT ARRAY` in a cast
    type = WrapInCollection(std::move(type), suffix);
  }
  return type;
}

std::vector<TypeField> SyntaxBuilder::BuildFields(Parser::TypeFieldsContext* context) {
  std::vector<TypeField> fields;
  if (context == nullptr) return fields;
  for (auto* field_context : context->typeField()) {
    TypeField& field = fields.emplace_back();
    field.name = BuildPart(field_context->identifier());
    field.type = std::make_unique<TypeSyntax>(BuildType(field_context->extendedDataType()));
    if (field_context->STRING_LITERAL() != nullptr) field.comment = BuildStringSyntax(field_context->STRING_LITERAL());
  }
  return fields;
}

void SyntaxBuilder::ReadPrecision(TypeSyntax& type, Parser::TypeNameContext* context) {
  if (auto* precision = context->typePrecision()) type.precision = BuildInteger(precision->INTEGER_LITERAL());
  if (auto* precision = context->decimalPrecision()) {
    type.precision = BuildInteger(precision->INTEGER_LITERAL(0));
    if (precision->COMMA() != nullptr) type.scale = BuildInteger(precision->INTEGER_LITERAL(1));
  }
}

TypeSyntax SyntaxBuilder::BuildTypeName(Parser::TypeNameContext* context) {
  TypeSyntax type;
  type.range = RangeOf(context);
  if (context->compoundIdentifier() != nullptr) {
    type.identifier = BuildIdentifier(context->compoundIdentifier());
    if (type.identifier.simple() && !type.identifier.parts[0].quoted && EqualsIgnoreCase(type.identifier.first(), "GEOMETRY")) {
      Fail(ParseFailure("Geo-spatial extensions and the GEOMETRY data type are not enabled", type.range,
                        "org.apache.calcite.sql.validate.SqlValidatorException"));
    }
    return type;
  }
  const size_t first = context->start->getType();
  type.name = NameOf(first, context->VARYING() != nullptr);
  if (type.name.empty()) type.name = TextInCapitals(context->start);
  const bool is_known = any_type_ || (first != Parser::NULL_ && (first != Parser::INTERVAL || interval_type_));
  if (!is_known) FailAt(context->start, {"<IDENTIFIER>"});
  interval_type_ = false;
  ReadPrecision(type, context);
  if (context->WITH_TIME_ZONE() != nullptr) {
    const bool local = context->LOCAL() != nullptr;
    if (!local) FailAt(context->TIME().back()->getSymbol(), {"\"LOCAL\""});
    if (first == Parser::TIMESTAMP) type.name = "TIMESTAMP_LTZ";
    type.in_standard_spelling = true;
    type.with_time_zone = first == Parser::TIME;
  }
  switch (first) {
    case Parser::INTERVAL:
      type.interval = BuildQualifier(context->intervalQualifier());
      break;
    case Parser::ARRAY:
    case Parser::MULTISET:
      type.arguments.push_back(BuildTypeName(context->typeName()));
      if (auto* nullability = context->nullability()) type.arguments.back().nullable = AllowsNull(nullability);
      break;
    case Parser::MAP:
      for (auto* argument : context->extendedDataType()) type.arguments.push_back(BuildType(argument));
      break;
    default:
      break;
  }
  type.fields = BuildFields(context->typeFields());
  if (first == Parser::ROW) type.in_standard_spelling = context->LPAREN() != nullptr;
  if (first == Parser::RAW || first == Parser::STRUCTURED) {
    for (auto* text : context->stringLiteral()) type.texts.push_back(BuildStringSyntax(text));
  }
  return type;
}

}  // namespace drey
