// The grammar itself: which decisions cost a simulation, and a sentence for every alternative.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/sql/parser.h"
#include "engine/sql/syntax_printer.h"
#include "tests/source_directory/source_directory.h"

namespace drey {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A decision that one token settles is a switch in the generated code; every other one calls adaptivePredict. A new entry here
// makes the first parse of a process slower: write the rule differently, or let the token classifier tell the cases apart.
TEST(GrammarTest, OneTokenSettlesAllButTheseDecisions) {
  std::ifstream parser(DREY_GENERATED_PARSER);
  ASSERT_TRUE(parser.is_open());
  const std::regex rule_begin(R"(^FlinkSqlParser::\w+Context\* FlinkSqlParser::(\w+)\(\))");
  std::string line;
  std::string rule;
  std::multiset<std::string> predicted;
  while (std::getline(parser, line)) {
    std::smatch match;
    if (std::regex_search(line, match, rule_begin)) rule = match[1];
    if (line.find("adaptivePredict(") != std::string::npos) predicted.insert(rule);
  }
  EXPECT_EQ(predicted, (std::multiset<std::string>{"afterMatch", "describeStatement", "patternFactor", "stopJob", "useStatement"}));
}

// The grammar as data: an element is a token, a rule, or a group of alternatives, with a suffix.
struct Element {
  std::string name;                                // of a token or rule
  std::vector<std::vector<Element>> alternatives;  // of a group
  char suffix = '\0';                              // ? * +
  std::vector<int> uses;                           // of each alternative
  int taken = 0;                                   // how often an optional element was there
  int left_out = 0;
};

using Rules = std::map<std::string, Element>;

class GrammarReader {
 public:
  explicit GrammarReader(const std::string& text) {
    const std::regex token(R"(//[^\n]*|[A-Za-z_][A-Za-z_0-9]*|[:|;()?*+])");
    for (std::sregex_iterator i(text.begin(), text.end(), token), end; i != end; ++i) {
      if (i->str()[0] != '/') tokens_.push_back(i->str());
    }
  }

  Rules Read() {
    Rules rules;
    for (; next_ + 1 < tokens_.size(); ++next_) {
      if (tokens_[next_ + 1] != ":") continue;
      const std::string name = tokens_[next_];
      next_ += 2;
      rules[name] = ReadAlternatives();
    }
    return rules;
  }

 private:
  Element ReadAlternatives() {
    Element group;
    group.alternatives.emplace_back();
    while (tokens_[next_] != ";" && tokens_[next_] != ")") {
      if (tokens_[next_] == "|") {
        ++next_;
        group.alternatives.emplace_back();
      } else {
        group.alternatives.back().push_back(ReadElement());
      }
    }
    group.uses.resize(group.alternatives.size());
    return group;
  }

  Element ReadElement() {
    Element element;
    if (tokens_[next_] == "(") {
      ++next_;
      element = ReadAlternatives();
    } else {
      element.name = tokens_[next_];
    }
    ++next_;
    const std::string& suffix = tokens_[next_];
    if (suffix == "?" || suffix == "*" || suffix == "+") {
      element.suffix = suffix[0];
      ++next_;
    }
    return element;
  }

  std::vector<std::string> tokens_;
  size_t next_ = 0;
};

// Derives sentences; takes what it has used least, and the shortest way out when it is deep.
class SentenceMaker {
 public:
  SentenceMaker(Rules& rules, uint32_t seed) : rules_(rules), random_(seed) { MeasureDepths(); }

  // A sentence of `rule`.
  std::string Make(const std::string& rule) {
    sentence_.clear();
    depth_ = 0;
    Derive(rules_.at(rule));
    return sentence_;
  }

 private:
  static constexpr int kMaxDepth = 28;
  static constexpr int kUnknown = 1000;

