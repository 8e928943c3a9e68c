#include "engine/sql/character_stream.h"

#include <cstdint>

namespace drey {

namespace {

constexpr size_t kEndOfText = static_cast<size_t>(-1);  // antlr4::IntStream::EOF

struct Character {
  uint32_t code_point;
  size_t length;
};

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The character at `position`, which lies within the text.
Character Decode(std::string_view text, size_t position) {
  const auto lead = static_cast<unsigned char>(text[position]);
  if (lead < 0x80) return {lead, 1};
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  if (length == 1 || position + length > text.size()) return {0xFFFD, 1};
  uint32_t code_point = lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[position + i])) return {0xFFFD, 1};
    code_point = code_point << 6 | (static_cast<unsigned char>(text[position + i]) & 0x3F);
  }
  return {code_point, length};
}

}  // namespace

void CharacterStream::consume() { position_ += Decode(text_, position_).length; }

size_t CharacterStream::LA(ssize_t distance) {
  size_t position = position_;
  for (; distance < -1 && position > 0; ++distance) {
    do --position;
    while (position > 0 && IsContinuation(text_[position]));
  }
  if (distance == -1) {
    if (position == 0) return kEndOfText;
    do --position;
    while (position > 0 && IsContinuation(text_[position]));
    return Decode(text_, position).code_point;
  }
  for (; distance > 1 && position < text_.size(); --distance) position += Decode(text_, position).length;
  if (position >= text_.size()) return kEndOfText;
  const char c = text_[position];
  if (c >= 'a' && c <= 'z') return static_cast<size_t>(c - 'a' + 'A');
  return Decode(text_, position).code_point;
}

std::string CharacterStream::getText(const antlr4::misc::Interval& interval) {
  const auto begin = static_cast<size_t>(interval.a);
  const auto end = static_cast<size_t>(interval.b) + 1;  // an interval includes its end
  return begin < text_.size() ? std::string(text_.substr(begin, end - begin)) : std::string();
}

}  // namespace drey
