#include "engine/sql/syntax_error.h"

#include <algorithm>
#include <set>
#include <string>

#include "Exceptions.h"
#include "FlinkSqlLexer.h"
#include "FlinkSqlParser.h"
#include "Parser.h"
#include "atn/ATN.h"
#include "engine/base/error.h"
#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/sql/keywords.h"

namespace drey {

namespace {

using Parser = grammar::FlinkSqlParser;

constexpr std::string_view kLexicalError = "org.apache.flink.sql.parser.impl.TokenMgrError";

struct JavaPlace {
  int line = 1;
  int column = 1;
};

// Where Flink's lexer stands at the character at `offset`: columns count UTF-16 units, "\r\n" ends one line. In an empty text it stands nowhere.
JavaPlace PlaceOf(std::string_view text, size_t offset) {
  if (text.empty()) return {.line = 0, .column = 0};
  JavaPlace place;
  for (size_t i = 0; i < std::min(offset, text.size()); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n' || (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) {
      ++place.line;
      place.column = 1;
    } else if (c < 0x80 || c >= 0xC0) {
      place.column += c >= 0xF0 ? 2 : 1;
    }
  }
  return place;
}

// The end of file stands on the last character.
size_t OffsetOf(const ParsedText& text, const antlr4::Token& token) {
  if (token.getType() != antlr4::Token::EOF) return token.getStartIndex();
  return text.text.empty() ? 0 : text.text.size() - 1;
}

std::string AtPlace(const ParsedText& text, size_t offset) {
  const JavaPlace place = PlaceOf(text.text, offset);
  return Concat(" at line ", place.line, ", column ", place.column, ".");
}

SourceRange RangeOf(const ParsedText& text, const antlr4::Token& token) {
  const auto size = static_cast<uint32_t>(text.text.size());
  if (token.getType() == antlr4::Token::EOF) return {text.source, size, size};
  return {text.source, static_cast<uint32_t>(token.getStartIndex()), static_cast<uint32_t>(token.getStopIndex() + 1)};
}

// A character below 0x80 as JavaCC shows it.
void AppendEscaped(char c, std::string& out) {
  switch (c) {
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    case '\f': out += "\\f"; break;
    case '"': out += "\\\""; break;
    case '\'': out += "\\\'"; break;
    case '\\': out += "\\\\"; break;
    default: out += c;
  }
}

void AppendCodeUnit(uint32_t code_unit, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(code_unit >> shift) & 0xF];
}

// The code units of the character at `offset`, which moves behind it.
std::vector<uint32_t> NextCodeUnits(std::string_view text, size_t& offset) {
  const char32_t code_point = NextCodePoint(text, offset);
  if (code_point < 0x10000) return {code_point};
  return {0xD800 + ((code_point - 0x10000) >> 10), 0xDC00 + ((code_point - 0x10000) & 0x3FF)};
}

// A token's text as JavaCC shows it: letters beyond ASCII as \uXXXX.
std::string Escaped(std::string_view image) {
  std::string out;
  for (size_t i = 0; i < image.size();) {
    for (const uint32_t code_unit : NextCodeUnits(image, i)) {
      if (code_unit < 0x80) {
        AppendEscaped(static_cast<char>(code_unit), out);
      } else {
        AppendCodeUnit(code_unit, out);
      }
    }
  }
  return out;
}

std::string ImageOf(const antlr4::Token& token) {
  return token.getType() == antlr4::Token::EOF ? "<EOF>" : Escaped(token.getText());
}

// The character at `offset` as JavaCC's lexer shows one: its first code unit.
std::string EscapedCharacter(std::string_view text, size_t offset, uint32_t& code_unit) {
  code_unit = NextCodeUnits(text, offset).front();
  std::string out;
  if (code_unit < 0x80) {
    AppendEscaped(static_cast<char>(code_unit), out);
  } else {
    AppendCodeUnit(code_unit, out);
  }
  return out;
}

