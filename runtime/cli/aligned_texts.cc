#include "runtime/cli/aligned_texts.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"
#include "runtime/cli/terminal_colour.h"
#include "runtime/cli/text_window.h"

namespace drey {
namespace {

// How much of a long text is shown before the place where it differs.
constexpr size_t kBeforeDifference = 24;

size_t CommonPrefix(const std::vector<ScreenCell>& a, const std::vector<ScreenCell>& b) {
  size_t i = 0;
  while (i < a.size() && i < b.size() && a[i].text == b[i].text) ++i;
  return i;
}

size_t CommonSuffix(const std::vector<ScreenCell>& a, const std::vector<ScreenCell>& b, size_t prefix) {
  size_t i = 0;
  while (i + prefix < a.size() && i + prefix < b.size() && a[a.size() - 1 - i].text == b[b.size() - 1 - i].text) ++i;
  return i;
}

}  // namespace

void AppendAligned(std::string_view first, std::string_view second, const AlignedLayout& layout, std::string& out) {
  const size_t label_width = layout.indent + layout.first_label.size();
  const size_t width = layout.width - label_width;
  const std::vector<ScreenCell> a = MakeScreenCells(first);
  const std::vector<ScreenCell> b = MakeScreenCells(second);
  const size_t prefix = CommonPrefix(a, b);
  const size_t suffix = CommonSuffix(a, b, prefix);
  const bool fits = WidthOf(a, 0, a.size()) <= width && WidthOf(b, 0, b.size()) <= width;
  size_t begin = fits || prefix <= kBeforeDifference ? 0 : prefix - kBeforeDifference;
  // As much of the beginning as there is room for.
  while (begin > 0 && WidthOf(a, begin - 1, a.size()) < width && WidthOf(b, begin - 1, b.size()) < width) --begin;
  const TextWindow shown_a = CutText(a, begin, width);
  const TextWindow shown_b = CutText(b, begin, width);
  const std::string indent(layout.indent, ' ');
  Append(out, indent, Painted(layout.use_colour, layout.first_colour, layout.first_label), shown_a.text, "\n");
  Append(out, indent, Painted(layout.use_colour, layout.second_colour, layout.second_label), shown_b.text, "\n");
  const size_t mark_end = std::clamp(b.size() - suffix, prefix, std::max(shown_b.last, prefix));
  const size_t carets = std::max<size_t>(1, WidthOf(b, prefix, mark_end));
  Append(out, std::string(label_width + shown_b.indent + WidthOf(b, begin, prefix), ' '));
  Append(out, Painted(layout.use_colour, layout.second_colour, std::string(carets, '^')), "\n");
}

Content InOrderOf(const Content& expected, const Content& actual) {
  if (expected.kind != actual.kind) return actual;
  Content result = actual;
  if (actual.kind == Content::Kind::kArray) {
    for (size_t i = 0; i < std::min(actual.items.size(), expected.items.size()); ++i) {
      result.items[i] = InOrderOf(expected.items[i], actual.items[i]);
    }
  }
  if (actual.kind != Content::Kind::kObject) return result;
  result.members.clear();
  for (const ContentMember& member : expected.members) {
    if (const Content* found = actual.Find(member.name)) result.members.push_back({member.name, InOrderOf(member.value, *found)});
  }
  for (const ContentMember& member : actual.members) {
    if (expected.Find(member.name) == nullptr) result.members.push_back(member);
  }
  return result;
}

}  // namespace drey
