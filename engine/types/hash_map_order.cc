#include "engine/types/hash_map_order.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "engine/base/utf8.h"

namespace drey {
namespace {

constexpr size_t kDefaultCapacity = 16;

uint32_t MixBlock(uint32_t block) { return std::rotl(block * 0xcc9e2d51U, 15) * 0x1b873593U; }

uint32_t MixHash(uint32_t hash, uint32_t mixed_block) { return std::rotl(hash ^ mixed_block, 13) * 5 + 0xe6546b64U; }

// The order in a table that starts with `capacity` and grows with its entries.
std::vector<size_t> OrderInTable(std::span<const int32_t> hashes, size_t capacity) {
  while (hashes.size() * 4 > capacity * 3) capacity *= 2;
  const size_t mask = capacity - 1;
  const auto bucket = [&](size_t entry) {
    const auto hash = static_cast<uint32_t>(hashes[entry]);
    return (hash ^ (hash >> 16)) & mask;
  };
  std::vector<size_t> order(hashes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return bucket(a) < bucket(b); });
  return order;
}

}  // namespace

int32_t HashOfStringData(std::string_view utf8) {
  uint32_t hash = 42;
  size_t i = 0;
  for (; i + 4 <= utf8.size(); i += 4) {
    uint32_t block = 0;
    std::memcpy(&block, utf8.data() + i, 4);
    hash = MixHash(hash, MixBlock(block));
  }
  // Flink mixes each byte behind the last whole word as a block of its own, with its sign.
  for (; i < utf8.size(); ++i) {
    hash = MixHash(hash, MixBlock(static_cast<uint32_t>(static_cast<int32_t>(static_cast<signed char>(utf8[i])))));
  }
  hash ^= static_cast<uint32_t>(utf8.size());
  hash ^= hash >> 16;
  hash *= 0x85ebca6bU;
  hash ^= hash >> 13;
  hash *= 0xc2b2ae35U;
  hash ^= hash >> 16;
  return static_cast<int32_t>(hash);
}

int32_t HashOfJavaString(std::string_view utf8) {
  uint32_t hash = 0;
  for (size_t position = 0; position < utf8.size();) {
    const char32_t code_point = NextCodePoint(utf8, position);
    if (code_point >= 0x10000) {
      hash = hash * 31 + (0xD800U + ((code_point - 0x10000U) >> 10));
      hash = hash * 31 + (0xDC00U + ((code_point - 0x10000U) & 0x3FFU));
    } else {
      hash = hash * 31 + code_point;
    }
  }
  return static_cast<int32_t>(hash);
}

std::vector<size_t> HashMapOrder(std::span<const int32_t> hashes, size_t expected) {
  // new HashSet(collection) asks for max(size / 0.75 + 1, 16).
  size_t capacity = kDefaultCapacity;
  if (expected > 0) capacity = std::max(capacity, std::bit_ceil(expected * 4 / 3 + 1));
  return OrderInTable(hashes, capacity);
}

std::vector<size_t> HashMapOrderFromCapacity(std::span<const int32_t> hashes, size_t capacity) {
  return OrderInTable(hashes, std::bit_ceil(std::max<size_t>(capacity, 1)));
}

}  // namespace drey
