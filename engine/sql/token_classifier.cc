#include "engine/sql/token_classifier.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "CommonToken.h"
#include "FlinkSqlLexer.h"
#include "engine/base/text.h"
#include "engine/sql/keywords.h"

namespace drey {

namespace {

using Lexer = grammar::FlinkSqlLexer;
using TokenTypes = std::unordered_map<std::string_view, size_t>;

constexpr size_t kNoToken = 0;

// Types that no word has: only neighbours give them.
constexpr std::array<size_t, 18> kTypesOfNeighbours = {
    Lexer::CONTEXT_VARIABLE, Lexer::RESERVED_FUNCTION_NAME, Lexer::RESERVED_WORD,    Lexer::CURRENT_VALUE,     Lexer::DATE_LITERAL,
    Lexer::DATETIME_LITERAL, Lexer::GROUPING_SETS,          Lexer::INTERVAL_TO,      Lexer::JSON_KEY,          Lexer::JSON_OF_KIND,
    Lexer::MODEL_ARGUMENT,   Lexer::NEXT_FUNCTION,          Lexer::NULL_CLAUSE,      Lexer::ON_CONFLICT,       Lexer::SYSTEM_CONNECTION,
    Lexer::TABLE_FUNCTION,   Lexer::TIME_LITERAL,           Lexer::TIMESTAMP_LITERAL};

bool HasWord(size_t type) {
  return type != Lexer::WITH_TIME_ZONE && type != Lexer::WITHOUT_TIME_ZONE &&
         std::find(kTypesOfNeighbours.begin(), kTypesOfNeighbours.end(), type) == kTypesOfNeighbours.end();
}

// Token types of keywords by word. The vocabulary's names are the words, but for five that C++ or ANTLR would not take.
const TokenTypes& KeywordTypes() {
  static const TokenTypes* const kTypes = [] {
    static std::vector<std::string> names(Lexer::WHITE_SPACE);  // what the keys point to
    const antlr4::dfa::Vocabulary& vocabulary = Lexer(nullptr).getVocabulary();
    auto* types = new TokenTypes;
    types->reserve(2 * names.size());
    for (size_t type = 1; type < names.size(); ++type) {
      names[type] = vocabulary.getSymbolicName(type);
      if (HasWord(type)) (*types)[names[type]] = type;
    }
    constexpr std::pair<std::string_view, std::string_view> kRenamed[] = {
        {"NULL_", "NULL"}, {"TRUE_", "TRUE"}, {"FALSE_", "FALSE"}, {"MINUS_WORD", "MINUS"}, {"SKIP_WORD", "SKIP"}};
    for (const auto& [name, word] : kRenamed) {
      (*types)[word] = types->at(name);
      types->erase(name);
    }
    return types;
  }();
  return *kTypes;
}

bool IsOneOf(size_t type, std::initializer_list<size_t> types) { return std::find(types.begin(), types.end(), type) != types.end(); }

bool IsUnit(size_t type) {
  return IsOneOf(type, {Lexer::YEAR, Lexer::YEARS, Lexer::MONTH, Lexer::MONTHS, Lexer::DAY, Lexer::DAYS, Lexer::HOUR, Lexer::HOURS,
                        Lexer::MINUTE, Lexer::MINUTES, Lexer::SECOND, Lexer::SECONDS});
}

// Reserved words with which a type begins.
bool BeginsType(size_t type) {
  return IsOneOf(type, {Lexer::BOOLEAN,   Lexer::TINYINT, Lexer::SMALLINT,  Lexer::INT,           Lexer::INTEGER, Lexer::BIGINT,  Lexer::FLOAT,
                        Lexer::REAL,      Lexer::DOUBLE,  Lexer::STRING,    Lexer::BYTES,         Lexer::VARIANT, Lexer::BITMAP,  Lexer::BINARY,
                        Lexer::VARBINARY, Lexer::CHAR,    Lexer::CHARACTER, Lexer::VARCHAR,       Lexer::DECIMAL, Lexer::DEC,     Lexer::NUMERIC,
                        Lexer::DATE,      Lexer::TIME,    Lexer::TIMESTAMP, Lexer::TIMESTAMP_LTZ, Lexer::ARRAY,   Lexer::MULTISET, Lexer::ROW,
                        Lexer::RAW,       Lexer::MAP,     Lexer::INTERVAL,  Lexer::STRUCTURED});
}

class Classifier {
 public:
  Classifier(TokenList& tokens, FlinkVersion version) : tokens_(tokens), version_(version) {
    types_.reserve(tokens.size());
    is_name_.reserve(tokens.size());
  }

