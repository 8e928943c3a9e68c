// What Jackson's TextNode makes of its text, which both the tree of a JSON message and that of a CSV line are asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

inline constexpr std::string_view kInvalidFormatException =
    "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.exc.InvalidFormatException";

// TextNode.binaryValue: base64, blanks around it do not count. Absent where it is none: then `failure` is the message of the
// InvalidFormatException.
std::optional<std::string_view> BinaryValueOfText(std::string_view text, Arena& arena, std::string& failure);

}  // namespace drey
