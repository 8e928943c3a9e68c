// Escapes quotes and backslashes in JSON strings sixteen bytes at a time, where the machine can.
#pragma once

#include <cstddef>

namespace drey {

// Copies `next` up to `end`, a backslash before each quote and backslash, and returns the end of what it wrote to `out`. Stops, with `next`
// at that place, before a block that has a control character or a byte from `first_suspect` on, which need another treatment; on
// machines without SSSE3 at once. `out` must have room for EscapedBlocksRoom of the text.
char* EscapeBlocks(const char*& next, const char* end, unsigned char first_suspect, char* out);

inline constexpr size_t EscapedBlocksRoom(size_t text_size) { return 2 * text_size + 32; }

}  // namespace drey
