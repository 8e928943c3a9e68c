#include <gtest/gtest.h>

#include <string>

#include "engine/base/error.h"
#include "engine/sql/parser.h"
#include "engine/sql/sql_writer.h"
#include "engine/sql/syntax_printer.h"
#include "engine/sql/type_parser.h"

namespace drey {
namespace {

std::string Unparsed(std::string_view text) {
  const auto expression = ParseExpression(0, text, FlinkVersion::k2_3);
  return expression.ok() ? Unparse(*expression, FlinkVersion::k2_3) : std::string(MessageOf(expression.status()));
}

TEST(OperatorPrecedenceTest, BindsAsCalcite) {
  EXPECT_EQ(Unparsed("a + b * c"), "`a` + `b` * `c`");
  EXPECT_EQ(Unparsed("a - b - c"), "`a` - `b` - `c`");
  EXPECT_EQ(Unparsed("NOT a = b AND c OR d"), "NOT `a` = `b` AND `c` OR `d`");
  EXPECT_EQ(Unparsed("a = b IS NULL"), "`a` = `b` IS NULL");
  EXPECT_EQ(Unparsed("-a * b"), "- `a` * `b`");
  EXPECT_EQ(Unparsed("a BETWEEN b AND c + 1 AND d"), "`a` BETWEEN ASYMMETRIC `b` AND `c` + 1 AND `d`");
  EXPECT_EQ(Unparsed("a LIKE b ESCAPE 'x' AND c"), "`a` LIKE `b` ESCAPE 'x' AND `c`");
  EXPECT_EQ(Unparsed("a IN (1, 2) = b"), "`a` IN (1, 2) = `b`");
}

TEST(SqlWriterTest, WritesParenthesesOnlyWherePrecedenceAsksForThem) {
  EXPECT_EQ(Unparsed("((a + b)) * c"), "(`a` + `b`) * `c`");
  EXPECT_EQ(Unparsed("a - (b - c)"), "`a` - (`b` - `c`)");
  EXPECT_EQ(Unparsed("(NOT a) = b"), "(NOT `a`) = `b`");
  EXPECT_EQ(Unparsed("NOT (a IS TRUE)"), "NOT `a` IS TRUE");
  EXPECT_EQ(Unparsed("(a IS NULL) = b"), "(`a` IS NULL) = `b`");
  EXPECT_EQ(Unparsed("a = (b = c)"), "`a` = (`b` = `c`)");
  EXPECT_EQ(Unparsed("a BETWEEN CASE WHEN b AND c THEN 1 END AND d"),
            "`a` BETWEEN ASYMMETRIC CASE WHEN `b` AND `c` THEN 1 ELSE NULL END AND `d`");
  EXPECT_EQ(Unparsed("- - a"), "- (- `a`)");
}

TEST(SqlWriterTest, WritesNumbersAsJavaDoes) {
  EXPECT_EQ(Unparsed("- - 007"), "7");
  EXPECT_EQ(Unparsed(".50"), "0.50");
  EXPECT_EQ(Unparsed("0.1e-3"), "1E-4");
  EXPECT_EQ(Unparsed("-0"), "0");
}

TEST(OperatorPrecedenceTest, BetweenNeedsItsAnd) {
  EXPECT_EQ(Unparsed("a BETWEEN b"), "SQL parse failed. BETWEEN operator has no terminating AND");
}

TEST(SyntaxDumpTest, ShowsJsonClauses) {
  const auto expression = ParseExpression(0, "JSON_VALUE(a.b, '$.x' RETURNING INT DEFAULT -1 ON EMPTY ERROR ON ERROR)", FlinkVersion::k1_20);
  ASSERT_TRUE(expression.ok()) << MessageOf(expression.status());
  EXPECT_EQ(ToText(*expression),
            "JSON_VALUE()\n"
            "  `a`.`b`\n"
            "  '$.x'\n"
            "  returning INTEGER\n"
            "  on empty DEFAULT\n"
            "    -/1\n"
            "      1\n"
            "  on error ERROR\n");
}

TEST(TypeParserTest, ReadsBackWhatTypesPrint) {
  const LogicalType types[] = {
      LogicalType::Char(3), LogicalType::Varchar(7), LogicalType::String(), LogicalType::Bytes(), LogicalType::Binary(2),
      LogicalType::Varbinary(5), LogicalType::Decimal(38, 18), LogicalType::Time(3), LogicalType::Timestamp(9),
      LogicalType::TimestampLtz(3), LogicalType::IntervalYearMonth("YEAR(2) TO MONTH"),
      LogicalType::IntervalDayTime("DAY(2) TO SECOND(3)"), LogicalType::Array(LogicalType::Integer().AsNotNull()),
      LogicalType::Multiset(LogicalType::Date()), LogicalType::Map(LogicalType::String().AsNotNull(), LogicalType::Double()),
      LogicalType::Row({{"a b", LogicalType::Float().AsNotNull()}, {"`", LogicalType::Row({})}}).AsNotNull(), LogicalType::Null()};
  for (const LogicalType& type : types) {
    const auto parsed = ParseType(type.ToString());
    ASSERT_TRUE(parsed.ok()) << type.ToString() << ": " << MessageOf(parsed.status());
    EXPECT_TRUE(*parsed == type) << type.ToString() << " became " << parsed->ToString();
  }
}

std::string Resolved(std::string_view text, FlinkVersion version) {
  const auto syntax = ParseTypeSyntax(0, text, version);
  if (!syntax.ok()) return std::string(MessageOf(syntax.status()));
  const auto type = ResolveType(*syntax, version);
  return type.ok() ? type->ToString() : std::string(MessageOf(type.status()));
}

TEST(TypeParserTest, ResolvesAsEachRelease) {
  EXPECT_EQ(Resolved("TIME(3)", FlinkVersion::k1_20), "TIME(0)");
  EXPECT_EQ(Resolved("TIME(9)", FlinkVersion::k2_3), "TIME(3)");
  EXPECT_EQ(Resolved("ROW<a INT NOT NULL>", FlinkVersion::k1_20), "ROW<`a` INT>");
  EXPECT_EQ(Resolved("ROW<a INT NOT NULL> NOT NULL", FlinkVersion::k1_20), "ROW<`a` INT NOT NULL> NOT NULL");
  EXPECT_EQ(Resolved("ROW<a INT NOT NULL>", FlinkVersion::k2_3), "ROW<`a` INT NOT NULL>");
  EXPECT_EQ(Resolved("VARCHAR", FlinkVersion::k1_20), "STRING");
  EXPECT_EQ(Resolved("DECIMAL(50, 3)", FlinkVersion::k1_20), "DECIMAL(38, 3)");
  EXPECT_EQ(Resolved("DECIMAL(2, 5)", FlinkVersion::k1_20), "Decimal scale must be between 0 and the precision 2 (both inclusive).");
  EXPECT_EQ(Resolved("REAL", FlinkVersion::k1_20), "Type is not supported: REAL");
  EXPECT_EQ(Resolved("foo.bar", FlinkVersion::k1_20), "Unknown identifier 'foo.bar'");
}

}  // namespace
}  // namespace drey
