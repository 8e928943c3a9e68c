// Texts that are longer than the screen is wide: cut where it hurts least, and with nothing in them that a terminal would obey.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

// Of what drey writes for people.
inline constexpr size_t kReportWidth = 80;

// What stands on the screen for one character of a text: control characters and bytes that are not UTF-8 are escaped.
struct ScreenCell {
  std::string text;
  size_t width = 1;  // columns
};

std::vector<ScreenCell> MakeScreenCells(std::string_view text);

// Columns of the cells from `begin` to `end`, or to the last one.
size_t WidthOf(const std::vector<ScreenCell>& cells, size_t begin, size_t end);
size_t WidthOf(std::string_view text);

// The cells from `begin` on that fit into `width` columns, with an ellipsis on each side that is cut.
struct TextWindow {
  std::string text = {};
  size_t first = 0;   // cell
  size_t last = 0;    // one past the last cell
  size_t indent = 0;  // columns before the first cell
};
TextWindow CutText(const std::vector<ScreenCell>& cells, size_t begin, size_t width);

// The beginning of the text.
std::string Shorten(std::string_view text, size_t width);
// Its beginning and its end: the path of a JSON function stands at its end.
std::string ShortenMiddle(std::string_view text, size_t width);

}  // namespace drey
