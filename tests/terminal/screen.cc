#include "tests/terminal/screen.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace drey {
namespace {

constexpr char kEscape = '\x1b';

size_t CharacterLength(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0xC0) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

bool IsFinal(char byte) { return byte >= '@' && byte <= '~'; }

}  // namespace

void Screen::Write(std::string_view bytes) {
  for (const char byte : bytes) WriteByte(byte);
}

std::vector<std::string>& Screen::Line() {
  while (lines_.size() <= row_) lines_.emplace_back();
  std::vector<std::string>& line = lines_[row_];
  if (line.size() < column_) line.resize(column_, " ");
  return line;
}

void Screen::WriteByte(char byte) {
  if (!pending_.empty()) {
    pending_ += byte;
    if (pending_[0] != kEscape) {
      if (pending_.size() == CharacterLength(pending_[0])) WriteCharacter(std::exchange(pending_, {}));
      return;
    }
    const bool is_sequence = pending_.size() > 1 && pending_[1] == '[';
    if (pending_.size() == 2 && is_sequence) return;
    if (is_sequence && !IsFinal(byte)) return;
    const std::string sequence = std::exchange(pending_, {});
    if (is_sequence) Control(std::string_view(sequence).substr(2, sequence.size() - 3), byte);
    return;
  }
  switch (byte) {
    case '\r':
      column_ = 0;
      return;
    case '\n':
      return NewLine();
    case '\b':
      if (column_ > 0) --column_;
      return;
    case '\a':
      return;
    case '\t':
      column_ = (column_ / 8 + 1) * 8;
      return;
    default:
      break;
  }
  if (byte == kEscape || CharacterLength(byte) > 1) {
    pending_ = byte;
  } else {
    WriteCharacter(std::string(1, byte));
  }
}

void Screen::WriteCharacter(std::string character) {
  if (column_ == width_) {
    NewLine();
    column_ = 0;
  }
  std::vector<std::string>& line = Line();
  if (inserts_ || column_ == line.size()) {
    line.insert(line.begin() + static_cast<ptrdiff_t>(column_), std::move(character));
  } else {
    line[column_] = std::move(character);
  }
  ++column_;
}

void Screen::NewLine() {
  ++row_;
  while (lines_.size() <= row_) lines_.emplace_back();
}

void Screen::Control(std::string_view parameters, char command) {
  const size_t count = std::max(1, std::atoi(std::string(parameters).c_str()));
  std::vector<std::string>& line = Line();
  const auto cursor = line.begin() + static_cast<ptrdiff_t>(column_);
  switch (command) {
    case 'A':
      row_ -= std::min(row_, count);
      break;
    case 'B':
      row_ += count;
      break;
    case 'C':
      column_ += count;
      break;
    case 'D':
      column_ -= std::min(column_, count);
      break;
    case 'G':
      column_ = count - 1;
      break;
    case 'H':
      row_ = column_ = 0;
      break;
    case 'J':
      if (parameters == "2") lines_.assign(1, {});
      if (parameters.empty() || parameters == "0") lines_.resize(row_ + 1);
      [[fallthrough]];
    case 'K':
      Line().resize(std::min(Line().size(), column_));
      break;
    case 'P':
      line.erase(cursor, cursor + static_cast<ptrdiff_t>(std::min(count, line.size() - column_)));
      break;
    case '@':
      line.insert(cursor, count, " ");
      break;
    case 'h':
      inserts_ |= parameters == "4";
      break;
    case 'l':
      inserts_ &= parameters != "4";
      break;
    default:
      // Colours and modes.
      break;
  }
}

std::string Screen::Text(size_t first) const {
  std::string text;
  for (size_t i = first; i < lines_.size(); ++i) {
    if (i > first) text += '\n';
    for (const std::string& cell : lines_[i]) text += cell;
    while (text.ends_with(' ')) text.pop_back();
  }
  return text;
}

}  // namespace drey