  void Run() {
    for (const auto& token : tokens_) AddWord(*token);
    for (size_t i = 0; i < tokens_.size(); ++i) {
      types_[i] = TypeAmongNeighbours(static_cast<ssize_t>(i));
      static_cast<antlr4::CommonToken&>(*tokens_[i]).setType(types_[i]);
    }
  }

 private:
  // Everything that can be said without neighbours.
  void AddWord(const antlr4::Token& token) {
    if (token.getType() != Lexer::IDENTIFIER) {
      types_.push_back(token.getType());
      is_name_.push_back(token.getType() == Lexer::QUOTED_IDENTIFIER);
      return;
    }
    const std::string word = ToUpper(token.getText());
    const WordKind kind = KindOfWord(word, version_);
    const auto found = KeywordTypes().find(word);
    const bool in_grammar = found != KeywordTypes().end() && kind != WordKind::kUnknown;
    types_.push_back(in_grammar ? found->second : TypeWithoutRole(kind));
    is_name_.push_back(kind == WordKind::kUnknown || kind == WordKind::kNotReserved);
  }

  static size_t TypeWithoutRole(WordKind kind) {
    switch (kind) {
      case WordKind::kUnknown:
      case WordKind::kNotReserved:
        return Lexer::IDENTIFIER;
      case WordKind::kReserved:
        return Lexer::RESERVED_WORD;
      case WordKind::kReservedFunction:
        return Lexer::RESERVED_FUNCTION_NAME;
      case WordKind::kContextVariable:
        return Lexer::CONTEXT_VARIABLE;
    }
    return Lexer::IDENTIFIER;
  }

  size_t At(ssize_t i) const { return i >= 0 && i < static_cast<ssize_t>(types_.size()) ? types_[static_cast<size_t>(i)] : kNoToken; }
  bool IsName(ssize_t i) const { return i >= 0 && i < static_cast<ssize_t>(types_.size()) && is_name_[static_cast<size_t>(i)]; }

  // KEY of a call: JSON_OBJECT(KEY UPPER(a) VALUE b.
  bool BeginsJsonKey(ssize_t i) const {
    return At(i - 1) == Lexer::LPAREN && IsOneOf(At(i - 2), {Lexer::JSON_OBJECT, Lexer::JSON_OBJECTAGG}) && At(i + 2) == Lexer::LPAREN;
  }

  // Behind CAST(… AS and inside of the angle brackets of a type that is a keyword, where no value can stand.
  bool IsPlaceOfType(ssize_t i) const {
    if (At(i - 1) == Lexer::AS) return true;
    if (At(i - 1) == Lexer::LESS) return IsOneOf(At(i - 2), {Lexer::ARRAY, Lexer::MULTISET, Lexer::MAP});
    return At(i - 1) == Lexer::COMMA && BeginsType(At(i - 2)) && At(i - 3) == Lexer::LESS && At(i - 4) == Lexer::MAP;
  }

  // NULL ON NULL behind the elements of a call, not in the place of one; only JSON_OBJECT( … ) may do without.
  bool BeginsNullClause(ssize_t i) const {
    const bool is_place_of_element = At(i - 1) == Lexer::COMMA || (At(i - 1) == Lexer::LPAREN && At(i - 2) != Lexer::JSON_OBJECT);
    return At(i + 1) == Lexer::ON && At(i + 2) == Lexer::NULL_ && !is_place_of_element;
  }

