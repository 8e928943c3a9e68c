#include "engine/functions/string/binary_string.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace drey {

size_t CharacterBytes(char lead, size_t left) {
  const unsigned byte = static_cast<unsigned char>(lead);
  size_t length = 1;
  if (byte >= 0xC2 && byte < 0xE0) length = 2;
  if (byte >= 0xE0 && byte < 0xF0) length = 3;
  if (byte >= 0xF0 && byte < 0xF8) length = 4;
  return std::min(length, left);
}

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); i += CharacterBytes(text[i], text.size() - i)) ++count;
  return count;
}

size_t ByteOfCharacter(std::string_view text, size_t count) {
  size_t i = 0;
  while (count > 0 && i < text.size()) {
    i += CharacterBytes(text[i], text.size() - i);
    --count;
  }
  return i;
}

std::string_view SubstringSql(std::string_view text, int32_t position, int32_t length) {
  size_t start = 0;
  if (position > 0) {
    start = static_cast<size_t>(position) - 1;
  } else if (position < 0) {
    const int64_t from = static_cast<int64_t>(CountCharacters(text)) + position;
    if (from < 0) return {};
    start = static_cast<size_t>(from);
  }
  const std::string_view rest = text.substr(ByteOfCharacter(text, start));
  return rest.substr(0, ByteOfCharacter(rest, static_cast<size_t>(length)));
}

int32_t IndexOf(std::string_view text, std::string_view wanted, int32_t from) {
  if (wanted.empty()) return 0;
  size_t byte = ByteOfCharacter(text, static_cast<size_t>(std::max(from, 0)));
  int32_t character = std::max(from, 0);
  while (byte < text.size()) {
    if (text.substr(byte).starts_with(wanted)) return character;
    byte += CharacterBytes(text[byte], text.size() - byte);
    ++character;
  }
  return -1;
}

std::string_view ReverseCharacters(std::string_view text, Arena& arena) {
  char* const out = arena.Allocate(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = CharacterBytes(text[i], text.size() - i);
    std::memcpy(out + text.size() - i - length, text.data() + i, length);
    i += length;
  }
  return {out, text.size()};
}

std::string_view TrimLeft(std::string_view text, std::string_view characters) {
  size_t i = 0;
  while (i < text.size()) {
    const size_t length = CharacterBytes(text[i], text.size() - i);
    if (characters.find(text.substr(i, length)) == std::string_view::npos) break;
    i += length;
  }
  return text.substr(i);
}

std::string_view TrimRight(std::string_view text, std::string_view characters) {
  std::vector<size_t> starts;
  for (size_t i = 0; i < text.size(); i += CharacterBytes(text[i], text.size() - i)) starts.push_back(i);
  size_t end = text.size();
  while (!starts.empty() && characters.find(text.substr(starts.back(), end - starts.back())) != std::string_view::npos) {
    end = starts.back();
    starts.pop_back();
  }
  return text.substr(0, end);
}

}  // namespace drey