  int DepthOf(const Element& element) const {
    if (element.suffix == '?' || element.suffix == '*') return 0;
    if (!element.name.empty()) {
      const auto found = depths_.find(element.name);
      return found != depths_.end() ? found->second : rules_.count(element.name) != 0 ? kUnknown : 0;
    }
    int best = kUnknown;
    for (const auto& alternative : element.alternatives) best = std::min(best, DepthOf(alternative));
    return best;
  }

  int DepthOf(const std::vector<Element>& sequence) const {
    int deepest = 0;
    for (const Element& element : sequence) deepest = std::max(deepest, DepthOf(element));
    return deepest;
  }

  void MeasureDepths() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [name, body] : rules_) {
        const int depth = DepthOf(body) + 1;
        const auto found = depths_.find(name);
        if (depth < kUnknown && (found == depths_.end() || depth < found->second)) {
          depths_[name] = depth;
          changed = true;
        }
      }
    }
  }

  void Derive(Element& element) {
    if (!element.name.empty()) {
      const auto rule = rules_.find(element.name);
      if (rule == rules_.end()) return AddToken(element.name);
      ++depth_;
      Derive(rule->second);
      --depth_;
      return;
    }
    size_t chosen = 0;
    for (size_t i = 1; i < element.alternatives.size(); ++i) {
      if (Cost(element, i) < Cost(element, chosen)) chosen = i;
    }
    ++element.uses[chosen];
    for (Element& part : element.alternatives[chosen]) DeriveRepeated(part);
  }

  int Cost(const Element& element, size_t alternative) const {
    const int depth = DepthOf(element.alternatives[alternative]);
    return depth_ > kMaxDepth ? depth : element.uses[alternative] * 8 + depth;
  }

  void DeriveRepeated(Element& element) {
    int times = 1;
    if (element.suffix == '?' || element.suffix == '*') {
      const bool optional_now = depth_ <= kMaxDepth && (element.taken == 0 || random_() % 4 == 0);
      times = optional_now ? 1 : 0;
      ++(times == 0 ? element.left_out : element.taken);
    } else if (element.suffix == '+' && depth_ <= kMaxDepth && random_() % 4 == 0) {
      times = 2;
    }
    for (int i = 0; i < times; ++i) Derive(element);
  }

  void AddToken(const std::string& name) {
    static const std::map<std::string, std::string> kTexts = {
        {"EOF", ""}, {"SEMICOLON", ";"}, {"IDENTIFIER", "a"}, {"QUOTED_IDENTIFIER", "`b c`"}, {"STRING_LITERAL", "'s'"},
        {"PREFIXED_STRING_LITERAL", "_utf8's'"}, {"UNICODE_STRING_LITERAL", "U&'\\0041'"}, {"ESCAPED_STRING_LITERAL", "E's'"},
        {"BINARY_LITERAL", "x'41'"}, {"INTEGER_LITERAL", "1"}, {"DECIMAL_LITERAL", "1.5"}, {"APPROXIMATE_LITERAL", "1e5"},
        {"LPAREN", "("}, {"RPAREN", ")"}, {"LBRACE", "{"}, {"RBRACE", "}"}, {"LBRACKET", "["}, {"RBRACKET", "]"}, {"DOT", "."},
        {"COMMA", ","}, {"EQUAL", "="}, {"GREATER", ">"}, {"LESS", "<"}, {"QUESTION", "?"}, {"COLON", ":"}, {"LESS_EQUAL", "<="},
        {"GREATER_EQUAL", ">="}, {"NOT_EQUAL", "<>"}, {"BANG_EQUAL", "!="}, {"PLUS", "+"}, {"DASH", "-"}, {"STAR", "*"},
        {"SLASH", "/"}, {"PERCENT", "%"}, {"CONCATENATE", "||"}, {"ARROW", "=>"}, {"VERTICAL_BAR", "|"}, {"CARET", "^"},
        {"DOLLAR", "$"}, {"HINT_BEGIN", "/*+"}, {"COMMENT_END", "*/"}, {"JDBC_DATE_BEGIN", "{d"}, {"JDBC_TIME_BEGIN", "{t"},
        {"JDBC_TIMESTAMP_BEGIN", "{ts"}, {"JDBC_FUNCTION_BEGIN", "{fn"}, {"NULL_", "NULL"}, {"TRUE_", "TRUE"}, {"FALSE_", "FALSE"},
        {"MINUS_WORD", "MINUS"}, {"SKIP_WORD", "SKIP"}, {"TABLE_FUNCTION", "TABLE"}, {"ON_CONFLICT", "ON"}, {"GROUPING_SETS", "GROUPING"},
        {"INTERVAL_TO", "TO"}, {"DATE_LITERAL", "DATE"}, {"TIME_LITERAL", "TIME"}, {"TIMESTAMP_LITERAL", "TIMESTAMP"},
        {"DATETIME_LITERAL", "DATETIME"}, {"WITH_TIME_ZONE", "WITH"}, {"WITHOUT_TIME_ZONE", "WITHOUT"}, {"NULL_CLAUSE", "NULL"},
        {"JSON_KEY", "KEY"}, {"JSON_OF_KIND", "JSON"}, {"CURRENT_VALUE", "CURRENT"}, {"NEXT_FUNCTION", "NEXT"},
        {"MODEL_ARGUMENT", "MODEL"}, {"SYSTEM_CONNECTION", "SYSTEM"}, {"RESERVED_FUNCTION_NAME", "UPPER"},
        {"CONTEXT_VARIABLE", "CURRENT_DATE"}};
    const auto text = kTexts.find(name);
    sentence_ += text == kTexts.end() ? name : text->second;
    sentence_ += ' ';
  }

  Rules& rules_;
  std::mt19937 random_;
  std::map<std::string, int> depths_;
  std::string sentence_;
  int depth_ = 0;
};