// An open back-tick swallows the rest of its line, an open comment the rest of the text.
absl::Status LexicalError(const ParsedText& text, const antlr4::Token& token) {
  size_t stop = token.getStartIndex();
  if (token.getType() == Parser::UNCLOSED_COMMENT) {
    stop = text.text.size();
  } else if (text.text[stop] == '`') {
    stop = std::min(text.text.find_first_of("`\n\r", stop + 1), text.text.size());
    if (stop == token.getStartIndex() + 1 && text.text[stop] == '`') ++stop;  // "``" names nothing
  } else if (text.text[stop] == '!' && stop + 1 < text.text.size()) {
    ++stop;  // it may begin a !=
  }
  std::string encountered = "<EOF>";
  size_t shown = stop;
  uint32_t code_unit = 0;
  if (stop >= text.text.size()) {
    shown = text.text.size();
  } else {
    const std::string character = EscapedCharacter(text.text, stop, code_unit);
    size_t next = stop + 1;
    while (next < text.text.size() && (static_cast<unsigned char>(text.text[next]) & 0xC0) == 0x80) ++next;
    // JavaCC looks one character ahead and takes the last one of the text for its end.
    if (next >= text.text.size()) {
      shown = next;
    } else {
      encountered = Concat("\"", character, "\" (", code_unit, "),");
    }
  }
  const std::string_view consumed =
      stop > token.getStartIndex() && token.getType() != Parser::UNCLOSED_COMMENT
          ? text.text.substr(token.getStartIndex(), stop - token.getStartIndex())
          : std::string_view();
  const JavaPlace place = PlaceOf(text.text, shown);
  const std::string message =
      Concat("SQL parse failed. Lexical error at line ", place.line, ", column ", place.column, ".  Encountered: ", encountered,
             " after : \"", Escaped(consumed), "\"");
  return WithFlinkClass(InvalidError(message, RangeOf(text, token)), kLexicalError);
}

bool IsLexicalError(const antlr4::Token& token) {
  return token.getType() == Parser::UNRECOGNIZED || token.getType() == Parser::UNCLOSED_COMMENT;
}

bool IsJsonFunction(size_t type) {
  return type == Parser::JSON_VALUE || type == Parser::JSON_QUERY || type == Parser::JSON_OBJECT || type == Parser::JSON_ARRAY;
}

// A construct that Flink enters only when this many tokens fit; 0: it does not look ahead.
size_t LookaheadOf(const antlr4::ParserRuleContext& context, FlinkVersion version) {
  constexpr size_t kEverything = static_cast<size_t>(-1);
  const size_t first = context.start->getType();
  switch (context.getRuleIndex()) {
    case Parser::RuleShowStatement:
    case Parser::RuleUseStatement:
    case Parser::RuleExecuteStatement:
    case Parser::RuleBeginStatementSet:
    case Parser::RuleDotPart:
    case Parser::RuleFieldAccess:
    case Parser::RuleParenthesizedTable:
    case Parser::RuleIntervalLiteral:
    case Parser::RuleJsonPair:
      return 2;
    case Parser::RuleExpressionSuffix:
      if (first == Parser::LBRACKET) return version == FlinkVersion::k1_20 ? 2 : 0;
      return first == Parser::IN || first == Parser::NOT || first == Parser::IS || first == Parser::BETWEEN || first == Parser::LIKE || first == Parser::ILIKE || first == Parser::RLIKE ||
                     first == Parser::SIMILAR || first == Parser::ESCAPE
                 ? 2
                 : 3;
    case Parser::RuleBuiltinCall:
      return 2;
    case Parser::RuleHintArgument:
      return 4;
    case Parser::RuleExplained:
      return version == FlinkVersion::k1_20 && (first == Parser::CREATE || first == Parser::EXECUTE) ? kEverything : 0;
    case Parser::RuleCreateFunction:
      return version == FlinkVersion::k1_20 ? 0 : 2;
    case Parser::RuleCommaPart:
      return version == FlinkVersion::k1_20 ? 0 : 2;
    case Parser::RuleJoinPart:
      return 3;
    case Parser::RuleTypeName:
      if (first == Parser::INTERVAL) return IsCast(context.parent == nullptr ? nullptr : context.parent->parent) ? 0 : kEverything;
      return first == Parser::ARRAY || first == Parser::MULTISET || first == Parser::RAW || first == Parser::STRUCTURED ? 2 : 0;
    default:
      return 0;
  }
}