  // Earlier tokens have their final types, later ones those of AddWord.
  size_t TypeAmongNeighbours(ssize_t i) const {
    const size_t type = At(i);
    const size_t previous = At(i - 1);
    const size_t next = At(i + 1);
    const auto keyword_if = [&](bool condition) { return condition ? type : static_cast<size_t>(Lexer::IDENTIFIER); };
    const auto special_if = [&](bool condition, size_t special) { return condition ? special : type; };
    switch (type) {
      // Not reserved: keywords beside these neighbours only.
      case Lexer::IF:
        return keyword_if((NamesObject(previous) || (previous == Lexer::STRING_LITERAL && At(i - 2) == Lexer::PLAN)) && (next == Lexer::EXISTS || (next == Lexer::NOT && At(i + 2) == Lexer::EXISTS)));
      case Lexer::IGNORE:
      case Lexer::RESPECT:
        return keyword_if(previous == Lexer::RPAREN && next == Lexer::NULLS);
      case Lexer::FORMAT:
        return keyword_if(next == Lexer::JSON);
      case Lexer::ENCODING:
        return keyword_if(previous == Lexer::JSON);
      case Lexer::IMMEDIATELY:
        return keyword_if(IsOneOf(next, {Lexer::PRECEDES, Lexer::SUCCEEDS}));
      case Lexer::A:
        return keyword_if(IsOneOf(previous, {Lexer::IS, Lexer::NOT}) && next == Lexer::SET);
      case Lexer::ABSENT:
        return keyword_if(BeginsNullClause(i));
      case Lexer::MAP:
        return keyword_if(IsOneOf(next, {Lexer::LPAREN, Lexer::LBRACKET}) || (next == Lexer::LESS && (BeginsType(At(i + 2)) || IsName(i - 1) || IsPlaceOfType(i))));
      case Lexer::UNBOUNDED:
        return keyword_if(IsOneOf(next, {Lexer::PRECEDING, Lexer::FOLLOWING}));
      case Lexer::FINAL:
        return keyword_if(At(i + 2) == Lexer::LPAREN);
      case Lexer::TRY_CAST:
      case Lexer::TIMESTAMPADD:
      case Lexer::TIMESTAMPDIFF:
      case Lexer::ARRAY_AGG:
      case Lexer::ARRAY_CONCAT_AGG:
      case Lexer::DATE_DIFF:
      case Lexer::DATETIME_DIFF:
        return IsName(i) ? keyword_if(next == Lexer::LPAREN) : type;
      case Lexer::MODEL:
        return IsName(i) ? TypeOfModel(i) : type;
      // Keywords whose neighbours tell two constructs apart.
      case Lexer::KEY:
        return special_if(IsOneOf(previous, {Lexer::LPAREN, Lexer::COMMA}) &&
                              (next == Lexer::STRING_LITERAL || BeginsJsonKey(i) || (IsName(i + 1) && IsOneOf(At(i + 2), {Lexer::VALUE, Lexer::COLON}))),
                          Lexer::JSON_KEY);
      case Lexer::JSON:
        return special_if(IsOneOf(previous, {Lexer::IS, Lexer::NOT}) &&
                              IsOneOf(next, {Lexer::VALUE, Lexer::OBJECT, Lexer::ARRAY, Lexer::SCALAR}),
                          Lexer::JSON_OF_KIND);
      case Lexer::NULL_:
        return special_if(BeginsNullClause(i), Lexer::NULL_CLAUSE);
      case Lexer::NEXT:
        return special_if(next == Lexer::LPAREN, Lexer::NEXT_FUNCTION);
      case Lexer::CURRENT:
        return special_if(next == Lexer::VALUE, Lexer::CURRENT_VALUE);
      case Lexer::GROUPING:
        return special_if(next == Lexer::SETS, Lexer::GROUPING_SETS);
      case Lexer::SYSTEM:
        return special_if(next == Lexer::CONNECTION, Lexer::SYSTEM_CONNECTION);
      case Lexer::ON:
        return special_if(next == Lexer::CONFLICT && (IsName(i + 2) || IsOneOf(At(i + 2), {kNoToken, Lexer::SEMICOLON})),
                          Lexer::ON_CONFLICT);
      case Lexer::TABLE:
        return special_if(next == Lexer::LPAREN && IsOneOf(previous, {Lexer::FROM, Lexer::COMMA, Lexer::JOIN, Lexer::LATERAL,
                                                                     Lexer::LPAREN, Lexer::APPLY, Lexer::USING}),
                          Lexer::TABLE_FUNCTION);
      case Lexer::WITH:
        return special_if(IsOneOf(next, {Lexer::LOCAL, Lexer::TIME}), Lexer::WITH_TIME_ZONE);
      case Lexer::WITHOUT:
        return special_if(next == Lexer::TIME, Lexer::WITHOUT_TIME_ZONE);
      case Lexer::TO:
        return special_if(EndsIntervalStart(i - 1) && IsUnit(next), Lexer::INTERVAL_TO);
      case Lexer::DATE:
        return special_if(BeginsTemporalLiteral(i), Lexer::DATE_LITERAL);
      case Lexer::TIME:
        return special_if(BeginsTemporalLiteral(i), Lexer::TIME_LITERAL);
      case Lexer::DATETIME:
        return special_if(BeginsTemporalLiteral(i), Lexer::DATETIME_LITERAL);
      case Lexer::TIMESTAMP:
        return special_if(BeginsTemporalLiteral(i) || (next == Lexer::WITH && At(i + 5) == Lexer::STRING_LITERAL && !IsName(i - 1)),
                          Lexer::TIMESTAMP_LITERAL);
      default:
        return type;
    }
  }

