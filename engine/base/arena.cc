#include "engine/base/arena.h"

#include <algorithm>

namespace drey {

char* Arena::AllocateSlow(size_t bytes) {
  // Blocks that Reset kept come first.
  while (current_ + 1 < blocks_.size()) {
    Block& block = blocks_[++current_];
    if (block.size < bytes) continue;
    block_begin_ = block.memory.get();
    next_ = block_begin_ + bytes;
    limit_ = block_begin_ + block.size;
    return block_begin_;
  }
  const size_t grown = blocks_.empty() ? kFirstBlock : std::min(blocks_.back().size * 2, kLargestBlock);
  const size_t size = std::max(grown, std::max<size_t>(bytes, kAlignment));
  // new char[] is aligned for every fundamental type (16 bytes on the supported machines).
  blocks_.push_back({std::unique_ptr<char[]>(new char[size]), size});
  reserved_ += size;
  current_ = blocks_.size() - 1;
  block_begin_ = blocks_.back().memory.get();
  next_ = block_begin_ + bytes;
  limit_ = block_begin_ + size;
  return block_begin_;
}

void Arena::Reset() {
  // One oversized document must not keep its memory for ever.
  std::erase_if(blocks_, [this](const Block& block) {
    if (block.size <= kLargestBlock) return false;
    reserved_ -= block.size;
    return true;
  });
  current_ = 0;
  block_begin_ = next_ = blocks_.empty() ? nullptr : blocks_.front().memory.get();
  limit_ = blocks_.empty() ? nullptr : block_begin_ + blocks_.front().size;
}

}  // namespace drey