// Whether Flink looks behind a comma before it goes on with this list.
bool LooksBehindComma(size_t rule) {
  switch (rule) {
    case Parser::RuleOrderBy:
    case Parser::RuleGroupBy:
    case Parser::RuleGroupingElement:
    case Parser::RuleValues:
    case Parser::RuleWindowClause:
    case Parser::RuleWindowSpecification:
    case Parser::RuleBracketedList:
    case Parser::RuleCaseBranch:
      return true;
    default:
      return false;
  }
}

// IS DISTINCT …: Flink takes IS for itself and looks ahead from the next word.
bool FailsBehindDistinct(const ParsedText& text, const antlr4::ParserRuleContext& context, size_t index) {
  return context.getRuleIndex() == Parser::RuleExpressionSuffix && context.start->getType() == Parser::IS &&
         index == context.start->getTokenIndex() + 2 && text.tokens[index - 1]->getType() == Parser::DISTINCT;
}

// = SOME …: Flink looks no further ahead.
bool IsCommitted(const ParsedText& text, size_t start, size_t index) {
  if (index < start + 2) return false;
  const size_t second = text.tokens[start + 1]->getType();
  return second == Parser::SOME || second == Parser::ANY || second == Parser::ALL;
}

// TRIM(BOTH …: Flink takes the word for one of TRIM's only with what may follow it.
bool FailsBehindTrimFlag(const antlr4::ParserRuleContext& context, size_t index) {
  if (context.getRuleIndex() != Parser::RuleBuiltinCall || context.start->getType() != Parser::TRIM) return false;
  auto& call = const_cast<Parser::BuiltinCallContext&>(static_cast<const Parser::BuiltinCallContext&>(context));
  const bool has_flag = call.BOTH() != nullptr || call.LEADING() != nullptr || call.TRAILING() != nullptr;
  return has_flag && index == context.start->getTokenIndex() + 3;
}

// Whether the token at `index` stands in `context` itself, not deeper.
bool OwnsToken(const antlr4::ParserRuleContext& context, size_t index) {
  for (antlr4::tree::ParseTree* child : context.children) {
    const auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child);
    if (terminal != nullptr && const_cast<antlr4::tree::TerminalNode*>(terminal)->getSymbol()->getTokenIndex() == index) return true;
  }
  return false;
}

// Whether `expression`, up to token `end`, has a BETWEEN that still waits for its AND.
bool AwaitsAndOfBetween(const antlr4::ParserRuleContext& expression, size_t end) {
  bool awaits = false;
  for (antlr4::tree::ParseTree* child : expression.children) {
    const auto* suffix = dynamic_cast<Parser::ExpressionSuffixContext*>(child);
    if (suffix == nullptr || suffix->start == nullptr || suffix->start->getTokenIndex() >= end) continue;
    const size_t first = suffix->start->getType();
    if (first == Parser::AND) awaits = false;
    if (first == Parser::BETWEEN || (first == Parser::NOT && const_cast<Parser::ExpressionSuffixContext*>(suffix)->BETWEEN() != nullptr)) {
      awaits = true;
    }
  }
  return awaits;
}

