// Base64 of golden files.
#pragma once

#include <string>
#include <string_view>

namespace drey {

std::string DecodeBase64Text(std::string_view text);

}  // namespace drey
