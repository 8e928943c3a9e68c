#include "runtime/cli/sql_completion.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/sql/parser.h"
#include "runtime/connectors/built_in_connectors.h"

namespace drey {
namespace {

class SqlCompletionTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(session_.Start().ok());
    const SourceId source = sources_.Add(
        {.file = "sql",
         .text = "CREATE TABLE orders (id INT, `order` STRING, message ROW<prefix STRING, content ROW<n INT>>) WITH ('connector' = 'blackhole');"
                 "CREATE TABLE people (name STRING, age INT) WITH ('connector' = 'kafka', 'topic' = 'people', 'format' = 'json',"
                 " 'properties.bootstrap.servers' = 'x', 'scan.startup.mode' = 'earliest-offset');"
                 "CREATE VIEW older AS SELECT name AS elder FROM people"});
    std::vector<Statement> statements = ParseScript(source, sources_.Get(source).text, session_.version()).value();
    for (Statement& statement : statements) {
      const absl::Status status = session_.Execute(std::make_shared<const Statement>(std::move(statement)), "");
      ASSERT_TRUE(status.ok()) << status;
    }
  }

  // What is offered where | stands, with the text that it would replace: "FR: FROM".
  std::string Offered(std::string_view text) const {
    const size_t cursor = text.find('|');
    const std::string typed = Concat(text.substr(0, cursor), text.substr(cursor + 1));
    const Completions completions = CompleteSql(session_, typed, cursor);
    return Concat(typed.substr(completions.begin, cursor - completions.begin), ": ", Join(completions.texts, " "));
  }

  SessionOptions options_;
  SourceMap sources_;
  Session session_{BuiltInConnectors(), options_, sources_};
};

TEST_F(SqlCompletionTest, StatementsAtTheBeginning) {
  EXPECT_EQ(Offered("SE|"), "SE: SELECT SET");
  EXPECT_EQ(Offered("se|"), "se: select set");
  EXPECT_EQ(Offered("SELECT 1; INS|"), "INS: INSERT");
  EXPECT_EQ(Offered("-- a comment\nDESC|"), "DESC: DESCRIBE");
}

TEST_F(SqlCompletionTest, TablesAndViews) {
  EXPECT_EQ(Offered("SELECT * FROM |"), ": older orders people");
  EXPECT_EQ(Offered("SELECT * FROM o|"), "o: older orders");
  EXPECT_EQ(Offered("INSERT INTO pe|"), "pe: people");
  EXPECT_EQ(Offered("describe PEO|"), "PEO: people");
  EXPECT_EQ(Offered("DROP TABLE IF EXISTS pe|"), "pe: people");
}

TEST_F(SqlCompletionTest, ColumnsOfTheTablesOfTheStatement) {
  EXPECT_EQ(Offered("SELECT nam| FROM people"), "nam: name");
  EXPECT_EQ(Offered("SELECT eld| FROM older"), "eld: elder");
  EXPECT_EQ(Offered("SELECT eld| FROM people"), "eld: ");
  EXPECT_EQ(Offered("SELECT eld|"), "eld: elder");
  EXPECT_EQ(Offered("SELECT ag| FROM orders; SELECT 1 FROM people"), "ag: ");
}

TEST_F(SqlCompletionTest, FieldsBehindADot) {
  EXPECT_EQ(Offered("SELECT message.| FROM orders"), ": content prefix");
  EXPECT_EQ(Offered("SELECT o.message.content.| FROM orders AS o"), ": n");
  EXPECT_EQ(Offered("SELECT p.| FROM people p"), ": age name");
  EXPECT_EQ(Offered("SELECT orders.o| FROM orders"), "o: `order`");
  EXPECT_EQ(Offered("SELECT nothing.| FROM orders"), ": ");
}

TEST_F(SqlCompletionTest, FunctionsAndKeywords) {
  EXPECT_EQ(Offered("SELECT JSON_Q|"), "JSON_Q: JSON_QUERY(");
  EXPECT_EQ(Offered("SELECT json_val|"), "json_val: json_value(");
  EXPECT_EQ(Offered("SELECT 1 FR|"), "FR: FROM FROM_BASE64( FROM_UNIXTIME(");
  EXPECT_EQ(Offered("SELECT 1 |"), ": ");
}

TEST_F(SqlCompletionTest, NothingWithinTextsAndComments) {
  EXPECT_EQ(Offered("SELECT 'SE|"), "SELECT 'SE: ");
  EXPECT_EQ(Offered("SELECT 1 -- SE|"), "SELECT 1 -- SE: ");
}

}  // namespace
}  // namespace drey