// Flink's words for the token types whose name is not their text.
std::string ExpectedName(size_t type, const antlr4::dfa::Vocabulary& vocabulary) {
  switch (type) {
    case antlr4::Token::EOF: return "<EOF>";
    case Parser::IDENTIFIER: return "<IDENTIFIER>";
    case Parser::QUOTED_IDENTIFIER: return "<BACK_QUOTED_IDENTIFIER>";
    case Parser::INTEGER_LITERAL: return "<UNSIGNED_INTEGER_LITERAL>";
    case Parser::DECIMAL_LITERAL: return "<DECIMAL_NUMERIC_LITERAL>";
    case Parser::APPROXIMATE_LITERAL: return "<APPROX_NUMERIC_LITERAL>";
    case Parser::STRING_LITERAL: return "<QUOTED_STRING>";
    case Parser::BINARY_LITERAL: return "<BINARY_STRING_LITERAL>";
    case Parser::PREFIXED_STRING_LITERAL: return "<PREFIXED_STRING_LITERAL>";
    case Parser::UNICODE_STRING_LITERAL: return "<UNICODE_STRING_LITERAL>";
    case Parser::ESCAPED_STRING_LITERAL: return "<C_STYLE_ESCAPED_STRING_LITERAL>";
    case Parser::RESERVED_FUNCTION_NAME:
    case Parser::CONTEXT_VARIABLE: return "<FUNCTION>";
    case Parser::NULL_: return "\"NULL\"";
    case Parser::TRUE_: return "\"TRUE\"";
    case Parser::FALSE_: return "\"FALSE\"";
    case Parser::MINUS_WORD: return "\"MINUS\"";
    case Parser::SKIP_WORD: return "\"SKIP\"";
    case Parser::TABLE_FUNCTION: return "\"TABLE\"";
    case Parser::ON_CONFLICT: return "\"ON\"";
    case Parser::GROUPING_SETS: return "\"GROUPING\"";
    case Parser::INTERVAL_TO: return "\"TO\"";
    case Parser::DATE_LITERAL: return "\"DATE\"";
    case Parser::TIME_LITERAL: return "\"TIME\"";
    case Parser::TIMESTAMP_LITERAL: return "\"TIMESTAMP\"";
    case Parser::WITH_TIME_ZONE: return "\"WITH\"";
    case Parser::WITHOUT_TIME_ZONE: return "\"WITHOUT\"";
    case Parser::NULL_CLAUSE: return "\"NULL\"";
    case Parser::JSON_KEY: return "\"KEY\"";
    case Parser::JSON_OF_KIND: return "\"JSON\"";
    case Parser::CURRENT_VALUE: return "\"CURRENT\"";
    case Parser::NEXT_FUNCTION: return "\"NEXT\"";
    case Parser::MODEL_ARGUMENT: return "\"MODEL\"";
    case Parser::SYSTEM_CONNECTION: return "\"SYSTEM\"";
    case Parser::DATETIME_LITERAL: return "\"DATETIME\"";
    default: break;
  }
  const std::string literal = vocabulary.getLiteralName(type);
  if (literal.size() > 2) return Concat("\"", literal.substr(1, literal.size() - 2), "\"");
  return Concat("\"", vocabulary.getSymbolicName(type), "\"");
}

// What may stand at the place, names first; words that are names anyway are left out.
std::vector<std::string> ExpectedNames(const antlr4::misc::IntervalSet& types, const antlr4::dfa::Vocabulary& vocabulary,
                                       FlinkVersion version) {
  const bool names_allowed = types.contains(static_cast<size_t>(Parser::IDENTIFIER));
  std::vector<std::string> expected;
  for (const ssize_t type : types.toList()) {
    if (type == static_cast<ssize_t>(antlr4::Token::EPSILON)) continue;
    std::string name = ExpectedName(static_cast<size_t>(type), vocabulary);
    const bool is_word = name.size() > 2 && name[0] == '"' && ((name[1] >= 'A' && name[1] <= 'Z'));
    if (is_word) {
      const std::string_view word = std::string_view(name).substr(1, name.size() - 2);
      const WordKind kind = KindOfWord(word, version);
      if (kind == WordKind::kUnknown || (names_allowed && kind == WordKind::kNotReserved)) continue;
    }
    if (std::find(expected.begin(), expected.end(), name) == expected.end()) expected.push_back(std::move(name));
  }
  return expected;
}

std::string ExpectedList(const std::vector<std::string>& expected) {
  if (expected.empty()) return {};
  std::string out = expected.size() == 1 ? "\nWas expecting:\n    " : "\nWas expecting one of:\n    ";
  for (const std::string& name : expected) Append(out, name, name == "<EOF>" ? " \n    " : " ...\n    ");
  return out;
}