void CollectUnused(const Element& element, const std::string& where, std::vector<std::string>& unused) {
  for (size_t i = 0; i < element.alternatives.size(); ++i) {
    if (element.uses[i] == 0) unused.push_back(where + ", alternative " + std::to_string(i + 1));
    for (const Element& part : element.alternatives[i]) CollectUnused(part, where, unused);
  }
}

TEST(GrammarTest, EveryAlternativeIsAnsweredAloud) {
  Rules rules = GrammarReader(ReadFile(SourceDirectory() + "/grammar/FlinkSqlParser.g4")).Read();
  // Only entry points are out of a statement's reach.
  for (const char* entry : {"scriptStatement", "singleExpression", "singleType"}) rules.erase(entry);
  ASSERT_GT(rules.size(), 150u);
  SentenceMaker maker(rules, 20240601);
  constexpr int kSentences = 12000;
  int accepted = 0;
  for (int i = 0; i < kSentences; ++i) {
    // The rules with the most below them are statements too, and need more turns.
    constexpr const char* kBegins[] = {"statement", "orderedQuery", "createStatement", "alterStatement", "orderedQuery"};
    const std::string sql = maker.Make(kBegins[i % 5]);
    const FlinkVersion version = i % 8 < 2 ? FlinkVersion::k1_20 : FlinkVersion::k2_3;
    const auto statement = ParseStatement(0, sql, version);
    if (statement.ok()) {
      ++accepted;
      EXPECT_FALSE(ToText(*statement).empty()) << sql;
      continue;
    }
    const ErrorDetail detail = DetailOf(statement.status());
    EXPECT_NE(detail.kind, ErrorKind::kBug) << sql << "\n" << MessageOf(statement.status());
    EXPECT_TRUE(detail.range.known()) << sql << "\n" << MessageOf(statement.status());
    EXPECT_FALSE(MessageOf(statement.status()).empty()) << sql;
  }
  std::vector<std::string> unused;
  for (const auto& [name, body] : rules) CollectUnused(body, name, unused);
  EXPECT_EQ(unused, std::vector<std::string>()) << unused.size() << " alternatives were never derived, the first: "
                              << (unused.empty() ? "" : unused.front());
  EXPECT_GT(accepted, kSentences / 4);
}

}  // namespace
}  // namespace drey
