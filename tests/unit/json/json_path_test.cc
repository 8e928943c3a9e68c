#include "engine/json/json_path.h"

#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "engine/json/json_text.h"

namespace drey {
namespace {

constexpr std::string_view kDocument = R"({
  "store": {"book": [{"title": "A", "price": 8.95, "tags": ["a"]},
                     {"title": "B", "price": 12.99},
                     {"title": "C", "price": 22.5, "isbn": "1"}]},
  "arr": [10, 20, 30, 40], "s": "text", "n": 42, "none": null, "my prop": 1})";

// Stands for Java's expressions.
class EcmaPattern final : public JsonPattern {
 public:
  explicit EcmaPattern(std::regex expression) : expression_(std::move(expression)) {}
  std::optional<bool> Matches(std::string_view text) const override {
    return std::regex_match(text.begin(), text.end(), expression_);
  }

 private:
  std::regex expression_;
};

JsonPatternCompilation CompilePattern(std::string_view expression, std::string_view flags) {
  if (expression == "(") return {};
  if (expression == "\\G") return {.unsupported = "\\G is not supported yet"};
  const auto options = flags == "i" ? std::regex::icase : std::regex::ECMAScript;
  return {.pattern = std::make_shared<EcmaPattern>(std::regex(std::string(expression), options))};
}

// What the path gives as JSON text; "null"; or "!" and the exception.
std::string Read(std::string_view path_text, bool suppress = false, std::string_view document_text = kDocument) {
  Arena arena;
  const JsonDocument* document = JsonDocument::Read(document_text, FlinkVersion::k1_20, arena);
  const JsonPath path = JsonPath::Compile(path_text, CompilePattern);
  if (!path.valid()) return path.failure()->is_error() ? "!! " + path.failure()->message : "! invalid path";
  const JsonPath::Result result = path.Read(*document, suppress, arena);
  if (result.exception) return (result.exception->is_error() ? "!! " : "! ") + result.exception->message;
  std::string out;
  AppendJson(result.value, FlinkVersion::k1_20, JsonKeyOrder::kDocument, out);
  return out;
}

std::string ReadLax(std::string_view path) { return Read(path, true); }

TEST(JsonPath, FindsProperties) {
  EXPECT_EQ(Read("$.n"), "42");
  EXPECT_EQ(Read("n"), "42");
  EXPECT_EQ(Read("$['my prop']"), "1");
  EXPECT_EQ(Read("$.store.book[1].title"), "\"B\"");
  EXPECT_EQ(Read("$['s','n','nope']"), "{\"s\":\"text\",\"n\":42}");
}

TEST(JsonPath, TellsWhatIsMissing) {
  EXPECT_EQ(Read("$.nope"), "! No results for path: $['nope']");
  EXPECT_EQ(Read("$.nope.x"), "! Missing property in path $['nope']");
  EXPECT_EQ(Read("$.arr[99]"), "! No results for path: $['arr'][99]");
  EXPECT_EQ(Read("$.s[0]"), "! Filter: [0] can only be applied to arrays. Current context is: text");
  EXPECT_EQ(Read("$.none[0]"), "! The path $['none'] is null");
  EXPECT_EQ(ReadLax("$.nope"), "null");
  EXPECT_EQ(ReadLax("$.s[0]"), "null");
}

TEST(JsonPath, FindsElements) {
  EXPECT_EQ(Read("$.arr[-1]"), "40");
  EXPECT_EQ(Read("$.arr[0, 2]"), "[10,30]");
  EXPECT_EQ(Read("$.arr[1:3]"), "[20,30]");
  EXPECT_EQ(Read("$.arr[:-1]"), "[10,20,30]");
  EXPECT_EQ(Read("$.arr[-2:]"), "[30,40]");
  EXPECT_EQ(Read("$.arr[0:3:2]"), "[10,20,30]");
  EXPECT_EQ(Read("$.arr["), "[10,20,30,40]");
}

TEST(JsonPath, FindsAllChildren) {
  EXPECT_EQ(Read("$.arr[*]"), "[10,20,30,40]");
  EXPECT_EQ(Read("$.store.*", false, "{\"store\":{\"b\":1,\"a\":[2]}}"), "[1,[2]]");
  EXPECT_EQ(Read("$.s[*]"), "[]");
  EXPECT_EQ(Read("$.nope[*]"), "! Missing property in path $['nope']");
  EXPECT_EQ(ReadLax("$.nope[*]"), "[]");
}

