// Two texts one below the other, the part marked in which they differ; for keys and values that are not what they should be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/testing/content.h"

namespace drey {

struct AlignedLayout {
  size_t width = 80;
  size_t indent = 4;
  // As wide as each other, and their colours.
  std::string_view first_label = "expected  ";
  std::string_view second_label = "actual    ";
  std::string_view first_colour = {};
  std::string_view second_colour = {};
  bool use_colour = false;
};

// Three lines: both texts, each cut to the width around the place where they begin to differ, and carets below that part of the second.
void AppendAligned(std::string_view first, std::string_view second, const AlignedLayout& layout, std::string& out);

// `actual` with the members of objects in the order of `expected`.
Content InOrderOf(const Content& expected, const Content& actual);

}  // namespace drey
