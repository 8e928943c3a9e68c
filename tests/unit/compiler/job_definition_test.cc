#include "engine/compiler/job_definition.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace drey {
namespace {

// "LINE:COLUMN: message (hint)" of what is wrong with the file.
std::string ErrorOf(std::string_view content, std::string_view file = "job.json") {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition(file, content, sources);
  if (definition.ok()) return "no error";
  const ErrorDetail detail = DetailOf(definition.status());
  std::string place;
  if (detail.range.known()) {
    const LineColumn at = sources.Get(detail.range.source).Locate(detail.range.begin);
    place = Concat(at.line, ":", at.column, ": ");
  }
  const std::string hint = detail.hint.empty() ? "" : Concat(" (", detail.hint, ")");
  return Concat(place, MessageOf(definition.status()), hint);
}

TEST(JobDefinitionTest, AnApplicationHasItsTablesInOrderAndItsStatement) {
  constexpr std::string_view kContent = R"json({
  "sources": [
    {"create_table": "CREATE TABLE a (\n x INT\n)", "integration_id": "kafka-1"},
    {"create_table": "CREATE TABLE b (x INT)"}
  ],
  "sinks": [{"integration_id": null, "create_table": "CREATE TABLE c (x INT)"}],
  "statement":
    "INSERT INTO c\nSELECT x FROM a"
})json";
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.json", kContent, sources);
  ASSERT_TRUE(definition.ok()) << definition.status();
  EXPECT_TRUE(definition->is_application);
  ASSERT_EQ(definition->tables.size(), 3U);

  const SourceText& first = sources.Get(definition->tables[0].source);
  EXPECT_EQ(first.file, "job.json");
  EXPECT_EQ(first.part, "sources[0].create_table");
  EXPECT_EQ(first.text, "CREATE TABLE a (\n x INT\n)");
  EXPECT_EQ(first.file_line, 3);
  EXPECT_EQ(definition->tables[0].integration_id, "kafka-1");
  EXPECT_EQ(sources.Get(definition->tables[1].source).part, "sources[1].create_table");
  EXPECT_EQ(definition->tables[1].integration_id, "");
  EXPECT_EQ(sources.Get(definition->tables[2].source).part, "sinks[0].create_table");
  EXPECT_EQ(definition->tables[2].integration_id, "");

  const SourceText& statement = sources.Get(definition->statement.source);
  EXPECT_EQ(statement.part, "statement");
  EXPECT_EQ(statement.text, "INSERT INTO c\nSELECT x FROM a");
  EXPECT_EQ(statement.file_line, 8);
}

TEST(JobDefinitionTest, SourcesStandBeforeSinksWhateverTheOrderOfTheMembers) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition(
      "job.json", R"({"sinks":[{"create_table":"S"}],"statement":"I","sources":[{"create_table":"Q"}]})", sources);
  ASSERT_TRUE(definition.ok()) << definition.status();
  ASSERT_EQ(definition->tables.size(), 2U);
  EXPECT_EQ(sources.Get(definition->tables[0].source).part, "sources[0].create_table");
  EXPECT_EQ(sources.Get(definition->tables[1].source).part, "sinks[0].create_table");
}

TEST(JobDefinitionTest, AnythingThatIsNotAnObjectIsAScript) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> definition = ReadJobDefinition("job.sql", "-- a job\nSELECT 1;\n", sources);
  ASSERT_TRUE(definition.ok()) << definition.status();
  EXPECT_FALSE(definition->is_application);
  const SourceText& script = sources.Get(definition->statement.source);
  EXPECT_EQ(script.text, "-- a job\nSELECT 1;\n");
  EXPECT_EQ(script.part, "");
  EXPECT_EQ(script.file_line, 0);
}

TEST(JobDefinitionTest, AByteOrderMarkIsNotPartOfTheText) {
  SourceMap sources;
  const absl::StatusOr<JobDefinition> script = ReadJobDefinition("job.sql", "\xEF\xBB\xBFSELECT 1", sources);
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(sources.Get(script->statement.source).text, "SELECT 1");
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF{\"statement\":\"SELECT 1\"}"), "no error");
}

