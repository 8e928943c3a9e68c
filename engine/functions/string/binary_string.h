// Strings as Flink's BinaryStringData computes on them: bytes, split into characters by their lead bytes alone.
//
// Well-formed UTF-8 gives what one expects; of other bytes a malformed lead counts as a character of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/arena.h"

namespace drey {

// How long the character is that starts with `lead`, cut at `left` bytes.
size_t CharacterBytes(char lead, size_t left);

size_t CountCharacters(std::string_view text);
// The first byte behind `count` characters.
size_t ByteOfCharacter(std::string_view text, size_t count);

// SUBSTRING: `position` counts from 1, a negative one from the end, 0 is 1. Requires length >= 0.
std::string_view SubstringSql(std::string_view text, int32_t position, int32_t length);

// Where `wanted` starts, in characters from 0, at `from` (characters, from 0) or later; -1 where it does not.
int32_t IndexOf(std::string_view text, std::string_view wanted, int32_t from);

std::string_view ReverseCharacters(std::string_view text, Arena& arena);

// Without the characters at the left or right that occur in `characters`.
std::string_view TrimLeft(std::string_view text, std::string_view characters);
std::string_view TrimRight(std::string_view text, std::string_view characters);

}  // namespace drey
