// Memory that is given back all at once: rows of a batch, intermediate values of an evaluation.
//
// Allocation moves a pointer. Reset keeps the blocks for the next use, so that steady state allocates nothing from the heap.
// Destructors never run: only trivially destructible things go in. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace drey {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  // `bytes` of uninitialized memory, aligned for any scalar. May be null for 0 bytes.
  char* Allocate(size_t bytes) {
    bytes = (bytes + kAlignment - 1) & ~(kAlignment - 1);
    if (static_cast<size_t>(limit_ - next_) < bytes) return AllocateSlow(bytes);
    char* result = next_;
    next_ += bytes;
    return result;
  }

  // `count` uninitialized objects.
  template <typename T>
  T* AllocateArray(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    return reinterpret_cast<T*>(Allocate(count * sizeof(T)));
  }

  template <typename T, typename... Arguments>
  T* New(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    return new (Allocate(sizeof(T))) T{std::forward<Arguments>(arguments)...};
  }

  std::string_view Copy(std::string_view text) {
    char* copy = Allocate(text.size());
    if (!text.empty()) std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

  // Makes the last allocation, which returned `start` for at most `allocated` bytes, only `used` bytes long.
  void ShrinkLast(const char* start, size_t used) {
    used = (used + kAlignment - 1) & ~(kAlignment - 1);
    if (start >= block_begin_ && start <= next_) next_ = const_cast<char*>(start) + used;
  }

  // Everything allocated so far is gone. Blocks are kept up to a bound, the rest is freed.
  void Reset();

  // Bytes held from the heap.
  size_t reserved_bytes() const { return reserved_; }

 private:
  static constexpr size_t kAlignment = 16;
  static constexpr size_t kFirstBlock = 4096;
  static constexpr size_t kLargestBlock = size_t{1} << 20;

  struct Block {
    std::unique_ptr<char[]> memory;
    size_t size = 0;
  };

  char* AllocateSlow(size_t bytes);

  std::vector<Block> blocks_;
  size_t current_ = 0;  // index of the block in use
  char* block_begin_ = nullptr;
  char* next_ = nullptr;
  char* limit_ = nullptr;
  size_t reserved_ = 0;
};

}  // namespace drey
