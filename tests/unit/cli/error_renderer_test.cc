#include "runtime/cli/error_renderer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace drey {
namespace {

// The rendering of an error at the first occurrence of `piece` in a script.
std::string RenderAt(std::string_view text, std::string_view piece, std::string_view hint = {}) {
  SourceMap sources;
  const SourceId id = sources.Add({.file = "job.sql", .text = std::string(text)});
  const auto begin = static_cast<uint32_t>(text.find(piece));
  const SourceRange range = {id, begin, begin + static_cast<uint32_t>(piece.size())};
  return ErrorRenderer(ErrorFormat::kText, /*use_colour=*/false)
      .Render(Severity::kError, InvalidError("wrong", range, hint), sources, "job.sql");
}

std::string RenderWithoutPlace(const ErrorDetail& detail, std::string_view message, ErrorFormat format) {
  return ErrorRenderer(format, /*use_colour=*/false).Render(Severity::kError, MakeError(detail, message), {}, "job.json");
}

TEST(ErrorRendererTest, ShowsPlaceLineCaretsAndHint) {
  EXPECT_EQ(RenderAt("SELECT\n  JSON_VALU(a)\n", "JSON_VALU", "did you mean JSON_VALUE?"),
            "job.sql:2:3: error: wrong\n"
            "   2 |   JSON_VALU(a)\n"
            "     |   ^^^^^^^^^\n"
            "   hint: did you mean JSON_VALUE?\n");
}

TEST(ErrorRendererTest, NamesThePartOfAnApplicationAndTheLineOfItsFile) {
  SourceMap sources;
  const SourceId id = sources.Add({.file = "job.json", .part = "statement", .text = "SELEC 1", .file_line = 14});
  const absl::Status status = InvalidError("wrong", {id, 0, 5});
  EXPECT_EQ(ErrorRenderer(ErrorFormat::kText, false).Render(Severity::kError, status, sources, "job.json"),
            "job.json: statement:1:1: error: wrong\n"
            "   1 | SELEC 1\n"
            "     | ^^^^^\n"
            "   at job.json:14\n");
}

TEST(ErrorRendererTest, ColumnsCountCodePointsAndCaretsStandBelowWideCharacters) {
  EXPECT_EQ(RenderAt("é漢 x", "x"),
            "job.sql:1:4: error: wrong\n"
            "   1 | é漢 x\n"
            "     |     ^\n");
  EXPECT_EQ(RenderAt("a 漢字 b", "漢字"),
            "job.sql:1:3: error: wrong\n"
            "   1 | a 漢字 b\n"
            "     |   ^^^^\n");
}

TEST(ErrorRendererTest, ExpandsTabsAndEscapesControlCharacters) {
  EXPECT_EQ(RenderAt("\tx\ty", "y"),
            "job.sql:1:4: error: wrong\n"
            "   1 |     x   y\n"
            "     |         ^\n");
  EXPECT_EQ(RenderAt("a\033[31mb", "b"),
            "job.sql:1:7: error: wrong\n"
            "   1 | a\\x1B[31mb\n"
            "     |          ^\n");
}

TEST(ErrorRendererTest, ARangeOverSeveralLinesIsUnderlinedOnItsFirst) {
  EXPECT_EQ(RenderAt("a (b  \n c) d", "(b  \n c)"),
            "job.sql:1:3: error: wrong\n"
            "   1 | a (b  \n"
            "     |   ^^\n");
}

TEST(ErrorRendererTest, TheEndOfTheTextHasACaret) {
  EXPECT_EQ(RenderAt("SELECT", ""), "job.sql:1:1: error: wrong\n   1 | SELECT\n     | ^\n");
  SourceMap sources;
  const SourceId id = sources.Add({.file = "job.sql", .text = "SELECT\n"});
  EXPECT_EQ(ErrorRenderer(ErrorFormat::kText, false).Render(Severity::kWarning, InvalidError("short", {id, 7, 7}), sources, ""),
            "job.sql:2:1: warning: short\n   2 |\n     | ^\n");
}

TEST(ErrorRendererTest, ALongLineIsCutAroundTheCaret) {
  const std::string text = std::string(500, 'a') + "X" + std::string(500, 'b');
  EXPECT_EQ(RenderAt(text, "X"), "job.sql:1:501: error: wrong\n   1 | …" + std::string(60, 'a') + "X" + std::string(139, 'b') +
                                     "…\n     | " + std::string(61, ' ') + "^\n");
}

TEST(ErrorRendererTest, ADataErrorNamesItsRecord) {
  const ErrorDetail detail = {.kind = ErrorKind::kJobFailed,
                              .flink_class = "java.lang.IllegalArgumentException",
                              .topic = "my_pg.message",
                              .partition = 0,
                              .offset = 17,
                              .field = "order_id",
                              .value_prefix = "{\"a\":\n\xFF"};
  EXPECT_EQ(RenderWithoutPlace(detail, "Illegal base64 character 20", ErrorFormat::kText),
            "job.json: error: Illegal base64 character 20\n"
            "   record: topic my_pg.message, partition 0, offset 17, column order_id\n"
            "   value: {\"a\":\\n\\xFF\n");
  EXPECT_EQ(RenderWithoutPlace(detail, "Illegal base64 character 20", ErrorFormat::kJson),
            R"({"severity":"error","code":"job-failed","message":"Illegal base64 character 20","file":"job.json",)"
            R"("topic":"my_pg.message","partition":0,"offset":17,"field":"order_id","value_prefix":"{\"a\":\\n\\xFF",)"
            R"("flink":{"class":"java.lang.IllegalArgumentException","message":"Illegal base64 character 20"}})"
            "\n");
}

TEST(ErrorRendererTest, JsonHasThePlaceAndLeavesOutWhatIsAbsent) {
  SourceMap sources;
  const SourceId id = sources.Add({.file = "job.json", .part = "statement", .text = "a\nbcd e", .file_line = 3});
  EXPECT_EQ(ErrorRenderer(ErrorFormat::kJson, false)
                .Render(Severity::kError, UnsupportedError("GROUP BY", {id, 2, 5}), sources, "job.json"),
            R"({"severity":"error","code":"unsupported","message":"GROUP BY is not supported yet","file":"job.json",)"
            R"("part":"statement","line":2,"column":1,"end_line":2,"end_column":4,"file_line":3})"
            "\n");
}

TEST(ErrorRendererTest, ColoursOnlyWhenAsked) {
  const absl::Status status = InvalidError("wrong");
  EXPECT_EQ(ErrorRenderer(ErrorFormat::kText, true).Render(Severity::kError, status, {}, ""),
            "\033[1mdrey:\033[0m \033[1;31merror:\033[0m wrong\n");
}

}  // namespace
}  // namespace drey
