// The pieces of SQL that is still being typed: words, quoted names, texts, comments and single characters. Never fails; what a piece
// means is for the parser.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

struct SqlPiece {
  enum class Kind : uint8_t {
    kWord,           // letters, digits, _ and $
    kQuotedName,     // `…`
    kText,           // '…'
    kLineComment,    // -- or //, its newline excluded
    kBlockComment,
    kCharacter,      // any other that is not blank
  };
  Kind kind = Kind::kCharacter;
  size_t begin = 0;
  size_t end = 0;
  // The closing quote, or the end of the comment, is missing. A line comment is open at the end of the text.
  bool is_open = false;

  bool IsComment() const { return kind == Kind::kLineComment || kind == Kind::kBlockComment; }
};

std::vector<SqlPiece> SqlPieces(std::string_view text);

}  // namespace drey