TEST(JobDefinitionTest, SaysWhatIsNoJobDefinitionAtAll) {
  constexpr std::string_view kHint =
      " (a job definition is an application (a JSON object with sources, sinks and statement) or a SQL script)";
  EXPECT_EQ(ErrorOf(""), Concat("the file is empty", kHint));
  EXPECT_EQ(ErrorOf(" \r\n\t", "job.sql"), Concat("the file is empty", kHint));
  EXPECT_EQ(ErrorOf("\n[1]", "job.sql"), Concat("2:1: the file is not a JSON object", kHint));
  EXPECT_EQ(ErrorOf("hello", "job.json"), Concat("1:1: the file is not a JSON object", kHint));
  EXPECT_EQ(ErrorOf("SELECT 'a\xE4'"),
            "1:10: the file is not UTF-8: byte 0xE4 at offset 9 (a job definition is UTF-8 text; convert it with iconv)");
  EXPECT_EQ(ErrorOf("{\"statement\":\"\xED\xA0\x80\"}"),
            "1:15: the file is not UTF-8: byte 0xED at offset 14 (a job definition is UTF-8 text; convert it with iconv)");
}

TEST(JobDefinitionTest, BrokenJsonHasItsPlace) {
  EXPECT_EQ(ErrorOf("{\n  \"statement\" \"SELECT\"}"),
            "2:15: the application is not valid JSON: Unexpected character ('\"' (code 34)): was expecting a colon to separate "
            "field name and value");
  EXPECT_EQ(ErrorOf("{\"statement\": \"SELECT\",\n \"sources\": [}"),
            "2:14: the application is not valid JSON: Unexpected close marker '}': expected ']'");
  EXPECT_EQ(ErrorOf("{\"statement\": \"SELECT\"} x"), "1:25: the application is not valid JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or "
            "token 'null', 'true' or 'false')");
  EXPECT_EQ(ErrorOf("{\"statement\":\n"), "2:1: the application is not valid JSON: Unexpected end-of-input within/between Object entries");
  EXPECT_EQ(ErrorOf("{\"statement\": \"SELECT\"} {}"), "1:25: there is text behind the application's closing brace");
}

TEST(JobDefinitionTest, MembersAreKnownAndComeOnce) {
  EXPECT_EQ(ErrorOf(R"({"sources":[]})"),
            "1:1: the application has no member 'statement' (it holds the INSERT statement of the job)");
  EXPECT_EQ(ErrorOf(R"({"statment":"x"})"), "1:2: unknown member 'statment' of the application (did you mean statement?)");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","zookeeper":1})"),
            "1:18: unknown member 'zookeeper' of the application (its members are sources, sinks, statement)");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","statement":"y"})"), "1:18: the application has two members 'statement'");
  EXPECT_EQ(ErrorOf("{\"statement\":\"x\",\n\"sinks\":[{\"create_tabel\":\"y\"}]}"),
            "2:11: unknown member 'create_tabel' of sinks[0] (did you mean create_table?)");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","sources":[{"create_table":"a"},{"integration_id":"y"}]})"),
            "1:50: sources[1] has no member 'create_table'");
}

TEST(JobDefinitionTest, MembersHaveTheirTypes) {
  EXPECT_EQ(ErrorOf(R"({"statement":1})"), "1:14: statement must be a string, not a number");
  EXPECT_EQ(ErrorOf(R"({"statement":null})"), "1:14: statement must be a string, not null");
  EXPECT_EQ(ErrorOf(R"({"statement":" \n"})"), "1:14: statement is empty");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","sources":{}})"), "1:28: sources must be an array, not an object");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","sinks":["CREATE"]})"), "1:27: sinks[0] must be an object, not a string");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","sinks":[{"create_table":true}]})"),
            "1:43: sinks[0].create_table must be a string, not a boolean");
  EXPECT_EQ(ErrorOf(R"({"statement":"x","sinks":[{"create_table":"x","integration_id":[]}]})"),
            "1:64: sinks[0].integration_id must be a string, not an array");
}

TEST(JobDefinitionTest, AnUnpairedSurrogateIsRefused) {
  EXPECT_EQ(ErrorOf(R"({"statement":"SELECT '\ud800'"})"), "1:14: statement has an unpaired surrogate");
}

}  // namespace
}  // namespace drey
