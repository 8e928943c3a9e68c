// How many terminal columns text takes: 0 for combining marks, 2 for wide characters (East Asian, emoji), 1 for the rest.
//
// Independent of the process's locale, so that carets stand at the same place everywhere.
#pragma once

#include <cstddef>
#include <string_view>

namespace drey {

// One code point of UTF-8 text and where the next one begins. A byte that is not UTF-8 is a code point of its own, not well-formed.
struct CodePoint {
  char32_t value = 0;
  size_t size = 1;  // bytes
  bool well_formed = true;
};

// Requires at < text.size().
CodePoint CodePointAt(std::string_view text, size_t at);

int DisplayWidth(char32_t code_point);
size_t DisplayWidth(std::string_view text);

}  // namespace drey
