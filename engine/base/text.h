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

std::string ToLower(std::string_view text);
std::string ToUpper(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
// Without blanks, tabs and line ends on both sides.
std::string_view StripBlanks(std::string_view text);
std::vector<std::string_view> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& pieces, std::string_view separator);
std::string ReplaceAll(std::string_view text, std::string_view what, std::string_view with);
// "0a1b" of the bytes 0A 1B.
std::string Hexits(std::string_view bytes);
// "1,234,567".
std::string WithThousands(int64_t value);

}  // namespace drey
