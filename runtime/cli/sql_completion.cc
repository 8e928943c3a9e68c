#include "runtime/cli/sql_completion.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/functions/function_registry.h"
#include "engine/sql/keywords.h"
#include "engine/sql/parser.h"
#include "runtime/cli/sql_piece.h"

namespace drey {
namespace {

// How statements begin.
constexpr std::string_view kStatements =
    "BEGIN CLEAR CREATE DESCRIBE DROP END EXECUTE EXIT EXPLAIN HELP INSERT QUIT RESET SELECT SET SHOW USE VALUES WITH";

// What stands within them.
constexpr std::string_view kWords =
    "ALL AND ARRAY AS BEGIN BETWEEN BIGINT BOOLEAN BY BYTES CASE CAST COMMENT CREATE DATABASE DATABASES DATE DECIMAL DISTINCT DOUBLE "
    "ELSE EMPTY END ENFORCED ERROR ESCAPE EXISTS FALSE FLOAT FROM FUNCTIONS IF IN INSERT INT INTERVAL INTO IS JSON KEY LIKE MAP "
    "METADATA MULTISET NOT NULL ON OR PRIMARY RETURNING ROW SELECT SET SIMILAR SMALLINT STATEMENT STRING TABLE TABLES TEMPORARY THEN "
    "TIME TIMESTAMP TIMESTAMP_LTZ TINYINT TO TRUE TRY_CAST UNION UNKNOWN VALUES VARCHAR VIEW VIEWS VIRTUAL WATERMARK WHEN WHERE WITH";

// Behind these stands a table or view.
constexpr std::array<std::string_view, 9> kBeforeTables = {"FROM", "JOIN", "INTO", "TABLE", "VIEW", "DESCRIBE", "DESC", "EXISTS", "OVERWRITE"};

bool StartsWithIgnoringCase(std::string_view text, std::string_view beginning) {
  return text.size() >= beginning.size() && EqualsIgnoreCase(text.substr(0, beginning.size()), beginning);
}

// A piece of the statement around the cursor.
struct Token {
  SqlPiece piece = {};
  std::string text = {};   // a quoted name without its quotes
  std::string upper = {};  // of a word

  bool IsName() const { return piece.kind == SqlPiece::Kind::kWord || piece.kind == SqlPiece::Kind::kQuotedName; }
  bool Is(char c) const { return piece.kind == SqlPiece::Kind::kCharacter && text.front() == c; }
};

class Completer {
 public:
  Completer(const Session& session, std::string_view text, size_t cursor) : session_(session), text_(text), cursor_(cursor) {}

  Completions Complete() {
    for (const SqlPiece& piece : SqlPieces(text_.substr(0, cursor_))) {
      // Within a text, a comment or a quoted name nothing is known.
      if (piece.is_open) return {};
    }
    ReadStatement();
    const std::vector<std::string> qualifier = TakeQualifier();
    completions_.begin = cursor_ - prefix_.size();
    if (!qualifier.empty()) {
      OfferFields(qualifier);
    } else if (before_ == 0) {
      OfferWords(kStatements);
    } else if (IsBehindTableWord()) {
      for (const std::string& name : session_.catalog().Names()) OfferName(name);
    } else if (!prefix_.empty()) {
      OfferColumns();
      OfferFunctions();
      OfferWords(kWords);
    }
    std::vector<std::string>& texts = completions_.texts;
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return std::move(completions_);
  }

 private:
  // The tokens between the semicolons around the cursor; `before_` are those before the word at the cursor.
  void ReadStatement() {
    for (const SqlPiece& piece : SqlPieces(text_)) {
      if (piece.IsComment()) continue;
      if (text_[piece.begin] == ';') {
        if (piece.begin >= cursor_) break;
        tokens_.clear();
        continue;
      }
      std::string text(text_.substr(piece.begin, piece.end - piece.begin));
      if (piece.kind == SqlPiece::Kind::kQuotedName) text = text.substr(1, text.size() - (piece.is_open ? 1 : 2));
      Token& token = tokens_.emplace_back(Token{.piece = piece, .text = text});
      if (piece.kind == SqlPiece::Kind::kWord) token.upper = ToUpper(text);
    }
    before_ = 0;
    while (before_ < tokens_.size() && tokens_[before_].piece.end <= cursor_) ++before_;
    const bool behind_word = before_ > 0 && tokens_[before_ - 1].piece.end == cursor_ && tokens_[before_ - 1].piece.kind == SqlPiece::Kind::kWord;
    if (behind_word) --before_;
    const bool in_word = before_ < tokens_.size() && tokens_[before_].IsName() && tokens_[before_].piece.begin < cursor_;
    if (in_word) prefix_ = text_.substr(tokens_[before_].piece.begin, cursor_ - tokens_[before_].piece.begin);
  }

  // The names before the dot at the cursor: `a`.b.
  std::vector<std::string> TakeQualifier() {
    std::vector<std::string> names;
    while (before_ >= 2 && tokens_[before_ - 1].Is('.') && tokens_[before_ - 2].IsName()) {
      names.insert(names.begin(), tokens_[before_ - 2].text);
      before_ -= 2;
    }
    return names;
  }