// The error at token `first`, of which tokens to `last` were looked at.
absl::Status ErrorAt(const ParsedText& text, size_t first, size_t last, const std::vector<std::string>& expected, bool names_allowed) {
  const antlr4::Token& token = *text.tokens[first];
  for (size_t i = first; i <= last; ++i) {
    if (IsLexicalError(*text.tokens[i])) return LexicalError(text, *text.tokens[i]);
  }
  const std::string place = AtPlace(text, OffsetOf(text, token));
  const std::string image = token.getText();
  std::string message;
  if (names_allowed && token.getType() != antlr4::Token::EOF && image == ToUpper(image) && IsReservedWord(image, text.version)) {
    message = Concat("SQL parse failed. Incorrect syntax near the keyword '", image, "'", place);
  } else {
    std::string images;
    for (size_t i = first; i <= last && i < text.tokens.size(); ++i) {
      Append(images, i == first ? "" : " ", ImageOf(*text.tokens[i]));
      if (text.tokens[i]->getType() == antlr4::Token::EOF) break;
    }
    message = Concat(images == "<EOF>" ? "" : "SQL parse failed. ", "Encountered \"", images, "\"", place);
  }
  return WithFlinkClass(InvalidError(message + ExpectedList(expected), RangeOf(text, token)), kParseException);
}

bool AllowsNames(const std::vector<std::string>& expected) {
  return std::find(expected.begin(), expected.end(), "<IDENTIFIER>") != expected.end();
}

// IF NOT is read as one, so that what follows is shown too.
bool FollowsIf(const ParsedText& text, size_t index) {
  if (index < 2 || text.tokens[index - 2]->getType() == Parser::IDENTIFIER || text.tokens[index - 2]->getType() == Parser::RPAREN) return false;
  return text.tokens[index]->getType() == Parser::NOT && text.tokens[index - 1]->getType() == Parser::IDENTIFIER &&
         EqualsIgnoreCase(text.tokens[index - 1]->getText(), "IF");
}

// Whether what begins at token `index` is an expression for Flink.
bool BeginsExpression(const ParsedText& text, size_t index) {
  const antlr4::Token& token = *text.tokens[index];
  switch (token.getType()) {
    case Parser::PLUS:
    case Parser::DASH:
    case Parser::NOT:
    case Parser::EXISTS:
    case Parser::UNIQUE:
    case Parser::TRUE_:
    case Parser::FALSE_:
    case Parser::NULL_:
    case Parser::UNKNOWN:
    case Parser::IDENTIFIER:
    case Parser::QUOTED_IDENTIFIER:
    case Parser::INTEGER_LITERAL:
    case Parser::DECIMAL_LITERAL:
    case Parser::APPROXIMATE_LITERAL:
    case Parser::STRING_LITERAL:
    case Parser::BINARY_LITERAL:
    case Parser::PREFIXED_STRING_LITERAL:
    case Parser::UNICODE_STRING_LITERAL:
    case Parser::QUESTION:
    case Parser::CONTEXT_VARIABLE:
      return true;
    case Parser::ARRAY:
    case Parser::MULTISET:
    case Parser::CAST:
    case Parser::CEIL:
    case Parser::CEILING:
    case Parser::EXTRACT:
    case Parser::FLOOR:
    case Parser::JSON_ARRAY:
    case Parser::JSON_EXISTS:
    case Parser::JSON_OBJECT:
    case Parser::JSON_QUERY:
    case Parser::JSON_VALUE:
    case Parser::OVERLAY:
    case Parser::POSITION:
    case Parser::RESERVED_FUNCTION_NAME:
    case Parser::SUBSTRING:
    case Parser::TRIM:
      return text.tokens[index + 1]->getType() == Parser::LPAREN;
    default:
      break;
  }
  const std::string image = token.getText();
  const char first = image.empty() ? '\0' : image[0];
  const bool is_word = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  return is_word && token.getType() < Parser::WHITE_SPACE && !IsReservedWord(image, text.version);
}

}  // namespace

bool IsCast(antlr4::tree::ParseTree* tree) {
  auto* call = dynamic_cast<Parser::BuiltinCallContext*>(tree);
  return call != nullptr && (call->CAST() != nullptr || call->TRY_CAST() != nullptr || call->SAFE_CAST() != nullptr);
}

absl::Status UnexpectedTokenError(const ParsedText& text, size_t index, const std::vector<std::string>& expected, size_t shown) {
  return ErrorAt(text, index, index + shown - 1, expected, AllowsNames(expected));
}

absl::Status ParseFailure(std::string_view message, SourceRange range, std::string_view flink_class) {
  return WithFlinkClass(InvalidError(Concat("SQL parse failed. ", message), range), flink_class);
}

