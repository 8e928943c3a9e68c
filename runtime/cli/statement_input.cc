#include "runtime/cli/statement_input.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "runtime/cli/sql_piece.h"

namespace drey {
namespace {

constexpr std::array<std::string_view, 4> kCommandsWithoutSemicolon = {"QUIT", "EXIT", "HELP", "CLEAR"};

bool IsStatementSet(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 3> kBegin = {"STATEMENT", "SET", "BEGIN"};
  return std::search(words.begin(), words.end(), kBegin.begin(), kBegin.end()) != words.end();
}

}  // namespace

void StatementInput::AddLine(std::string_view line) {
  if (!text_.empty()) text_ += '\n';
  text_ += line;
}

bool StatementInput::IsBlank() const {
  const std::vector<SqlPiece> pieces = SqlPieces(text_);
  return std::all_of(pieces.begin(), pieces.end(), [](const SqlPiece& piece) {
    return piece.kind == SqlPiece::Kind::kLineComment || (piece.kind == SqlPiece::Kind::kBlockComment && !piece.is_open);
  });
}

bool StatementInput::IsComplete() const {
  const std::string_view text = text_;
  std::vector<std::string> words;  // of the statement; something else stands as an empty word
  bool ends_with_semicolon = false;
  for (const SqlPiece& piece : SqlPieces(text)) {
    if (piece.is_open && piece.kind != SqlPiece::Kind::kLineComment) return false;
    if (piece.IsComment()) continue;
    ends_with_semicolon = text[piece.begin] == ';' && !(IsStatementSet(words) && words.back() != "END");
    if (ends_with_semicolon) {
      words.clear();
    } else {
      words.push_back(piece.kind == SqlPiece::Kind::kWord ? ToUpper(text.substr(piece.begin, piece.end - piece.begin)) : "");
    }
  }
  if (words.empty()) return ends_with_semicolon;
  return words.size() == 1 && std::find(kCommandsWithoutSemicolon.begin(), kCommandsWithoutSemicolon.end(), words.front()) !=
                                  kCommandsWithoutSemicolon.end();
}

char StatementInput::Open() const {
  const std::vector<SqlPiece> pieces = SqlPieces(text_);
  if (pieces.empty() || !pieces.back().is_open) return ' ';
  switch (pieces.back().kind) {
    case SqlPiece::Kind::kText:
      return '\'';
    case SqlPiece::Kind::kQuotedName:
      return '`';
    case SqlPiece::Kind::kBlockComment:
      return '*';
    default:
      return ' ';
  }
}

std::vector<std::string> StatementInput::HistoryEntries() const {
  const std::vector<SqlPiece> pieces = SqlPieces(text_);
  const bool by_line = std::any_of(pieces.begin(), pieces.end(), [this](const SqlPiece& piece) {
    if (piece.kind == SqlPiece::Kind::kLineComment) return !piece.is_open;
    const bool is_quoted = piece.kind == SqlPiece::Kind::kText || piece.kind == SqlPiece::Kind::kQuotedName;
    return is_quoted && text_.find('\n', piece.begin) < piece.end;
  });
  std::vector<std::string> entries;
  if (!by_line) return {ReplaceAll(text_, "\n", " ")};
  for (const std::string_view line : Split(text_, '\n')) {
    if (!line.empty()) entries.emplace_back(line);
  }
  return entries;
}

}  // namespace drey
