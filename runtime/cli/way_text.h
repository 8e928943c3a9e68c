// How a column of a record came to its value, as lines for people: the expression, and below it what each of its parts came to.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "runtime/testing/record_trace.h"

namespace drey {

struct WayLayout {
  size_t indent = 0;
  size_t width = 80;
  size_t most_lines = 7;
  bool types = false;
  // Parts (their SQL) that were shown before: they are named only. Gets those that are shown.
  std::set<std::string>* shown = nullptr;
};

// A line a part: "FROM_BASE64(message.content) = 'text'"; a part that failed has its message, one that is NULL the reason below it.
void AppendParts(const ColumnTrace& column, const WayLayout& layout, std::string& out);

// "orders partition 0 offset 3".
std::string PlaceOf(const RecordTrace& trace);

}  // namespace drey
