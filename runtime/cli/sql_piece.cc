#include "runtime/cli/sql_piece.h"

#include <algorithm>

namespace drey {
namespace {

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsWordCharacter(char c) {
  const bool is_ascii_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_ascii_letter || (c >= '0' && c <= '9') || c == '_' || c == '$' || (c & 0x80) != 0;
}

// Up to and with `closing`, which is searched from `from` on.
SqlPiece Enclosed(SqlPiece::Kind kind, std::string_view text, size_t begin, size_t from, std::string_view closing) {
  const size_t found = text.find(closing, from);
  const bool is_open = found == std::string_view::npos;
  return {.kind = kind, .begin = begin, .end = is_open ? text.size() : found + closing.size(), .is_open = is_open};
}

SqlPiece PieceAt(std::string_view text, size_t begin) {
  using Kind = SqlPiece::Kind;
  const std::string_view rest = text.substr(begin);
  if (rest.starts_with("--") || rest.starts_with("//")) {
    const size_t newline = text.find('\n', begin);
    return {.kind = Kind::kLineComment, .begin = begin, .end = std::min(newline, text.size()), .is_open = newline == std::string_view::npos};
  }
  if (rest.starts_with("/*")) return Enclosed(Kind::kBlockComment, text, begin, begin + 2, "*/");
  // A doubled quote ends one piece and begins the next, which serves as well.
  if (rest.front() == '\'') return Enclosed(Kind::kText, text, begin, begin + 1, "'");
  if (rest.front() == '`') return Enclosed(Kind::kQuotedName, text, begin, begin + 1, "`");
  if (!IsWordCharacter(rest.front())) return {.kind = Kind::kCharacter, .begin = begin, .end = begin + 1};
  const auto end = std::find_if_not(rest.begin(), rest.end(), IsWordCharacter);
  return {.kind = Kind::kWord, .begin = begin, .end = begin + static_cast<size_t>(end - rest.begin())};
}

}  // namespace

std::vector<SqlPiece> SqlPieces(std::string_view text) {
  std::vector<SqlPiece> pieces;
  for (size_t at = 0; at < text.size();) {
    if (IsBlank(text[at])) {
      ++at;
      continue;
    }
    pieces.push_back(PieceAt(text, at));
    at = pieces.back().end;
  }
  return pieces;
}

}  // namespace drey
