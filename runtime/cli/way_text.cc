#include "runtime/cli/way_text.h"

#include <algorithm>
#include <climits>

#include "engine/base/text.h"
#include "runtime/cli/text_window.h"
#include "runtime/testing/table_replacement.h"

namespace drey {
namespace {

constexpr int kDeepestIndent = 8;
constexpr size_t kLeastValueWidth = 12;

}  // namespace

void AppendParts(const ColumnTrace& column, const WayLayout& layout, std::string& out) {
  size_t lines = 0;
  int first_depth = -1;
  int skip_below = INT_MAX;  // parts of one that was shown before
  for (const PartTrace& part : column.parts) {
    if (part.depth > skip_below) continue;
    skip_below = INT_MAX;
    if (part.state == TracedPart::State::kNotComputed) continue;
    if (first_depth < 0) first_depth = part.depth;
    if (++lines > layout.most_lines) {
      Append(out, std::string(layout.indent, ' '), "…\n");
      return;
    }
    const size_t depth = static_cast<size_t>(std::clamp(part.depth - first_depth, 0, kDeepestIndent));
    const std::string indent(layout.indent + 2 * depth, ' ');
    const std::string sql = ShortenMiddle(part.sql, layout.width / 2 + 4);
    if (layout.shown != nullptr && !layout.shown->insert(part.sql).second) {
      Append(out, indent, sql, "  (as above)\n");
      skip_below = part.depth;
      continue;
    }
    const std::string type = layout.types ? Concat("  ", part.type) : "";
    const bool failed = part.state == TracedPart::State::kFailed;
    const size_t used = indent.size() + WidthOf(sql) + 3 + type.size();
    const size_t left = used + kLeastValueWidth < layout.width ? layout.width - used : kLeastValueWidth;
    Append(out, indent, sql, failed ? " ! " : " = ", Shorten(part.value, left), type, "\n");
    if (part.null_reason.empty()) continue;
    ++lines;
    Append(out, indent, "  ^ ", Shorten(part.null_reason, layout.width - indent.size() - 4), "\n");
  }
}

std::string PlaceOf(const RecordTrace& trace) {
  if (trace.topic.empty()) return "a row of the query";
  if (IsRowsTopic(trace.topic)) return Concat("row ", trace.offset + 1, " of ", TableOfRowsTopic(trace.topic));
  return Concat(trace.topic, " partition ", trace.partition, " offset ", trace.offset);
}

}  // namespace drey
