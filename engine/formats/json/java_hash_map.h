// The order in which a java.util.HashMap with StringData keys gives its entries: the order of decoded MAPs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/types/datum.h"

namespace drey {

// Collects the entries of one map. Reusable.
class JavaHashMap {
 public:
  void Clear() { entries_.clear(); }
  // As HashMap.put. The key is a string or NULL.
  void Put(const Datum& key, const Datum& value, Arena& arena);
  // The entries in Java's order as a MAP, in `arena`. Clears nothing.
  Datum ToMap(Arena& arena);

 private:
  struct Entry {
    int32_t hash;
    uint32_t position;
    Datum key;
    Datum value;
  };

  static bool HasSameKey(const Entry& a, const Entry& b);
  void DropOverwritten();

  std::vector<Entry> entries_;
  std::vector<int32_t> hashes_;  // scratch
};

}  // namespace drey
