// An array in the making.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/base/arena.h"
#include "engine/types/datum.h"

namespace drey {

// Copies the cells into the arena. `count`: fields of a ROW, elements of an ARRAY, entries of a MAP.
inline Datum ToCells(Arena& arena, std::span<const Datum> cells, size_t count) {
  Datum* const copy = arena.AllocateArray<Datum>(cells.size());
  std::copy(cells.begin(), cells.end(), copy);
  return Datum::Cells(copy, static_cast<uint32_t>(count));
}

inline Datum ToArray(Arena& arena, std::span<const Datum> elements) { return ToCells(arena, elements, elements.size()); }

}  // namespace drey
