#include "runtime/log/default_partitioner.h"

namespace drey {
namespace {

constexpr size_t kBatchBytes = 16384;
constexpr uint32_t kMultiplier = 0x5bd1e995;
constexpr uint32_t kSeed = 0x9747b28c;

uint32_t ByteAt(std::string_view text, size_t i) { return static_cast<uint8_t>(text[i]); }

}  // namespace

int32_t Murmur2(std::string_view key) {
  uint32_t hash = kSeed ^ static_cast<uint32_t>(key.size());
  const size_t whole = key.size() & ~size_t{3};
  for (size_t i = 0; i < whole; i += 4) {
    uint32_t k = ByteAt(key, i) | ByteAt(key, i + 1) << 8 | ByteAt(key, i + 2) << 16 | ByteAt(key, i + 3) << 24;
    k *= kMultiplier;
    k ^= k >> 24;
    k *= kMultiplier;
    hash *= kMultiplier;
    hash ^= k;
  }
  const size_t rest = key.size() - whole;
  if (rest > 2) hash ^= ByteAt(key, whole + 2) << 16;
  if (rest > 1) hash ^= ByteAt(key, whole + 1) << 8;
  if (rest > 0) {
    hash ^= ByteAt(key, whole);
    hash *= kMultiplier;
  }
  hash ^= hash >> 13;
  hash *= kMultiplier;
  hash ^= hash >> 15;
  return static_cast<int32_t>(hash);
}

int32_t PartitionForKey(std::string_view key, int32_t partition_count) {
  return (Murmur2(key) & 0x7fffffff) % partition_count;
}

int32_t DefaultPartitioner::Choose(std::optional<std::string_view> key, size_t record_bytes, int32_t partition_count) {
  if (key.has_value()) return PartitionForKey(*key, partition_count);
  if (sticky_bytes_ >= kBatchBytes) {
    ++sticky_;
    sticky_bytes_ = 0;
  }
  sticky_bytes_ += record_bytes;
  sticky_ %= partition_count;
  return sticky_;
}

}  // namespace drey