TEST(JsonPath, ScansDeeply) {
  EXPECT_EQ(Read("$..title"), "[\"A\",\"B\",\"C\"]");
  EXPECT_EQ(Read("$..book[0].title"), "[\"A\"]");
  EXPECT_EQ(Read("$..nope"), "[]");
}

TEST(JsonPath, Filters) {
  EXPECT_EQ(Read("$.store.book[?(@.price < 10)].title"), "[\"A\"]");
  EXPECT_EQ(Read("$.store.book[?(@.price > 10 && @.title == 'C')].title"), "[\"C\"]");
  EXPECT_EQ(Read("$.store.book[?(!(@.price < 10))].title"), "[\"B\",\"C\"]");
  EXPECT_EQ(Read("$.arr[?(@ == '20')]"), "[20]");
  EXPECT_EQ(Read("$.arr[?(@ === '20')]"), "[]");
  EXPECT_EQ(Read("$.store.book[?(@.title =~ /b/i)].price"), "[12.99]");
  EXPECT_EQ(Read("$.arr[?(@ in $.n)]"), "[]");
}

TEST(JsonPath, FailsPastOnErrorWhereFlinkLacksAClass) {
  EXPECT_EQ(Read("$.store.book[?(@.isbn)]"), "!! net.minidev.json.writer.JsonReaderI");
  EXPECT_EQ(Read("$.arr[?(@ in [10])]"), "!! net.minidev.json.parser.ParseException");
  EXPECT_EQ(Read("$.store.book[?(@.tags size 1)]"), "!! net.minidev.json.parser.ParseException");
}

TEST(JsonPath, DoesNotPassOverPatternsThatItCannotMatch) {
  EXPECT_EQ(Read("$.arr[?(@ =~ /\\G/)]"), "!! \\G is not supported yet");
}

TEST(JsonPath, CallsFunctions) {
  EXPECT_EQ(Read("$.arr.length()"), "4");
  EXPECT_EQ(Read("$.s.length()"), "null");
  EXPECT_EQ(Read("$.arr.sum()"), "100.0");
  EXPECT_EQ(Read("$.arr.avg()"), "25.0");
  EXPECT_EQ(Read("$.arr.index(-1)"), "40");
  EXPECT_EQ(Read("$.store.keys()"), "[\"book\"]");
  EXPECT_EQ(Read("$.concat($.s,$.n)"), "\"text42\"");
  EXPECT_EQ(Read("$..price.max()"), "22.5");
  EXPECT_EQ(Read("$.s.sum()"), "! Aggregation function attempted to calculate value using empty array");
}

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// Java's stack ends somewhere in between.
TEST(JsonPath, GivesUpOnDeepDocumentsAndLongPathsAsJavaDoes) {
  const std::string deep = Repeat("{\"a\":", 100000) + "1" + Repeat("}", 100000);
  for (const std::string& path : {std::string("$..a"), std::string("$..*..*"), "$" + Repeat("..a", 50),
                                  "$" + Repeat("['a','b']", 100000), "$" + Repeat(".*", 100000)}) {
    EXPECT_EQ(Read(path, false, deep), "!! ") << path.substr(0, 20);
  }
  EXPECT_EQ(Read("$" + Repeat(".a", 100000), false, deep), "1");  // found without a stack
  EXPECT_EQ(Read("$" + Repeat("[0]", 100000), false, "1"),
            "! Filter: " + Repeat("[0]", 100000) + " can only be applied to arrays. Current context is: 1");
}

TEST(JsonPath, ShowsDeepValuesWithoutRecursion) {
  const std::string deep = Repeat("[{\"a\":", 100000) + "1" + Repeat("}]", 100000);
  EXPECT_EQ(Read("$[0][0]", false, deep),
            "! Filter: [0] can only be applied to arrays. Current context is: {a=" + Repeat("[{a=", 99999) + "1" + Repeat("}]", 99999) + "}");
}

TEST(JsonPath, RefusesWhatJaywayRefuses) {
  for (const char* path : {"$[", "$.", "$..", "$.arr[]", "$.arr[a]", "$.my prop", "$ .s", "$.arr[::2]", "$['a'", "$['a',]",
                           "$.arr[?(@ <> 1)]", "$.arr[?(@ == 1]", "$.arr[?]", "$.f(1", "$.arr[?(@ =~ /(/)]"}) {
    EXPECT_EQ(Read(path), "! invalid path") << path;
  }
  EXPECT_EQ(JsonPath::Compile("", CompilePattern).failure()->message, "path can not be null or empty");
}

}  // namespace
}  // namespace drey
