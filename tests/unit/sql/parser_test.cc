#include "engine/sql/parser.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

Statement Parse(std::string_view text) {
  auto statement = ParseStatement(0, text, FlinkVersion::k1_20);
  EXPECT_TRUE(statement.ok()) << MessageOf(statement.status());
  return statement.ok() ? *std::move(statement) : Statement();
}

TEST(ParserTest, ReadsTheColumnsOfCreateTable) {
  const Statement statement = Parse("CREATE TABLE t (a ROW(x INT, `y z` string), b AS UPPER(c), PRIMARY KEY (a) NOT ENFORCED) WITH ('k' = 'it''s')");
  const auto* table = statement.As<CreateTable>();
  ASSERT_NE(table, nullptr);
  ASSERT_EQ(table->columns.size(), 2u);
  EXPECT_EQ(table->columns[0].type.fields[1].name.text, "y z");
  EXPECT_EQ(table->columns[1].kind, ColumnKind::kComputed);
  ASSERT_EQ(table->constraints.size(), 1u);
  EXPECT_EQ(table->constraints[0].enforced, false);
  EXPECT_EQ(table->options[0].value.text, "it's");
}

TEST(ParserTest, RangesAreByteOffsets) {
  const std::string_view text = "SELECT 'ü', a.b FROM t";
  const Statement statement = Parse(text);
  const auto* select = statement.As<SelectStatement>();
  ASSERT_NE(select, nullptr);
  const SourceRange range = select->query->select->items[1].value->range;
  EXPECT_EQ(text.substr(range.begin, range.end - range.begin), "a.b");
}

TEST(ParserTest, SplitsAScript) {
  const auto statements =
      ParseScript(0, ";SET 'a' = 'b'; SET x = s3://y;\nEXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; END; ;", FlinkVersion::k1_20);
  ASSERT_TRUE(statements.ok()) << MessageOf(statements.status());
  ASSERT_EQ(statements->size(), 3u);
  EXPECT_EQ((*statements)[1].As<SetOption>()->option->value.text, "s3://y");
  EXPECT_EQ((*statements)[2].As<StatementSet>()->inserts.size(), 1u);
}

TEST(ParserTest, TakesOneStatementOnly) {
  const auto statement = ParseStatement(0, "SELECT 1; SELECT 2", FlinkVersion::k1_20);
  EXPECT_EQ(MessageOf(statement.status()), "only single statement supported");
}

std::string Repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

struct NestedText {
  std::string_view begin;
  std::string_view level;
  std::string_view middle;
  std::string_view level_end;
  std::string_view end;

  std::string Nested(size_t levels) const { return Concat(begin, Repeat(level, levels), middle, Repeat(level_end, levels), end); }
};

