// What a user types at the prompt, line by line, until it is whole statements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drey {

class StatementInput {
 public:
  void AddLine(std::string_view line);
  void Clear() { text_.clear(); }

  const std::string& text() const { return text_; }

  // Nothing but blanks and comments.
  bool IsBlank() const;

  // It ends with the semicolon of a statement; that of an INSERT between BEGIN and END of a statement set is none. QUIT, EXIT, HELP and
  // CLEAR alone need no semicolon.
  bool IsComplete() const;

  // The quote or comment that the next line is part of: ', `, * of a comment, or a blank.
  char Open() const;

  // What a later session may bring back: all in one line, or, where a comment or text ends with its line, line by line.
  std::vector<std::string> HistoryEntries() const;

 private:
  std::string text_;
};

}  // namespace drey
