#include "runtime/cli/statement_input.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

StatementInput Typed(std::string_view text) {
  StatementInput input;
  for (const std::string_view line : Split(text, '\n')) input.AddLine(line);
  return input;
}

TEST(StatementInputTest, IsCompleteBehindASemicolon) {
  for (const char* text : {"SELECT 1;", "SELECT 1; -- done", "SELECT\n1\n;", "SELECT 1; SELECT 2;", "SELECT ';';", ";", "quit", "EXIT;", "Help",
                           "CLEAR -- the screen", "EXECUTE STATEMENT SET BEGIN\nINSERT INTO a SELECT 1;\nEND;", "BEGIN STATEMENT SET;"}) {
    EXPECT_TRUE(Typed(text).IsComplete()) << text;
  }
  for (const char* text : {"SELECT 1", "SELECT 1; SELECT 2", "SELECT ';", "SELECT 1 -- ;", "SELECT /* ; */", "SELECT 1 /* ;", "SELECT `;", "",
                           "QUIT NOW", "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;", "SELECT 'it''s;"}) {
    EXPECT_FALSE(Typed(text).IsComplete()) << text;
  }
}

TEST(StatementInputTest, CommentsAloneAreBlank) {
  EXPECT_TRUE(Typed(" -- a\n/* b */ // c").IsBlank());
  EXPECT_FALSE(Typed("/* still open").IsBlank());
  EXPECT_FALSE(Typed(";").IsBlank());
}

TEST(StatementInputTest, SaysWhatIsOpen) {
  EXPECT_EQ(Typed("SELECT 'a").Open(), '\'');
  EXPECT_EQ(Typed("SELECT `a").Open(), '`');
  EXPECT_EQ(Typed("SELECT /* a").Open(), '*');
  EXPECT_EQ(Typed("SELECT 'a' -- b").Open(), ' ');
}

TEST(StatementInputTest, HistoryHasOneLineWhereThatMeansTheSame) {
  EXPECT_EQ(Typed("SELECT 1,\n  2; -- two").HistoryEntries(), (std::vector<std::string>{"SELECT 1,   2; -- two"}));
  EXPECT_EQ(Typed("SELECT 1, -- one\n2;").HistoryEntries(), (std::vector<std::string>{"SELECT 1, -- one", "2;"}));
  EXPECT_EQ(Typed("SELECT 'a\nb';").HistoryEntries(), (std::vector<std::string>{"SELECT 'a", "b';"}));
}

}  // namespace
}  // namespace drey
