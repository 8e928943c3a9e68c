#include "engine/json/json_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::string Unescape(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes.push_back(text[i]);
      continue;
    }
    bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 2, 2)), nullptr, 16)));
    i += 3;
  }
  return bytes;
}

// As tests/flink/json/README.md describes it, unescaped.
std::string Describe(const JsonReader& reader) {
  switch (reader.current()) {
    case JsonToken::kObjectStart:
    case JsonToken::kObjectEnd:
    case JsonToken::kArrayStart:
    case JsonToken::kArrayEnd:
      return std::string(reader.text());
    case JsonToken::kFieldName:
      return Concat("F:", reader.text());
    case JsonToken::kString:
      return Concat("S:", reader.text());
    case JsonToken::kInteger:
      return Concat("I:", reader.text());
    case JsonToken::kFloat:
      return Concat("D:", reader.text());
    case JsonToken::kTrue:
    case JsonToken::kFalse:
    case JsonToken::kNull:
      return std::string(reader.text().substr(0, 1));
    case JsonToken::kEnd:
      return "END";
    case JsonToken::kNone:
      return "NONE";
    case JsonToken::kError:
      return Concat("!", reader.error_class(), ":", reader.error_message());
  }
  return "?";
}

std::string Trace(std::string_view input, const JsonReaderOptions& options) {
  Arena arena;
  JsonReader reader(input, options, arena);
  std::string trace;
  int left_after_error = -1;
  while (left_after_error != 0) {
    const JsonToken token = reader.Next();
    if (!trace.empty()) trace.push_back('~');
    trace += Describe(reader);
    if (token == JsonToken::kEnd) break;
    if (left_after_error > 0) --left_after_error;
    if (token != JsonToken::kError) continue;
    if (options.from_text || reader.error_class() == "StreamConstraintsException") break;
    reader.Resume();
    if (left_after_error < 0) left_after_error = 5;
  }
  return trace;
}

TEST(JsonReaderTest, AnswersAsJacksonDid) {
  std::ifstream file(SourceDirectory() + "/tests/flink/json/reader.txt");
  ASSERT_TRUE(file);
  std::string question;
  std::string answers[2];
  int cases = 0;
  while (std::getline(file, question) && std::getline(file, answers[0]) && std::getline(file, answers[1])) {
    ++cases;
    JsonReaderOptions options;
    options.from_text = question[2] == 't';
    options.allow_control_characters = question[3] == 'c';
    const std::string input = Unescape(std::string_view(question).substr(5));
    for (const int i : {0, 1}) {
      options.version = i == 0 ? FlinkVersion::k1_20 : FlinkVersion::k2_3;
      EXPECT_EQ(Trace(input, options), Unescape(std::string_view(answers[i]).substr(2))) << question;
    }
  }
  EXPECT_GT(cases, 500);
}

TEST(JsonReaderTest, PlainStringsAreViewsOfTheInput) {
  const std::string input = R"({"name":"a plain string, longer than a register: é 🍕"})";
  Arena arena;
  JsonReader reader(input, {}, arena);
  reader.Next();
  reader.Next();
  EXPECT_EQ(reader.text().data(), input.data() + 2);
  ASSERT_EQ(reader.Next(), JsonToken::kString);
  EXPECT_EQ(reader.text(), "a plain string, longer than a register: é 🍕");
  EXPECT_EQ(reader.text().data(), input.data() + 9);
  EXPECT_EQ(arena.reserved_bytes(), 0u);
}

TEST(JsonReaderTest, JoinsSurrogatesHoweverTheyAreWritten) {
  for (const std::string_view input : {R"("\ud83c\udf55")", "\"\xED\xA0\xBC\\udf55\"", "\"\xED\xA0\xBC\xED\xBD\x95\""}) {
    Arena arena;
    JsonReader reader(input, {}, arena);
    ASSERT_EQ(reader.Next(), JsonToken::kString);
    EXPECT_EQ(reader.text(), "🍕");
  }
}

