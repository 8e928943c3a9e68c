// Every statement that a real Flink was given: what its parser took, ours takes; what it refused, ours refuses with the same
// first line, which names token, line and column, and the same exception class.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/json/json_document.h"
#include "engine/sql/parser.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::vector<std::filesystem::path> StatementFiles() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(SourceDirectory() + "/tests/flink/statements")) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string_view TextOf(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.Find(key);
  return node == nullptr ? std::string_view() : node->text();
}

std::string FirstLine(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

// What Flink's parser said, or null when it took the statement.
const JsonNode* ParserErrors(const JsonNode& result) {
  const JsonNode* errors = result.Find("error");
  if (errors == nullptr || errors->ChildCount() == 0) return nullptr;
  const bool from_parser = TextOf(*errors->FirstChild(), "class").find("SqlParser") != std::string_view::npos;
  return from_parser ? errors : nullptr;
}

// Flink's validator finds these (or falls over them) after its parser took the statement, and perhaps another mistake before; drey's parser
// already knows.
bool IsRefusedLaterByFlink(const JsonNode& result, const absl::Status& status) {
  return result.Find("error") != nullptr && (DetailOf(status).flink_class == "org.apache.calcite.sql.validate.SqlValidatorException" ||
                                             DetailOf(status).flink_class == "java.lang.NullPointerException" ||
                                             MessageOf(status) == "only single statement supported");
}

// What Flink's parser finds and drey's binder: the texts of literals, units, and a view's query that 1.20 writes down and reads again.
bool IsRefusedLaterByDrey(std::string_view sql, std::string_view message) {
  return message.find("Illegal ") != std::string_view::npos || message.find("ORDER BY unexpected") != std::string_view::npos ||
         message.find("is not a valid datetime format") != std::string_view::npos || sql.starts_with("CREATE VIEW");
}

void CheckStatement(std::string_view sql, const JsonNode& result, FlinkVersion version, bool compares_message) {
  const auto statement = ParseStatement(0, sql, version);
  const JsonNode* errors = ParserErrors(result);
  if (errors == nullptr) {
    if (statement.ok()) return;
    const bool unsupported = DetailOf(statement.status()).kind == ErrorKind::kUnsupported;
    EXPECT_TRUE(unsupported || IsRefusedLaterByFlink(result, statement.status()))
        << "refused: " << MessageOf(statement.status()) << "\n" << sql;
    return;
  }
  if (statement.ok() && IsRefusedLaterByDrey(sql, TextOf(*errors->FirstChild(), "message"))) return;
  ASSERT_FALSE(statement.ok()) << "Flink says " << TextOf(*errors->FirstChild(), "message") << "\n" << sql;
  if (!compares_message) return;
  EXPECT_EQ(FirstLine(MessageOf(statement.status())), FirstLine(TextOf(*errors->FirstChild(), "message"))) << sql;
  const JsonNode* innermost = errors->At(static_cast<int64_t>(errors->ChildCount()) - 1);
  EXPECT_EQ(DetailOf(statement.status()).flink_class, TextOf(*innermost, "class")) << sql;
}

// Scripts of which known_differences says that a message differs: "RELEASE THEME NAME messages".
std::set<std::string> KnownDifferences() {
  std::set<std::string> known;
  std::ifstream file(SourceDirectory() + "/tests/flink/statements/known_differences");
  for (std::string line; std::getline(file, line);) known.insert(line.substr(0, line.find('\t')));
  return known;
}

void CheckScript(const JsonNode& script, const std::string& theme, const std::string& release, FlinkVersion version) {
  static const std::set<std::string> known = KnownDifferences();
  const bool compares_messages = !known.contains(release + " " + theme + " " + std::string(TextOf(script, "name")) + " messages");
  const JsonNode* releases = script.Find("flink");
  const JsonNode* results = releases == nullptr ? nullptr : releases->Find(release);
  if (results == nullptr) return;  // not recorded with this release
  const JsonNode* statements = script.Find("statements");
  ASSERT_NE(statements, nullptr);
  ASSERT_EQ(statements->ChildCount(), results->ChildCount()) << TextOf(script, "name");
  const JsonNode* result = results->FirstChild();
  for (const JsonNode* sql = statements->FirstChild(); sql != nullptr; sql = sql->next, result = result->next) {
    SCOPED_TRACE(std::string(TextOf(script, "name")) + " " + release);
    CheckStatement(sql->text(), *result, version, compares_messages);
  }
}

TEST(FlinkStatementsTest, ParsesWhatFlinkParses) {
  const auto files = StatementFiles();
  ASSERT_FALSE(files.empty());
  for (const auto& path : files) {
    std::ifstream file(path);
    std::string line;
    size_t scripts = 0;
    while (std::getline(file, line)) {
      Arena arena;
      const JsonDocument* document = JsonDocument::Read(line, FlinkVersion::k1_20, arena);
      ASSERT_FALSE(document->failed()) << path << ": " << document->error_message();
      CheckScript(document->root(), path.stem().string(), "1.20.3", FlinkVersion::k1_20);
      CheckScript(document->root(), path.stem().string(), "2.3.0", FlinkVersion::k2_3);
      ++scripts;
    }
    EXPECT_GT(scripts, 0u) << path;
  }
}

}  // namespace
}  // namespace drey
