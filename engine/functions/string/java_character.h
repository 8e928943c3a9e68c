// Letters of Unicode as JDK 17 (Unicode 13) knows them: java.lang.Character and the case mapping of java.lang.String.
//
// The tables in java_character_tables.inc are written by engine/functions/string/CharacterTables.java. Thread-safe.
#pragma once

#include <string_view>

#include "engine/base/arena.h"

namespace drey {

// Character.isLetter.
bool IsJavaLetter(char32_t code_point);

// String.toUpperCase and toLowerCase in the root locale. `text` is a Java String (see TextForm).
std::string_view JavaToUpper(std::string_view text, Arena& arena);
std::string_view JavaToLower(std::string_view text, Arena& arena);

}  // namespace drey