TEST(JsonReaderTest, SkipsValuesAndStaysInStep) {
  Arena arena;
  JsonReader reader(R"({"a":{"b":["\n",{}]},"c":"\t","d":1})", {}, arena);
  reader.Next();
  reader.Next();
  ASSERT_TRUE(reader.SkipValue());
  EXPECT_EQ(reader.current(), JsonToken::kObjectEnd);
  ASSERT_EQ(reader.Next(), JsonToken::kFieldName);
  EXPECT_EQ(reader.text(), "c");
  ASSERT_TRUE(reader.SkipValue());
  ASSERT_EQ(reader.Next(), JsonToken::kFieldName);
  EXPECT_EQ(reader.text(), "d");
  EXPECT_EQ(reader.Next(), JsonToken::kInteger);
  EXPECT_EQ(reader.Next(), JsonToken::kObjectEnd);
  EXPECT_EQ(reader.Next(), JsonToken::kEnd);
}

TEST(JsonReaderTest, SkippedStringsAreStillChecked) {
  Arena arena;
  JsonReader reader("{\"a\":[\"\xFF\"]}", {}, arena);
  reader.Next();
  reader.Next();
  EXPECT_FALSE(reader.SkipValue());
  EXPECT_TRUE(reader.failed_in_string());
  EXPECT_EQ(reader.error_message(), "Invalid UTF-8 start byte 0xff\n at [Source: (byte[])\"{\"a\":[\"\uFFFD\"]}\"; line: 1, column: 9]");
}

std::string FirstError(std::string_view input, FlinkVersion version) {
  Arena arena;
  JsonReader reader(input, {.version = version}, arena);
  JsonToken token = reader.Next();
  while (token != JsonToken::kEnd && token != JsonToken::kError) token = reader.Next();
  return token == JsonToken::kError ? reader.error_message() : "";
}

TEST(JsonReaderTest, OnlyTheNewerFlinkBoundsDepthNumbersAndNames) {
  const std::string deep = std::string(1001, '[') + std::string(1001, ']');
  const std::string integer(1001, '1');
  const std::string decimal = std::string(500, '1') + "." + std::string(501, '2');
  const std::string name = "{\"" + std::string(50001, 'n') + "\":1}";
  for (const std::string& input : {deep, integer, decimal, name}) EXPECT_EQ(FirstError(input, FlinkVersion::k1_20), "");
  EXPECT_EQ(FirstError(deep, FlinkVersion::k2_3),
            "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)");
  for (const std::string& input : {integer, decimal}) {
    EXPECT_EQ(FirstError(input, FlinkVersion::k2_3),
              "Number value length (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNumberLength()`)");
  }
  EXPECT_EQ(FirstError(name, FlinkVersion::k2_3),
            "Name length (50001) exceeds the maximum allowed (50000, from `StreamReadConstraints.getMaxNameLength()`)");
}

// Whatever comes in, the reader ends, and what it hands out is Java text.
TEST(JsonReaderTest, SurvivesRandomDamage) {
  const std::string_view seeds[] = {R"({"before":null,"message":{"prefix":"p","content":"eyJhIjoxfQ=="},"ts_ms":1700000000000})",
                                    R"([1.5e3,-0,true,false,null,"\u00e9\ud83c\udf55\\",{"k":[[],{}]}])", "{\"\\u0041é🍕\":\"é🍕\"}"};
  std::mt19937_64 random(20240607);
  for (int round = 0; round < 20000; ++round) {
    std::string input(seeds[random() % std::size(seeds)]);
    for (uint64_t damage = random() % 4 + 1; damage > 0; --damage) {
      const size_t place = random() % input.size();
      const uint64_t kind = random() % 3;
      if (kind == 0) input[place] = static_cast<char>(random());
      if (kind == 1) input.insert(place, 1, "\"\\{}[],:0-eE.+tfn/ \n"[random() % 19]);
      if (kind == 2 && input.size() > 1) input.resize(place + 1);
    }
    Arena arena;
    JsonReader reader(input, {.allow_control_characters = round % 2 == 0}, arena);
    size_t steps = 0;
    for (JsonToken token = reader.Next(); token != JsonToken::kEnd; token = reader.Next()) {
      ASSERT_LT(++steps, 1000u);
      if (token == JsonToken::kError) {
        if (reader.position() >= input.size()) break;
        reader.Resume();
        continue;
      }
      std::string again;
      Utf16Collector collector(again);
      for (size_t position = 0; position < reader.text().size();) {
        const char32_t c = NextCodePoint(reader.text(), position);
        collector.Add(c);
      }
      ASSERT_EQ(again, reader.text());
    }
  }
}

}  // namespace
}  // namespace drey