bool SyntaxErrorStrategy::is_lexical() const { return DetailOf(status_).flink_class == kLexicalError; }

void SyntaxErrorStrategy::reset(antlr4::Parser* parser) {
  BailErrorStrategy::reset(parser);
  decisions_.clear();
  context_ = nullptr;
  status_ = absl::OkStatus();
}

void SyntaxErrorStrategy::recover(antlr4::Parser* parser, std::exception_ptr) {
  Describe(parser);
  throw antlr4::ParseCancellationException("syntax error");
}

antlr4::Token* SyntaxErrorStrategy::recoverInline(antlr4::Parser* parser) {
  Describe(parser);
  throw antlr4::ParseCancellationException("syntax error");
}

void SyntaxErrorStrategy::sync(antlr4::Parser* parser) {
  const size_t index = parser->getTokenStream()->index();
  // Flink looks ahead by three tokens at most.
  std::erase_if(decisions_, [&](const Decision& decision) { return decision.token + 3 < index; });
  decisions_.push_back({index, parser->getState(), parser->getContext()});
}

bool SyntaxErrorStrategy::NameMayStandAt(antlr4::Parser* parser, size_t token) const {
  return std::any_of(decisions_.begin(), decisions_.end(), [&](const Decision& decision) {
    if (decision.token != token) return false;
    const antlr4::misc::IntervalSet expected = parser->getATN().getExpectedTokens(decision.state, decision.context);
    return expected.contains(static_cast<size_t>(Parser::IDENTIFIER));
  });
}

// NULL ON EMPTY and their kin: Flink knows by the first word that it is a clause, and refuses the word that does not fit.
size_t SyntaxErrorStrategy::InsideJsonClause(antlr4::RuleContext* context, size_t index) const {
  size_t function = 0;
  for (antlr4::RuleContext* rule = context; rule != nullptr && function == 0; rule = static_cast<antlr4::RuleContext*>(rule->parent)) {
    const antlr4::Token* start = static_cast<antlr4::ParserRuleContext&>(*rule).start;
    if (start != nullptr && IsJsonFunction(start->getType())) function = start->getType();
  }
  if (function == 0 || index + 2 >= text_.tokens.size()) return index;
  const auto is_word = [&](size_t i, std::string_view word) { return EqualsIgnoreCase(text_.tokens[i]->getText(), word); };
  const auto comes_behind = [&](size_t distance, std::string_view word) { return index >= distance && is_word(index - distance, word); };
  if (function != Parser::JSON_QUERY && is_word(index, "ON") && comes_behind(1, "EMPTY")) return index - 1;
  const bool has_clause = comes_behind(1, "NULL") && comes_behind(2, "ON");
  const bool begins = !has_clause && (is_word(index, "NULL") || is_word(index, "ABSENT") || is_word(index, "ERROR"));
  return begins && is_word(index + 1, "ON") ? index + 2 : index;
}