// Every way in which a statement can become deep.
constexpr NestedText kNestedTexts[] = {
    {"SELECT ", "(", "a", ")", " FROM t"},
    {"SELECT ", "ABS(", "a", ")", ""},
    {"SELECT ", "cat.db.f(", "a", ")", ""},
    {"SELECT ", "CAST(", "a", " AS INT)", ""},
    {"SELECT ", "CASE WHEN a THEN b ELSE ", "c", " END", ""},
    {"SELECT ", "CASE ", "c", " WHEN 1 THEN 2 END", ""},
    {"SELECT ", "JSON_VALUE(", "a", ", '$')", ""},
    {"SELECT ", "JSON_VALUE(a, '$' DEFAULT ", "1", " ON EMPTY)", ""},
    {"SELECT ", "JSON_OBJECT(KEY 'k' VALUE ", "a", ")", ""},
    {"SELECT ", "TRIM(BOTH ' ' FROM ", "a", ")", ""},
    {"SELECT ", "ROW(", "a", ")", ""},
    {"SELECT ", "ARRAY[", "a", "]", ""},
    {"SELECT ", "MAP['k', ", "a", "]", ""},
    {"SELECT ", "CURSOR ", "a", "", ""},
    {"SELECT ", "NEW f(", "a", ")", ""},
    {"SELECT ", "{fn ABS(", "a", ")}", ""},
    {"SELECT ", "NOT ", "a", "", ""},
    {"SELECT ", "- ", "a", "", ""},
    {"SELECT ", "a[", "1", "]", ""},
    {"SELECT ", "a BETWEEN 1 AND ", "2", "", ""},
    {"SELECT ", "a BETWEEN ", "2", " AND 1", ""},
    {"SELECT a", " + a", "", "", ""},
    {"SELECT a", " OR a", "", "", ""},
    {"SELECT a", " = a", "", "", ""},
    {"SELECT a", " IS NULL", "", "", ""},
    {"SELECT a", " IN (1)", "", "", ""},
    {"SELECT a", "[1]", "", "", ""},
    {"SELECT f(a)", ".b", "", "", ""},
    {"SELECT ", "(SELECT ", "a", ")", ""},
    {"SELECT ", "EXISTS (SELECT ", "a", ")", ""},
    {"SELECT a IN ", "(SELECT a FROM t WHERE a IN ", "(1)", ")", ""},
    {"SELECT SUM(a) OVER ", "(ORDER BY SUM(a) OVER ", "()", ")", ""},
    {"", "(", "SELECT 1", ")", ""},
    {"SELECT * FROM ", "(SELECT * FROM ", "t", ")", ""},
    {"SELECT * FROM ", "(", "t", ")", ""},
    {"SELECT * FROM t", ", t", "", "", ""},
    {"SELECT * FROM t", " JOIN t ON TRUE", "", "", ""},
    {"SELECT 1", " UNION ALL SELECT 1", "", "", ""},
    {"", "WITH w AS (", "SELECT 1", ") SELECT 1", ""},
    {"SELECT a FROM t GROUP BY ", "GROUPING SETS (", "a", ")", ""},
    {"SELECT * FROM t MATCH_RECOGNIZE (PATTERN (", "(", "a", ")", ") DEFINE a AS TRUE)"},
    {"INSERT INTO t ", "(", "SELECT 1", ")", ""},
    {"CREATE TABLE t (a ", "ROW<a ", "INT", ">", ")"},
    {"CREATE TABLE t (a ", "ROW(a ", "INT", ")", ")"},
    {"CREATE TABLE t (a ", "ARRAY<", "INT", ">", ")"},
    {"CREATE TABLE t (a ", "MAP<INT, ", "INT", ">", ")"},
    {"CREATE TABLE t (a INT", " ARRAY", "", "", ")"},
    {"CREATE TABLE t (a AS ", "(", "1", ")", ")"},
    {"CREATE VIEW v AS ", "(", "SELECT 1", ")", ""},
};

void ExpectTooDeep(const NestedText& text, size_t levels) {
  const std::string sql = text.Nested(levels);
  const auto statement = ParseStatement(0, sql, FlinkVersion::k2_3);
  ASSERT_FALSE(statement.ok()) << sql.substr(0, 80);
  EXPECT_EQ(MessageOf(statement.status()), "SQL that is nested this deeply is not supported yet") << sql.substr(0, 80);
  EXPECT_EQ(DetailOf(statement.status()).kind, ErrorKind::kUnsupported);
  EXPECT_TRUE(DetailOf(statement.status()).range.known()) << sql.substr(0, 80);
}

TEST(ParserTest, RefusesWhatIsNestedTooDeeplyWithItsPlace) {
  for (const NestedText& text : kNestedTexts) ExpectTooDeep(text, 1600);
  for (const size_t i : {0, 16, 21, 42}) ExpectTooDeep(kNestedTexts[i], 100000);
}

// What people and their programs write by hand is far from the limit.
TEST(ParserTest, TakesWhatIsNestedDeeply) {
  constexpr size_t kLevels = 100;
  for (const NestedText& text : kNestedTexts) {
    const std::string sql = text.Nested(kLevels);
    const auto statement = ParseStatement(0, sql, FlinkVersion::k2_3);
    if (!statement.ok()) {
      EXPECT_FALSE(MessageOf(statement.status()).starts_with("SQL that is nested")) << sql.substr(0, 80);
    }
  }
}

}  // namespace
}  // namespace drey
