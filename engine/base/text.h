// Small text operations over std::string_view. (Debian's Abseil has a string_view of its own, so its string functions do not
// take ours.) Letters are ASCII letters.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

inline void AppendPiece(std::string& out, std::string_view piece) { out.append(piece); }
inline void AppendPiece(std::string& out, char piece) { out.push_back(piece); }
template <std::integral Integer>
  requires(!std::same_as<Integer, char> && !std::same_as<Integer, bool>)
void AppendPiece(std::string& out, Integer piece) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof(digits), piece).ptr;
  out.append(digits, end);
}

// Appends texts, characters and integers.
template <typename... Pieces>
void Append(std::string& out, const Pieces&... pieces) {
  (AppendPiece(out, pieces), ...);
}

template <typename... Pieces>
std::string Concat(const Pieces&... pieces) {
  std::string out;
  Append(out, pieces...);
  return out;
}

constexpr unsigned char Byte(char c) { return static_cast<unsigned char>(c); }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Of 0-9, a-f, A-F; -1 for anything else.
constexpr int HexDigitValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char letter = static_cast<char>(c | 0x20);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

std::string ToLower(std::string_view text);
std::string ToUpper(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
// Without blanks, tabs and line ends on both sides.
std::string_view StripBlanks(std::string_view text);
std::vector<std::string_view> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& pieces, std::string_view separator);
std::string ReplaceAll(std::string_view text, std::string_view what, std::string_view with);
// 'it''s', as SQL quotes a string.
std::string SqlQuoted(std::string_view text);
// "0a1b" of the bytes 0A 1B.
std::string Hexits(std::string_view bytes);
// "ff" of 255.
std::string Hexadecimal(uint32_t value);
// "1,234,567".
std::string WithThousands(int64_t value);

}  // namespace drey