void SyntaxErrorStrategy::Describe(antlr4::Parser* parser) {
  size_t index = parser->getTokenStream()->index();
  const antlr4::atn::ATN& atn = parser->getATN();
  antlr4::misc::IntervalSet expected = atn.getExpectedTokens(parser->getState(), parser->getContext());
  context_ = parser->getContext();
  for (const Decision& decision : decisions_) {
    if (decision.token == index) expected.addAll(atn.getExpectedTokens(decision.state, decision.context));
  }
  size_t first = index;
  bool names_beside = false;  // where it stands a name may stand
  bool unknown_construct = false;  // one that the release does not have
  bool unfinished_between = false;
  const antlr4::Token* statement = nullptr;
  for (antlr4::RuleContext* rule = parser->getContext(); rule != nullptr; rule = static_cast<antlr4::RuleContext*>(rule->parent)) {
    const auto& context = static_cast<const antlr4::ParserRuleContext&>(*rule);
    if (context.start == nullptr) continue;
    const size_t start = context.start->getTokenIndex();
    const size_t rule_index = context.getRuleIndex();
    const bool is_committed = rule_index == Parser::RuleExpressionSuffix && IsCommitted(text_, start, index);
    if (!is_committed && index - start < LookaheadOf(context, text_.version)) {
      if (start < first) {
        names_beside = rule_index == Parser::RuleBuiltinCall || rule_index == Parser::RuleIntervalLiteral || rule_index == Parser::RuleTypeName ||
                       NameMayStandAt(parser, start);
      }
      first = start;
      unknown_construct = rule_index == Parser::RuleExplained;
    }
    if (first == index && FailsBehindDistinct(text_, context, index)) first = index - 1;
    if (first == index && FailsBehindTrimFlag(context, index)) {
      first = index - 1;
      names_beside = true;
    }
    if (first == index && index > start && LooksBehindComma(rule_index) &&
        text_.tokens[index - 1]->getType() == Parser::COMMA && OwnsToken(context, index - 1)) {
      first = index - 1;
    }
    if (rule_index == Parser::RuleExpression && first < index && text_.tokens[first]->getType() == Parser::AND) {
      unfinished_between = unfinished_between || AwaitsAndOfBetween(context, first);
    }
    if (rule_index == Parser::RuleStatement) statement = context.start;
  }
  if (first == index) index = first = InsideJsonClause(parser->getContext(), index);
  // Wherever a query may stand, Flink's grammar lets expressions stand too and refuses them later.
  const size_t begin = statement == nullptr ? index : statement->getTokenIndex();
  const bool statement_begins = statement != nullptr && index - begin < 2;
  const bool after_word = statement_begins && index == begin + 1 &&
                          (statement->getType() == Parser::DESCRIBE || statement->getType() == Parser::EXECUTE);
  const bool query_expected = expected.contains(static_cast<size_t>(Parser::SELECT)) || after_word;
  const auto fail_as_expression = [&](size_t token) {
    status_ = ParseFailure("Non-query expression encountered in illegal context", RangeOf(text_, *text_.tokens[token]),
                           kCalciteException);
  };
  if (statement_begins && BeginsExpression(text_, begin)) return fail_as_expression(begin);
  if (query_expected && (first == index || after_word) && BeginsExpression(text_, index)) return fail_as_expression(index);
  const bool names_no_table = after_word && statement->getType() == Parser::DESCRIBE && text_.tokens[index]->getType() == Parser::TABLE;
  if (names_no_table) first = ++index;  // it is DESCRIBE TABLE for Flink
  const antlr4::Token& token = *text_.tokens[first];
  if (unfinished_between) {
    status_ = ParseFailure("BETWEEN operator has no terminating AND", RangeOf(text_, token),
                           "org.apache.calcite.sql.validate.SqlValidatorException");
    return;
  }
  const auto is_expected = [&](size_t type) { return expected.contains(type); };
  if (token.getType() == Parser::STRING_LITERAL && is_expected(Parser::AS) && is_expected(Parser::FROM) && is_expected(Parser::IDENTIFIER)) {
    status_ = ParseFailure("Expecting alias, found character literal", RangeOf(text_, token),
                           "org.apache.calcite.sql.validate.SqlValidatorException");
    return;
  }
  // Words that the token classifier made no keyword for want of the right neighbour: that neighbour is what is wrong.
  if (first == index && ((token.getType() == Parser::ON && is_expected(Parser::ON_CONFLICT) && text_.version != FlinkVersion::k1_20) ||
                         (token.getType() == Parser::TABLE && is_expected(Parser::TABLE_FUNCTION) && !query_expected))) {
    const bool has_conflict = token.getType() == Parser::ON && text_.tokens[index + 1]->getType() == Parser::CONFLICT;
    const std::vector<std::string> neighbour = {has_conflict ? "\"DO\"" : token.getType() == Parser::ON ? "\"CONFLICT\"" : "\"(\""};
    const size_t wrong = index + (has_conflict ? 2 : 1);
    status_ = ErrorAt(text_, wrong, wrong, neighbour, false);
    return;
  }
  const std::vector<std::string> names = ExpectedNames(expected, parser->getVocabulary(), text_.version);
  const size_t last = unknown_construct ? first : FollowsIf(text_, index) ? index + 1 : index;
  const bool names_allowed =
      AllowsNames(names) || query_expected || names_beside || unknown_construct || (statement != nullptr && first == begin);
  status_ = ErrorAt(text_, first, last, names, names_allowed);
}

}  // namespace drey
