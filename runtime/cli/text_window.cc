#include "runtime/cli/text_window.h"

#include <algorithm>
#include <span>
#include <utility>

#include "engine/base/text.h"
#include "runtime/cli/display_width.h"

namespace drey {
namespace {

std::string Escape(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char byte : bytes) {
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else {
      const auto value = static_cast<unsigned char>(byte);
      Append(out, "\\x", kDigits[value >> 4], kDigits[value & 0xF]);
    }
  }
  return out;
}

}  // namespace

std::vector<ScreenCell> MakeScreenCells(std::string_view text) {
  std::vector<ScreenCell> cells;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = CodePointAt(text, at);
    const std::string_view bytes = text.substr(at, point.size);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    if (!point.well_formed || control) {
      std::string escaped = Escape(bytes);
      const size_t width = escaped.size();
      cells.push_back({std::move(escaped), width});
    } else {
      cells.push_back({std::string(bytes), static_cast<size_t>(DisplayWidth(point.value))});
    }
    at += point.size;
  }
  return cells;
}

TextWindow CutText(const std::vector<ScreenCell>& cells, size_t begin, size_t width) {
  TextWindow window{.first = begin};
  size_t used = 0;
  if (begin > 0) {
    window.text = "…";
    window.indent = used = 1;
  }
  size_t i = begin;
  size_t left = 0;
  for (size_t k = begin; k < cells.size(); ++k) left += cells[k].width;
  const bool fits = used + left <= width;
  for (; i < cells.size() && (fits || used + cells[i].width < width); ++i) {
    window.text += cells[i].text;
    used += cells[i].width;
  }
  if (i < cells.size()) window.text += "…";
  window.last = i;
  return window;
}

std::string Shorten(std::string_view text, size_t width) { return CutText(MakeScreenCells(text), 0, width).text; }

size_t WidthOf(const std::vector<ScreenCell>& cells, size_t begin, size_t end) {
  size_t width = 0;
  if (begin >= cells.size()) return 0;
  for (const ScreenCell& cell : std::span(cells).subspan(begin, std::min(end, cells.size()) - begin)) width += cell.width;
  return width;
}

size_t WidthOf(std::string_view text) { return WidthOf(MakeScreenCells(text), 0, std::string_view::npos); }

std::string ShortenMiddle(std::string_view text, size_t width) {
  const std::vector<ScreenCell> cells = MakeScreenCells(text);
  if (WidthOf(cells, 0, cells.size()) <= width) return Shorten(text, width);
  size_t tail = cells.size();
  for (size_t used = 0; tail > 0 && used + cells[tail - 1].width <= width / 2; --tail) used += cells[tail - 1].width;
  std::string end;
  for (size_t i = tail; i < cells.size(); ++i) end += cells[i].text;
  return Concat(Shorten(text, width - width / 2), end);
}

}  // namespace drey