  size_t TypeOfModel(ssize_t i) const {
    if (IsOneOf(At(i - 1), {Lexer::CREATE, Lexer::TEMPORARY, Lexer::ALTER, Lexer::DROP, Lexer::DESCRIBE, Lexer::DESC})) return Lexer::MODEL;
    if (IsOneOf(At(i - 1), {Lexer::LPAREN, Lexer::COMMA, Lexer::ARROW}) && IsName(i + 1)) return Lexer::MODEL_ARGUMENT;
    return Lexer::IDENTIFIER;
  }

  // DAY or DAY(2) ends at `i`.
  bool EndsIntervalStart(ssize_t i) const {
    if (IsUnit(At(i))) return true;
    return At(i) == Lexer::RPAREN && At(i - 1) == Lexer::INTEGER_LITERAL && At(i - 2) == Lexer::LPAREN && IsUnit(At(i - 3));
  }

  // Words behind which IF EXISTS and IF NOT EXISTS stand; elsewhere IF is a name.
  static bool NamesObject(size_t type) {
    return IsOneOf(type, {Lexer::TABLE, Lexer::VIEW, Lexer::FUNCTION, Lexer::DATABASE, Lexer::CATALOG, Lexer::MODEL, Lexer::CONNECTION,
                          Lexer::SYSTEM_CONNECTION, Lexer::ADD, Lexer::DROP});
  }

  // DATE '…', but not the DATE of ROW<a DATE 'comment'>.
  bool BeginsTemporalLiteral(ssize_t i) const { return At(i + 1) == Lexer::STRING_LITERAL && !IsName(i - 1); }

  TokenList& tokens_;
  FlinkVersion version_;
  std::vector<size_t> types_;
  std::vector<bool> is_name_;  // not reserved, or quoted
};

}  // namespace

namespace {

// E'…' came with 2.x; before, it is the name E and a string.
void SplitEscapedStrings(TokenList& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i]->getType() != Lexer::ESCAPED_STRING_LITERAL) continue;
    auto& literal = static_cast<antlr4::CommonToken&>(*tokens[i]);
    auto name = std::make_unique<antlr4::CommonToken>(literal);
    name->setType(Lexer::IDENTIFIER);
    name->setStopIndex(literal.getStartIndex());
    literal.setType(Lexer::STRING_LITERAL);
    literal.setStartIndex(literal.getStartIndex() + 1);
    tokens.insert(tokens.begin() + static_cast<ssize_t>(i), std::move(name));
  }
}

}  // namespace

void ClassifyTokens(TokenList& tokens, FlinkVersion version) {
  if (version == FlinkVersion::k1_20) SplitEscapedStrings(tokens);
  Classifier(tokens, version).Run();
}

}  // namespace drey
