// Colours on a terminal.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace drey {

inline constexpr std::string_view kRed = "\033[1;31m";
inline constexpr std::string_view kGreen = "\033[1;32m";
inline constexpr std::string_view kYellow = "\033[1;33m";
inline constexpr std::string_view kCyan = "\033[36m";
inline constexpr std::string_view kBold = "\033[1m";
inline constexpr std::string_view kPlain = "\033[0m";

// The text in the colour, or as it is. `text` has no control characters.
inline std::string Painted(bool use_colour, std::string_view colour, std::string_view text) {
  return use_colour && !text.empty() ? Concat(colour, text, kPlain) : std::string(text);
}

}  // namespace drey
