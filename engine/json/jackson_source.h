// How Jackson's messages show what was being read, and characters of it. A source: "(byte[])"{…}"", cut behind 500 bytes; 2.3's Jackson does not show it.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/flink_version.h"

namespace drey {

std::string DescribeByteSource(std::string_view bytes, FlinkVersion version);
// Of a Java String.
std::string DescribeTextSource(std::string_view text, FlinkVersion version);

// "'x' (code 120)". `c` may be negative, as a Java byte is.
std::string DescribeCharacter(int c);

}  // namespace drey
