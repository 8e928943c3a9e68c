#include "engine/formats/json/java_hash_map.h"

#include <algorithm>

#include "engine/base/utf8.h"
#include "engine/types/hash_map_order.h"

namespace drey {
void JavaHashMap::Put(const Datum& key, const Datum& value, Arena& arena) {
  const int32_t hash = key.is_null ? 0 : HashOfStringData(EncodeJavaText(key.view(), arena));
  entries_.push_back(
      {.hash = hash, .position = static_cast<uint32_t>(entries_.size()), .key = key, .value = value});
}

bool JavaHashMap::HasSameKey(const Entry& a, const Entry& b) {
  if (a.hash != b.hash || a.key.is_null != b.key.is_null) return false;
  return a.key.is_null || a.key.view() == b.key.view();
}

// Of entries with the same key: the place of the first, the value of the last.
void JavaHashMap::DropOverwritten() {
  const auto text_of = [](const Entry& entry) { return entry.key.is_null ? std::string_view() : entry.key.view(); };
  std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    if (a.key.is_null != b.key.is_null) return a.key.is_null;
    if (const int order = text_of(a).compare(text_of(b)); order != 0) return order < 0;
    return a.position < b.position;
  });
  size_t kept = 0;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (kept > 0 && HasSameKey(entries_[kept - 1], entries_[i])) {
      entries_[kept - 1].value = entries_[i].value;
    } else {
      entries_[kept++] = entries_[i];
    }
  }
  entries_.resize(kept);
}

Datum JavaHashMap::ToMap(Arena& arena) {
  DropOverwritten();
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.position < b.position; });
  hashes_.clear();
  for (const Entry& entry : entries_) hashes_.push_back(entry.hash);
  Datum* cells = arena.AllocateArray<Datum>(entries_.size() * 2);
  Datum* out = cells;
  for (const size_t i : HashMapOrder(hashes_)) {
    *out++ = entries_[i].key;
    *out++ = entries_[i].value;
  }
  return Datum::Cells(cells, static_cast<uint32_t>(entries_.size()));
}

}  // namespace drey
