#include "engine/base/source_text.h"

#include <algorithm>

namespace drey {
namespace {

bool IsContinuationByte(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

SourceRange Cover(SourceRange a, SourceRange b) {
  if (!a.known()) return b;
  if (!b.known() || a.source != b.source) return a;
  return {a.source, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

LineColumn SourceText::Locate(uint32_t offset) const {
  LineColumn place;
  const size_t end = std::min<size_t>(offset, text.size());
  for (size_t i = 0; i < end; ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if (!IsContinuationByte(text[i])) {
      ++place.column;
    }
  }
  return place;
}

std::string_view SourceText::Line(int line) const {
  std::string_view rest = text;
  for (int i = 1; i < line; ++i) {
    const size_t newline = rest.find('\n');
    if (newline == std::string_view::npos) return {};
    rest.remove_prefix(newline + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

SourceId SourceMap::Add(SourceText text) {
  texts_.push_back(std::move(text));
  return static_cast<SourceId>(texts_.size() - 1);
}

std::string_view SourceMap::Text(SourceRange range) const {
  if (!Contains(range.source)) return {};
  return std::string_view(Get(range.source).text).substr(range.begin, range.end - range.begin);
}

}  // namespace drey