  bool IsBehindTableWord() const {
    return std::find(kBeforeTables.begin(), kBeforeTables.end(), tokens_[before_ - 1].upper) != kBeforeTables.end();
  }

  // Tables of the statement, with the name by which it calls them.
  std::vector<std::pair<std::string, std::string>> Tables() const {
    std::vector<std::pair<std::string, std::string>> tables;
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      const std::string& word = tokens_[i].upper;
      if ((word != "FROM" && word != "JOIN" && word != "INTO") || !tokens_[i + 1].IsName()) continue;
      size_t at = i + 1;
      while (at + 2 < tokens_.size() && tokens_[at + 1].Is('.') && tokens_[at + 2].IsName()) at += 2;
      const std::string table = tokens_[at].text;
      std::string name = table;
      if (at + 1 < tokens_.size() && tokens_[at + 1].upper == "AS") ++at;
      if (at + 1 < tokens_.size() && tokens_[at + 1].IsName() && !IsReservedWord(tokens_[at + 1].upper, session_.version())) {
        name = tokens_[at + 1].text;
      }
      tables.emplace_back(name, table);
    }
    return tables;
  }

  std::vector<SchemaColumn> ColumnsOf(const std::string& table) const {
    const std::string query = Concat("SELECT * FROM `", ReplaceAll(table, "`", "``"), "`");
    const absl::StatusOr<Statement> statement = ParseStatement(kNoSource, query, session_.version());
    if (!statement.ok()) return {};
    const auto* select = statement->As<SelectStatement>();
    if (select == nullptr) return {};
    const absl::StatusOr<LogicalPlanPointer> plan = session_.BindQuery(*select->query);
    return plan.ok() ? (*plan)->schema.columns : std::vector<SchemaColumn>();
  }

  // Of the tables that the statement names, or of all while it names none.
  std::vector<SchemaColumn> Columns() const {
    std::vector<std::string> names;
    for (const auto& [name, table] : Tables()) names.push_back(table);
    if (names.empty()) names = session_.catalog().Names();
    std::vector<SchemaColumn> columns;
    for (const std::string& name : names) {
      for (SchemaColumn& column : ColumnsOf(name)) columns.push_back(std::move(column));
    }
    return columns;
  }

  void OfferColumns() {
    for (const SchemaColumn& column : Columns()) OfferName(column.name);
    for (const auto& [name, table] : Tables()) OfferName(name);
  }

  // What stands behind `qualifier`: columns of a table, then fields of a ROW.
  void OfferFields(std::vector<std::string> qualifier) {
    std::vector<SchemaColumn> fields = Columns();
    for (const auto& [name, table] : Tables()) {
      if (name != qualifier.front()) continue;
      fields = ColumnsOf(table);
      qualifier.erase(qualifier.begin());
      break;
    }
    for (const std::string& name : qualifier) {
      const auto found = std::find_if(fields.begin(), fields.end(), [&](const SchemaColumn& field) { return field.name == name; });
      if (found == fields.end() || !found->type.Is(TypeRoot::kRow)) return;
      std::vector<SchemaColumn> inner;
      for (const RowField& field : found->type.fields()) inner.push_back({field.name, field.type});
      fields = std::move(inner);
    }
    for (const SchemaColumn& field : fields) OfferName(field.name);
  }

  void OfferFunctions() {
    for (const ScalarFunction* function : FunctionRegistry::BuiltIn().List()) {
      if (function->since > session_.version()) continue;
      const bool takes_arguments = function->documentation.signature.find('(') != std::string_view::npos;
      OfferWord(Concat(function->name, takes_arguments ? "(" : ""));
    }
  }

  void OfferWords(std::string_view words) {
    for (const std::string_view word : Split(words, ' ')) OfferWord(word);
  }

  void OfferWord(std::string_view word) {
    if (!StartsWithIgnoringCase(word, prefix_)) return;
    const bool in_capitals = prefix_.empty() || ToLower(prefix_) != prefix_;
    completions_.texts.push_back(in_capitals ? std::string(word) : ToLower(word));
  }

  void OfferName(const std::string& name) {
    if (!StartsWithIgnoringCase(name, prefix_)) return;
    const std::vector<SqlPiece> pieces = SqlPieces(name);
    const bool is_word = pieces.size() == 1 && pieces.front().kind == SqlPiece::Kind::kWord && !(name[0] >= '0' && name[0] <= '9');
    const bool is_plain = is_word && !IsReservedWord(name, session_.version());
    completions_.texts.push_back(is_plain ? name : Concat("`", ReplaceAll(name, "`", "``"), "`"));
  }

  const Session& session_;
  std::string_view text_;
  size_t cursor_;
  std::vector<Token> tokens_;
  size_t before_ = 0;
  std::string_view prefix_;
  Completions completions_;
};

}  // namespace

Completions CompleteSql(const Session& session, std::string_view text, size_t cursor) { return Completer(session, text, cursor).Complete(); }

}  // namespace drey
