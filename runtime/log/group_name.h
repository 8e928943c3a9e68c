// A group's name is free text. How it is written where only the characters of a topic's name may stand: no two names alike.
#pragma once

#include <string>
#include <string_view>

namespace drey {

// As the name of a file or folder, in which every other byte, and a '.' at its beginning, is %XX.
std::string GroupFileName(std::string_view group);

// As a part of a topic's name, in which every other byte, and a '_' that would look like the beginning of one, is _XX.
std::string GroupTopicName(std::string_view group);

}  // namespace drey
