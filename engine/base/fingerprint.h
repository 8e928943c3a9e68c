// A short name for a text: 16 hexadecimal digits, the same in every build and on every machine (FNV-1a, 64 bits). Against accidents, not
// against intent.
#pragma once

#include <string>
#include <string_view>

namespace drey {

std::string FingerprintOf(std::string_view text);

}  // namespace drey
