#include "engine/formats/json/java_hash_map.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/base/utf8.h"

namespace drey {
namespace {

uint32_t Mix(uint32_t hash, uint32_t word) {
  word *= 0xCC9E2D51;
  word = std::rotl(word, 15);
  word *= 0x1B873593;
  hash ^= word;
  hash = std::rotl(hash, 13);
  return hash * 5 + 0xE6546B64;
}

uint32_t Finish(uint32_t hash) {
  hash ^= hash >> 16;
  hash *= 0x85EBCA6B;
  hash ^= hash >> 13;
  hash *= 0xC2B2AE35;
  return hash ^ hash >> 16;
}

}  // namespace

// Flink's MurmurHashUtils.hashBytes: the bytes behind the last whole word are mixed in one by one, each as a signed number.
int32_t StringDataHash(std::string_view text, Arena& arena) {
  const std::string_view bytes = EncodeJavaText(text, arena);
  uint32_t hash = 42;
  size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    uint32_t word;
    std::memcpy(&word, bytes.data() + i, 4);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap32(word);
    hash = Mix(hash, word);
  }
  for (; i < bytes.size(); ++i) hash = Mix(hash, static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(bytes[i]))));
  return static_cast<int32_t>(Finish(hash ^ static_cast<uint32_t>(bytes.size())));
}

void JavaHashMap::Put(const Datum& key, const Datum& value, Arena& arena) {
  const auto hash = key.is_null ? 0 : static_cast<uint32_t>(StringDataHash(key.view(), arena));
  entries_.push_back(
      {.hash = hash ^ hash >> 16, .position = static_cast<uint32_t>(entries_.size()), .key = key, .value = value});
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
  // Doubled whenever it is more than three quarters full.
  uint32_t buckets = 16;
  while (entries_.size() > buckets / 4 * 3) buckets *= 2;
  const uint32_t mask = buckets - 1;
  std::sort(entries_.begin(), entries_.end(), [mask](const Entry& a, const Entry& b) {
    const uint32_t left = a.hash & mask;
    const uint32_t right = b.hash & mask;
    return left != right ? left < right : a.position < b.position;
  });
  Datum* cells = arena.AllocateArray<Datum>(entries_.size() * 2);
  Datum* out = cells;
  for (const Entry& entry : entries_) {
    *out++ = entry.key;
    *out++ = entry.value;
  }
  return Datum::Cells(cells, static_cast<uint32_t>(entries_.size()));
}

}  // namespace drey
