#include "engine/sql/parser.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"

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

}  // namespace
}  // namespace drey
