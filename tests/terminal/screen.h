// What a terminal shows of the bytes that a program writes to it: the text of all lines, those that have scrolled away included.
//
// Knows the controls that line editors use (carriage return, backspace, moving the cursor, erasing, inserting and deleting characters) and
// leaves out colours. Lines are cut at the terminal's width, where the text goes on in the next.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

class Screen {
 public:
  explicit Screen(size_t width) : width_(width) {}

  void Write(std::string_view bytes);

  // Lines from `first` on, without blanks at their ends, each with a newline but the last.
  std::string Text(size_t first) const;

  // The line of the cursor.
  size_t row() const { return row_; }

 private:
  void WriteByte(char byte);
  void WriteCharacter(std::string character);
  void NewLine();
  void Control(std::string_view parameters, char command);
  std::vector<std::string>& Line();

  size_t width_;
  // A character a cell.
  std::vector<std::vector<std::string>> lines_ = {{}};
  size_t row_ = 0;
  size_t column_ = 0;
  bool inserts_ = false;
  // Bytes of a control sequence or of a character that is not complete.
  std::string pending_;
};

}  // namespace drey
